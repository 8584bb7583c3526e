import { randomBytes, randomUUID } from "node:crypto";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const BILLING_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** `length` characters of `alphabet`; the tiny bias of the remainder does not matter for names. */
function pick(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}

/** An id for a new record. */
export function newId(): string {
  return randomUUID();
}

/** The 32 hexadecimal digits of an `X-Request-Id`. */
export function newRequestId(): string {
  return randomBytes(16).toString("hex");
}

/** Opaque text for `X-Subject-Token`. */
export function newToken(): string {
  return randomBytes(48).toString("base64url");
}

/** `server-qkzva`, `delivery_order-zurcq`: the shape of the names that the service chooses. */
export function newName(kind: string): string {
  return `${kind}-${pick(LETTERS, 5)}`;
}

/** A billing number like `CS2201181056V3SK6`: `CS`, the minute of the order (UTC), five characters. */
export function newBillingNumber(ms: number): string {
  const minute = new Date(ms).toISOString().replace(/\D/g, "").slice(2, 12);
  return `CS${minute}${pick(BILLING_CHARACTERS, 5)}`;
}
