import type { FaultKind } from "./kinds.js";

// Lists that are whole JSON with status 200 and nevertheless not what the service holds, or not as it was read before.

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly created_at: string;
}

interface List {
  readonly delivery_orders: readonly Entry[];
  readonly page_info: { readonly next_marker?: string; readonly current_count: number };
}

type Change = (list: List, nowMs: number) => unknown;

const withEntries = (list: List, entries: readonly unknown[]): unknown => ({
  delivery_orders: entries,
  page_info: { ...list.page_info, current_count: entries.length },
});

const older =
  (seconds: number): Change =>
  (list, nowMs) =>
    withEntries(
      list,
      list.delivery_orders.filter(({ created_at: at }) => Date.parse(at) <= nowMs - seconds * 1000),
    );

const CHANGES: Readonly<Record<string, { readonly title: string; readonly change: Change }>> = {
  stale5s: { title: "the list is 5 seconds old", change: older(5) },
  stale100s: { title: "the list is 100 seconds old", change: older(100) },
  emptyPage: {
    title: "the list is empty",
    change: (list) => ({ ...list, delivery_orders: [], page_info: { current_count: 0 } }),
  },
  partialPage: {
    title: "the list has lost its last entry",
    change: (list) => withEntries(list, list.delivery_orders.slice(0, -1)),
  },
  reversed: {
    title: "the list comes in another order",
    change: (list) => withEntries(list, [...list.delivery_orders].reverse()),
  },
  loopingPages: {
    title: "a page leads back to itself",
    change: (list) => ({ ...list, page_info: { next_marker: "again", current_count: 1 } }),
  },
  contradictingPage: {
    title: "an entry comes twice",
    change: (list) => withEntries(list, [...list.delivery_orders, ...list.delivery_orders.slice(0, 1)]),
  },
  unknownStatuses: {
    title: "all statuses are unknown ones",
    change: (list) =>
      withEntries(
        list,
        list.delivery_orders.map((entry) => ({ ...entry, status: "PENDING_APPROVAL" })),
      ),
  },
  unknownFieldsListed: {
    title: "entries have unknown fields",
    change: (list) =>
      withEntries(
        list,
        list.delivery_orders.map((entry) => ({ ...entry, toString: 1, more: [null] })),
      ),
  },
  foreignAccount: {
    title: "entries belong to another account",
    change: (list) =>
      withEntries(
        list,
        list.delivery_orders.map((entry) => ({ ...entry, domain_id: "another-account" })),
      ),
  },
  noTimes: {
    title: "creation times are missing",
    change: (list) =>
      withEntries(
        list,
        list.delivery_orders.map((entry) => ({ ...entry, created_at: null })),
      ),
  },
  equalTimes: {
    title: "creation times are equal",
    change: (list) =>
      withEntries(
        list,
        list.delivery_orders.map((entry) => ({ ...entry, created_at: "2026-06-12T08:00:30Z" })),
      ),
  },
  missingId: {
    title: "an entry has no id",
    change: (list) => withEntries(list, [...list.delivery_orders, { status: "PROCESSING", edge_site_id: "site-1" }]),
  },
  noList: { title: "the list is missing", change: () => ({ page_info: { current_count: 0 } }) },
};

const slow = (key: string, delayMs: number): FaultKind => ({
  key,
  title: `the answer is good, and ${delayMs / 1000} seconds old`,
  meets: ["list", "read"],
  effects: ["none"],
  means: "ambiguous",
  tookDeadline: false,
  delayMs,
  sight: (answer) => ({ answer }),
});

const CHANGED: readonly FaultKind[] = Object.entries(CHANGES).map(([key, { title, change }]) => ({
  key,
  title,
  meets: ["list"],
  effects: ["none"],
  means: "ambiguous",
  tookDeadline: false,
  sight: (answer, nowMs) =>
    answer.status === 200
      ? { answer: { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as List, nowMs)) } }
      : { answer },
}));

/** Lists of orders that lie, or look odd, or are no longer new when they arrive. */
export const LIST_KINDS: readonly FaultKind[] = [...CHANGED, slow("slow20s", 20_000), slow("slow50s", 50_000)];
