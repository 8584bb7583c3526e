import type * as t from "io-ts";
import { Identifier, OptionalIdentifier, optionalRecord, present, Quantity, record, Text } from "./wire.js";

/** The hardware of one site or of one order. */
export type HardwareFilter = { readonly edgeSiteId: string } | { readonly deliveryOrderId: string };

/** A server or a network device, as far as ordering needs it. */
export interface Device {
  readonly id: string;
  readonly offeringId: string;
  /** `PENDING_PAYMENT`, `DELIVERING`, `USING`, or a newer one. */
  readonly status: string;
  /** Billing order number (`market_options.prepaid_options.order_id`). */
  readonly orderNumber?: string;
}

/** A storage pool, as far as ordering needs it. */
export interface StoragePool {
  readonly id: string;
  readonly storageType: string;
  /** Bought size in TB (`assigned_size`); `capacity` is another number. */
  readonly size: number;
  /** `CREATING`, `AVAILABLE`, `EXPANDING`, `PENDING_PAYMENT`, `FROZEN`, or a newer one. */
  readonly status: string;
  /** The pool that this one will be merged into: it is an expansion on its way. */
  readonly parentId?: string;
  /** Billing order number (`market_options.prepaid_options.order_id`). */
  readonly orderNumber?: string;
}

const MarketOptions = optionalRecord({ prepaid_options: optionalRecord({ order_id: OptionalIdentifier }) });

const WireDevice = record({
  id: Identifier,
  edge_site_id: OptionalIdentifier,
  offering_id: Identifier,
  status: Text,
  market_options: MarketOptions,
});

const WirePool = record({
  id: Identifier,
  edge_site_id: OptionalIdentifier,
  storage_type: Identifier,
  assigned_size: Quantity,
  status: Text,
  parent_id: OptionalIdentifier,
  market_options: MarketOptions,
});

const deviceFrom = (wire: t.TypeOf<typeof WireDevice>): Device =>
  present({
    id: wire.id,
    offeringId: wire.offering_id,
    status: wire.status,
    orderNumber: wire.market_options?.prepaid_options?.order_id,
  });

const poolFrom = (wire: t.TypeOf<typeof WirePool>): StoragePool =>
  present({
    id: wire.id,
    storageType: wire.storage_type,
    size: wire.assigned_size,
    status: wire.status,
    parentId: wire.parent_id,
    orderNumber: wire.market_options?.prepaid_options?.order_id,
  });

/** The lists of hardware: their names in the answers, and how their entries are read. */
export const SERVERS = { list: "servers", codec: WireDevice, fromWire: deviceFrom } as const;
export const NETWORK_DEVICES = { list: "network_devices", codec: WireDevice, fromWire: deviceFrom } as const;
export const STORAGE_POOLS = { list: "storage_pools", codec: WirePool, fromWire: poolFrom } as const;
