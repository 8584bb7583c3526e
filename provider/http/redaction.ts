import { printable } from "./printable.js";
import type { HttpRequest } from "./transport.js";

const CAUSE_LIMIT = 300;
const MASK = "***";
/** Request headers whose values are secrets. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "x-auth-token", "x-security-token"]);

/** The `code` of an error of Node or of axios, such as `ECONNRESET`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && code !== "" ? code : undefined;
}

/**
 * A plain error with the code and the words of this one and nothing else: errors of axios carry the request, with its
 * token and its body, in their properties.
 */
export function plainCause(error: unknown): Error {
  const code = codeOf(error);
  const words = error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : messageOf(error);
  const cause = new Error(printable([code, words].filter((part) => part).join(": "), CAUSE_LIMIT));
  return code === undefined ? cause : Object.assign(cause, { code });
}

/**
 * An error answer without the secrets of its request: the gateway explains a wrong signature by repeating what was
 * signed, the security token among it.
 */
export function withoutEcho(body: string, request: HttpRequest): string {
  return Object.entries(request.headers)
    .filter(([name]) => SECRET_HEADERS.has(name.toLowerCase()))
    .reduce((text, [, secret]) => masked(text, secret), body);
}

/** The text with the secret replaced by `***`, also as JSON writes it, and as JSON that is quoted in JSON. */
export function masked(text: string, secret: string): string {
  const once = JSON.stringify(secret).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  return [secret, once, once.replaceAll("/", "\\/"), twice]
    .filter((form) => form !== "")
    .reduce((masking, form) => masking.replaceAll(form, MASK), text);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
