import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../http/transport.js";
import type { AccessKeyCredentials } from "./credentials.js";

const ALGORITHM = "SDK-HMAC-SHA256";

/** A request as it is signed: `headers` are those that the signature covers, `x-sdk-date` among them. */
export interface SignableRequest {
  readonly method: string;
  /** Absolute address, percent-encoded as it is sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** A signature and what it rests on. */
export interface Signature {
  /** Hex SHA-256 of the canonical request: the half that needs no secret, which the published examples print. */
  readonly canonicalRequestHash: string;
  /** Hex HMAC-SHA256. */
  readonly signature: string;
  /** Value of the header `Authorization`. */
  readonly authorization: string;
}

/**
 * The request with its signature: covers host, date and every header that is present, so that none can be exchanged on
 * the way. The body is signed as the bytes that are sent.
 * @param date time of the signature; the gateway refuses a difference of more than 15 minutes.
 * @see https://support.huaweicloud.com/devg-apisign/api-sign-algorithm-001.md
 */
export function sign(request: HttpRequest, key: AccessKeyCredentials, date: Date): HttpRequest {
  const sent: Record<string, string> = {
    ...request.headers,
    "X-Sdk-Date": sdkDate(date),
    ...(key.securityToken === undefined ? {} : { "X-Security-Token": key.securityToken }),
  };
  const headers = { ...sent, Host: new URL(request.url).host };
  const { authorization } = signatureOf({ ...request, headers }, key);
  return { ...request, headers: { ...sent, Authorization: authorization } };
}

/** The signature over exactly the headers given. */
export function signatureOf(
  request: SignableRequest,
  key: Pick<AccessKeyCredentials, "accessKey" | "secretKey">,
): Signature {
  const url = new URL(request.url);
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => order(a, b));
  const signedHeaders = headers.map(([name]) => name).join(";");
  const canonicalRequest = [
    request.method.toUpperCase(),
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    signedHeaders,
    sha256(request.body ?? ""),
  ].join("\n");
  const canonicalRequestHash = sha256(canonicalRequest);
  const date = headers.find(([name]) => name === "x-sdk-date")?.[1] ?? "";
  const signature = createHmac("sha256", key.secretKey)
    .update([ALGORITHM, date, canonicalRequestHash].join("\n"))
    .digest("hex");
  const authorization = `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { canonicalRequestHash, signature, authorization };
}

/** Parameters sorted by name, then by value; an empty value keeps its equals sign. */
export function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join("&");
}

/** For the signature alone every path ends in a slash. */
function canonicalPath(path: string): string {
  const canonical = path
    .split("/")
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join("/");
  return canonical.endsWith("/") ? canonical : `${canonical}/`;
}

/** RFC 3986: all but `A–Z a–z 0–9 - _ . ~` is escaped; `encodeURIComponent` leaves five characters more alone. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `YYYYMMDDTHHMMSSZ` in UTC. */
function sdkDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/gu, "");
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
