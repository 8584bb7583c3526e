import { ChargeMode, DiscountType, OrderStatus, PayMode, PeriodType, StorageType } from "../order/enums.js";
import type { OrderLog } from "../order/order.js";
import type { EngineObject } from "./engineValues.js";
import { HIDDEN_KEYS } from "./shim.js";

/** Inputs that the program marked secret; undefined when nobody said. */
export function secretKeysOf(values: EngineObject): readonly string[] | undefined {
  const keys = values[HIDDEN_KEYS.secrets];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : undefined;
}

export type Redact = (text: string) => string;

/**
 * Takes the texts of secret inputs out of a message, because they arrive in clear, and a site or an offering may be one.
 * Only whole words, and neither documented values nor a few letters: what is no secret must stay readable, ids of orders
 * above all.
 */
export function redactionOf(values: EngineObject): Redact {
  const texts = (secretKeysOf(values) ?? []).flatMap((key) => textsIn(values[key]));
  const secrets = [...new Set(texts)].filter((text) => text.length >= SHORTEST && !DOCUMENTED.has(text));
  if (secrets.length === 0) return (text) => text;
  const longestFirst = secrets.sort((a, b) => b.length - a.length).map(escaped);
  const words = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}_-])`, "gu");
  return (text) => text.replace(words, "[secret]");
}

const SHORTEST = 4;

const DOCUMENTED: ReadonlySet<string> = new Set(
  [PayMode, ChargeMode, PeriodType, DiscountType, StorageType, OrderStatus].flatMap((values) => Object.values(values)),
);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Object.values(value ?? {}).flatMap(textsIn);
}

export const redactedLog = (log: OrderLog, redact: Redact): OrderLog => ({
  progress: (message) => log.progress(redact(message)),
  info: (message) => log.info(redact(message)),
  warn: (message) => log.warn(redact(message)),
});
