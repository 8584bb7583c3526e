// The values that the API's pages document. Every enum stays open: the service may know newer ones, which pass as text.

/** How an order is charged (CreateDeliveryOrder, `charge_mode`). */
export const ChargeMode = {
  /** For a fixed period, paid as `payMode` says. The only documented value. */
  Prepaid: "prepaid",
} as const;
export type ChargeMode = (typeof ChargeMode)[keyof typeof ChargeMode] | (string & {});

/** The unit of `periodNum` (CreateDeliveryOrder, `period_type`). */
export const PeriodType = {
  /** Years. The only documented value. */
  Year: "year",
} as const;
export type PeriodType = (typeof PeriodType)[keyof typeof PeriodType] | (string & {});

/** When the money is paid (CreateDeliveryOrder, `pay_mode`). Which ones a site may use comes from ListSaleCycles. */
export const PayMode = {
  /** Everything up front. */
  Full: "FULL",
  /** Half up front. */
  Half: "HALF",
  /** Yearly. */
  PaidByYear: "PAID_BY_YEAR",
  /** Yearly, nothing up front. */
  ZeroPaidByYear: "ZERO_PAID_BY_YEAR",
  /** Monthly, nothing up front. */
  ZeroPaidByMonth: "ZERO_PAID_BY_MONTH",
} as const;
export type PayMode = (typeof PayMode)[keyof typeof PayMode] | (string & {});

/** What kind of discount an id stands for (CreateDeliveryOrder, `discounts[].type`). Digits, but text. */
export const DiscountType = {
  /** Promotional discount. */
  Promotional: "0",
  /** Commercial discount. */
  Commercial: "2",
  /** Discount that a partner authorised. */
  PartnerAuthorised: "3",
  /** Discount coupon. */
  Coupon: "300",
} as const;
export type DiscountType = (typeof DiscountType)[keyof typeof DiscountType] | (string & {});

/** What has become of an order (ShowDeliveryOrder, `status`). */
export const OrderStatus = {
  /** Approval, payment or delivery is under way. */
  Processing: "PROCESSING",
  /** The hardware is in place and waits for the customer's acceptance. */
  Accepting: "ACCEPTING",
  /** Delivered and accepted. The order's record may be deleted; its hardware and billing go on. */
  Success: "SUCCESS",
  /** Failed; nothing will be delivered. */
  Fail: "FAIL",
  /** Cancelled; nothing will be delivered. */
  Cancelled: "CANCELLED",
  /** The order's record was deleted, which says nothing of its hardware. */
  Deleted: "DELETED",
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus] | (string & {});
