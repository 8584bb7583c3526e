/** One thing that is wrong with a JSON value: where (`servers[0].count`) and what. */
export interface Problem {
  readonly path: string;
  readonly problem: string;
}

/**
 * What a JSON value must look like: answers everything that is wrong with it. `T` is the type that a value without
 * problems has; it exists for the compiler only. Texts are never repeated in a problem, because they may be secrets.
 */
export interface Shape<T> {
  (value: unknown, path: string): readonly Problem[];
  readonly conforming?: T;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : typeof value === "number" ? String(value) : `a ${typeof value}`;
}

function expected(what: string, value: unknown, path: string): readonly Problem[] {
  return [{ path, problem: `must be ${what}, got ${kindOf(value)}` }];
}

/** A text; at least one character unless `min` is 0. `max` counts bytes of UTF-8, as the API pages do. */
export function text(rule: { min?: number; max?: number; pattern?: RegExp; describe?: string } = {}): Shape<string> {
  const { min = 1, max = 4096, pattern, describe = "a text" } = rule;
  return (value, path) => {
    if (typeof value !== "string") return expected("a text", value, path);
    const bytes = Buffer.byteLength(value);
    if (bytes < min) return [{ path, problem: min === 1 ? "must not be empty" : `must have at least ${min} bytes` }];
    if (bytes > max) return [{ path, problem: `must have at most ${max} bytes, has ${bytes}` }];
    return pattern === undefined || pattern.test(value) ? [] : [{ path, problem: `must be ${describe}` }];
  };
}

/** A whole number in a range. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Shape<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return (value, path) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max
      ? []
      : expected(`a whole number ${range}`, value, path);
}

/** `true` or `false`. */
export const flag: Shape<boolean> = (value, path) =>
  typeof value === "boolean" ? [] : expected("true or false", value, path);

/** An instant in ISO 8601, such as `2026-01-04T07:05:14.405839Z`. */
export const instant: Shape<string> = (value, path) =>
  typeof value === "string" && !Number.isNaN(Date.parse(value))
    ? []
    : expected("a time such as 2026-01-04T07:05:14Z", value, path);

/** Anything at all, for parts that are handed on as they are. */
export const anything: Shape<NonNullable<unknown>> = () => [];

/** One of a few texts or numbers. */
export function oneOf<const V extends string | number>(...values: readonly V[]): Shape<V> {
  return (value, path) =>
    (values as readonly unknown[]).includes(value) ? [] : expected(`one of ${values.join(", ")}`, value, path);
}

/** A value of one of several shapes; reports the problems of the first. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return (value, path) => {
    const problems = first(value, path);
    return problems.length === 0 || second(value, path).length === 0 ? [] : problems;
  };
}

/** A list whose items all have one shape. */
export function listOf<T>(item: Shape<T>, min = 0): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return expected("a list", value, path);
    if (value.length < min) return [{ path, problem: `must have at least ${min} entry` }];
    return value.flatMap((entry, index) => item(entry, `${path}[${index}]`));
  };
}

/** An object from freely chosen keys to values of one shape. */
export function mapOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, entry]) => item(entry, member(path, key)))
      : expected("an object", value, path);
}

type Members<T> = { readonly [K in keyof T]?: Shape<NonNullable<T[K]>> };

/** An object with these members and no others: a typo must not pass as "not given". */
export function object<T>(required: Members<T>, optional: Members<T> = {}): Shape<T> {
  const all = { ...required, ...optional } as Readonly<Record<string, Shape<unknown> | undefined>>;
  return (value, path) => {
    if (!isObject(value)) return expected("an object", value, path);
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    return [
      ...missing.map((key) => ({ path: member(path, key), problem: "is missing" })),
      ...Object.entries(value).flatMap(([key, entry]) => {
        const shape = Object.hasOwn(all, key) ? all[key] : undefined;
        return shape === undefined
          ? [{ path: member(path, key), problem: "is not known here" }]
          : shape(entry, member(path, key));
      }),
    ];
  };
}

/** All problems of a value in one line: `servers[0].count must be …; market_options is missing`. */
export function sentence(problems: readonly Problem[]): string {
  return problems.map(({ path, problem }) => `${path === "" ? "the document" : path} ${problem}`).join("; ");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
