import type { OrderLog } from "../order/order.js";
import type { EngineObject } from "./engineValues.js";
import { HIDDEN_KEYS } from "./shim.js";

/** Inputs that the program marked secret; undefined when nobody said. */
export function secretKeysOf(values: EngineObject): readonly string[] | undefined {
  const keys = values[HIDDEN_KEYS.secrets];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : undefined;
}

export type Redact = (text: string) => string;

/** Takes every text of a secret input out of a message: they arrive in clear, and a site or an offering may be one. */
export function redactionOf(values: EngineObject): Redact {
  const secrets = (secretKeysOf(values) ?? []).flatMap((key) => textsIn(values[key]));
  const longestFirst = [...new Set(secrets)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((redacted, secret) => redacted.replaceAll(secret, "[secret]"), text);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

export const redactedLog = (log: OrderLog, redact: Redact): OrderLog => ({
  progress: (message) => log.progress(redact(message)),
  info: (message) => log.info(redact(message)),
  warn: (message) => log.warn(redact(message)),
});
