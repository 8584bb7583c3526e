import { isLeft, right, left, type Either } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { nearestName } from "./nearestName.js";
import { UNKNOWN } from "./unknown.js";

// The kinds of values that inputs consist of. Each codec says in a sentence what is wrong, and shows numbers only: secret
// inputs arrive in clear. `what` names the value in "is required: give …".

/** An id or a name: one piece of text as the service wrote it. */
export const text = (name: string, what: string): t.Type<string> => textThat(name, what, () => undefined);

/** One of the documented values of an enum, or a newer one. Differing in case alone it can only be a slip. */
export function openEnum<T extends string>(name: string, documented: Readonly<Record<string, T>>, what: string) {
  const values = Object.values(documented);
  return textThat(name, what, (value) => {
    const meant = values.find((each) => each !== value && each.toLowerCase() === value.toLowerCase());
    return meant === undefined ? undefined : `must be written ${JSON.stringify(meant)}, because case counts`;
  }) as t.Type<T | (string & {})>;
}

/** Exactly one of a few words. */
export function closedEnum<T extends string>(name: string, values: readonly T[], otherwise: string): t.Type<T> {
  const is = (value: unknown): value is T => values.some((each) => each === value);
  const allowed = values.map((each) => JSON.stringify(each)).join(" or ");
  return codec(name, is, (value) => `must be ${allowed}, got ${kindOf(value)}: ${otherwise}`);
}

/** A number of pieces, terabytes, years: whole, at least 1. */
export function wholeNumber(name: string, what: string): t.Type<number> {
  const is = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;
  return codec(name, is, (value) => {
    if (value === undefined) return required(what);
    if (typeof value === "string") return "must be a whole number of at least 1, got text: write it without quotes";
    if (typeof value === "number" && value > Number.MAX_SAFE_INTEGER) {
      return `must be a number that can be counted exactly (at most ${Number.MAX_SAFE_INTEGER}), got ${value}`;
    }
    return `must be a whole number of at least 1, got ${kindOf(value)}`;
  });
}

/** An amount of money: at least 0, in hundredths at most, and small enough to be written exactly. */
export function moneyAmount(name: string, what: string): t.Type<number> {
  const is = (value: unknown): value is number =>
    typeof value === "number" && /^\d{1,13}(\.\d{1,2})?$/u.test(String(value));
  return codec(name, is, (value) => {
    if (value === undefined) return required(what);
    if (typeof value === "string") return "must be a number of at least 0, got text: write it without quotes";
    return `must be a number of at least 0 with at most two decimals, got ${kindOf(value)}`;
  });
}

/** A currency as ISO 4217 writes it. */
export const currencyCode = (name: string, what: string): t.Type<string> =>
  textThat(name, what, (value) =>
    /^[A-Z]{3}$/u.test(value) ? undefined : 'must be a currency in three capital letters such as "CNY" or "USD"',
  );

export function list<C extends t.Mixed>(name: string, item: C): t.Type<readonly t.TypeOf<C>[]> {
  const items = t.array(item, name);
  const validate: t.Validate<unknown, readonly t.TypeOf<C>[]> = (value, context) => {
    if (Array.isArray(value)) return items.validate(value, context);
    const hint = isRecord(value) ? ": put it in square brackets" : "";
    return t.failure(value, context, `must be a list, got ${kindOf(value)}${hint}`);
  };
  return new t.Type(name, items.is, validate, t.identity);
}

type Fields<R extends t.Props, O extends t.Props> = t.TypeOf<t.TypeC<R>> & t.TypeOf<t.PartialC<O>>;

/** An object with exactly these keys: a key that nobody reads is a typo, and a typo would buy something else. */
export function record<R extends t.Props, O extends t.Props>(
  name: string,
  what: string,
  requiredFields: R,
  optionalFields: O,
): t.Type<Fields<R, O>> {
  const fields: t.Props = { ...requiredFields, ...optionalFields };
  const names = Object.keys(fields);
  const validate = (value: unknown, context: t.Context): Either<t.Errors, Fields<R, O>> => {
    if (!isRecord(value)) {
      return t.failure(
        value,
        context,
        value === undefined ? required(what) : `must be an object, got ${kindOf(value)}`,
      );
    }
    const errors: t.ValidationError[] = [];
    for (const [key, field] of Object.entries(fields)) {
      const member = value[key];
      if (member === undefined && Object.hasOwn(optionalFields, key)) continue;
      const result = field.validate(member, t.appendContext(context, key, field, member));
      if (isLeft(result)) errors.push(...result.left);
    }
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined || Object.hasOwn(fields, key)) continue;
      const message = unexpected(key, names);
      errors.push({ value: undefined, context: t.appendContext(context, key, t.never), message });
    }
    return errors.length > 0 ? left(errors) : right(value as Fields<R, O>);
  };
  return new t.Type(name, (value): value is Fields<R, O> => !isLeft(validate(value, [])), validate, t.identity);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const required = (what: string): string => `is required: give ${what}`;

function unexpected(key: string, names: readonly string[]): string {
  const meant = nearestName(key, names);
  if (meant !== undefined) return `is not an input: did you mean \`${meant}\`?`;
  return `is not an input, and nothing is ignored silently: leave it out (known here: ${names.join(", ")})`;
}

function textThat(name: string, what: string, flaw: (value: string) => string | undefined): t.Type<string> {
  const flawOf = (value: unknown): string | undefined => {
    if (value === undefined) return required(what);
    if (value === null) return "must not be null, because null is not absent: give a value or leave the key out";
    if (typeof value === "number") return `must be text, got ${kindOf(value)}: put it in quotes`;
    if (typeof value !== "string") return `must be text, got ${kindOf(value)}`;
    if (value.trim() === "") return "must not be empty, because empty is not absent: give a value or leave the key out";
    if (value !== value.trim())
      return "must not begin or end with white space, because it would name nothing: remove it";
    return flaw(value);
  };
  const is = (value: unknown): value is string => typeof value === "string" && flawOf(value) === undefined;
  return codec(name, is, (value) => flawOf(value) ?? "");
}

function codec<A>(name: string, is: t.Is<A>, flawOf: (value: unknown) => string): t.Type<A> {
  const validate: t.Validate<unknown, A> = (value, context) =>
    is(value) ? t.success(value) : t.failure(value, context, flawOf(value));
  return new t.Type(name, is, validate, t.identity);
}

/** What a value is, without showing it unless it is a number. */
function kindOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value === "" ? "empty text" : "text";
  if (value === UNKNOWN) return "a value that is not known yet";
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return "true or false";
  return Array.isArray(value) ? "a list" : "an object";
}
