/**
 * What the purchase needs from the CloudPond service, in the domain's own words. `provider/cloudpond` satisfies it by
 * shape; the order layer knows neither HTTP nor JSON.
 *
 * Reads may be repeated inside; their failures are thrown as {@link ServiceError}. `createDeliveryOrder` goes out
 * at most once and never throws: it answers with the evidence it has.
 */
export interface OrderService {
  /** Account and principal behind the credentials. The same for the life of this object, a renewed token included. */
  identify(): Promise<Identity>;
  /** The site, or undefined when the service itself says that there is none. */
  showEdgeSite(edgeSiteId: string): Promise<EdgeSite | undefined>;
  /**
   * Every order of the account, in any status: a complete walk (see `provider/cloudpond/paging.ts`). `withinMs` bounds
   * the whole walk, which then repeats nothing.
   */
  listDeliveryOrders(options?: { readonly withinMs?: number }): Promise<OrderListing>;
  /** The order, or undefined when the service's own 404 says so (never a gateway's or a proxy's). */
  showDeliveryOrder(id: string): Promise<DeliveryOrderRecord | undefined>;
  /** The same, for those who look at many orders: as it was in the last half minute, and after all that this process did. */
  recentDeliveryOrder(id: string): Promise<DeliveryOrderRecord | undefined>;
  /**
   * The billing order numbers on a site's hardware, as recent; undefined where they are not known without asking for it.
   * Never fails.
   */
  recentOrderNumbers(edgeSiteId: string): Promise<ReadonlySet<string> | undefined>;
  /** Complete walks over the hardware of one site or of one order. */
  listServers(filter: HardwareFilter): Promise<readonly DeviceRecord[]>;
  listNetworkDevices(filter: HardwareFilter): Promise<readonly DeviceRecord[]>;
  listStoragePools(filter: HardwareFilter): Promise<readonly StoragePoolRecord[]>;
  /**
   * Sends the order at most once: not at all when it takes longer than `sendBeforeMs` (an instant of the clock) to make the
   * request ready, because by then somebody else may take the site for free.
   */
  createDeliveryOrder(order: NewDeliveryOrder, options: { readonly sendBeforeMs: number }): Promise<CreateOutcome>;
  /** Deletes the record of a dead order; a record that is already gone is fine. */
  deleteDeliveryOrder(id: string): Promise<void>;
}

export interface Identity {
  /** Account id (`domain_id`). */
  readonly account: string;
  /** Who signs: an opaque text without secrets, equal for equal credentials (a renewed token counts as the same). */
  readonly principal: string;
}

/**
 * Exactly one of the two is given. A site's hardware may be read off a list of all sites' hardware; `isAlone` asks for this
 * site by itself.
 */
export type HardwareFilter =
  { readonly edgeSiteId: string; readonly isAlone?: boolean } | { readonly deliveryOrderId: string };

export interface EdgeSite {
  readonly id: string;
  readonly domainId: string;
  readonly name: string;
  /** `initial`, `deploying`, `available`, `unavailable`, or a newer one. */
  readonly status: string;
  /** Whether a list of all sites leaves it out, as lists of all sites' hardware then may, too. */
  readonly isUnlisted?: boolean;
}

export interface DeliveryOrderRecord {
  readonly id: string;
  readonly name?: string;
  readonly domainId: string;
  readonly status: string;
  readonly edgeSiteId: string;
  readonly effectedAt?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export interface OrderListing {
  readonly orders: readonly DeliveryOrderRecord[];
  /** The service's clock (its `Date` header) when the walk began, in ms since 1970; undefined where it sent none. */
  readonly serverTimeMs?: number;
  /** When the walk's first request was sent, by the local clock, where that was later than it was asked for. */
  readonly beganMs?: number;
}

/** A server or a network device. */
export interface DeviceRecord {
  readonly id: string;
  readonly offeringId: string;
  /** `PENDING_PAYMENT`, `DELIVERING`, `USING`, or a newer one. */
  readonly status: string;
  /** Billing order number (`market_options.prepaid_options.order_id`). */
  readonly orderNumber?: string;
}

export interface StoragePoolRecord {
  readonly id: string;
  readonly storageType: string;
  /** Bought size in TB (`assigned_size`). */
  readonly size: number;
  readonly status: string;
  /** Set while an expansion has not yet been merged into that pool. */
  readonly parentId?: string;
  readonly orderNumber?: string;
}

/** What is bought: the API's `CreateDeliveryOrderOption` in camelCase. */
export interface NewDeliveryOrder {
  readonly edgeSiteId: string;
  readonly servers?: readonly { readonly offeringId: string; readonly count: number }[];
  readonly networkDevices?: readonly { readonly offeringId: string; readonly count: number }[];
  readonly storagePools?: readonly { readonly storageType: string; readonly size: number }[];
  readonly marketOptions: {
    readonly chargeMode: string;
    readonly prepaidOptions: { readonly periodType: string; readonly periodNum: number; readonly payMode: string };
    readonly discounts?: readonly { readonly id?: string; readonly type?: string }[];
  };
}

/** What the service layer throws. */
export interface ServiceError extends Error {
  /** One technical line: operation · HTTP status, code, request id. */
  readonly technical: string;
  /** Whether a repetition may pass: no answer, a passing fault of the service, or too many calls. */
  readonly isPassing: boolean;
}

interface NotSent {
  readonly kind: "notSent";
  readonly isPermanent: boolean;
  readonly isHeldBack?: boolean;
  readonly error: ServiceError;
}

/** What became of the one POST, by the evidence at hand (purchase.ts, step 6). */
export type CreateOutcome =
  /** 2xx with an order id. */
  | { readonly kind: "placed"; readonly order: DeliveryOrderRecord; readonly orderIds: readonly string[] }
  /**
   * The connection never stood. `isPermanent`: a certificate or proxy fault that a repetition cannot mend. `isHeldBack`: it
   * was not tried, because the service takes so few requests that its turn did not come.
   */
  | NotSent
  /** Throttled by the gateway itself (APIGW.0308, APIG.0308). `retryAfterMs` is what the answer asks for, capped. */
  | { readonly kind: "throttled"; readonly retryAfterMs?: number; readonly error: ServiceError }
  /** APIGW.0307, and the token has been renewed for the same principal: a further POST may pass. */
  | { readonly kind: "tokenRenewed"; readonly error: ServiceError }
  /** The gateway's own refusal (other APIGW.01xx–03xx with 4xx): the service never saw the order. */
  | { readonly kind: "rejectedByGateway"; readonly error: ServiceError }
  /** 400, 401, 403, 404, 409, 413, 422 with the service's error body. */
  | { readonly kind: "rejectedByService"; readonly error: ServiceError }
  /** Everything else: it may have been executed. */
  | { readonly kind: "ambiguous"; readonly error: ServiceError };
