import { refuseControl } from "./refusal.js";

/** The documented statuses of an order. */
export const ORDER_STATUSES = ["PROCESSING", "ACCEPTING", "SUCCESS", "FAIL", "CANCELLED", "DELETED"] as const;

/** A documented status of an order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How far the hardware of an order has come. */
export type Progress = "ordered" | "delivering" | "delivered" | "abandoned";

interface StatusRule {
  /** Statuses that may follow. No page draws the state machine; this is the likely path. */
  readonly next: readonly OrderStatus[];
  /** Steps that the hardware takes on the way into this status; a skipped status leaves none of them out. */
  readonly progress: readonly Progress[];
  /** The user guide: only canceled, failed and successful orders can be deleted. */
  readonly isDeletable: boolean;
  /** An open order blocks its site under the one-order rule. */
  readonly isOpen: boolean;
}

const RULES: Readonly<Record<OrderStatus, StatusRule>> = {
  PROCESSING: {
    next: ["ACCEPTING", "SUCCESS", "FAIL", "CANCELLED", "DELETED"],
    progress: ["ordered"],
    isDeletable: false,
    isOpen: true,
  },
  ACCEPTING: {
    next: ["SUCCESS", "FAIL", "CANCELLED", "DELETED"],
    progress: ["ordered", "delivering"],
    isDeletable: false,
    isOpen: true,
  },
  SUCCESS: {
    next: ["DELETED"],
    progress: ["ordered", "delivering", "delivered"],
    isDeletable: true,
    isOpen: false,
  },
  FAIL: { next: ["DELETED"], progress: ["ordered", "abandoned"], isDeletable: true, isOpen: false },
  CANCELLED: { next: ["DELETED"], progress: ["ordered", "abandoned"], isDeletable: true, isOpen: false },
  DELETED: { next: [], progress: [], isDeletable: false, isOpen: false },
};

/** Whether the status is one of the documented ones. */
export function isDocumented(status: string): status is OrderStatus {
  return Object.hasOwn(RULES, status);
}

/** Whether the order is still running; a status that nobody knows counts as running. */
export function isOpen(status: string): boolean {
  return !isDocumented(status) || RULES[status].isOpen;
}

/** Whether nothing of the order will ever be delivered. */
export function isDead(status: string): boolean {
  return status === "FAIL" || status === "CANCELLED";
}

/** Whether DeleteDeliveryOrder may remove the record. */
export function isDeletable(status: string): boolean {
  return isDocumented(status) && RULES[status].isDeletable;
}

/** The hardware's steps on the way into a status; none for an undocumented status. */
export function progressInto(status: string): readonly Progress[] {
  return isDocumented(status) ? RULES[status].progress : [];
}

/**
 * Refuses a step that the lifecycle does not have. Undocumented statuses are always allowed, so that clients can be
 * shown a value that is newer than they are.
 *
 * @param lastDocumented the last documented status of the order, from which it goes on after an undocumented one
 */
export function assertStep(lastDocumented: OrderStatus, to: string): void {
  if (!isDocumented(to) || RULES[lastDocumented].next.includes(to)) return;
  const next = RULES[lastDocumented].next.join(", ");
  throw refuseControl(
    409,
    `an order that is ${lastDocumented} cannot become ${to}; ${next === "" ? "nothing follows" : `it can become ${next}`}, or an undocumented status`,
  );
}
