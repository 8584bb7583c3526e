/** A documented value, or a newer one that the service knows: enums of the API stay open. */
export type Open<T extends string> = T | (string & {});

/**
 * How the money is paid (`pay_mode`, CreateDeliveryOrder). Which of them a site's zone and an offering allow is in
 * their sale cycles (ListSaleCycles, ListServerOfferings).
 */
export const PayMode = {
  /** All upfront. */
  Full: "FULL",
  /** Half upfront. */
  Half: "HALF",
  /** Yearly. */
  PaidByYear: "PAID_BY_YEAR",
  /** Yearly, nothing upfront. */
  ZeroPaidByYear: "ZERO_PAID_BY_YEAR",
  /** Monthly, nothing upfront. In the newer pages only. */
  ZeroPaidByMonth: "ZERO_PAID_BY_MONTH",
} as const;
export type PayMode = Open<(typeof PayMode)[keyof typeof PayMode]>;

/** How the order is billed (`charge_mode`, CreateDeliveryOrder). */
export const ChargeMode = {
  /** For a term of years; the only documented value. */
  Prepaid: "prepaid",
} as const;
export type ChargeMode = Open<(typeof ChargeMode)[keyof typeof ChargeMode]>;

/** Unit of the term (`period_type`, CreateDeliveryOrder). */
export const PeriodType = {
  /** Years; the only documented value. */
  Year: "year",
} as const;
export type PeriodType = Open<(typeof PeriodType)[keyof typeof PeriodType]>;

/** Kind of a discount (`discounts[].type`, CreateDeliveryOrder); a text although it looks like a number. */
export const DiscountType = {
  Promotional: "0",
  Commercial: "2",
  /** Authorised by a partner. */
  PartnerAuthorised: "3",
  Coupon: "300",
} as const;
export type DiscountType = Open<(typeof DiscountType)[keyof typeof DiscountType]>;

/** Kind of storage (`storage_type`, a `name` of ListStorageTypes). */
export const StorageType = {
  /** Ultra-high I/O. */
  Ssd: "SSD",
  /** High I/O. */
  Sas: "SAS",
} as const;
export type StorageType = Open<(typeof StorageType)[keyof typeof StorageType]>;

/** Where an order stands (`status`, ShowDeliveryOrder). */
export const OrderStatus = {
  /** Under way: approval, payment, delivery. */
  Processing: "PROCESSING",
  /** Waits for acceptance by the customer. */
  Accepting: "ACCEPTING",
  /** Delivered and accepted. */
  Success: "SUCCESS",
  /** Failed: nothing comes. */
  Fail: "FAIL",
  /** Cancelled: nothing comes. */
  Cancelled: "CANCELLED",
  /** The record is deleted, or was not found any more; its hardware may stand. */
  Deleted: "DELETED",
} as const;
export type OrderStatus = Open<(typeof OrderStatus)[keyof typeof OrderStatus]>;
