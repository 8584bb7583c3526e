import { OrderStatus } from "./enums.js";
import type { DeliveryOrderRecord } from "./service.js";

/**
 * What a status says about money and hardware.
 * - `dead`: nothing comes and nothing is owed; the record may be deleted.
 * - `open`: on its way; nothing may be bought beside it.
 * - `done`: delivered and accepted; the site may be expanded.
 * - `gone`: the record is deleted, which says nothing of the hardware.
 */
type Meaning = "dead" | "open" | "done" | "gone";

/** The documented values (ShowDeliveryOrder). A newer one is taken as `open`, because that forbids most. */
const MEANINGS: Readonly<Record<(typeof OrderStatus)[keyof typeof OrderStatus], Meaning>> = {
  PROCESSING: "open",
  ACCEPTING: "open",
  SUCCESS: "done",
  FAIL: "dead",
  CANCELLED: "dead",
  DELETED: "gone",
};

const meaningOf = (status: string): Meaning =>
  Object.hasOwn(MEANINGS, status) ? MEANINGS[status as keyof typeof MEANINGS] : "open";

export const DELETED = OrderStatus.Deleted;

export const isDead = (status: string): boolean => meaningOf(status) === "dead";
export const isDone = (status: string): boolean => meaningOf(status) === "done";
export const isGone = (status: string): boolean => meaningOf(status) === "gone";

/** The two statuses beside which nothing may be bought, not even by a person who has looked. */
export const isInProgress = (status: string): boolean => status === "PROCESSING" || status === "ACCEPTING";

/**
 * Whether hardware may stand behind an order. A deleted record counts as dead only if it was last seen dead: SUCCESS
 * records may be deleted too, and "the associated resources will not be deleted" (user guide, ies_02_0903).
 */
export function isLive(status: string, lastStatus?: string): boolean {
  if (isGone(status)) return lastStatus === undefined || !isDead(lastStatus);
  return !isDead(status);
}

/** A dead order whose record is gone. */
export interface BuriedOrder {
  readonly id: string;
  readonly hardwareIds: readonly string[];
}

/**
 * The last status in which this process saw each order before its record was deleted. A dead order is deleted just
 * before its replacement is bought, and where the service keeps showing the record as DELETED this is the only
 * evidence that nothing stands behind it.
 */
export class StatusMemory {
  private readonly statuses = new Map<string, string>();
  private readonly graves = new Map<string, readonly BuriedOrder[]>();

  /** Remembers what is seen; a deleted record keeps the status it had before. */
  see(record: Pick<DeliveryOrderRecord, "id" | "status">): void {
    if (!isGone(record.status)) this.statuses.set(record.id, record.status);
  }

  lastStatus(id: string): string | undefined {
    return this.statuses.get(id);
  }

  /** Remembers a dead order whose record is deleted by this process, with the hardware records it may leave behind. */
  bury(edgeSiteId: string, order: BuriedOrder): void {
    this.graves.set(edgeSiteId, [...this.buried(edgeSiteId), order]);
  }

  buried(edgeSiteId: string): readonly BuriedOrder[] {
    return this.graves.get(edgeSiteId) ?? [];
  }
}
