import type { OrderLines } from "./orderOption.js";
import type { OrderStatus } from "./lifecycle.js";

/** An accepted order; kept for ever, so that a test can count what was bought. */
export interface OrderRecord {
  readonly id: string;
  readonly name: string;
  readonly domain_id: string;
  readonly edge_site_id: string;
  /** Current status; stays what it was when the record is deleted. */
  status: string;
  /** The last status that the API documents: an undocumented one does not move the hardware. */
  lastDocumented: OrderStatus;
  readonly lines: OrderLines;
  readonly order_ids: readonly string[];
  readonly created_at: string;
  updated_at: string;
  /** Set when the order becomes SUCCESS: billing starts when the hardware is accepted. */
  effected_at: string | null;
  deleted: boolean;
  /** Simulated instant (elapsed reading) from which the list shows it. */
  readonly visibleFrom: number;
}

/** SimpleDeliveryOrder, with the `name` that the published example has. */
export function simpleOrder(order: OrderRecord): unknown {
  const { id, name, domain_id, edge_site_id, created_at, updated_at } = order;
  return { id, name, domain_id, status: readStatus(order), edge_site_id, created_at, updated_at };
}

/** DeliveryOrder as list and show return it: no lines, no billing options, no billing numbers. */
export function deliveryOrder(order: OrderRecord): unknown {
  const { id, name, domain_id, edge_site_id, effected_at, created_at, updated_at } = order;
  const effected = effected_at === null ? {} : { effected_at };
  return { id, name, domain_id, status: readStatus(order), edge_site_id, ...effected, created_at, updated_at };
}

/** What the control API tells of an order. */
export function ledgerEntry(order: OrderRecord): unknown {
  const { id, name, edge_site_id, status, lines, order_ids, created_at, deleted } = order;
  return { id, name, edge_site_id, status, ...lines, order_ids, created_at, deleted };
}

function readStatus(order: OrderRecord): string {
  return order.deleted ? "DELETED" : order.status;
}
