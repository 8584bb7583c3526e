import { instant } from "./clock.js";
import { listHardware, orderNumbersOf } from "./lines.js";
import { nothingPlaced } from "./money.js";
import { isOwnerRunning, type Note } from "./note.js";
import type { Observation } from "./observe.js";
import { type DeclaredOrder, hashOf, linesOf, type OrderContext } from "./order.js";
import { RefusedError } from "./orderError.js";
import { type PlacedOrder, reconcile, type Sent } from "./reconcile.js";
import { isDead, isGone, type StatusMemory } from "./status.js";

// Step 5, when a living note bars the site: somebody's order may be on its way, and in no case is another one bought.

/** What a note knows of its POST. */
export const sentUnder = (
  note: Note,
  { inputs, resource }: DeclaredOrder,
): Pick<Sent, "edgeSiteId" | "resource" | "lines" | "knownOrderIds" | "serverTimeMs" | "expiresMs"> => ({
  edgeSiteId: note.edgeSiteId,
  resource,
  lines: linesOf(inputs),
  knownOrderIds: note.unreadable === undefined ? new Set(note.knownOrderIds) : undefined,
  serverTimeMs: note.serverTimeMs,
  expiresMs: note.expiresMs,
});

/** A note has done its work when the list shows its order, or when the order was seen dead since. */
export function isSpent(note: Note, { orders }: Observation, { statuses }: OrderContext["memory"]): boolean {
  const { stage, orderId } = note;
  if (stage !== "placed" || orderId === undefined) return false;
  return orders.some(({ id }) => id === orderId) || wasSeenDead(orderId, statuses);
}

function wasSeenDead(orderId: string, statuses: StatusMemory): boolean {
  const lastStatus = statuses.lastStatus(orderId);
  return lastStatus !== undefined && isDead(lastStatus);
}

/** Not one whose order has come into other hands since: a renamed resource's name may be given to a new one. */
const isOurs = (
  { orderId, ...note }: Note,
  { resource, inputs }: DeclaredOrder,
  { memory }: Pick<OrderContext, "memory">,
): boolean =>
  note.resource === resource &&
  note.inputsHash === hashOf(inputs) &&
  !(orderId !== undefined && memory.isOwnedByAnother(orderId, resource));

/**
 * The note of an earlier run of this very purchase that never came into the state: its order, if any, is ours and no
 * reason to refuse. Not one whose order has died since, because that one may be bought anew.
 */
export async function ownNote(
  order: DeclaredOrder,
  { identity, site }: Observation,
  context: OrderContext,
): Promise<Note | undefined> {
  const { notes, memory } = context;
  const note = await notes.living(identity.account, site.id);
  if (note === undefined || !isOurs(note, order, context)) return undefined;
  const { orderId } = note;
  if (note.stage !== "placed" || orderId === undefined) return note;
  // The observation has remembered what every listed order is.
  return wasSeenDead(orderId, memory.statuses) ? undefined : note;
}

/** Waits for whoever left the note, then looks for their order. */
export async function meet(met: Note, order: DeclaredOrder, context: OrderContext): Promise<PlacedOrder> {
  const { clock, timing } = context;
  const left = await waitForOwner(met, order, context);
  const isLeftByUs = left !== undefined && isOurs(left, order, context);
  if (left === undefined || (left.stage === "placed" && !isLeftByUs)) throw barred(met, left, order);
  const noted = left.orderId === undefined || !isLeftByUs ? undefined : await takeNoted(left.orderId, left, context);
  if (noted !== undefined) return noted;
  const placed = await reconcile(
    {
      ...sentUnder(left, order),
      lookUntilMs: Math.min(clock.now() + timing.settleMs, left.expiresMs),
      isOurs: isLeftByUs,
      doubt: doubtOf(left),
    },
    context,
    order.log,
  );
  return { ...placed, knownOrderIds: new Set(left.knownOrderIds), isInferred: true, isTakenOver: true };
}

function doubtOf({ pid, orderId, unreadable }: Note): string {
  if (unreadable !== undefined) {
    return (
      `somebody may be ordering for this site, as notes about purchases cannot be read (${unreadable}). This run sent no ` +
      "order and only looked for one. Make them readable, or remove them when you know that nobody is ordering."
    );
  }
  return (
    `an earlier run (process ${pid}) was ordering for this site. This run sent no order and only looked for that one` +
    (orderId === undefined ? "." : `: ${orderId}, which that run was told and which is not shown now.`)
  );
}

/** The answer to the POST named this order, so it is ours whatever its hardware shows. */
async function takeNoted(
  orderId: string,
  { knownOrderIds }: Note,
  { service }: OrderContext,
): Promise<PlacedOrder | undefined> {
  const order = await service.showDeliveryOrder(orderId).catch(() => undefined);
  if (order === undefined || isGone(order.status)) return undefined;
  const orderIds = await listHardware(service, { deliveryOrderId: orderId }).then(orderNumbersOf, () => []);
  return { order, orderIds, knownOrderIds: new Set(knownOrderIds), isInferred: false, isTakenOver: true };
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
      : `It placed order ${left.orderId}, which is not listed: not yet, or not any more. Run again after ` +
        `${instant(left.expiresMs)}.`;
  return new RefusedError(
    `Refused to order for edge site ${met.edgeSiteId}: process ${met.pid} on ${met.host} was just ordering ` +
      `for it. ${what}\n${nothingPlaced(name)}`,
  );
}
