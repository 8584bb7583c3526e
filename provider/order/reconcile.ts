import { instantMs, looks } from "./clock.js";
import {
  compareLines,
  type Comparison,
  type Hardware,
  describeLines,
  listHardware,
  orderNumbersOf,
  shownLines,
} from "./lines.js";
import type { Lines } from "./lines.js";
import { unknownWhether } from "./money.js";
import type { OrderContext, OrderLog } from "./order.js";
import { traceOf, UnknownOutcomeError } from "./orderError.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isGone, isLive } from "./status.js";

/** An order that may have come from a POST whose answer nobody has. */
export interface Sent {
  readonly edgeSiteId: string;
  /** The resource (URN) for which it was sent. */
  readonly resource: string;
  readonly lines: Lines;
  /** The site's orders before the POST; undefined when nobody knows. */
  readonly knownOrderIds: ReadonlySet<string> | undefined;
  /** The service's clock just before the POST. */
  readonly serverTimeMs: number;
  /** Until when the POST's note bars the site. */
  readonly expiresMs: number;
  /** Until when to look. */
  readonly lookUntilMs: number;
  /** Whether an order found may become this resource's: false when somebody else's create left the note. */
  readonly isOurs: boolean;
  /** Why the outcome is in doubt. */
  readonly doubt: string;
  readonly cause?: unknown;
}

/** An order that exists and belongs to the resource. */
export interface Placed {
  readonly order: DeliveryOrderRecord;
  readonly orderIds: readonly string[];
}

/** The same, with what the site held before it. */
export interface PlacedOrder extends Placed {
  readonly knownOrderIds: ReadonlySet<string>;
  /** Found by looking, and not named by an answer: somebody else may have ordered the same, and ours may yet appear. */
  readonly isInferred: boolean;
  /** Placed by an earlier run, and not by this one. */
  readonly isTakenOver?: true;
}

interface Candidate {
  readonly order: DeliveryOrderRecord;
  readonly hardware: Hardware | undefined;
  readonly comparison: Comparison;
  /** Whether another resource of this process holds it. */
  readonly isOwned: boolean;
}

/** The service's clock may run this much behind the one that stamps orders. */
const GRACE_MS = 5_000;

/**
 * Step 7: looks for the order until the settle time is over, and takes it only when it is the only one that can be
 * ours and consists of exactly the lines that were sent.
 * @throws {UnknownOutcomeError} naming every order that may be it.
 */
export async function reconcile(sent: Sent, context: OrderContext, log: OrderLog): Promise<Placed> {
  const { service, clock } = context;
  let candidates: readonly Candidate[] = [];
  let trouble: unknown;
  for await (const _ of looks(clock, { firstMs: 1_000, longestMs: 15_000, deadlineMs: sent.lookUntilMs })) {
    log.progress(`looking whether the order for site ${sent.edgeSiteId} was placed`);
    try {
      const { orders } = await service.listDeliveryOrders();
      candidates = await Promise.all(
        orders.filter((order) => isNew(order, sent)).map((order) => examine(order, sent, context)),
      );
      trouble = undefined;
    } catch (error) {
      trouble = error;
      continue;
    }
    const matching = candidates.filter(({ comparison }) => comparison === "equal");
    const settled = candidates.every(({ comparison }) => comparison !== "incomplete");
    const [ours, another] = matching;
    if (sent.isOurs && settled && ours !== undefined && another === undefined) {
      return { order: ours.order, orderIds: orderNumbersOf(ours.hardware!) };
    }
  }
  throw unknownOutcome(sent, candidates, trouble);
}

/**
 * A new order of the site in any status: each is named, but only one placed after our sending can be taken. Where nobody
 * knows what was there before, only the time tells.
 */
function isNew(order: DeliveryOrderRecord, { edgeSiteId, knownOrderIds, serverTimeMs }: Sent): boolean {
  if (order.edgeSiteId !== edgeSiteId) return false;
  if (knownOrderIds !== undefined) return !knownOrderIds.has(order.id);
  const createdMs = instantMs(order.createdAt);
  return createdMs === undefined || createdMs >= serverTimeMs - GRACE_MS;
}

async function examine(order: DeliveryOrderRecord, sent: Sent, { service, memory }: OrderContext): Promise<Candidate> {
  const isOwned = memory.isOwnedByAnother(order.id, sent.resource);
  const hardware = await listHardware(service, { deliveryOrderId: order.id }).catch(() => undefined);
  const lines = hardware === undefined ? "incomplete" : compareLines(shownLines(hardware), sent.lines);
  return { order, hardware, comparison: isOwned ? "contradicting" : timed(order, sent, lines), isOwned };
}

/** One from before our sending is not ours; one without a readable time may be, but cannot be taken. */
function timed({ createdAt }: DeliveryOrderRecord, { serverTimeMs }: Sent, lines: Comparison): Comparison {
  const createdMs = instantMs(createdAt);
  if (createdMs === undefined) return lines === "equal" ? "incomplete" : lines;
  return createdMs >= serverTimeMs - GRACE_MS ? lines : "contradicting";
}

function unknownOutcome(sent: Sent, candidates: readonly Candidate[], trouble: unknown): UnknownOutcomeError {
  const found = candidates.map(({ order, hardware, isOwned }) => {
    const lines = hardware === undefined ? "its hardware could not be read" : describeLines(shownLines(hardware));
    // What is dead or deleted is refused to whoever adopts it.
    const isAdoptable = isLive(order.status) && !isGone(order.status);
    return (
      `  - order ${order.id} (${order.status}, created ${order.createdAt ?? "at an unknown time"}: ${lines}). ` +
      (isOwned
        ? "Another resource of this program holds it"
        : isAdoptable
          ? `If it is yours, set adoptOrderId: "${order.id}", which takes it over and buys nothing`
          : "It cannot be adopted")
    );
  });
  return new UnknownOutcomeError(
    [
      `Ordering for edge site ${sent.edgeSiteId} ended in doubt: ${sent.doubt}`,
      // Not its sentence, which may advise to run again.
      ...(trouble === undefined ? [] : [`The order list could not be read either (${traceOf(trouble)}).`]),
      ...(found.length === 0 ? [] : ["New orders of the site since then:", ...found]),
      unknownWhether(
        sent.edgeSiteId,
        found.length === 0 ? "none has appeared so far" : "the orders named above may or may not be this one",
        sent.expiresMs,
      ),
    ].join("\n"),
    { cause: sent.cause ?? trouble },
  );
}
