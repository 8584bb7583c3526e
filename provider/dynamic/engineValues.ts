import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../order/unknown.js";

export type EngineObject = Record<string, unknown>;

/** Values as the engine sends them, with its sentinel for "not known until apply" made the domain's marker. */
export function fromEngine(value: EngineObject): EngineObject {
  return mapped(value, (leaf) => (leaf === pulumi.runtime.unknownValue ? UNKNOWN : leaf)) as EngineObject;
}

/**
 * Values for the engine: plain JSON without `undefined` at any depth, because one `undefined` makes the host throw after
 * create ran, or never answer at all; and without half characters, which the engine cannot read.
 */
export function toEngine(value: object): EngineObject {
  return mapped(value, (leaf) => {
    if (leaf === UNKNOWN) return pulumi.runtime.unknownValue;
    if (leaf === undefined) return null;
    return typeof leaf === "string" ? leaf.replace(/\p{Surrogate}/gu, "\uFFFD") : leaf;
  }) as EngineObject;
}

function mapped(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, leaf));
  if (typeof value !== "object" || value === null) return leaf(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, mapped(member, leaf)]),
  );
}

/** Hidden inputs (see `HIDDEN_KEYS`, and the host's `__provider`), which outputs have to mirror. */
export const hiddenOf = (values: EngineObject): EngineObject =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key.startsWith("__")));

export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
