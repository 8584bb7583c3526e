import { looks } from "./clock.js";
import type { OrderContext, OrderLog } from "./order.js";
import { technicalOf } from "./orderError.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isDead, isDone, isGone } from "./status.js";

/** The statuses that can be waited for. */
export type AwaitedStatus = "ACCEPTING" | "SUCCESS";

export const isReached = (status: string, awaited: AwaitedStatus): boolean => status === awaited || isDone(status);

export interface Wait {
  readonly isReached: boolean;
  /** The order as last seen. */
  readonly order?: DeliveryOrderRecord;
  /** What was seen, in order of first sight: "PROCESSING ×41, ListDeliveryOrders · HTTP 403 ×3". */
  readonly seen: string;
}

/** Looks at the order, ever more rarely, until it has the status, can no longer reach it, or the time is over. */
export async function wait(
  id: string,
  awaited: AwaitedStatus,
  timeoutMs: number,
  { service, clock }: Pick<OrderContext, "service" | "clock">,
  log: OrderLog,
): Promise<Wait> {
  const seen = new Map<string, number>();
  let order: DeliveryOrderRecord | undefined;
  const summary = (): string => [...seen].map(([what, times]) => `${what} ×${times}`).join(", ");
  for await (const _ of looks(clock, { firstMs: 5_000, longestMs: 300_000, deadlineMs: clock.now() + timeoutMs })) {
    const what = await service.showDeliveryOrder(id).then(
      (shown) => {
        order = shown ?? order;
        return shown?.status ?? "not found";
      },
      (error: unknown) => technicalOf(error) ?? "unreadable",
    );
    seen.set(what, (seen.get(what) ?? 0) + 1);
    if (order !== undefined && isReached(order.status, awaited)) return { isReached: true, order, seen: summary() };
    if (order !== undefined && (isDead(order.status) || isGone(order.status))) break;
    log.progress(`waiting until order ${id} is ${awaited} (now ${what})`);
  }
  return { isReached: false, ...(order === undefined ? {} : { order }), seen: summary() };
}
