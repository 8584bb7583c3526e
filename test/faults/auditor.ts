import type { LedgerOrder } from "cloudpond-simulator";
import { auditHoldings } from "./holdings.js";
import { isOfGateway } from "./kinds.js";
import type { Acceptance, Exchange } from "./network.js";
import { isIdOf, plainId } from "./oddIds.js";
import type { Evidence, Heard } from "./evidence.js";
import { REQUEST_TIMEOUT_MS, SECRETS } from "./scenery.js";

/**
 * The invariants of the purchase protocol, and three that every program has.
 * - I1 orders accepted from our POSTs and not dead are at most the declared ones: each was bought on a site that held what
 *   its purchase believed it to hold
 * - I2 every accepted order that is not dead is in a state or was named in an error or a warning
 * - I3 no POST without a complete list of orders, begun after the create and after its last POST
 * - I4 after an ambiguous outcome no POST for the site until the note has expired
 * - I5 when nothing is wrong any more, three runs reach the declared state or a refusal that prints a way on that passes
 * - I6 no secret in state, messages or notes
 * - money: the last sentence of an error is there, and true
 */
export const INVARIANTS = ["I1", "I2", "I3", "I4", "I5", "I6", "money"] as const;
export type Invariant = (typeof INVARIANTS)[number];

/** The cases that stay open, as the documentation lists them. */
export const OPEN_CASES = {
  lateVisibility: "an order becomes visible later than deadline + settle time after its POST",
  noCommonNote: "a rerun on another machine, or without a note, before an earlier order is visible",
  twoWriters: "two writers without a common note within one round trip",
  repeatingProxy: "a proxy repeats the POST",
  contradictingGateway: "the gateway refuses an order that was executed all the same",
  incompleteList: "a list that looks complete leaves out an order that stands on the site",
  adoptedTwice: "two stacks adopt one order",
  adoptedInDoubt: "somebody adopts another order while it is unknown whether one was placed",
} as const;
export type OpenCase = keyof typeof OPEN_CASES;

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
  /** The documented open case that explains it; undefined for a defect. */
  readonly openCase?: OpenCase;
}

export interface Audit {
  readonly violations: readonly Violation[];
  /** How often each invariant was put to the test. */
  readonly checks: Readonly<Record<Invariant, number>>;
}

/** What the auditor knows of one POST that was executed, or may have been. */
interface Post {
  readonly exchange: Exchange;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

/** Judges a history by the service's ledger, the states and what people were told; knows nothing of the provider's code. */
export function audit(evidence: Evidence): Audit {
  const checks: Record<Invariant, number> = { I1: 0, I2: 0, I3: 0, I4: 0, I5: 0, I6: 0, money: 0 };
  const violations: Violation[] = [];
  const check = (
    invariant: Invariant,
    isKept: boolean,
    what: () => string,
    openCase?: () => OpenCase | undefined,
  ): void => {
    checks[invariant] += 1;
    if (isKept) return;
    const explained = openCase?.();
    violations.push({ invariant, what: what(), ...(explained === undefined ? {} : { openCase: explained }) });
  };
  const posts = postsOf(evidence);
  const strays = evidence.exchanges.filter(
    (one) => one.operation === "CreateDeliveryOrder" && one.creation === undefined,
  );
  check("I3", strays.length === 0, () => "a POST that belongs to no create");

  for (const post of posts) {
    const list = lastListBefore(post, evidence);
    check("I3", list !== undefined, () => `a POST for ${post.exchange.edgeSiteId} without a complete list before it`);
    for (const acceptance of post.exchange.accepted) {
      const { intruder, rule } = unlicensed(post, acceptance);
      check(
        "I1",
        rule === undefined,
        () => `order ${acceptance.id} was bought although ${rule} (${intruder?.id})`,
        () => explained(post, acceptance, intruder, list, evidence),
      );
    }
    const second = secondAfterAmbiguous(post, posts, evidence);
    check("I4", second === undefined, () => `a POST for ${post.exchange.edgeSiteId} while an ambiguous one was open`);
  }

  const dead = new Set(evidence.orders.filter(isDead).map(({ id }) => id));
  for (const order of boughtOf(evidence).filter(({ id }) => !dead.has(id))) {
    check(
      "I2",
      isKnown(order.id, evidence),
      () => `order ${order.id} is in no state and in no message`,
      () => whyOrphaned(order, posts, evidence),
    );
  }
  for (const id of heldTwice(evidence)) {
    check(
      "I1",
      false,
      () => `order ${id} is held by two resources`,
      () => whyHeldTwice(id, evidence),
    );
  }

  const { healing } = evidence;
  check(
    "I5",
    healing.isReached || healing.hasWayPassed === true,
    () =>
      `nothing passes after ${healing.runs} runs; ways on: ${JSON.stringify(healing.ways)}; refusal: ${healing.refusal}`,
  );

  const texts = [
    ...evidence.heard.map(({ text }) => text),
    ...evidence.noteTexts,
    ...evidence.stacks.map((stack) => JSON.stringify([...stack.resources])),
  ];
  for (const secret of Object.values(SECRETS)) {
    check("I6", !texts.some((text) => text.includes(secret)), () => "a secret is in a state, a message or a note");
  }

  for (const told of evidence.heard) {
    if (told.severity !== "error" || told.verb === "check") continue;
    const lie = untrue(told, evidence);
    check(
      "money",
      lie === undefined,
      () => `${lie}: ${told.text}`,
      () => whyUntrue(told, posts, evidence),
    );
  }
  return { violations: [...violations, ...auditHoldings(evidence)], checks };
}

/** Every POST, with the create that it was sent for. */
function postsOf({ exchanges }: Evidence): Post[] {
  return exchanges.flatMap((exchange) =>
    exchange.operation === "CreateDeliveryOrder" && exchange.creation !== undefined
      ? [{ exchange, inputs: exchange.creation.inputs, createdAt: exchange.creation.startedAt }]
      : [],
  );
}

const boughtOf = ({ exchanges }: Evidence): Acceptance[] => exchanges.flatMap(({ accepted }) => accepted);

/** The first page of the last complete walk before a POST, begun after its create and after the last POST of the process. */
function lastListBefore({ exchange, createdAt }: Post, { exchanges }: Evidence): Exchange | undefined {
  const before = exchanges.filter(
    ({ process, endedAt }) => process === exchange.process && endedAt !== undefined && endedAt < exchange.startedAt,
  );
  const lastPost = before
    .filter(({ operation, edgeSiteId }) => operation === "CreateDeliveryOrder" && edgeSiteId === exchange.edgeSiteId)
    .at(-1);
  const from = Math.max(createdAt, lastPost?.endedAt ?? 0);
  const pages = before.filter(
    ({ operation, startedAt, isRead }) => operation === "ListDeliveryOrders" && startedAt > from && isRead === true,
  );
  const lastPage = pages.filter(({ nextMarker }) => nextMarker === undefined || nextMarker === "").at(-1);
  return lastPage === undefined
    ? undefined
    : pages.filter(({ marker, startedAt }) => marker === undefined && startedAt <= lastPage.startedAt).at(-1);
}

const isDead = ({ status }: LedgerOrder): boolean => status === "CANCELLED" || status === "FAIL";
const IN_PROGRESS: ReadonlySet<string> = new Set(["PROCESSING", "ACCEPTING"]);
const isOpen = (order: LedgerOrder): boolean => !isDead(order) && order.status !== "SUCCESS";

/** Whether the site held what the purchase believed it to hold, at the moment of its acceptance. */
function unlicensed(
  { exchange, inputs }: Post,
  { before }: Acceptance,
): { readonly intruder?: LedgerOrder | undefined; readonly rule?: string } {
  const others = before.filter((order) => order.edge_site_id === exchange.edgeSiteId && !isDead(order));
  // By the service's own word: its clock may have been set back in the meantime.
  const newest = [...others].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at)).at(-1);
  if (inputs["siteRevision"] !== undefined) {
    const intruder = others.find(({ status, deleted }) => IN_PROGRESS.has(status) && !deleted);
    return intruder === undefined ? {} : { intruder, rule: "an order is in progress" };
  }
  if (inputs["afterOrderId"] !== undefined) {
    const open = others.find(isOpen);
    if (open !== undefined) return { intruder: open, rule: "an order is not SUCCESS" };
    return newest !== undefined && isIdOf(inputs["afterOrderId"] as string, newest)
      ? {}
      : { intruder: newest, rule: "another order is the newest" };
  }
  return newest === undefined ? {} : { intruder: newest, rule: "an order stands on the site" };
}

/** Which documented case lets a purchase pass beside this order, if any does. */
function explained(
  post: Post,
  acceptance: Acceptance,
  intruder: LedgerOrder | undefined,
  list: Exchange | undefined,
  evidence: Evidence,
): OpenCase | undefined {
  const { setting, brokenMachines, consoleOrders } = evidence;
  if (intruder === undefined || list === undefined) return undefined;
  if (acceptance.atMs > post.exchange.startedMs + REQUEST_TIMEOUT_MS + setting.settleMs) return "lateVisibility";
  const own = evidence.exchanges.find(({ accepted }) => accepted.some(({ id }) => id === intruder.id));
  if (own === post.exchange || own?.fault?.effect === "twice") return "repeatingProxy";
  const then = list.ordersThen?.find(({ id }) => id === intruder.id);
  // Somebody has done something with it since.
  if (then !== undefined && then.status !== intruder.status) return "twoWriters";
  const placed = own?.accepted.find(({ id }) => id === intruder.id) ?? consoleOrders.get(intruder.id);
  if (placed === undefined) return hiddenBy(list, post, evidence);
  const machine = post.exchange.process.machine;
  const hasCommonNote = own !== undefined && own.process.machine === machine && !brokenMachines.has(machine);
  const isAfterList = placed.at > (list.servedAt ?? 0);
  const visibleMs = placed.atMs + setting.listDelayMs;
  if (!isAfterList && visibleMs <= (list.servedMs ?? 0)) return hiddenBy(list, post, evidence);
  if (own?.means === "refused") return gatewayOrProxy(own);
  if (!hasCommonNote) return isAfterList ? "twoWriters" : "noCommonNote";
  const isLate = Math.min(post.exchange.startedMs, visibleMs) > own.startedMs + REQUEST_TIMEOUT_MS + setting.settleMs;
  return isLate ? "lateVisibility" : undefined;
}

/** A walk of which a page met a fault and was read all the same may have left the order out. */
function hiddenBy(list: Exchange, post: Post, { exchanges }: Evidence): OpenCase | undefined {
  const lied = exchanges.some(
    ({ process, operation, startedAt, endedAt = Infinity, fault, isRead }) =>
      process === list.process &&
      operation === "ListDeliveryOrders" &&
      startedAt >= list.startedAt &&
      endedAt < post.exchange.startedAt &&
      fault !== undefined &&
      isRead === true,
  );
  return lied ? "incompleteList" : undefined;
}

/** A refusal of the service can come from a second try that something on the way has made; one of the gateway cannot. */
const gatewayOrProxy = ({ fault }: Exchange): OpenCase =>
  fault !== undefined && isOfGateway(fault.kind) ? "contradictingGateway" : "repeatingProxy";

/** A POST from the same machine for the same site before the note of an ambiguous one can have expired. */
function secondAfterAmbiguous(post: Post, posts: readonly Post[], evidence: Evidence): Post | undefined {
  const { exchange } = post;
  const { machine } = exchange.process;
  if (exchange.means !== "ambiguous" || evidence.brokenMachines.has(machine)) return undefined;
  const untilMs = exchange.startedMs + REQUEST_TIMEOUT_MS + evidence.setting.settleMs;
  return posts.find(
    ({ exchange: later }) =>
      later.process.machine === machine &&
      later.edgeSiteId === exchange.edgeSiteId &&
      later.startedAt > exchange.startedAt &&
      later.startedMs < untilMs &&
      // What has been found in the meantime is no longer in doubt.
      !exchange.accepted.some(({ id, atMs }) => atMs < later.startedMs && evidence.everHeld.has(id)),
  );
}

const isKnown = (id: string, { everHeld, tidied, heard, stacks }: Evidence): boolean =>
  stacks.some(({ resources }) => [...resources.values()].some((resource) => plainId(resource.id) === id)) ||
  everHeld.has(id) ||
  tidied.has(id) ||
  heard.some(({ severity, text }) => severity !== "info" && text.includes(id));

function whyOrphaned({ id }: Acceptance, posts: readonly Post[], evidence: Evidence): OpenCase | undefined {
  const { setting } = evidence;
  const post = posts.find(({ exchange }) => exchange.accepted.some((accepted) => accepted.id === id));
  if (post === undefined) return undefined;
  const { fault, means, startedMs, accepted } = post.exchange;
  if (post.exchange.creation?.end === "unknown" && hasAdoptedSince(post, evidence)) return "adoptedInDoubt";
  if (means === "refused" || fault?.effect === "twice") return unseen(post.exchange, evidence);
  if (hasTakenAnother(post, evidence)) return "twoWriters";
  const acceptedMs = accepted.find((acceptance) => acceptance.id === id)?.atMs ?? 0;
  return acceptedMs + setting.listDelayMs > startedMs + REQUEST_TIMEOUT_MS + setting.settleMs
    ? "lateVisibility"
    : undefined;
}

/** The create has found an equal order of a writer without a common note, and has taken that for its own. */
function hasTakenAnother({ exchange: { creation, means } }: Post, evidence: Evidence): boolean {
  const isTaken = means === "ambiguous" && (creation?.end === "placed" || creation?.end === "kept");
  const machines = new Set(evidence.exchanges.map(({ process }) => process.machine));
  return isTaken && (machines.size > 1 || evidence.consoleOrders.size > 0 || evidence.brokenMachines.size > 0);
}

/** The resource whose create ended in doubt has been told to hold another order. */
const hasAdoptedSince = ({ exchange: { creation } }: Post, { creations }: Evidence): boolean =>
  creations.some(
    ({ urn, inputs, startedAt }) =>
      urn === creation?.urn && startedAt > creation.startedAt && inputs["adoptOrderId"] !== undefined,
  );

function heldTwice({ stacks }: Evidence): string[] {
  const ids = stacks.flatMap(({ resources }) => [...resources.values()].map(({ id }) => id));
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** Two that adopt it, or one that took another's equal order for its own: then there were two writers. */
function whyHeldTwice(id: string, { stacks, exchanges, brokenMachines }: Evidence): OpenCase | undefined {
  const holders = stacks.flatMap(({ resources }) => [...resources.values()].filter((resource) => resource.id === id));
  if (holders.some(({ outputs }) => outputs["adoptOrderId"] !== undefined)) return "adoptedTwice";
  const machines = new Set(exchanges.map(({ process }) => process.machine));
  if (machines.size > 1) return "twoWriters";
  return brokenMachines.size > 0 ? "noCommonNote" : undefined;
}

const NOTHING_PLACED = /This run placed no order for "[^"]*"\.( Order \S+ exists( since [^ ]+)?\.)*$/u;
const KEPT = /Order (\S+) (was placed and )?is kept in the state\.$/u;
const UNKNOWN = /It is unknown whether an order was placed/u;
const UNCHANGED =
  /(The state is unchanged and nothing was bought\.|Nothing was read or bought\.|Nothing was removed, cancelled or bought\.( Order \S+ exists( since [^ ]+)?\.)*)$/u;

/** What is wrong with the last sentence of an error, if anything is. */
function untrue(told: Heard, evidence: Evidence): string | undefined {
  const { text, verb } = told;
  if (UNCHANGED.test(text))
    return verb === "create" ? "a create says no more than that the state is unchanged" : undefined;
  if (UNKNOWN.test(text)) return isTimely(told, evidence) ? undefined : "the time of a doubt is too early";
  const kept = KEPT.exec(text);
  if (kept !== null) {
    return evidence.orders.some((order) => isIdOf(kept[1] ?? "", order))
      ? undefined
      : "an order is told that nobody placed";
  }
  if (!NOTHING_PLACED.test(text)) {
    return text.includes("is gone") && verb === "create" ? undefined : "an error does not say what became of the money";
  }
  return boughtBy(told, evidence).length > 0 ? "an order was placed, and the message denies it" : undefined;
}

/** The time before which nobody should run again is not before the last POST's order can no longer appear. */
function isTimely({ text, at, urn, process, verb }: Heard, { creations, exchanges, setting }: Evidence): boolean {
  const told = /do not run again before (\S+);/u.exec(text)?.[1];
  const creation = creations.filter((one) => one.process === process && one.urn === urn && one.startedAt < at).at(-1);
  const posts = exchanges.filter((one) => one.creation === creation && one.operation === "CreateDeliveryOrder");
  const last = posts.at(-1);
  if (verb !== "create" || creation === undefined || last === undefined) return true;
  // A time is told in whole seconds.
  return told !== undefined && Date.parse(told) + 1_000 > last.startedMs + REQUEST_TIMEOUT_MS + setting.settleMs;
}

/** Orders that came from the create that ended in this message. */
function boughtBy({ verb, urn, at, process }: Heard, { creations, exchanges }: Evidence): Acceptance[] {
  if (verb !== "create") return [];
  const creation = creations.filter((one) => one.process === process && one.urn === urn && one.startedAt < at).at(-1);
  if (creation === undefined) return [];
  return exchanges.filter((exchange) => exchange.creation === creation).flatMap(({ accepted }) => accepted);
}

function whyUntrue(told: Heard, posts: readonly Post[], evidence: Evidence): OpenCase | undefined {
  const [acceptance] = boughtBy(told, evidence);
  const post = posts.find(({ exchange }) => exchange.accepted.some(({ id }) => id === acceptance?.id));
  return post?.exchange.means === "refused" ? unseen(post.exchange, evidence) : undefined;
}

/** Whether the look after a refusal could not show the order: one is made after a refusal of the service only. */
function unseen(exchange: Exchange, { setting, exchanges }: Evidence): OpenCase | undefined {
  const openCase = gatewayOrProxy(exchange);
  if (openCase === "contradictingGateway" || setting.listDelayMs > 0) return openCase;
  // One that could not be read shows nothing, and nothing may be concluded from it.
  const hasListFault = exchanges.some(
    ({ process, operation, startedAt, fault, isRead }) =>
      process === exchange.process &&
      operation === "ListDeliveryOrders" &&
      startedAt > exchange.startedAt &&
      fault !== undefined &&
      isRead === true,
  );
  return hasListFault ? openCase : undefined;
}
