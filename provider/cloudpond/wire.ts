import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { factsOf } from "../http/serviceError.js";
import type { HttpResponse } from "../http/transport.js";
import { UnreadableAnswerError } from "./errors.js";

/**
 * An id or a name that has to be there. Numbers are read as text, because the documentation's examples give
 * `edge_site_id` as a number where its tables say String; one that JSON cannot carry exactly is refused.
 */
export const Identifier = new t.Type<string, string, unknown>(
  "a text that is not empty",
  (value): value is string => typeof value === "string" && value !== "",
  (value, context) => {
    if (typeof value === "string" && value !== "") return t.success(value);
    return Number.isSafeInteger(value) ? t.success(String(value)) : t.failure(value, context);
  },
  t.identity,
);

/** A text that may be missing: absent, null and empty mean the same (`updated_at` may be null). */
export const OptionalText = new t.Type<string | undefined, string | undefined, unknown>(
  "a text",
  (value): value is string | undefined => value === undefined || typeof value === "string",
  (value, context) => {
    if (value === undefined || value === null || value === "") return t.success(undefined);
    return Identifier.validate(value, context);
  },
  t.identity,
);

/** A quantity of which none is negative. */
export const Quantity = new t.Type<number, number, unknown>(
  "a number of at least 0",
  (value): value is number => typeof value === "number" && value >= 0,
  (value, context) =>
    Number.isFinite(value) && Number(value) >= 0 ? t.success(Number(value)) : t.failure(value, context),
  t.identity,
);

/** An object with these fields; other fields are let pass and not looked at. */
export const record = <P extends t.Props>(fields: P): t.TypeC<P> => t.type(fields, "an object");

/** The same, where null and absence are accepted too. */
export const optionalRecord = <P extends t.Props>(fields: P) =>
  t.union([record(fields), t.null, t.undefined], "an object");

type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: Pulumi's host cannot carry it. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The body as JSON, or undefined where it is none. */
export function jsonOf(response: HttpResponse): unknown {
  try {
    return JSON.parse(response.body);
  } catch {
    return undefined;
  }
}

/** @throws {UnreadableAnswerError} naming the first paths that are not as documented, without their values. */
export function decoded<A>(operation: string, response: HttpResponse, codec: t.Decoder<unknown, A>): A {
  const body = jsonOf(response);
  if (body === undefined) {
    throw new UnreadableAnswerError(
      "the answer is not JSON. Check that the endpoint (CLOUDPOND_ENDPOINT / cloudpond:endpoint) is CloudPond's and that nothing on the way replaces its answers.",
      factsOf(operation, response),
    );
  }
  const result = codec.decode(body);
  if (isLeft(result)) {
    throw new UnreadableAnswerError(
      `the answer is not as documented: ${result.left.slice(0, 3).map(describe).join("; ")}. Nothing is concluded from it; a newer release may understand it.`,
      factsOf(operation, response),
    );
  }
  return result.right;
}

function describe({ context, value }: t.ValidationError): string {
  // A union adds one entry per alternative, keyed by its position; the path in the answer does not know them.
  const path = context
    .filter((_, index) => !(context[index - 1]?.type instanceof t.UnionType))
    .map(({ key }) => key)
    .filter((key) => key !== "")
    .reduce((whole, key) => (/^\d+$/.test(key) ? `${whole}[${key}]` : whole === "" ? key : `${whole}.${key}`), "");
  const expected = context.at(-1)?.type.name ?? "something else";
  return `${path === "" ? "the body" : path} must be ${expected}, got ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty text";
  if (Array.isArray(value)) return "a list";
  const kind = typeof value;
  return kind === "string" ? "a text" : kind === "object" ? "an object" : `a ${kind}`;
}
