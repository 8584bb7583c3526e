import { randomUUID } from "node:crypto";
import { beliefOf, objections } from "./compare.js";
import { isSpent, meet, ownNote, sentUnder } from "./meet.js";
import { nothingPlaced, unknownWhether } from "./money.js";
import type { Note } from "./note.js";
import { type Observation, observe } from "./observe.js";
import { type DeclaredOrder, hashOf, linesOf, newOrderOf, type OrderContext } from "./order.js";
import { RefusedError, sentenceOf, UnknownOutcomeError } from "./orderError.js";
import { type PlacedOrder, reconcile } from "./reconcile.js";
import { refusal } from "./refusal.js";
import type { CreateOutcome, ServiceError } from "./service.js";

/** POSTs that may leave one create, for all reasons together. */
const MOST_POSTS = 3;
const MOST_RENEWALS = 1;
/** How long the credentials may take between the note and the POST. */
const PREPARATION_MS = 30_000;

/**
 * Steps 3 to 7: observe, compare, leave a note, send once, and find out what became of it.
 * @throws {RefusedError} when nothing was placed; {UnknownOutcomeError} when nobody can say.
 */
export async function place(order: DeclaredOrder, context: OrderContext): Promise<PlacedOrder> {
  const { service, clock, notes, memory } = context;
  const { inputs, log } = order;
  let last: Attempt | undefined;
  for (let attempt = 1; ; attempt++) {
    log.progress(`looking at edge site ${inputs.edgeSiteId} and its orders`);
    const observation = await observeAgain(order, context, last);
    refuseStale(observation, order, context);
    if (last === undefined) {
      const left = await ownNote(order, observation, context);
      if (left !== undefined) return meet(left, order, context);
    }
    const reasons = objections(beliefOf(inputs), observation);
    // What has changed on the site since a POST may come from that POST, whatever its answer said.
    if (last?.wasUnsent === false && (reasons.length > 0 || isAnythingNew(last, observation))) {
      return reconcileAttempt(last, order, context);
    }
    if (reasons.length > 0) {
      if (last !== undefined) await notes.remove(last.note);
      throw refused(reasons, observation, order, context);
    }
    const sendBeforeMs = clock.now() + PREPARATION_MS;
    const note = noteOf(order, observation, sendBeforeMs, last, context);
    const living = await notes.leave(note, (found) => isSpent(found, observation, memory));
    if (living !== undefined) {
      if (last?.wasUnsent === false) return reconcileAttempt(last, order, context);
      return meet(living, order, context);
    }

    log.progress(`ordering for edge site ${inputs.edgeSiteId}`);
    const outcome = await service.createDeliveryOrder(newOrderOf(inputs), { sendBeforeMs });
    const sent: Attempt = {
      note,
      outcome,
      wasUnsent: outcome.kind === "notSent" && last?.wasUnsent !== false,
      renewals: (last?.renewals ?? 0) + (outcome.kind === "tokenRenewed" ? 1 : 0),
    };

    if (outcome.kind === "placed" && !observation.listedIds.has(outcome.order.id)) {
      const { order: record, orderIds } = outcome;
      await notes.amend({ ...note, stage: "placed", orderId: record.id });
      return { order: record, orderIds, knownOrderIds: new Set(note.knownOrderIds) };
    }
    switch (reactionTo(sent, attempt)) {
      case "again":
        last = sent;
        await clock.sleep(pauseMs(outcome, attempt));
        continue;
      case "report":
        return report(sent, order, context);
      case "look":
        return lookOnce(sent, order, context);
      case "reconcile":
        return reconcileAttempt(sent, order, context);
    }
  }
}

type Reaction = "again" | "report" | "look" | "reconcile";

/** The table of step 6. A "placed" that comes here named an order that was there before: no answer to our POST. */
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
 * Where no further POST may follow, what would have been seen before it is looked for now; unless nothing was ever sent.
 */
function reactionTo({ outcome, wasUnsent, renewals }: Attempt, attempt: number): Reaction {
  const reaction = REACTIONS[outcome.kind];
  if (reaction !== "again") return reaction;
  const isLast =
    attempt >= MOST_POSTS || renewals > MOST_RENEWALS || (outcome.kind === "notSent" && outcome.isPermanent);
  if (!isLast) return "again";
  return wasUnsent ? "report" : "look";
}

interface Attempt {
  readonly note: Note;
  readonly outcome: CreateOutcome;
  /** Whether not a byte of this POST or of one before it can have reached the service. */
  readonly wasUnsent: boolean;
  /** Token renewals so far. */
  readonly renewals: number;
}

const LONGEST_PAUSE_MS = 30_000;

function pauseMs(outcome: CreateOutcome, attempt: number): number {
  if (outcome.kind === "tokenRenewed") return 0;
  const own = 1_000 * 2 ** attempt;
  const asked = outcome.kind === "throttled" ? (outcome.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(own, asked), LONGEST_PAUSE_MS);
}

/** After a POST that was not executed, a failing look leaves a doubt, unless not a byte was sent. */
async function observeAgain(
  { name, inputs: { edgeSiteId } }: DeclaredOrder,
  { service, memory, clock, notes }: OrderContext,
  last: Attempt | undefined,
): Promise<Observation> {
  try {
    return await observe(service, memory.statuses, clock, { edgeSiteId, name });
  } catch (error) {
    if (last !== undefined && !last.wasUnsent) {
      await notes.amend(inDoubt(last.note));
      throw new UnknownOutcomeError(
        [
          `Ordering for edge site ${edgeSiteId} stopped: ${sentenceOf(errorOf(last.outcome))}`,
          `The look before a further try failed too: ${sentenceOf(error)}`,
          unknownWhether(edgeSiteId, "the site could not be looked at again", last.note.expiresMs),
        ].join("\n"),
        { cause: error },
      );
    }
    if (last !== undefined) await notes.remove(last.note);
    if (error instanceof RefusedError) throw error;
    throw new RefusedError(
      `Nothing was ordered for edge site ${edgeSiteId}, as what it holds could not be read: ${sentenceOf(error)}\n` +
        nothingPlaced(name),
      { cause: error },
    );
  }
}

/** While a list takes this long somebody else may have bought, and their note may have come and gone. */
function refuseStale({ askedMs, site }: Observation, { name }: DeclaredOrder, { clock, timing }: OrderContext): void {
  const tookMs = clock.now() - askedMs;
  if (tookMs <= Math.max(timing.requestTimeoutMs, PREPARATION_MS)) return;
  throw new RefusedError(
    `Refused to order for edge site ${site.id}: reading the order list took ${Math.round(tookMs / 1000)} seconds, in ` +
      `which somebody else may have ordered. Run again when the service answers faster. ${nothingPlaced(name)}`,
  );
}

const isAnythingNew = ({ note }: Attempt, { orders }: Observation): boolean =>
  orders.some(({ id }) => !note.knownOrderIds.includes(id));

function refused(
  reasons: readonly string[],
  observation: Observation,
  { name, resource, inputs }: DeclaredOrder,
  { memory, clock }: OrderContext,
): RefusedError {
  const isOwned = (id: string): boolean => memory.isOwnedByAnother(id, resource);
  return refusal(reasons, observation, { name, declared: linesOf(inputs), isOwned }, clock);
}

/** A POST that may have been executed stays the one to look for, also when later ones were certainly not sent. */
function noteOf(
  order: DeclaredOrder,
  observation: Observation,
  sendBeforeMs: number,
  last: Attempt | undefined,
  { processes, timing }: OrderContext,
): Note {
  return {
    account: observation.identity.account,
    edgeSiteId: observation.site.id,
    stage: "sending",
    pid: processes.pid,
    host: processes.host,
    resource: order.resource,
    inputsHash: hashOf(order.inputs),
    knownOrderIds: observation.orders.map(({ id }) => id),
    serverTimeMs: last?.wasUnsent === false ? last.note.serverTimeMs : observation.serverTimeMs,
    expiresMs: sendBeforeMs + timing.requestTimeoutMs + timing.settleMs,
    nonce: last?.note.nonce ?? randomUUID(),
  };
}

const inDoubt = (note: Note): Note => ({ ...note, stage: "unknown" });

async function report({ note, outcome }: Attempt, order: DeclaredOrder, { notes }: OrderContext): Promise<never> {
  await notes.remove(note);
  const error = errorOf(outcome);
  throw new RefusedError(
    `The order for edge site ${note.edgeSiteId} was not accepted: ${sentenceOf(error)}\n${nothingPlaced(order.name)}`,
    { cause: error },
  );
}

/** A rejection is believed when nothing new stands on the site: a proxy may have repeated an accepted POST. */
async function lookOnce(sent: Attempt, order: DeclaredOrder, context: OrderContext): Promise<PlacedOrder> {
  const listing = await context.service.listDeliveryOrders().catch(() => undefined);
  const isNew = listing?.orders.some(
    ({ id, edgeSiteId }) => edgeSiteId === sent.note.edgeSiteId && !sent.note.knownOrderIds.includes(id),
  );
  return isNew === false ? report(sent, order, context) : reconcileAttempt(sent, order, context);
}

async function reconcileAttempt(
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
      doubt: error === undefined ? "the service answered with an order that was there before." : sentenceOf(error),
      cause: error,
    },
    context,
    order.log,
  );
  await context.notes.amend({ ...note, stage: "placed", orderId: placed.order.id });
  return { ...placed, knownOrderIds: new Set(note.knownOrderIds) };
}

const errorOf = (outcome: CreateOutcome): ServiceError | undefined => ("error" in outcome ? outcome.error : undefined);
