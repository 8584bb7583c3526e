import type * as pulumi from "@pulumi/pulumi";
import type { ChargeMode, DiscountType, PayMode, PeriodType, StorageType } from "./order/enums.js";

// What a program declares, in the words of the API's tables (CreateDeliveryOrder,
// https://support.huaweicloud.com/intl/en-us/api-cloudpond/CreateDeliveryOrder.html), in camelCase.

/**
 * What to buy for one edge site and how to pay.
 *
 * At least one of `servers`, `networkDevices` and `storagePools` must hold an item. Whatever is wrong is shown by the
 * preview, all of it at once, each with its path. Keys that are no inputs are refused, at any depth.
 *
 * Changing what is bought (`edgeSiteId`, `servers`, `networkDevices`, `storagePools`, `marketOptions`) fails the preview
 * while the order is live, because the API cannot change an order, and replaces a dead order (`CANCELLED`, `FAIL`).
 * The order of list items does not matter.
 */
export interface DeliveryOrderArgs {
  /**
   * Id of the edge site that receives the hardware (ListEdgeSites; console: CloudPond, Edge Sites). It must belong to
   * the account of the credentials. A first order needs the site in status `initial`.
   */
  edgeSiteId: pulumi.Input<string>;
  /** Servers to buy. Default none. */
  servers?: pulumi.Input<pulumi.Input<ServerArgs>[]>;
  /** Network devices to buy. Default none. */
  networkDevices?: pulumi.Input<pulumi.Input<NetworkDeviceArgs>[]>;
  /** Storage to buy. Default none. */
  storagePools?: pulumi.Input<pulumi.Input<StoragePoolArgs>[]>;
  /** How the order is billed. */
  marketOptions: pulumi.Input<MarketOptionsArgs>;
  /**
   * Buys additional hardware for a site that has some: id of the site's newest order. Passes only while that is the
   * newest, every order of the site is `SUCCESS`, the site is `available` and all its hardware belongs to its orders.
   * Default: this is the site's first order. Counts for the purchase only; changing it later changes nothing.
   */
  afterOrderId?: pulumi.Input<string>;
  /**
   * Says that a person has looked at the site and that the order is right although a rule objects: the token that the
   * refusal printed. It is a hash of what the site holds, so it stops passing when anything changes and is spent by the
   * purchase. Never passes beside an order in `PROCESSING` or `ACCEPTING`. Not beside `afterOrderId`. Counts for the
   * purchase only; changing it later changes nothing.
   */
  siteRevision?: pulumi.Input<string>;
  /**
   * Takes an existing order over and buys nothing: the order's id. It must be live, belong to this site and account, be
   * held by no other resource, and show nothing but the declared items in the declared quantities. Term and payment cannot be
   * read, so they are taken as declared. Not beside `afterOrderId` or `siteRevision`.
   * Removing it later changes nothing; naming another order is refused while the order held is live.
   */
  adoptOrderId?: pulumi.Input<string>;
  /**
   * The most that the order may cost at once. A new order whose price is higher is refused in the preview, and so is one
   * whose price cannot be had: no credentials for it, no answer, another currency, a way of paying that the billing
   * service does not rate. The price is the billing service's official one, without discounts (ListRateOnPeriodDetail, see
   * `getPrice`). Default: no limit, and nothing is asked. Counts for the purchase only, and not with `adoptOrderId`;
   * changing it later changes nothing.
   */
  maxUpfront?: pulumi.Input<MaxUpfrontArgs>;
  /**
   * Waits after the purchase until the order is in this status (or `SUCCESS`), at most for `customTimeouts.create`,
   * default 30 minutes. Deliveries take weeks or months. A wait that ends too early is shown as an error, keeps the
   * order, and goes on with the next `pulumi up` (for `customTimeouts.update`). Default: no wait.
   */
  waitForStatus?: pulumi.Input<"ACCEPTING" | "SUCCESS">;
}

/** Servers of one offering (`ServerOption`). */
export interface ServerArgs {
  /** Id of the offering (ListServerOfferings), sold in the site's zone. */
  offeringId: pulumi.Input<string>;
  /** How many; a whole number of at least 1. */
  count: pulumi.Input<number>;
}

/** Network devices of one offering (`NetworkDeviceOption`). */
export interface NetworkDeviceArgs {
  /** Id of the offering (ListNetworkDeviceOfferings), sold in the site's zone. */
  offeringId: pulumi.Input<string>;
  /** How many; a whole number of at least 1. */
  count: pulumi.Input<number>;
}

/** Storage of one type (`StorageOption`). */
export interface StoragePoolArgs {
  /** Name of the type (ListStorageTypes), such as `SSD` (ultra-high I/O) or `SAS` (high I/O). */
  storageType: pulumi.Input<StorageType>;
  /**
   * TB to buy; a whole number of at least 1, on the type's step or among its supported capacities (ListStorageTypes).
   * **Added** to the pool where the site already has one of that type.
   */
  size: pulumi.Input<number>;
}

/** Billing of the order (`MarketCreateOption`). */
export interface MarketOptionsArgs {
  /** How it is billed. Default `prepaid`, the only documented value. */
  chargeMode?: pulumi.Input<ChargeMode>;
  /** Term and payment. */
  prepaidOptions: pulumi.Input<PrepaidOptionsArgs>;
  /** Discounts to use. Default none. */
  discounts?: pulumi.Input<pulumi.Input<DiscountArgs>[]>;
}

/** Term and payment of a prepaid order (`PrepaidCreateOption`). */
export interface PrepaidOptionsArgs {
  /** Unit of the term. Default `year`, the only documented value. */
  periodType?: pulumi.Input<PeriodType>;
  /** Length of the term in years, one that ListSaleCycles offers; a whole number of at least 1. */
  periodNum: pulumi.Input<number>;
  /**
   * How the money is paid: `FULL` all upfront, `HALF` half upfront, `PAID_BY_YEAR` yearly, `ZERO_PAID_BY_YEAR` yearly
   * with nothing upfront, `ZERO_PAID_BY_MONTH` monthly with nothing upfront, or a newer value. Optional in the API,
   * required here: how money is paid is never filled in. It cannot be changed later.
   */
  payMode: pulumi.Input<PayMode>;
}

/** One discount (`Discount`). The pages do not say where to get one before ordering. */
export interface DiscountArgs {
  /** Id of the discount; passed through as it is. */
  id?: pulumi.Input<string>;
  /** Kind: `"0"` promotional, `"2"` commercial, `"3"` partner-authorised, `"300"` coupon, or a newer one; a text. */
  type?: pulumi.Input<DiscountType>;
}

/** An amount that must not be exceeded. */
export interface MaxUpfrontArgs {
  /** At least 0, with at most two decimals; in units of the currency. */
  amount: pulumi.Input<number>;
  /** Currency in which the account is billed, as ISO 4217 writes it: `CNY`, `USD`, `EUR`. */
  currency: pulumi.Input<string>;
}

/** What is known of an order that is read with `DeliveryOrder.get`; all of it optional. */
export interface DeliveryOrderState extends Partial<DeliveryOrderArgs> {
  /** Billing order numbers. */
  orderIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Account that ordered. When it is given, the credentials must belong to it. */
  domainId?: pulumi.Input<string>;
}

/** Resolved {@link ServerArgs}. */
export type Server = pulumi.Unwrap<ServerArgs>;
/** Resolved {@link NetworkDeviceArgs}. */
export type NetworkDevice = pulumi.Unwrap<NetworkDeviceArgs>;
/** Resolved {@link StoragePoolArgs}. */
export type StoragePool = pulumi.Unwrap<StoragePoolArgs>;
/** Resolved {@link DiscountArgs}. */
export type Discount = pulumi.Unwrap<DiscountArgs>;
/** Resolved {@link MaxUpfrontArgs}. */
export type MaxUpfront = pulumi.Unwrap<MaxUpfrontArgs>;
/** Resolved {@link PrepaidOptionsArgs}, with its defaults. */
export type PrepaidOptions = pulumi.Unwrap<PrepaidOptionsArgs> & { periodType: PeriodType };
/** Resolved {@link MarketOptionsArgs}, with its defaults. */
export type MarketOptions = Omit<pulumi.Unwrap<MarketOptionsArgs>, "prepaidOptions"> & {
  chargeMode: ChargeMode;
  prepaidOptions: PrepaidOptions;
};
