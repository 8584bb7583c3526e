import type { Offering } from "./catalogue.js";
import { microseconds, type Clock } from "./clock.js";
import {
  deviceRecord,
  readMarketOptions,
  STATUS_BY_PROGRESS,
  storageProductInfo,
  type DeviceRecord,
  type Held,
  type PoolRecord,
} from "./hardware.js";
import { newId, newName } from "./identifiers.js";
import type { Progress } from "./lifecycle.js";
import type { DeviceLine } from "./orderOption.js";
import type { OrderRecord } from "./orders.js";
import type { Seed, SeedDevice, SeedPool } from "./seed.js";

/** Where the seed brings hardware without an order, it is from this time. */
const OLD_HARDWARE = Date.UTC(2024, 3, 2, 11, 0, 0, 0);

type Kind = "servers" | "networkDevices";

const KINDS = {
  servers: { name: "server", offerings: "serverOfferings" },
  networkDevices: { name: "network_device", offerings: "networkDeviceOfferings" },
} as const;

/** All servers, network devices and storage pools of the account. */
export class Inventory {
  servers: Held<DeviceRecord>[] = [];
  networkDevices: Held<DeviceRecord>[] = [];
  storagePools: Held<PoolRecord>[] = [];

  constructor(
    private readonly seed: Seed,
    private readonly clock: Clock,
  ) {
    this.servers = seed.servers.map((device) => this.unclaimedDevice("servers", device));
    this.networkDevices = seed.networkDevices.map((device) => this.unclaimedDevice("networkDevices", device));
    this.storagePools = seed.storagePools.map((pool) => this.unclaimedPool(pool));
  }

  /** Writes the records of an accepted order, all of them unpaid. */
  order(order: OrderRecord, createdMs: number): void {
    const numbers = [...order.order_ids];
    const { servers, network_devices: networkDevices, storage_pools: pools } = order.lines;
    if (servers.length > 0) this.orderDevices("servers", order, servers, numbers.shift() ?? "", createdMs);
    if (networkDevices.length > 0) {
      this.orderDevices("networkDevices", order, networkDevices, numbers.shift() ?? "", createdMs);
    }
    const billingNumber = numbers.shift() ?? "";
    for (const { storage_type, size } of pools) {
      const parent = this.expandable(order.edge_site_id, storage_type);
      const record: PoolRecord = {
        id: newId(),
        domain_id: order.domain_id,
        name: newName("storage_pool"),
        edge_site_id: order.edge_site_id,
        storage_type,
        status: STATUS_BY_PROGRESS.ordered.pool,
        assigned_size: size,
        capacity: size,
        product_info: storageProductInfo(storage_type),
        market_options: readMarketOptions(order.lines.market_options, billingNumber, newId()),
        created_at: microseconds(createdMs),
        updated_at: microseconds(createdMs),
        ...(parent === undefined ? {} : { parent_id: parent.id }),
      };
      this.storagePools.push(this.hold(record, order.id));
    }
  }

  /** Moves the records of an order one step on. */
  progress(orderId: string, step: Progress, nowMs: number): void {
    if (step === "abandoned") {
      if (!this.seed.behaviour.keepPendingRecordsOfDeadOrders) this.dropUnpaid(orderId);
      return;
    }
    const status = STATUS_BY_PROGRESS[step];
    const at = microseconds(nowMs);
    for (const kind of ["servers", "networkDevices"] as const) {
      for (const { record } of this[kind].filter((held) => held.deliveryOrderId === orderId)) {
        if (record.status === status.device || rank(record.status) > rank(status.device)) continue;
        record.status = status.device;
        record.updated_at = at;
        if (step === "delivered") record.location = { rack_id: `rack-${record.edge_site_id}`, start_index: 1, unit: 1 };
      }
    }
    this.progressPools(orderId, step, at);
  }

  /** Whether a site holds anything besides PENDING_PAYMENT records of the given orders. */
  holdsBeyondUnpaidRecordsOf(siteId: string, orderIds: ReadonlySet<string>): boolean {
    return [...this.servers, ...this.networkDevices, ...this.storagePools].some(
      ({ record, deliveryOrderId }) =>
        record.edge_site_id === siteId &&
        !(record.status === "PENDING_PAYMENT" && deliveryOrderId !== null && orderIds.has(deliveryOrderId)),
    );
  }

  private progressPools(orderId: string, step: "ordered" | "delivering" | "delivered", at: string): void {
    for (const { record: pool } of this.storagePools.filter((held) => held.deliveryOrderId === orderId)) {
      const parent = this.storagePools.find(({ record }) => record.id === pool.parent_id)?.record;
      const status = STATUS_BY_PROGRESS[step].pool;
      if (rank(pool.status) >= rank(status)) continue;
      pool.status = status;
      pool.updated_at = at;
      if (parent === undefined) continue;
      parent.updated_at = at;
      if (step === "delivering") parent.status = "EXPANDING";
      else this.merge(pool, parent);
    }
  }

  /** The end of an expansion: the new record disappears and its size is the parent's. */
  private merge(pool: PoolRecord, parent: PoolRecord): void {
    parent.assigned_size += pool.assigned_size;
    parent.capacity += pool.capacity;
    this.storagePools = this.storagePools.filter(({ record }) => record !== pool);
    const isStillExpanding = this.storagePools.some(
      ({ record }) => record.parent_id === parent.id && record.status === "CREATING",
    );
    parent.status = isStillExpanding ? "EXPANDING" : "AVAILABLE";
  }

  private dropUnpaid(orderId: string): void {
    const isKept = ({ record, deliveryOrderId }: Held<{ status: string }>): boolean =>
      deliveryOrderId !== orderId || record.status !== "PENDING_PAYMENT";
    this.servers = this.servers.filter(isKept);
    this.networkDevices = this.networkDevices.filter(isKept);
    this.storagePools = this.storagePools.filter(isKept);
  }

  /** The pool that an order of this type would enlarge: one that stands or is being set up. */
  private expandable(siteId: string, type: string): PoolRecord | undefined {
    return this.storagePools
      .map(({ record }) => record)
      .find(
        (pool) =>
          pool.edge_site_id === siteId &&
          pool.storage_type === type &&
          pool.parent_id === undefined &&
          pool.status !== "PENDING_PAYMENT",
      );
  }

  private orderDevices(
    kind: Kind,
    order: OrderRecord,
    lines: readonly DeviceLine[],
    number: string,
    atMs: number,
  ): void {
    for (const { offering_id, count } of lines) {
      const offering = this.offering(kind, offering_id);
      const market = readMarketOptions(order.lines.market_options, number, newId());
      for (let index = 0; index < count; index++) {
        const record = deviceRecord(KINDS[kind].name, offering, {
          id: newId(),
          domain_id: order.domain_id,
          edge_site_id: order.edge_site_id,
          status: STATUS_BY_PROGRESS.ordered.device,
          market_options: market,
          created_at: microseconds(atMs),
        });
        this[kind].push(this.hold(record, order.id));
      }
    }
  }

  private unclaimedDevice(kind: Kind, device: SeedDevice): Held<DeviceRecord> {
    const record = deviceRecord(KINDS[kind].name, this.offering(kind, device.offering_id), {
      id: device.id,
      domain_id: this.seed.account.id,
      edge_site_id: device.edge_site_id,
      status: device.status ?? "USING",
      market_options: null,
      created_at: microseconds(OLD_HARDWARE),
    });
    return { record, deliveryOrderId: null, visibleFrom: 0 };
  }

  private unclaimedPool(pool: SeedPool): Held<PoolRecord> {
    const record: PoolRecord = {
      id: pool.id,
      domain_id: this.seed.account.id,
      name: newName("storage_pool"),
      edge_site_id: pool.edge_site_id,
      storage_type: pool.storage_type,
      status: pool.status ?? "AVAILABLE",
      assigned_size: pool.size,
      capacity: pool.size,
      product_info: storageProductInfo(pool.storage_type),
      market_options: null,
      created_at: microseconds(OLD_HARDWARE),
      updated_at: microseconds(OLD_HARDWARE),
    };
    return { record, deliveryOrderId: null, visibleFrom: 0 };
  }

  private offering(kind: Kind, id: string): Offering {
    const offering = this.seed[KINDS[kind].offerings].find((candidate) => candidate.id === id);
    if (offering === undefined) throw new Error(`offering ${id} has passed the rules and is not in the catalogue`);
    return offering;
  }

  private hold<R>(record: R, deliveryOrderId: string): Held<R> {
    return { record, deliveryOrderId, visibleFrom: this.clock.elapsed() + this.seed.behaviour.deviceVisibilityDelayMs };
  }
}

/** How far a device or pool has come; records never go back. */
function rank(status: string): number {
  return Object.values(STATUS_BY_PROGRESS).findIndex(({ device, pool }) => device === status || pool === status);
}
