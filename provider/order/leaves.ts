import * as t from "io-ts";

/** A rule for one value: why it is refused, or undefined when it is fine. Never repeats a text: it may be a secret. */
type Rule = (value: unknown) => string | undefined;

/** A codec for one value whose failure is a sentence for people. */
function leaf<A>(name: string, rule: Rule): t.Type<A, A> {
  return new t.Type<A, A>(
    name,
    (value): value is A => rule(value) === undefined,
    (value, context) => {
      const reason = rule(value);
      return reason === undefined ? t.success(value as A) : t.failure(value, context, reason);
    },
    t.identity,
  );
}

/** An opaque id: ids of the examples are not valid UUIDs, so any text without white space around it is taken. */
export const id = (what: string): t.Type<string, string> =>
  leaf(`id of ${what}`, (value) => {
    if (value === undefined) return `is missing: the id of ${what}`;
    if (value === null) return "is null, which is not the same as absent: give an id or leave the key out";
    if (typeof value !== "string") return `must be a text, the id of ${what}, got ${kindOf(value)}`;
    if (value.trim() === "") return `is empty: give the id of ${what} or leave the key out`;
    return value.trim() === value ? undefined : "has white space around it: remove that";
  });

/** A whole number of at least 1. */
export const quantity = (what: string): t.Type<number, number> =>
  leaf(`whole number of ${what}`, (value) => {
    if (value === undefined) return `is missing: the number of ${what}, a whole number of at least 1`;
    if (typeof value === "string") return "must be a number, got a text: remove the quotes or convert it with Number()";
    if (typeof value !== "number") return `must be a whole number of at least 1, got ${kindOf(value)}`;
    return Number.isSafeInteger(value) && value >= 1
      ? undefined
      : `must be a whole number of at least 1 (${what}), got ${value}`;
  });

/**
 * A value of an open enum: any text, but not one that differs from a documented value only in upper and lower case,
 * because that is surely a slip.
 */
export const choice = <T extends string>(
  documented: Readonly<Record<string, T>>,
  missing: string,
): t.Type<T | (string & {}), T | (string & {})> =>
  leaf("text", (value) => {
    if (value === undefined) return missing;
    if (value === null) return "is null, which is not the same as absent: give a value or leave the key out";
    if (typeof value !== "string") return `must be a text, got ${kindOf(value)}${quoted(value, documented)}`;
    if (value.trim() === "") return "is empty: give a value or leave the key out";
    const known = Object.values(documented);
    const meant = known.find(
      (candidate) => candidate !== value && candidate.toLowerCase() === value.trim().toLowerCase(),
    );
    if (meant !== undefined) return `must be written ${JSON.stringify(meant)}`;
    return value.trim() === value ? undefined : "has white space around it: remove that";
  });

/** Exactly one of these texts. */
export const oneOf = <T extends string>(...values: readonly [T, ...T[]]): t.Type<T, T> =>
  leaf(values.join(" | "), (value) =>
    values.some((candidate) => candidate === value) ? undefined : `must be ${values.map((v) => `"${v}"`).join(" or ")}`,
  );

/** What somebody gave instead; numbers only are repeated. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const quoted = (value: unknown, documented: Readonly<Record<string, string>>): string =>
  typeof value === "number" && Object.values(documented).includes(String(value)) ? `: write "${value}"` : "";
