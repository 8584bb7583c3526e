import { RejectedError } from "./errors.js";

/**
 * One segment of a path. Ids are opaque, so everything that is not plain is percent-encoded; what an address could not
 * carry as one segment is refused, because `..` would turn the call into another one.
 *
 * @throws {RejectedError}
 */
export function segment(operation: string, what: string, id: string): string {
  if (id === "" || id === "." || id === ".." || /\p{Cs}/u.test(id)) {
    throw new RejectedError(`${what} cannot be part of an address: correct it.`, { operation });
  }
  return encoded(id);
}

/** Parameters of a query; several values of one key are sent as the key repeated. */
export type Query = Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;

/** A query in the given order, without what is undefined. */
export function query(parameters: Query): string {
  const pairs = Object.entries(parameters).flatMap(([key, value]) =>
    [value ?? []].flat().map((one) => `${encoded(key)}=${encoded(String(one))}`),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** RFC 3986: `encodeURIComponent` leaves `!'()*` as they are, the signature does not. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
