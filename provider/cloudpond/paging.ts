import * as t from "io-ts";
import { printable } from "../http/printable.js";
import type { HttpResponse } from "../http/transport.js";
import { LongListError, UnavailableError, UnreadableAnswerError } from "./errors.js";
import { decoderOf, OptionalMarker, optionalRecord, record } from "./wire.js";

/**
 * Entries per page that are asked for. Older pages of the documentation allow 1 to 2000, newer ones say nothing, so that
 * where the larger one is refused the smaller one is asked for. With 100 alone, two walks over 10,000 orders would take
 * 200 round trips, and a purchase does not believe a list that took that long.
 */
export const PAGE_LIMITS = { usual: 1000, small: 100 } as const;

const MOST_PAGES = 1000;
const MOST_WALKS = 5;

/** One page of a list. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** Where the next page begins; absent on the last one. */
  readonly nextMarker?: string;
  /** The service's clock (`Date` header), in ms since 1970. */
  readonly serverTimeMs?: number;
}

/** A complete list. */
export interface Listing<T> {
  readonly entries: readonly T[];
  /** The earliest service time of all pages that were read for it, in ms since 1970; absent where none was sent. */
  readonly serverTimeMs?: number;
}

/** How a list is walked. */
export interface Walk {
  /** Whether a list of several pages has to be found complete by a second walk. Default true. */
  readonly isProof?: boolean;
  /** Pages after which a walk is given up with a {@link LongListError}. Default: 1,000, which is an error. */
  readonly mostPages?: number;
}

/** @throws {UnreadableAnswerError} for an entry that cannot be read, too: a list with a gap would hide an order. */
export function pageOf<T>(operation: string, response: HttpResponse, list: string, entry: t.Type<T, unknown>): Page<T> {
  const decode = decoderOf(operation, response);
  const entries = decode(record<Record<string, t.ArrayC<t.Type<T, unknown>>>>({ [list]: t.array(entry, "a list") }))[
    list
  ];
  const nextMarker = decode(PageInfo).page_info?.next_marker;
  const serverTimeMs = Date.parse(response.headers["date"] ?? "");
  return {
    entries: entries ?? [],
    ...(nextMarker === undefined ? {} : { nextMarker }),
    ...(Number.isNaN(serverTimeMs) ? {} : { serverTimeMs }),
  };
}

/** Absent, null and empty markers all end a list: in the documentation's examples a last page has none. */
const PageInfo = record({ page_info: optionalRecord({ next_marker: OptionalMarker }) });

/**
 * Reads a list to its end. The API has neither a total count nor a snapshot, so a list of several pages counts only when a
 * walk finds all that the walk before it found; one page is a snapshot by itself, unless an earlier walk found more. A walk overlooks an entry when another one
 * goes away or moves before it meanwhile, and that one is then missing or the overlooked one is there in the next walk. What is
 * added overlooks nothing, and a fleet that is being ordered adds all the time. Without `isProof` one walk does: for what is
 * shown and chosen from, and bought only after a proof.
 *
 * @throws {UnreadableAnswerError} when the pages contradict each other.
 * @throws {UnavailableError} when something goes away in every walk.
 * @throws {LongListError} when it has more pages than `mostPages`.
 */
export async function completeList<T extends { readonly id: string }>(
  operation: string,
  readPage: (marker: string | undefined) => Promise<Page<T>>,
  { isProof = true, mostPages = MOST_PAGES }: Walk = {},
): Promise<Listing<T>> {
  const times: number[] = [];
  let before: ReadonlySet<string> | undefined;
  for (let walks = 0; walks < MOST_WALKS; walks++) {
    const pages = await walk(operation, readPage, mostPages);
    times.push(...pages.flatMap(({ serverTimeMs }) => serverTimeMs ?? []));
    const entries = pages.flatMap((page) => page.entries);
    const ids = new Set(entries.map(({ id }) => id));
    if (!isProof || (before === undefined ? pages.length === 1 : holdsAll(ids, before))) {
      return { entries, ...(times.length === 0 ? {} : { serverTimeMs: Math.min(...times) }) };
    }
    before = ids;
  }
  throw new UnavailableError(
    `the list changes while it is being read: in each of ${MOST_WALKS} readings something was missing that was there before. Run the command again when nobody else is ordering.`,
    { operation },
  );
}

async function walk<T extends { readonly id: string }>(
  operation: string,
  readPage: (marker: string | undefined) => Promise<Page<T>>,
  mostPages: number,
): Promise<readonly Page<T>[]> {
  const pages: Page<T>[] = [];
  const markers = new Set<string>();
  const ids = new Set<string>();
  const contradicts = (what: string): never => {
    throw new UnreadableAnswerError(
      `the pages of the list contradict each other: ${what}. Nothing is concluded from it; if it stays so, ask Huawei Cloud support.`,
      { operation },
    );
  };
  let marker: string | undefined;
  for (;;) {
    const page = await readPage(marker);
    pages.push(page);
    for (const { id } of page.entries) {
      if (ids.has(id)) contradicts(`the entry ${printable(id, 64)} comes twice`);
      ids.add(id);
    }
    marker = page.nextMarker;
    if (marker === undefined) return pages;
    if (markers.has(marker)) contradicts("a page leads back to an earlier one");
    markers.add(marker);
    if (pages.length === mostPages && mostPages < MOST_PAGES) throw new LongListError(operation, mostPages);
    if (pages.length === MOST_PAGES) contradicts(`it does not end after ${MOST_PAGES} pages`);
  }
}

const holdsAll = (ids: ReadonlySet<string>, before: ReadonlySet<string>): boolean =>
  [...before].every((id) => ids.has(id));
