import type { Reading } from "./sources.js";

const TRUTH: Readonly<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };

export function parseBoolean(text: string): Reading<boolean> {
  const value = TRUTH[text.trim().toLowerCase()];
  return value === undefined ? { problem: "must be true, false, 1 or 0" } : { value };
}

/** One of a few words, as they are written here. */
export const parseChoice =
  <T extends string>(...words: readonly T[]) =>
  (text: string): Reading<T> => {
    const value = words.find((word) => word === text.trim());
    return value === undefined ? { problem: `must be one of ${words.join(", ")}` } : { value };
  };

/** A whole number between two bounds, both included. */
export const parseWholeNumber =
  (least: number, most: number) =>
  (text: string): Reading<number> => {
    const value = /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
    if (value >= least && value <= most) return { value };
    return {
      problem: `must be a whole number from ${least} to ${most}${Number.isNaN(value) ? "" : `, got ${value}`}`,
    };
  };

/** What travels in a header or an address: one word of visible ASCII characters. */
export function parseWord(text: string): Reading<string> {
  if (/^[\x21-\x7e]+$/.test(text)) return { value: text };
  return { problem: "must be one word of ASCII characters, without spaces or line breaks" };
}

/** Names and passwords may hold anything that can be typed; what only a slip of pasting adds is refused. */
export function parseTyped(text: string): Reading<string> {
  if (text === text.trim() && !/\p{Cc}/u.test(text)) return { value: text };
  return { problem: "must not begin or end with white space or hold control characters" };
}

/** An account id goes into the path of every call. */
export function parseAccountId(text: string): Reading<string> {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return { value: text };
  return { problem: "must be an account id: letters, digits, - and _ only" };
}

/** A region becomes part of a host name: anything else could send credentials to another host. */
export function parseRegion(text: string): Reading<string> {
  if (text.length <= 63 && /^[a-z]{2,}(-[a-z0-9]+)+$/.test(text)) return { value: text };
  return { problem: "must be a region id such as cn-north-4" };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Scheme, host and path without a closing slash. Values are not quoted: an address may hold a password. */
export function parseEndpoint(text: string): Reading<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text)) {
    return { problem: "must be an address that begins with https:// (http:// only on this machine)" };
  }
  if (url.username !== "" || url.password !== "") return { problem: "must not hold a user name or a password" };
  if (/[?#]/.test(text)) return { problem: "must not hold a query or a fragment" };
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    return { problem: "must use https (plain http is accepted on loopback addresses only)" };
  }
  return { value: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}

/** The same for IAM, whose address is also published with its version: `https://iam.myhuaweicloud.com/v3`. */
export function parseIamEndpoint(text: string): Reading<string> {
  const reading = parseEndpoint(text);
  return "value" in reading ? { value: reading.value.replace(/\/v3$/, "") } : reading;
}
