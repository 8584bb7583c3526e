import { isRecord } from "../inputCodecs.js";
import { pathTo } from "../problems.js";
import { UNKNOWN } from "../unknown.js";

/** A new order as a preview knows it: inputs without a mistake of form, some of which may not be known before apply. */
export interface PreviewedOrder {
  /** Name of the resource in the program, for messages. */
  readonly name: string;
  /** What tells this resource from every other: its URN. */
  readonly resource: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A line of devices. What is not known yet is absent. */
export interface DeviceLine {
  readonly path: string;
  readonly offeringId?: string;
  readonly count?: number;
}

/** A line of storage. */
export interface StorageLine {
  readonly path: string;
  readonly storageType?: string;
  /** TB. */
  readonly size?: number;
}

export const deviceLines = ({ inputs }: PreviewedOrder, key: "servers" | "networkDevices"): readonly DeviceLine[] =>
  entriesOf(inputs[key]).map(({ entry, at }) => ({
    path: pathTo(key, at),
    ...textIn(entry, "offeringId"),
    ...numberIn(entry, "count"),
  }));

export const storageLines = ({ inputs }: PreviewedOrder): readonly StorageLine[] =>
  entriesOf(inputs["storagePools"]).map(({ entry, at }) => ({
    path: pathTo("storagePools", at),
    ...textIn(entry, "storageType"),
    ...numberIn(entry, "size"),
  }));

/** Term and payment, where both are known. */
export interface Term {
  readonly payMode: string;
  readonly periodType: string;
  readonly periodNum: number;
}

export function termOf({ inputs }: PreviewedOrder): Term | undefined {
  const options = memberOf(memberOf(inputs, "marketOptions"), "prepaidOptions");
  const [payMode, periodType, periodNum] = ["payMode", "periodType", "periodNum"].map((key) => memberOf(options, key));
  const isKnown = typeof payMode === "string" && typeof periodType === "string" && typeof periodNum === "number";
  return isKnown ? { payMode, periodType, periodNum } : undefined;
}

/** A top-level text, or undefined where there is none or it is not known yet. */
export function textOf({ inputs }: PreviewedOrder, key: string): string | undefined {
  const value = inputs[key];
  return typeof value === "string" ? value : undefined;
}

export const isUnknown = ({ inputs }: PreviewedOrder, key: string): boolean => inputs[key] === UNKNOWN;

/** Whether the order is taken over instead of bought; it may turn out so where that is not known yet. */
export const isAdoption = ({ inputs }: PreviewedOrder): boolean => inputs["adoptOrderId"] !== undefined;

const memberOf = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);

function entriesOf(list: unknown): readonly { readonly entry: unknown; readonly at: number }[] {
  return Array.isArray(list) ? list.map((entry: unknown, at) => ({ entry, at })) : [];
}

function textIn<K extends string>(entry: unknown, key: K): { readonly [P in K]?: string } {
  const value = memberOf(entry, key);
  return (typeof value === "string" ? { [key]: value } : {}) as { readonly [P in K]?: string };
}

function numberIn<K extends string>(entry: unknown, key: K): { readonly [P in K]?: number } {
  const value = memberOf(entry, key);
  return (typeof value === "number" ? { [key]: value } : {}) as { readonly [P in K]?: number };
}
