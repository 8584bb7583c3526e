import { type Clock, instantMs, looks } from "./clock.js";
import type { OrderContext } from "./order.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isLive } from "./status.js";

export interface Confirmation {
  /** Our order as the list shows it; absent while it is not listed. */
  readonly order?: DeliveryOrderRecord;
  /** Live orders of the site that are neither ours nor known from before the POST: a second writer slipped in. */
  readonly conflictingOrderIds: readonly string[];
}

/** What is known of our order. */
export interface PlacedOrderFacts {
  readonly id: string;
  readonly edgeSiteId: string;
  readonly createdAt: string | undefined;
  /** The site's orders before the POST. */
  readonly knownOrderIds: ReadonlySet<string>;
}

const CONFIRM_MS = 10_000;

/**
 * Step 8: lists until our order is seen, 10 s at most (`lookMs`; 0 = one look, however long that takes). Never fails: the
 * order exists, and `read` looks again.
 */
export async function confirm(
  { id, edgeSiteId, createdAt, knownOrderIds }: PlacedOrderFacts,
  { service, clock, memory }: Pick<OrderContext, "service" | "clock" | "memory">,
  { lookMs = CONFIRM_MS }: { lookMs?: number } = {},
): Promise<Confirmation> {
  let conflictingOrderIds: string[] = [];
  const deadlineMs = clock.now() + lookMs;
  for await (const _ of looks(clock, { firstMs: 500, longestMs: 4_000, deadlineMs })) {
    const bound = lookMs === 0 ? {} : { withinMs: Math.max(deadlineMs - clock.now(), 1_000) };
    const listing = await service.listDeliveryOrders(bound).catch(() => undefined);
    if (listing === undefined) continue;
    const ofSite = listing.orders.filter((order) => order.edgeSiteId === edgeSiteId);
    const ours = ofSite.find((order) => order.id === id);
    conflictingOrderIds = ofSite
      .filter((order) => order.id !== id && !knownOrderIds.has(order.id))
      .filter((order) => isLive(order.status, memory.statuses.lastStatus(order.id)))
      .filter((order) => isAtTheSameTime(order.createdAt, createdAt))
      .map((order) => order.id)
      .sort();
    if (ours !== undefined) return { order: ours, conflictingOrderIds };
  }
  return { conflictingOrderIds };
}

/** What was ordered long after ours knew of it: an expansion, and no conflict. */
function isAtTheSameTime(theirs: string | undefined, ours: string | undefined): boolean {
  const [theirsMs, oursMs] = [instantMs(theirs), instantMs(ours)];
  return theirsMs === undefined || oursMs === undefined || theirsMs <= oursMs + SAME_TIME_MS;
}

/** Whether an order placed at the same moment may still appear beside this one. */
export function isJustPlaced(createdAt: string | undefined, clock: Clock): boolean {
  const createdMs = instantMs(createdAt);
  return createdMs !== undefined && clock.now() <= createdMs + SAME_TIME_MS;
}

const SAME_TIME_MS = 10 * 60_000;
