import { randomUUID } from "node:crypto";
import {
  type Attempt,
  errorOf,
  inDoubt,
  isHeldBack,
  isAnythingNew,
  lookOnce,
  pauseMs,
  reactionTo,
  reconcileAttempt,
  report,
} from "./attempt.js";
import { looks } from "./clock.js";
import { beliefOf, objections } from "./compare.js";
import { isSpent, meet, ownNote } from "./meet.js";
import { nothingPlaced, PURCHASES_FORBIDDEN, unknownWhether } from "./money.js";
import type { Note } from "./note.js";
import { type Observation, observe } from "./observe.js";
import { type DeclaredOrder, hashOf, linesOf, newOrderOf, type OrderContext } from "./order.js";
import { mayPass, RefusedError, sentenceOf, traceOf, UnknownOutcomeError } from "./orderError.js";
import type { PlacedOrder } from "./reconcile.js";
import { refusal } from "./refusal.js";

/** How long the credentials may take between the note and the POST. */
const PREPARATION_MS = 30_000;

/** How long an order goes on lining up at a service that takes few requests; a thousand others may stand in line as well. */
const LONGEST_LINE_MS = 3_600_000;

/**
 * Steps 3 to 7: observe, compare, leave a note, send once, and find out what became of it.
 * @throws {RefusedError} when nothing was placed; {UnknownOutcomeError} when nobody can say.
 */
export async function place(order: DeclaredOrder, context: OrderContext): Promise<PlacedOrder> {
  const { service, clock, notes, memory, allowPurchases } = context;
  const { inputs, log } = order;
  const patientUntilMs = clock.now() + LONGEST_LINE_MS;
  let last: Attempt | undefined;
  for (let posts = 0; ;) {
    log.progress(`looking at edge site ${inputs.edgeSiteId} and its orders`);
    const observation = await observeAgain(order, context, last);
    if (last === undefined) {
      const left = await ownNote(order, observation, context);
      if (left !== undefined) return meet(left, order, context);
    }
    const reasons = objections(beliefOf(inputs), observation);
    // What has changed on the site since a POST may come from that POST, whatever its answer said.
    const staleMs = staleForMs(observation, context);
    if (last?.wasUnsent === false && (reasons.length > 0 || isAnythingNew(last, observation.orders))) {
      return reconcileAttempt(last, order, context);
    }
    if (reasons.length > 0 || staleMs > 0) {
      if (last !== undefined) await notes.remove(last.note);
      throw reasons.length > 0 ? refused(reasons, observation, order, context) : tooSlow(staleMs, order);
    }
    if (!allowPurchases) throw purchasesForbidden(order);
    const sendBeforeMs = clock.now() + PREPARATION_MS;
    const note = noteOf(order, observation, sendBeforeMs, last, context);
    const living = await notes.leave(note, (found) => isSpent(found, observation, memory), observation.askedMs);
    if (living !== undefined) {
      if (last?.wasUnsent === false) return reconcileAttempt(last, order, context);
      return meet(living, order, context);
    }

    log.progress(`ordering for edge site ${inputs.edgeSiteId}`);
    const outcome = await service.createDeliveryOrder(newOrderOf(inputs), { sendBeforeMs });
    if (!isHeldBack(outcome) || clock.now() > patientUntilMs) posts += 1;
    const sent: Attempt = {
      note,
      outcome,
      wasUnsent: outcome.kind === "notSent" && last?.wasUnsent !== false,
      renewals: (last?.renewals ?? 0) + (outcome.kind === "tokenRenewed" ? 1 : 0),
    };

    if (outcome.kind === "placed" && !isAnothers(outcome.order.id, observation, order, context)) {
      const { order: record, orderIds } = outcome;
      await notes.amend({ ...note, stage: "placed", orderId: record.id });
      return { order: record, orderIds, knownOrderIds: new Set(note.knownOrderIds), isInferred: false };
    }
    switch (reactionTo(sent, posts)) {
      case "again":
        last = sent;
        await clock.sleep(pauseMs(outcome, posts));
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

/** An answer that names an order which was there before, or another resource's, is none to our POST. */
const isAnothers = (
  id: string,
  { isListed }: Observation,
  { resource }: DeclaredOrder,
  { memory }: OrderContext,
): boolean => isListed(id) || memory.isOwnedByAnother(id, resource);

/**
 * After a POST that was not executed, a failing look is repeated as long as its note lives, and leaves a doubt then; unless not
 * a byte was sent.
 */
async function observeAgain(
  { name, inputs: { edgeSiteId } }: DeclaredOrder,
  { service, memory, clock, notes }: OrderContext,
  last: Attempt | undefined,
): Promise<Observation> {
  let failure: unknown;
  const deadlineMs = last === undefined || last.wasUnsent ? clock.now() : last.note.expiresMs;
  for await (const _ of looks(clock, { firstMs: 1_000, longestMs: 15_000, deadlineMs })) {
    try {
      return await observe(service, memory.statuses, clock, { edgeSiteId, name });
    } catch (error) {
      failure = error;
      if (!mayPass(error)) break;
    }
  }
  if (last !== undefined && !last.wasUnsent) {
    await notes.amend(inDoubt(last.note));
    throw new UnknownOutcomeError(
      [
        `Ordering for edge site ${edgeSiteId} stopped: ${sentenceOf(errorOf(last.outcome))}`,
        // Not its sentence, which may advise to run again.
        `The look before a further try failed too (${traceOf(failure)}).`,
        unknownWhether(edgeSiteId, "the site could not be looked at again", last.note.expiresMs),
      ].join("\n"),
      { cause: failure },
    );
  }
  if (last !== undefined) await notes.remove(last.note);
  if (failure instanceof RefusedError) throw failure;
  throw new RefusedError(
    `Nothing was ordered for edge site ${edgeSiteId}, as what it holds could not be read: ${sentenceOf(failure)}\n` +
      nothingPlaced(name),
    { cause: failure },
  );
}

/**
 * How long a list took, when in that time somebody else may have bought and their note may have come and gone; else 0.
 * No note lives shorter than the preparation of its POST.
 */
function staleForMs({ askedMs }: Observation, { clock }: OrderContext): number {
  const tookMs = clock.now() - askedMs;
  return tookMs > PREPARATION_MS ? tookMs : 0;
}

const tooSlow = (tookMs: number, { name, inputs }: DeclaredOrder): RefusedError =>
  new RefusedError(
    `Refused to order for edge site ${inputs.edgeSiteId}: reading the order list took ${Math.round(tookMs / 1000)} ` +
      `seconds, in which somebody else may have ordered. Run again when the service answers faster.\n${nothingPlaced(name)}`,
  );

const purchasesForbidden = ({ name, inputs }: DeclaredOrder): RefusedError =>
  new RefusedError(
    `Refused to order for edge site ${inputs.edgeSiteId}: ${PURCHASES_FORBIDDEN}\n${nothingPlaced(name)}`,
  );

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
