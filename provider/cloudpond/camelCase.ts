import { present, type Present } from "./wire.js";

type CamelKey<K> = K extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelKey<Tail>>}` : K;

/** A decoded answer with the API's names in camelCase, and without what is undefined. */
export type Camel<T> = T extends readonly (infer Item)[]
  ? readonly Camel<Item>[]
  : T extends object
    ? Present<{ readonly [K in keyof T as CamelKey<K>]: Camel<T[K]> }>
    : T;

/** Renames the keys of records, at any depth; values stay what they are. */
export function camelCased<T>(wire: T): Camel<T> {
  return mapped(wire) as Camel<T>;
}

function mapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value !== "object" || value === null) return value;
  return present(Object.fromEntries(Object.entries(value).map(([key, member]) => [camelKey(key), mapped(member)])));
}

const camelKey = (key: string): string => key.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
