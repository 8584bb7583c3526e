import { isLeft } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { factsOf } from "../http/serviceError.js";
import type { HttpResponse } from "../http/transport.js";
import { UnreadableAnswerError } from "./errors.js";

// What the service writes ends up in states and on terminals, so that here is where it is bounded. Ids stay exact or are
// refused, because a changed one would name something else; what is only read by people is cut and made harmless.

const LONGEST_ID = 256;
const LONGEST_TEXT = 128;
const LONGEST_MARKER = 2048;

/** Control characters (terminal escapes among them), bidi overrides, line separators and half characters. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * An id that has to be there. Numbers are read as text, because the documentation's examples give `edge_site_id` as a
 * number where its tables say String; one that JSON cannot carry exactly is refused.
 */
export const Identifier = textOf(`a text of 1 to ${LONGEST_ID} printable characters`, (text) =>
  text.length <= LONGEST_ID && text.search(HARMFUL) === -1 ? text : undefined,
);

/**
 * A status or a name that has to be there. A mark stands for what was taken out or cut off, so that no odd status becomes
 * one of the documented ones.
 */
export const Text = textOf("a text that is not empty", harmless);

/** An id that may be missing: absent, null and empty mean the same. */
export const OptionalIdentifier = optional(Identifier);

/** A text that may be missing (`updated_at` may be null). */
export const OptionalText = optional(Text);

/** Where a page begins: never shown, and sent back as it came. */
export const OptionalMarker = optional(
  textOf(`a text of at most ${LONGEST_MARKER} characters`, (text) =>
    text.length <= LONGEST_MARKER ? text : undefined,
  ),
);

/** Texts that are not empty, and whole numbers as such; `read` answers undefined for what it refuses. */
function textOf(name: string, read: (text: string) => string | undefined): t.Type<string, string, unknown> {
  return new t.Type(
    name,
    (value): value is string => typeof value === "string" && value !== "",
    (value, context) => {
      const text = Number.isSafeInteger(value) ? String(value) : value;
      const result = typeof text === "string" && text !== "" ? read(text) : undefined;
      return result === undefined ? t.failure(value, context) : t.success(result);
    },
    t.identity,
  );
}

function optional(codec: t.Type<string, string, unknown>): t.Type<string | undefined, string | undefined, unknown> {
  return new t.Type(
    `${codec.name}, or nothing`,
    (value): value is string | undefined => value === undefined || codec.is(value),
    (value, context) =>
      value === undefined || value === null || value === "" ? t.success(undefined) : codec.validate(value, context),
    t.identity,
  );
}

function harmless(text: string): string {
  // One more than can be kept, whatever the size of the characters.
  const points = [...text.slice(0, LONGEST_TEXT * 2 + 2)];
  const cut = points.length <= LONGEST_TEXT ? text : `${points.slice(0, LONGEST_TEXT - 1).join("")}…`;
  return cut.replace(HARMFUL, "\uFFFD");
}

/** A quantity of which none is negative. */
export const Quantity = new t.Type<number, number, unknown>(
  "a number of at least 0",
  (value): value is number => typeof value === "number" && value >= 0,
  (value, context) =>
    Number.isFinite(value) && Number(value) >= 0 ? t.success(Number(value)) : t.failure(value, context),
  t.identity,
);

/**
 * What is missing where it cannot be read: for what is only shown to people or chosen by, so that an unexpected spec does
 * not hide the offering that has it.
 */
export function lenient<A>(codec: t.Type<A, unknown, unknown>): t.Type<A | undefined, unknown, unknown> {
  return new t.Type(
    `${codec.name}, or nothing`,
    (value): value is A | undefined => value === undefined || codec.is(value),
    (value, context) => {
      const result = codec.validate(value, context);
      return isLeft(result) ? t.success(undefined) : result;
    },
    t.identity,
  );
}

/** A list of which every entry can be read, because one that is left out would be taken for not on sale; or none at all. */
export function listOf<A>(codec: t.Type<A, unknown, unknown>): t.Type<readonly A[], unknown, unknown> {
  const entries = t.array(codec, "a list");
  return new t.Type<readonly A[], unknown, unknown>(
    entries.name,
    entries.is,
    (value, context) => (value === undefined || value === null ? t.success([]) : entries.validate(value, context)),
    t.identity,
  );
}

/** An object of which only these fields are kept. */
export const fieldsOf = <P extends t.Props>(fields: P): t.Type<t.TypeOf<t.TypeC<P>>, unknown, unknown> =>
  t.exact(record(fields));

/** An object with these fields; other fields are let pass and not looked at. */
export const record = <P extends t.Props>(fields: P): t.TypeC<P> => t.type(fields, "an object");

/** The same, where null and absence are accepted too. */
export const optionalRecord = <P extends t.Props>(fields: P) =>
  t.union([record(fields), t.null, t.undefined], "an object");

/** A record without its undefined members. */
export type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: Pulumi's host cannot carry it. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The body as JSON, or undefined where it is none. */
export function jsonOf(response: HttpResponse): unknown {
  try {
    return JSON.parse(response.body);
  } catch {
    return undefined;
  }
}

/** @throws {UnreadableAnswerError} naming the first paths that are not as documented, without their values. */
export const decoded = <A>(operation: string, response: HttpResponse, codec: t.Decoder<unknown, A>): A =>
  decoderOf(operation, response)(codec);

/**
 * The same for several parts of one answer, whose JSON is read once.
 * @throws {UnreadableAnswerError}, and so does what it returns.
 */
export function decoderOf(operation: string, response: HttpResponse): <A>(codec: t.Decoder<unknown, A>) => A {
  const body = jsonOf(response);
  if (body === undefined) {
    throw new UnreadableAnswerError(
      "the answer is not JSON. Check that the endpoint (CLOUDPOND_ENDPOINT / cloudpond:endpoint) is CloudPond's and that nothing on the way replaces its answers.",
      factsOf(operation, response),
    );
  }
  return (codec) => {
    const result = codec.decode(body);
    if (isLeft(result)) {
      throw new UnreadableAnswerError(
        `the answer is not as documented: ${result.left.slice(0, 3).map(describe).join("; ")}. Nothing is concluded from it; a newer release may understand it.`,
        factsOf(operation, response),
      );
    }
    return result.right;
  };
}

function describe({ context, value }: t.ValidationError): string {
  // A union adds one entry per alternative, keyed by its position; the path in the answer does not know them.
  const path = context
    .filter((_, index) => !(context[index - 1]?.type instanceof t.UnionType))
    .map(({ key }) => key)
    .filter((key) => key !== "")
    .reduce((whole, key) => (/^\d+$/.test(key) ? `${whole}[${key}]` : whole === "" ? key : `${whole}.${key}`), "");
  const expected = context.at(-1)?.type.name ?? "something else";
  return `${path === "" ? "the body" : path} must be ${expected}, got ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty text";
  if (Array.isArray(value)) return "a list";
  const kind = typeof value;
  return kind === "string" ? "a text" : kind === "object" ? "an object" : `a ${kind}`;
}
