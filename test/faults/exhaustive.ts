import type { Act, History, PlannedFault, Setting, Up } from "./history.js";
import { type FaultKind, KINDS } from "./kinds.js";
import { LIST_KINDS } from "./listKinds.js";
import { BARE, UP } from "./scenery.js";

// Everything in a small space: how the first create ends × what became of its POST × what the lists show afterwards × what
// is done next × whether the service takes one order per site only.

const SETTING: Setting = { ...BARE, auth: "password" };

/** Steps of the longest create without a fault; a kill at the one after comes too late. */
export const CREATE_STEPS = 32;

type Exit = Pick<Up, "kill" | "faults" | "repeats">;

const order = (kind: string, effect: PlannedFault["effect"], nth = 1): PlannedFault => ({
  operation: "CreateDeliveryOrder",
  nth,
  kind,
  effect,
});

const faultOf = (operation: PlannedFault["operation"], kind: string, nth: number): PlannedFault => ({
  operation,
  nth,
  kind,
  effect: "none",
});

/** Killed at every await, with a POST that is executed when it is sent, or only later. */
const KILLS: readonly Exit[] = Array.from({ length: CREATE_STEPS }, (_, index) => index + 1).flatMap((step) => [
  ...(["provider", "commandLine", "both"] as const).map((who) => ({ kill: { step, who }, faults: [], repeats: 0 })),
  { kill: { step, who: "both" as const }, faults: [order("resetAfterRequest", "late")], repeats: 0 },
]);

/**
 * One kind of fault for each thing that a client can be told about an order: the transport's two facts and the deadline,
 * no order named, a refusal of the service, of the gateway and of credentials, a throttling, an expired token, a server's
 * error, a good answer that looks odd. The random histories use all kinds.
 */
const DISTINCT = [
  ...[
    "portRefused",
    "tunnelHandshakeSilent",
    "tunnelIntercepted",
    "resetAfterRequest",
    "silentAfterRequest",
    "movedPermanently",
  ],
  ...[
    "acceptedWithoutId",
    "jsonInvalid",
    "internal",
    "contextEmpty",
    "badBackend",
    "throttledByProxy",
    "nestedRefusal",
  ],
  ...["invalidParameter", "otherEnvelope", "notPublished", "badSignature", "tokenExpired", "throttled"],
  ...["throttledForSeconds", "onlyAnId", "unknownStatusPlaced", "otherAccountPlaced", "created201"],
].map((key) => known(key));

function known(key: string): FaultKind {
  const kind = KINDS.get(key);
  if (kind === undefined) throw new Error(`There is no kind of fault "${key}".`);
  return kind;
}

/** Every answer to the POST, or none, with everything that can have become of the order. */
const OUTCOMES: readonly Exit[] = DISTINCT.flatMap(({ key, effects }) =>
  effects.map((effect) => ({ faults: [order(key, effect)], repeats: 0 })),
);

/** Every reading call of a create fails once, and every list lies once: the one before the POST, and the one after. */
const READS: readonly Exit[] = [
  ...DISTINCT.filter(({ meets }) => meets.includes("read")).flatMap(({ key }) => [
    { faults: [faultOf("ShowEdgeSite", key, 1)], repeats: 0 },
    { faults: [faultOf("ListDeliveryOrders", key, 1)], repeats: 0 },
  ]),
  ...LIST_KINDS.flatMap(({ key }) =>
    [1, 2].map((nth) => ({ faults: [faultOf("ListDeliveryOrders", key, nth)], repeats: 0 })),
  ),
];

/** The create ends well, or is repeated by an error hook. */
const OTHERS: readonly Exit[] = [
  { faults: [], repeats: 0 },
  { faults: [order("resetAfterRequest", "none")], repeats: 3 },
  { faults: [order("throttled", "none"), order("throttled", "none", 2), order("throttled", "none", 3)], repeats: 0 },
  { faults: [order("throttled", "none"), order("resetAfterRequest", "once", 2)], repeats: 0 },
  { faults: [order("portRefused", "none"), order("resetAfterRequest", "late", 2)], repeats: 3 },
];

interface Lists {
  readonly setting: Partial<Setting>;
  readonly faults: readonly PlannedFault[];
}

/** What lists show after the POST. The first list of a create comes before it. */
const LISTS: readonly Lists[] = [
  { setting: {}, faults: [] },
  { setting: { listDelayMs: 2_000, deviceDelayMs: 2_000 }, faults: [] },
  { setting: { listDelayMs: 100_000, deviceDelayMs: 30_000 }, faults: [] },
  { setting: { listDelayMs: 30_000, settleMs: 0 }, faults: [] },
  { setting: { pageLimit: 1, deletedOrders: "status" }, faults: [] },
  { setting: {}, faults: [faultOf("ListDeliveryOrders", "badGateway", 2)] },
  { setting: {}, faults: [faultOf("ListDeliveryOrders", "emptyPage", 2)] },
  { setting: {}, faults: [faultOf("ListDeliveryOrders", "loopingPages", 2)] },
];

/** What is done next; each ends with an `up`, because that is what buys. */
const NEXT: Readonly<Record<string, readonly Act[]>> = {
  again: [UP],
  againSoon: [{ act: "wait", ms: 3_000 }, UP, UP],
  changed: [{ ...UP, edit: "changedCount" }],
  replaced: [{ ...UP, replaces: true }],
  replacedDead: [
    { act: "console", console: "cancel" },
    { ...UP, replaces: true, refreshes: "good" },
  ],
  renamed: [{ ...UP, edit: "renamed" }],
  secondStack: [{ ...UP, stack: 1 }],
  otherMachine: [
    { act: "wait", ms: 300_000 },
    { ...UP, machine: 1 },
  ],
  restored: [
    { ...UP, edit: "removed", refreshes: "good" },
    { act: "restore", stack: 0 },
    { ...UP, edit: "anotherSiteToo" },
  ],
  refreshed: [{ act: "refresh", stack: 0, credentials: "good", faults: [] }, UP],
  staleCredentials: [{ ...UP, refreshes: "stale" }, UP],
  destroyed: [{ act: "destroy", stack: 0, faults: [] }, UP],
  bothAtOnce: [{ act: "both", first: UP, second: { ...UP, stack: 1 } }],
  person: [{ act: "console", console: "place" }, UP],
};

const isBeforePost = ({ operation, nth }: PlannedFault): boolean => operation !== "CreateDeliveryOrder" && nth === 1;

/** Every history of the space, in a fixed order. */
export function* exhaustive(): Generator<History> {
  for (const { kill, faults, repeats } of [...OTHERS, ...KILLS, ...OUTCOMES, ...READS]) {
    // A create that fails before its POST never comes to the lists after it.
    for (const lists of faults.some(isBeforePost) ? LISTS.slice(0, 1) : LISTS) {
      for (const next of Object.values(NEXT)) {
        for (const isOneOrderPerSite of [false, true]) {
          const first: Up = {
            ...UP,
            repeats,
            faults: [...faults, ...lists.faults],
            ...(kill === undefined ? {} : { kill }),
          };
          yield { setting: { ...SETTING, ...lists.setting, isOneOrderPerSite }, acts: [first, ...next] };
        }
      }
    }
  }
}
