import { nothingPlaced } from "./money.js";
import { sentUnder } from "./meet.js";
import type { Note } from "./note.js";
import type { DeclaredOrder, OrderContext } from "./order.js";
import { RefusedError, sentenceOf } from "./orderError.js";
import { type PlacedOrder, reconcile } from "./reconcile.js";
import type { CreateOutcome, DeliveryOrderRecord, ServiceError } from "./service.js";

// Step 6, after a POST: what its outcome leads to.

/** POSTs that may leave one create, for all reasons together. */
const MOST_POSTS = 3;
const MOST_RENEWALS = 1;

type Reaction = "again" | "report" | "look" | "reconcile";

/** What each outcome leads to. A "placed" that comes here named another order than ours. */
const REACTIONS: Readonly<Record<CreateOutcome["kind"], Reaction>> = {
  placed: "reconcile",
  notSent: "again",
  throttled: "again",
  tokenRenewed: "again",
  rejectedByGateway: "report",
  rejectedByService: "look",
  ambiguous: "reconcile",
};

/**
 * `again` only while a further POST is allowed. After the last one nobody looks at the site by way of a new try, so it is
 * looked at now; unless not a byte was ever sent, which needs no look.
 */
export function reactionTo({ outcome, wasUnsent, renewals }: Attempt, posts: number): Reaction {
  const reaction = REACTIONS[outcome.kind];
  if (reaction !== "again") return reaction;
  const isLast = posts >= MOST_POSTS || renewals > MOST_RENEWALS || (outcome.kind === "notSent" && outcome.isPermanent);
  if (!isLast) return "again";
  return wasUnsent ? "report" : "look";
}

/** One POST with its note, and what is known of those before it. */
export interface Attempt {
  readonly note: Note;
  readonly outcome: CreateOutcome;
  /** Whether not a byte of this POST or of one before it can have reached the service. */
  readonly wasUnsent: boolean;
  /** Token renewals so far. */
  readonly renewals: number;
}

/** One that only waited in line is no try: the site is looked at again, and it lines up anew. */
export const isHeldBack = (outcome: CreateOutcome): boolean =>
  outcome.kind === "notSent" && outcome.isHeldBack === true;

const LONGEST_PAUSE_MS = 30_000;

/** Before the next POST: doubling, at least what the gateway asks for, at most 30 s. */
export function pauseMs(outcome: CreateOutcome, posts: number): number {
  if (outcome.kind === "tokenRenewed" || isHeldBack(outcome)) return 0;
  const own = 1_000 * 2 ** posts;
  const asked = outcome.kind === "throttled" ? (outcome.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(own, asked), LONGEST_PAUSE_MS);
}

/** Whether an order of the site is listed that was not there before the POST. */
export const isAnythingNew = ({ note }: Attempt, orders: readonly DeliveryOrderRecord[]): boolean =>
  orders.some(({ id, edgeSiteId }) => edgeSiteId === note.edgeSiteId && !note.knownOrderIds.includes(id));

export const inDoubt = (note: Note): Note => ({ ...note, stage: "unknown" });

/** Nothing was bought: the note goes, the error says so. */
export async function report(
  { note, outcome }: Attempt,
  order: DeclaredOrder,
  { notes }: OrderContext,
): Promise<never> {
  await notes.remove(note);
  const error = errorOf(outcome);
  throw new RefusedError(
    `The order for edge site ${note.edgeSiteId} was not ${outcome.kind === "notSent" ? "sent" : "accepted"}: ` +
      `${sentenceOf(error)}${outcome.kind === "throttled" ? " Run again in a few minutes." : ""}\n${nothingPlaced(order.name)}`,
    { cause: error },
  );
}

/** A rejection is believed when nothing new stands on the site: a proxy may have repeated an accepted POST. */
export async function lookOnce(sent: Attempt, order: DeclaredOrder, context: OrderContext): Promise<PlacedOrder> {
  const listing = await context.service.listDeliveryOrders().catch(() => undefined);
  const isBelieved = listing !== undefined && !isAnythingNew(sent, listing.orders);
  return isBelieved ? report(sent, order, context) : reconcileAttempt(sent, order, context);
}

export async function reconcileAttempt(
  { note, outcome }: Attempt,
  order: DeclaredOrder,
  context: OrderContext,
): Promise<PlacedOrder> {
  const error = errorOf(outcome);
  await context.notes.amend(inDoubt(note));
  const placed = await reconcile(
    {
      ...sentUnder(note, order),
      lookUntilMs: context.clock.now() + context.timing.settleMs,
      isOurs: true,
      doubt:
        outcome.kind === "placed"
          ? `the service answered with order ${outcome.order.id}, which is not the one that was sent.`
          : sentenceOf(error),
      cause: error,
    },
    context,
    order.log,
  );
  // The note stays in doubt: it may be somebody else's order that was found, and ours may yet appear.
  return { ...placed, knownOrderIds: new Set(note.knownOrderIds), isInferred: true };
}

export const errorOf = (outcome: CreateOutcome): ServiceError | undefined =>
  "error" in outcome ? outcome.error : undefined;
