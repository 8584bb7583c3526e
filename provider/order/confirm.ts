import { looks } from "./clock.js";
import type { OrderContext } from "./order.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isLive } from "./status.js";

export interface Confirmation {
  /** Our order as the list shows it; absent while it is not listed. */
  readonly order?: DeliveryOrderRecord;
  /** Live orders of the site that are neither ours nor known from before the POST: a second writer slipped in. */
  readonly conflictingOrderIds: readonly string[];
}

const CONFIRM_MS = 10_000;

/**
 * Step 8: lists until our order is seen, 10 s at most (`lookMs`; 0 = one look, however long that takes). Never fails: the
 * order exists, and `read` looks again.
 */
export async function confirm(
  { id, edgeSiteId, knownOrderIds }: { id: string; edgeSiteId: string; knownOrderIds: ReadonlySet<string> },
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
    conflictingOrderIds = ofSite
      .filter((order) => order.id !== id && !knownOrderIds.has(order.id))
      .filter((order) => isLive(order.status, memory.statuses.lastStatus(order.id)))
      .map((order) => order.id)
      .sort();
    const ours = ofSite.find((order) => order.id === id);
    if (ours !== undefined) return { order: ours, conflictingOrderIds };
  }
  return { conflictingOrderIds };
}
