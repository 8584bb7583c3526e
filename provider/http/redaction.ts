import { printable } from "./printable.js";
import type { HttpRequest, HttpResponse } from "./transport.js";

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
 * An answer without the secrets of its request: the gateway explains a wrong signature by repeating what was signed, the
 * security token among it, and what an answer says may end in a message or in a state.
 */
export const withoutEcho = (answer: HttpResponse, request: HttpRequest): HttpResponse =>
  withoutSecrets(
    answer,
    Object.entries(request.headers)
      .filter(([name]) => SECRET_HEADERS.has(name.toLowerCase()))
      .map(([, secret]) => secret),
  );

/** An answer with `***` in place of these secrets, in its body and in its headers. */
export function withoutSecrets(answer: HttpResponse, secrets: readonly string[]): HttpResponse {
  const without = (text: string): string => secrets.reduce(masked, text);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, without(value)] as const);
  return { ...answer, headers: Object.fromEntries(headers), body: without(answer.body) };
}

/** Shorter ones are no secrets, and their letters stand everywhere. */
const SHORTEST_SECRET = 4;

/** The text with the secret replaced by `***`, also as JSON writes it, once or twice, in Base64 and in addresses. */
export function masked(text: string, secret: string): string {
  if (secret.length < SHORTEST_SECRET) return text;
  const once = JSON.stringify(secret).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  const bytes = Buffer.from(secret);
  const forms = [
    secret,
    once,
    once.replaceAll("/", "\\/"),
    twice,
    encodeURIComponent(bytes.toString()),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
  return forms.reduce((masking, form) => masking.replaceAll(form, MASK), text);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
