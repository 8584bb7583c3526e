import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** The only algorithm that CloudPond's pages mention. */
export const ALGORITHM = "SDK-HMAC-SHA256";

/** How far `X-Sdk-Date` may stand from the service's clock, in milliseconds (signing guide: 15 minutes). */
export const MAX_CLOCK_DIFFERENCE_MS = 15 * 60 * 1000;

/** A request as the signature sees it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The parts of an `Authorization` header. */
export interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Takes an `Authorization` header apart; undefined when it is not a signature of the one algorithm. */
export function parseAuthorization(header: string): Authorization | undefined {
  const match = /^SDK-HMAC-SHA256\s+Access=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    header,
  );
  const [, accessKey, signedHeaders, signature] = match ?? [];
  if (accessKey === undefined || signedHeaders === undefined || signature === undefined) return undefined;
  return { accessKey, signedHeaders: signedHeaders.split(";"), signature };
}

/** `20260612T080000Z` as milliseconds since 1970; undefined when it is not a date of that form. */
export function parseSdkDate(date: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (match === null) return undefined;
  const ms = Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The text whose hash is signed (signing guide, *api-sign-algorithm-002*). */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const [path = "", query = ""] = splitOnce(request.target, "?");
  return [
    request.method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query),
    signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    signedHeaders.join(";"),
    payloadHash(request, signedHeaders),
  ].join("\n");
}

/** The signature that the owner of the secret key puts on the request. */
export function signatureOf(request: SignedRequest, signedHeaders: readonly string[], secretKey: string): string {
  const hash = sha256(canonicalRequest(request, signedHeaders));
  const text = [ALGORITHM, request.headers["x-sdk-date"] ?? "", hash].join("\n");
  return createHmac("sha256", secretKey).update(text).digest("hex");
}

/** Compares two signatures in constant time. */
export function isSameSignature(expected: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(expected, "hex"), Buffer.from(given, "hex"));
}

/** The SDKs may send `X-Sdk-Content-Sha256: UNSIGNED-PAYLOAD`; any other value must be the body's real hash. */
function payloadHash(request: SignedRequest, signedHeaders: readonly string[]): string {
  const declared = signedHeaders.includes("x-sdk-content-sha256") ? request.headers["x-sdk-content-sha256"] : undefined;
  return declared === "UNSIGNED-PAYLOAD" ? declared : sha256(request.body);
}

function canonicalPath(path: string): string {
  const encoded = path
    .split("/")
    .map((segment) => encode(decodeURIComponent(segment)))
    .join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => splitOnce(pair.replaceAll("+", " "), "="))
    .map(([key = "", value = ""]) => [encode(decodeURIComponent(key)), encode(decodeURIComponent(value))] as const)
    .sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

/** Leaves `A–Z a–z 0–9 - _ . ~` alone, everything else becomes `%XX`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
