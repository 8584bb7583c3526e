import { instant } from "./clock.js";
import { beliefOf, objections } from "./compare.js";
import { nothingPlaced, unknownWhether } from "./money.js";
import { isOwnerRunning, type Note } from "./note.js";
import { type Observation, observe } from "./observe.js";
import { type DeclaredOrder, hashOf, linesOf, newOrderOf, type OrderContext } from "./order.js";
import { RefusedError, sentenceOf, UnknownOutcomeError } from "./orderError.js";
import { type Placed, reconcile, type Sent } from "./reconcile.js";
import { refusal } from "./refusal.js";
import type { CreateOutcome, ServiceError } from "./service.js";
import { isLive } from "./status.js";

/** POSTs that may leave one create, for all reasons together. */
const MOST_POSTS = 3;

/** An order that exists, and what the site held before it. */
export interface PlacedOrder extends Placed {
  readonly knownOrderIds: ReadonlySet<string>;
}

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
    if (last !== undefined && !last.wasUnsent && newSince(last, observation).length > 0) {
      return reconcileAttempt(last, order, context);
    }
    if (last === undefined) {
      const left = await ownNote(order, observation, context);
      if (left !== undefined) return meet(left, order, context);
    }
    const reasons = objections(beliefOf(inputs), observation);
    if (reasons.length > 0) {
      if (last !== undefined) await notes.remove(last.note);
      throw refused(reasons, observation, order, context);
    }
    const note = noteOf(order, observation, context);
    if (last === undefined) {
      const living = await notes.leave(note, (found) => isSpent(found, observation, memory));
      if (living !== undefined) return meet(living, order, context);
    } else {
      await notes.amend(note);
    }

    log.progress(`ordering for edge site ${inputs.edgeSiteId}`);
    const outcome = await service.createDeliveryOrder(newOrderOf(inputs));
    const sent: Attempt = { note, wasUnsent: outcome.kind === "notSent", outcome };

    if (outcome.kind === "placed" && !note.knownOrderIds.includes(outcome.order.id)) {
      const { order: record, orderIds } = outcome;
      await notes.amend({ ...note, stage: "placed", orderId: record.id });
      return { order: record, orderIds, knownOrderIds: new Set(note.knownOrderIds) };
    }
    const next = attempt < MOST_POSTS ? REACTIONS[outcome.kind] : LAST_REACTIONS[outcome.kind];
    const isRenewedTwice = outcome.kind === "tokenRenewed" && last?.outcome.kind === "tokenRenewed";
    switch (isRenewedTwice ? "look" : next) {
      case "again":
        if (outcome.kind === "notSent" && outcome.isPermanent) return report(sent, order, context);
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

/** The same where no further POST may follow: what would have been seen before the next one is looked for now. */
const LAST_REACTIONS: Readonly<Record<CreateOutcome["kind"], Reaction>> = {
  ...REACTIONS,
  notSent: "report",
  throttled: "look",
  tokenRenewed: "look",
};

interface Attempt {
  readonly note: Note;
  readonly wasUnsent: boolean;
  readonly outcome: CreateOutcome;
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
    return await observe(service, memory.statuses, { edgeSiteId, name, nowMs: clock.now() });
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

const newSince = ({ note }: Attempt, { orders }: Observation): readonly string[] =>
  orders.flatMap(({ id }) => (note.knownOrderIds.includes(id) ? [] : [id]));

function refused(
  reasons: readonly string[],
  observation: Observation,
  { name, resource, inputs }: DeclaredOrder,
  { memory, clock }: OrderContext,
): RefusedError {
  const isOwned = (id: string): boolean => memory.isOwnedByAnother(id, resource);
  return refusal(reasons, observation, { name, declared: linesOf(inputs), isOwned }, clock);
}

function noteOf(order: DeclaredOrder, observation: Observation, { clock, processes, timing }: OrderContext): Note {
  return {
    account: observation.identity.account,
    edgeSiteId: observation.site.id,
    stage: "sending",
    pid: processes.pid,
    host: processes.host,
    resource: order.resource,
    inputsHash: hashOf(order.inputs),
    knownOrderIds: observation.orders.map(({ id }) => id),
    serverTimeMs: observation.serverTimeMs,
    expiresMs: clock.now() + timing.requestTimeoutMs + timing.settleMs,
  };
}

const inDoubt = (note: Note): Note => ({ ...note, stage: "unknown" });

/** A note of an order that the list now shows has done its work. */
function isSpent(note: Note, { orders }: Observation, { statuses }: OrderContext["memory"]): boolean {
  const { stage, orderId } = note;
  if (stage !== "placed" || orderId === undefined) return false;
  return orders.some(({ id }) => id === orderId) || statuses.lastStatus(orderId) !== undefined;
}

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

const sentUnder = (
  note: Note,
  { inputs }: DeclaredOrder,
): Pick<Sent, "edgeSiteId" | "lines" | "knownOrderIds" | "serverTimeMs" | "expiresMs"> => ({
  edgeSiteId: note.edgeSiteId,
  lines: linesOf(inputs),
  knownOrderIds: new Set(note.knownOrderIds),
  serverTimeMs: note.serverTimeMs,
  expiresMs: note.expiresMs,
});

const isOurs = (note: Note, { resource, inputs }: DeclaredOrder): boolean =>
  note.resource === resource && note.inputsHash === hashOf(inputs);

/**
 * The note of an earlier run of this very purchase that never came into the state: its order, if any, is ours and no
 * reason to refuse. Not one whose order has died since, because that one may be bought anew.
 */
async function ownNote(
  order: DeclaredOrder,
  { identity, site, orders }: Observation,
  { notes, memory }: OrderContext,
): Promise<Note | undefined> {
  const note = await notes.living(identity.account, site.id);
  if (note === undefined || !isOurs(note, order)) return undefined;
  const { orderId } = note;
  if (note.stage !== "placed" || orderId === undefined) return note;
  const status = orders.find(({ id }) => id === orderId)?.status ?? memory.statuses.lastStatus(orderId);
  return status === undefined || isLive(status, memory.statuses.lastStatus(orderId)) ? note : undefined;
}

/** Somebody's order may be on its way to the site: wait for them, then look, and in no case buy. */
async function meet(met: Note, order: DeclaredOrder, context: OrderContext): Promise<PlacedOrder> {
  const { clock, timing } = context;
  const left = await waitForOwner(met, order, context);
  const isLeftByUs = left !== undefined && isOurs(left, order);
  if (left === undefined || (left.stage === "placed" && !isLeftByUs)) throw barred(met, left, order);
  const placed = await reconcile(
    {
      ...sentUnder(left, order),
      lookUntilMs: Math.min(clock.now() + timing.settleMs, left.expiresMs),
      isOurs: isLeftByUs,
      doubt: `an earlier run (process ${left.pid}) was ordering for this site, and this run only looked for its order.`,
    },
    context,
    order.log,
  );
  return { ...placed, knownOrderIds: new Set(left.knownOrderIds) };
}

/** The note once its owner no longer sends; undefined when it is gone. */
async function waitForOwner(
  met: Note,
  { log }: DeclaredOrder,
  { clock, notes, processes }: OrderContext,
): Promise<Note | undefined> {
  let note: Note | undefined = met;
  while (note?.stage === "sending" && note.pid !== processes.pid && isOwnerRunning(note, processes)) {
    log.progress(`another run (process ${note.pid} on ${note.host}) is ordering for this site; waiting for it`);
    await clock.sleep(1_000);
    note = await notes.living(met.account, met.edgeSiteId);
  }
  return note;
}

function barred(met: Note, left: Note | undefined, { name }: DeclaredOrder): RefusedError {
  const what =
    left?.orderId === undefined
      ? "Run again to see what it left."
      : `It placed order ${left.orderId}, which the service does not list yet. Run again after ${instant(left.expiresMs)}.`;
  return new RefusedError(
    `Refused to order for edge site ${met.edgeSiteId}: another run (process ${met.pid} on ${met.host}) was just ` +
      `ordering for it. ${what} ${nothingPlaced(name)}${left?.orderId === undefined ? "" : ` Order ${left.orderId} exists.`}`,
  );
}
