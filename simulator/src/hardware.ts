import type { Offering } from "./catalogue.js";
import { newName } from "./identifiers.js";
import type { MarketOptions } from "./orderOption.js";
import type { Progress } from "./lifecycle.js";

/** The read side of `market_options`; `order_id` is the billing number. */
export interface ReadMarketOptions {
  readonly charge_mode: string;
  readonly prepaid_options: { readonly order_id: string; readonly product_id: string; readonly pay_mode: string };
  readonly strategies: readonly unknown[];
}

/** A server or network device as the service returns it. */
export interface DeviceRecord {
  readonly id: string;
  readonly domain_id: string;
  readonly edge_site_id: string;
  readonly name: string;
  status: string;
  readonly offering_id: string;
  readonly spec: unknown;
  readonly market_options: ReadMarketOptions | null;
  readonly product_info: unknown;
  location: { readonly rack_id: string; readonly start_index: number; readonly unit: number } | null;
  readonly created_at: string;
  updated_at: string;
}

/** A storage pool as the v2 API returns it; `parent_id` only while an expansion is in flight. */
export interface PoolRecord {
  readonly id: string;
  readonly domain_id: string;
  readonly name: string;
  readonly edge_site_id: string;
  readonly storage_type: string;
  status: string;
  assigned_size: number;
  capacity: number;
  readonly product_info: unknown;
  readonly market_options: ReadMarketOptions | null;
  readonly created_at: string;
  updated_at: string;
  readonly parent_id?: string;
}

/** A record with what the service knows about it and does not return. */
export interface Held<R> {
  readonly record: R;
  /** The delivery order that bought it; null for hardware older than the order API. */
  readonly deliveryOrderId: string | null;
  /** Simulated instant (elapsed reading) from which lists show it. */
  readonly visibleFrom: number;
}

/** Status of a device or pool by the progress of its order. "abandoned" records are removed instead. */
export const STATUS_BY_PROGRESS = {
  ordered: { device: "PENDING_PAYMENT", pool: "PENDING_PAYMENT" },
  delivering: { device: "DELIVERING", pool: "CREATING" },
  delivered: { device: "USING", pool: "AVAILABLE" },
} as const satisfies Partial<Record<Progress, { device: string; pool: string }>>;

/** `product_info` of block storage, in the form the offerings have. */
export function storageProductInfo(storageType: string): unknown {
  return {
    cloud_service_type: "hws.service.type.ies",
    resource_type: "hws.resource.type.ies.storage",
    resource_spec_code: `ies.blockstorage.${storageType.toLowerCase()}.gear1`,
  };
}

/** What a bought resource says about its billing. Without `pay_mode` the console's default (all upfront) is assumed. */
export function readMarketOptions(market: MarketOptions, billingNumber: string, productId: string): ReadMarketOptions {
  return {
    charge_mode: market.charge_mode,
    prepaid_options: {
      order_id: billingNumber,
      product_id: productId,
      pay_mode: market.prepaid_options.pay_mode ?? "FULL",
    },
    strategies: [],
  };
}

/** A device record of an offering. */
export function deviceRecord(
  kind: "server" | "network_device",
  offering: Offering,
  own: Pick<DeviceRecord, "id" | "domain_id" | "edge_site_id" | "status" | "market_options" | "created_at">,
): DeviceRecord {
  return {
    ...own,
    name: newName(kind),
    offering_id: offering.id,
    spec: offering.spec,
    product_info: offering.product_info,
    location: null,
    updated_at: own.created_at,
  };
}
