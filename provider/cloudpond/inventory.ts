import { camelCased } from "./camelCase.js";
import {
  WireNetworkDeviceSpec,
  WireProductInfo,
  WireServerSpec,
  type NetworkDeviceSpec,
  type ProductInfo,
  type ServerSpec,
} from "./catalogue.js";
import { fieldsOf, Identifier, lenient, OptionalIdentifier, OptionalText, Quantity, Text } from "./wire.js";

// Delivered or ordered hardware as people look at it; `hardware.ts` reads of the same lists what a purchase depends on.

/** How a piece of hardware is billed. */
export interface ResourceMarketOptions {
  /** `prepaid` is the only documented value. */
  readonly chargeMode?: string;
  readonly prepaidOptions?: {
    /** Billing order number (`CS…`). */
    readonly orderId?: string;
    readonly productId?: string;
    readonly payMode?: string;
  };
}

/** Where a device stands. */
export interface RackLocation {
  readonly rackId?: string;
  /** Lowest rack unit that it takes. */
  readonly startIndex?: number;
  /** Rack units that it takes. */
  readonly unit?: number;
}

/** What is common to all hardware. */
interface Resource {
  readonly id: string;
  readonly name?: string;
  readonly edgeSiteId?: string;
  readonly productInfo?: ProductInfo;
  readonly marketOptions?: ResourceMarketOptions;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

interface Device extends Resource {
  /** Account id. */
  readonly domainId?: string;
  readonly offeringId: string;
  /** `PENDING_PAYMENT`, `DELIVERING`, `USING`, or a newer one. */
  readonly status: string;
  readonly location?: RackLocation;
}

/** A server of a site (ListServers). */
export interface SiteServer extends Device {
  readonly spec: ServerSpec;
}

/** A network device of a site (ListNetworkDevices). */
export interface SiteNetworkDevice extends Device {
  readonly spec: NetworkDeviceSpec;
}

/** A storage pool of a site (ListStoragePools). */
export interface SiteStoragePool extends Resource {
  readonly storageType: string;
  /** `CREATING`, `AVAILABLE`, `EXPANDING`, `PENDING_PAYMENT`, `FROZEN`, or a newer one. */
  readonly status: string;
  /** TB bought. */
  readonly assignedSize: number;
  /** Total capacity. */
  readonly capacity?: number;
  /** The pool into which this one will be merged: it is an expansion on its way. */
  readonly parentId?: string;
}

const COMMON = {
  id: Identifier,
  name: lenient(OptionalText),
  edge_site_id: lenient(OptionalIdentifier),
  product_info: lenient(WireProductInfo),
  market_options: lenient(
    fieldsOf({
      charge_mode: lenient(OptionalText),
      prepaid_options: lenient(
        fieldsOf({
          order_id: lenient(OptionalIdentifier),
          product_id: lenient(OptionalIdentifier),
          pay_mode: lenient(OptionalText),
        }),
      ),
    }),
  ),
  created_at: lenient(OptionalText),
  updated_at: lenient(OptionalText),
};

const DEVICE = {
  ...COMMON,
  domain_id: lenient(OptionalIdentifier),
  offering_id: Identifier,
  status: Text,
  location: lenient(
    fieldsOf({ rack_id: lenient(OptionalIdentifier), start_index: lenient(Quantity), unit: lenient(Quantity) }),
  ),
};

const WireServer = fieldsOf({ ...DEVICE, spec: lenient(WireServerSpec) });

const WireNetworkDevice = fieldsOf({ ...DEVICE, spec: lenient(WireNetworkDeviceSpec) });

const WireStoragePool = fieldsOf({
  ...COMMON,
  storage_type: Identifier,
  status: Text,
  assigned_size: Quantity,
  capacity: lenient(Quantity),
  parent_id: lenient(OptionalIdentifier),
});

/**
 * The lists of hardware in full: their names in the answers, and how their entries are read.
 * @internal
 */
export const SITE_SERVERS = {
  list: "servers",
  codec: WireServer,
  fromWire: (wire: (typeof WireServer)["_A"]): SiteServer => ({ spec: {}, ...camelCased(wire) }),
} as const;
/** @internal */
export const SITE_NETWORK_DEVICES = {
  list: "network_devices",
  codec: WireNetworkDevice,
  fromWire: (wire: (typeof WireNetworkDevice)["_A"]): SiteNetworkDevice => ({ spec: {}, ...camelCased(wire) }),
} as const;
/** @internal */
export const SITE_STORAGE_POOLS = {
  list: "storage_pools",
  codec: WireStoragePool,
  fromWire: (wire: (typeof WireStoragePool)["_A"]): SiteStoragePool => camelCased(wire),
} as const;
