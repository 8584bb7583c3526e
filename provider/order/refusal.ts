import { type Clock, instantMs } from "./clock.js";
import { type Belief, headOf, objections } from "./compare.js";
import { compareAdopted, describeLines, type Lines, shownLines } from "./lines.js";
import { age, exists, nothingPlaced } from "./money.js";
import { type Observation, seenAnew, siteRevisionOf } from "./observe.js";
import { RefusedError } from "./orderError.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isDone, isGone } from "./status.js";

/** What a refusal needs beside the observation. */
export interface RefusedOrder {
  readonly name: string;
  readonly declared: Lines;
  /** Whether another resource of this process holds the order, so that it cannot be adopted. */
  readonly isOwned: (orderId: string) => boolean;
}

/** Orders named in one message; the rest is counted. */
const NAMED = 10;
/** Those that the last sentence names once more. */
const NAMED_LAST = 3;

/** A refusal before any money moved: why, what stands on the site, and only those ways on that would pass now. */
export function refusal(
  reasons: readonly string[],
  observation: Observation,
  refused: RefusedOrder,
  clock: Clock,
): RefusedError {
  const { site, orders, liveOrders } = observation;
  // Of a deleted record nobody can say that it exists.
  const standing = liveOrders.filter(({ status }) => !isGone(status));
  const lines = [
    `Refused to order for edge site ${site.id} (${site.name}, ${site.status}):`,
    ...listed(reasons),
    ...(orders.length === 0 ? [] : ["Orders of the site:"]),
    ...listed(ordersOf(observation).map((order) => described(order, observation, refused, clock))),
    "Ways on:",
    ...listed(waysOn(observation, refused)),
    [nothingPlaced(refused.name), ...newestFirst(standing).slice(0, NAMED_LAST).map(exists)].join(" "),
  ];
  return new RefusedError(lines.join("\n"));
}

/** The live ones first: they decide. */
const ordersOf = ({ orders, liveOrders }: Observation): readonly DeliveryOrderRecord[] => [
  ...newestFirst(liveOrders),
  ...newestFirst(orders.filter((order) => !liveOrders.includes(order))),
];

/** What comes first is named when there are too many; those of unknown time may be the newest. */
const newestFirst = (orders: readonly DeliveryOrderRecord[]): readonly DeliveryOrderRecord[] =>
  [...orders].sort((a, b) => (instantMs(b.createdAt) ?? Infinity) - (instantMs(a.createdAt) ?? Infinity) || 0);

const listed = (items: readonly string[]): string[] => [
  ...items.slice(0, NAMED).map((item) => `  - ${item}`),
  ...(items.length > NAMED ? [`  - and ${items.length - NAMED} more`] : []),
];

function described(
  order: DeliveryOrderRecord,
  { hardwareOf }: Observation,
  { isOwned }: RefusedOrder,
  clock: Clock,
): string {
  const hardware = hardwareOf.get(order.id);
  const lines = hardware === undefined ? "" : `: ${describeLines(shownLines(hardware))}`;
  const owner = isOwned(order.id) ? ", held by another resource of this program" : "";
  return `${order.id}, ${order.status}, placed ${age(order.createdAt, clock)}${owner}${lines}`;
}

/** The inputs with which the next run would pass, each with its meaning. */
function waysOn(observation: Observation, refused: RefusedOrder): string[] {
  const { liveOrders } = observation;
  const adoptable = liveOrders
    .filter(({ id, status }) => !isGone(status) && !refused.isOwned(id))
    .map((order) => ({
      order,
      comparison: compareAdopted(order.status, shownLinesOf(order, observation), refused.declared),
    }))
    .filter(({ comparison }) => comparison !== "contradicting");
  const same = adoptable.filter(({ comparison }) => comparison === "equal");
  const adopting = (same.length > 0 ? same : adoptable).map(
    ({ order, comparison }) =>
      `adoptOrderId: "${order.id}" takes this order over and buys nothing` +
      (comparison === "equal" ? " (it consists of what you declare)" : "") +
      "; after a rename of the resource, give it the option aliases instead",
  );
  if (same.length > 0) return adopting;
  const buying = passingBeliefs(observation);
  const ways = [...adopting, ...buying.map(([way]) => way)];
  // The service itself may refuse what a revision overrules, so that alone is no way on.
  const isSure = adopting.length > 0 || buying.some(([, { kind }]) => kind !== "revision");
  return isSure ? ways : [...ways, ...lastWays(observation, refused)];
}

function passingBeliefs(observed: Observation): (readonly [string, Belief])[] {
  const observation = seenAnew(observed);
  const head = headOf(observation.liveOrders);
  const siteRevision = siteRevisionOf(observation);
  const candidates: (readonly [string, Belief])[] = [
    ["leave out afterOrderId and siteRevision: the site is free for a first order", { kind: "first" }],
    ...(head === undefined
      ? []
      : [
          [
            `afterOrderId: "${head.id}" buys additional hardware`,
            { kind: "expansion", afterOrderId: head.id },
          ] as const,
        ]),
    [
      `siteRevision: "${siteRevision}" buys although the rules above object; set it only when you have looked at the ` +
        "site in the console and know that the order is right",
      { kind: "revision", siteRevision },
    ],
  ];
  const passing = candidates.filter(([, belief]) => objections(belief, observation).length === 0);
  return passing.length > 1 ? passing.filter(([, belief]) => belief.kind !== "revision") : passing;
}

function lastWays({ liveOrders }: Observation, { isOwned }: RefusedOrder): string[] {
  const ids = liveOrders.filter(({ status }) => !isDone(status) && !isGone(status)).map(({ id }) => id);
  if (ids.length === 0) return ["remove this resource"];
  const isOne = ids.length === 1;
  const held = ids.filter(isOwned);
  return [
    `wait until ${isOne ? "order" : "orders"} ${ids.join(" and ")} ${isOne ? "is" : "are"} SUCCESS and order with afterOrderId`,
    // What another resource holds is not this one's to take or to cancel.
    ...(held.length > 0
      ? []
      : [
          `declare what ${isOne ? "it" : "one of them"} consists of and set adoptOrderId`,
          `cancel ${isOne ? "it" : "them"} in the billing console while ${isOne ? "it is" : "they are"} unpaid and run again`,
        ]),
    "remove this resource",
  ];
}

function shownLinesOf(order: DeliveryOrderRecord, { hardwareOf }: Observation): Lines {
  const hardware = hardwareOf.get(order.id);
  return hardware === undefined ? new Map() : shownLines(hardware);
}
