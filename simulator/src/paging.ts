import type { Query } from "./query.js";
import { refuse } from "./refusal.js";

/** The bounds of `limit` on the pages that give any. */
const MAX_LIMIT = 2000;

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** `next_marker` is absent on the last page. There is no total count. */
  readonly page_info: { readonly next_marker?: string; readonly current_count: number };
}

/**
 * Cuts a page by `marker` (the id of the last entry of the page before) and `limit` (1 to 2000). The marker may belong
 * to an entry that the filter hides by now, so that a walk survives a change of its entries.
 *
 * @param entries the whole list in its order
 * @param isShown the filter
 * @param pageLimit the seed's cap on the size of a page
 * @throws Refusal 400 IES.00001005 for a limit out of range or an unknown marker
 */
export function page<T>(
  entries: readonly T[],
  idOf: (entry: T) => string,
  isShown: (entry: T) => boolean,
  query: Query,
  pageLimit: number,
): Page<T> {
  const marker = query.one("marker");
  const start = marker === undefined || marker === "" ? 0 : entries.findIndex((entry) => idOf(entry) === marker) + 1;
  if (start === 0 && marker !== undefined && marker !== "") {
    throw refuse("IES.00001005", "invalid parameter: marker is not known");
  }
  const rest = entries.slice(start).filter(isShown);
  const items = rest.slice(0, Math.min(limitOf(query), pageLimit));
  const last = items.at(-1);
  const current_count = items.length;
  return last === undefined || items.length === rest.length
    ? { items, page_info: { current_count } }
    : { items, page_info: { next_marker: idOf(last), current_count } };
}

function limitOf(query: Query): number {
  query.one("limit");
  const [limit = MAX_LIMIT] = query.numbers("limit");
  if (limit < 1 || limit > MAX_LIMIT) {
    throw refuse("IES.00001005", `invalid parameter: limit must be from 1 to ${MAX_LIMIT}`);
  }
  return limit;
}

/** The order of `sort_key` and `sort_dir` (pairs by position, ascending where no direction is given). */
export function sorted<T>(entries: readonly T[], query: Query, keys: readonly (keyof T & string)[]): readonly T[] {
  const sortKeys = query.among("sort_key", keys) as readonly (keyof T & string)[];
  const directions = query.among("sort_dir", ["asc", "desc"]);
  return [...entries].sort((a, b) => {
    for (const [index, key] of sortKeys.entries()) {
      const [left, right] = [String(a[key] ?? ""), String(b[key] ?? "")];
      if (left !== right) return (left < right ? -1 : 1) * (directions[index] === "desc" ? -1 : 1);
    }
    return 0;
  });
}
