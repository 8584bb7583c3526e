import type { DeliveryOrderInputs } from "../../../provider/order/inputs.js";
import { ProcessMemory } from "../../../provider/order/memory.js";
import { NoteFiles } from "../../../provider/order/noteFiles.js";
import { noteFolderAt } from "../../../provider/order/noteFolder.js";
import type { DeclaredOrder, OrderContext } from "../../../provider/order/order.js";
import type {
  CreateOutcome,
  DeliveryOrderRecord,
  DeviceRecord,
  EdgeSite,
  HardwareFilter,
  NewDeliveryOrder,
  OrderService,
  ServiceError,
  StoragePoolRecord,
} from "../../../provider/order/service.js";

export const ACCOUNT = "account-1";
export const SITE = "site-1";

/** More than any purchase sleeps: whoever goes on after that would wait for ever, and is told so instead of hanging. */
const MOST_SLEEPS = 10_000;

/** Virtual time: a sleep is over at once and moves the clock. */
export class FakeClock {
  ms = Date.parse("2026-06-12T08:00:00Z");
  slept: number[] = [];
  now = (): number => this.ms;
  sleep = (ms: number): Promise<void> => {
    if (this.slept.length >= MOST_SLEEPS) return Promise.reject(new Error(`slept ${MOST_SLEEPS} times`));
    this.slept.push(ms);
    this.ms += ms;
    return Promise.resolve();
  };
}

export function serviceError(
  message: string,
  technical = "Operation · no answer",
  { isPassing = false } = {},
): ServiceError {
  return Object.assign(new Error(message), { technical, isPassing });
}

interface StoredOrder extends DeliveryOrderRecord {
  readonly servers: DeviceRecord[];
  readonly networkDevices: DeviceRecord[];
  readonly storagePools: StoragePoolRecord[];
  /** From when on the list shows it. */
  readonly visibleMs: number;
}

type Outcome = Exclude<CreateOutcome["kind"], "placed">;

/** What the service makes of one POST. `executed`: whether an order comes of it, whatever the answer says. */
export type Reaction =
  | { readonly kind: "placed"; readonly listDelayMs?: number; readonly status?: string }
  | {
      readonly kind: Outcome;
      readonly executed?: boolean;
      readonly listDelayMs?: number;
      readonly isPermanent?: boolean;
      readonly isHeldBack?: boolean;
    };

/** A CloudPond in memory, at the level of the order layer's port. */
export class FakeService implements OrderService {
  site: EdgeSite | undefined = { id: SITE, domainId: ACCOUNT, name: "Berlin", status: "initial" };
  readonly orders: StoredOrder[] = [];
  /** Hardware that no order claims. */
  readonly loose: DeviceRecord[] = [];
  readonly posts: NewDeliveryOrder[] = [];
  readonly deleted: string[] = [];
  readonly calls: string[] = [];
  reactions: Reaction[] = [];
  /** Thrown by the operation as often as it is listed here. */
  failures: { operation: string; error: ServiceError }[] = [];
  account = ACCOUNT;
  /** Runs before an operation answers: somebody else acting in between. */
  meanwhile: (operation: string) => void = () => undefined;

  constructor(readonly clock: FakeClock) {}

  identify = (): Promise<{ account: string; principal: string }> =>
    this.answer("identify", () => ({ account: this.account, principal: "ak:1" }));

  showEdgeSite = (id: string): Promise<EdgeSite | undefined> =>
    this.answer("showEdgeSite", () => (this.site?.id.toLowerCase() === id.toLowerCase() ? this.site : undefined));

  listDeliveryOrders = (): Promise<{ orders: DeliveryOrderRecord[]; serverTimeMs: number }> =>
    this.answer("listDeliveryOrders", () => ({
      orders: this.orders.filter(({ visibleMs }) => visibleMs <= this.clock.ms).map(recordOf),
      serverTimeMs: this.clock.ms,
    }));

  showDeliveryOrder = (id: string): Promise<DeliveryOrderRecord | undefined> =>
    this.answer("showDeliveryOrder", () => {
      const order = this.orders.find((candidate) => candidate.id === id);
      return order === undefined ? undefined : recordOf(order);
    });

  /** What lists of many orders say, where somebody has read any. */
  recentNumbers: ReadonlySet<string> | undefined;

  recentDeliveryOrder = (id: string): Promise<DeliveryOrderRecord | undefined> => this.showDeliveryOrder(id);

  recentOrderNumbers = (): Promise<ReadonlySet<string> | undefined> => Promise.resolve(this.recentNumbers);

  listServers = (filter: HardwareFilter): Promise<DeviceRecord[]> =>
    this.answer("listServers", () => [
      ...this.matching(filter).flatMap(({ servers }) => servers),
      ...("edgeSiteId" in filter ? this.loose : []),
    ]);

  listNetworkDevices = (filter: HardwareFilter): Promise<DeviceRecord[]> =>
    this.answer("listNetworkDevices", () => this.matching(filter).flatMap(({ networkDevices }) => networkDevices));

  listStoragePools = (filter: HardwareFilter): Promise<StoragePoolRecord[]> =>
    this.answer("listStoragePools", () => this.matching(filter).flatMap(({ storagePools }) => storagePools));

  deleteDeliveryOrder = (id: string): Promise<void> =>
    this.answer("deleteDeliveryOrder", () => {
      this.deleted.push(id);
      const at = this.orders.findIndex((order) => order.id === id);
      if (at >= 0) this.orders.splice(at, 1);
    });

  createDeliveryOrder = (order: NewDeliveryOrder): Promise<CreateOutcome> =>
    this.answer("createDeliveryOrder", () => {
      this.posts.push(order);
      this.clock.ms += 1_000;
      const reaction: Reaction = this.reactions.shift() ?? { kind: "placed" };
      if (reaction.kind === "placed") {
        const placed = this.add(order, { status: reaction.status, listDelayMs: reaction.listDelayMs });
        return { kind: "placed", order: recordOf(placed), orderIds: ["CS1"] };
      }
      if (reaction.executed === true) this.add(order, { listDelayMs: reaction.listDelayMs });
      const error = serviceError(`the answer was: ${reaction.kind}.`, `CreateDeliveryOrder · ${reaction.kind}`);
      return reaction.kind === "notSent"
        ? {
            kind: "notSent",
            isPermanent: reaction.isPermanent ?? false,
            isHeldBack: reaction.isHeldBack ?? false,
            error,
          }
        : { kind: reaction.kind, error };
    });

  /** An order that exists, however it came about. */
  add(
    order: Pick<NewDeliveryOrder, "edgeSiteId" | "servers" | "networkDevices" | "storagePools">,
    {
      status = "PROCESSING",
      listDelayMs = 0,
      id = `order-${this.orders.length + 1}`,
      createdMs = this.clock.ms,
    }: {
      status?: string | undefined;
      listDelayMs?: number | undefined;
      id?: string;
      createdMs?: number;
    } = {},
  ): StoredOrder {
    const deviceStatus = status === "SUCCESS" ? "USING" : "PENDING_PAYMENT";
    const devices = (items: NewDeliveryOrder["servers"], kind: string): DeviceRecord[] =>
      (items ?? []).flatMap(({ offeringId, count }) =>
        Array.from({ length: count }, (_, index) => ({
          id: `${id}-${kind}-${offeringId}-${index}`,
          offeringId,
          status: deviceStatus,
          orderNumber: `CS-${id}`,
        })),
      );
    const stored: StoredOrder = {
      id,
      name: `delivery_order-${id}`,
      domainId: ACCOUNT,
      edgeSiteId: order.edgeSiteId,
      status,
      createdAt: new Date(createdMs).toISOString(),
      servers: devices(order.servers, "server"),
      networkDevices: devices(order.networkDevices, "network"),
      storagePools: (order.storagePools ?? []).map(({ storageType, size }) => ({
        id: `${id}-pool-${storageType}`,
        storageType,
        size,
        status: "PENDING_PAYMENT",
        orderNumber: `CS-${id}`,
      })),
      visibleMs: this.clock.ms + listDelayMs,
    };
    this.orders.push(stored);
    return stored;
  }

  /** Replaces what is known of an order. */
  change(id: string, change: Partial<StoredOrder>): void {
    const at = this.orders.findIndex((order) => order.id === id);
    this.orders[at] = { ...this.orders[at]!, ...change };
  }

  private matching(filter: HardwareFilter): StoredOrder[] {
    return this.orders.filter(
      (order) =>
        order.visibleMs <= this.clock.ms &&
        ("edgeSiteId" in filter ? order.edgeSiteId === filter.edgeSiteId : order.id === filter.deliveryOrderId),
    );
  }

  protected answer<T>(operation: string, work: () => T): Promise<T> {
    this.calls.push(operation);
    this.meanwhile(operation);
    const at = this.failures.findIndex((failure) => failure.operation === operation);
    if (at >= 0) return Promise.reject(this.failures.splice(at, 1)[0]!.error);
    return Promise.resolve(work());
  }
}

function recordOf({ servers, networkDevices, storagePools, visibleMs, ...record }: StoredOrder): DeliveryOrderRecord {
  return record;
}

export const INPUTS: DeliveryOrderInputs = {
  edgeSiteId: SITE,
  servers: [{ offeringId: "srv", count: 2 }],
  networkDevices: [{ offeringId: "net", count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" } },
};

export interface Log {
  readonly progress: string[];
  readonly infos: string[];
  readonly warnings: string[];
}

export function declare(inputs: Partial<DeliveryOrderInputs> = {}, name = "berlin"): DeclaredOrder & { logged: Log } {
  const logged: Log = { progress: [], infos: [], warnings: [] };
  return {
    name,
    resource: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/cloudpond:DeliveryOrder::${name}`,
    inputs: { ...INPUTS, ...inputs },
    waitTimeoutMs: 60_000,
    logged,
    log: {
      progress: (message) => void logged.progress.push(message),
      info: (message) => void logged.infos.push(message),
      warn: (message) => void logged.warnings.push(message),
    },
  };
}

export interface TestWorld {
  readonly clock: FakeClock;
  readonly service: FakeService;
  readonly context: OrderContext;
}

/** A provider process with its service. `notesFolder`: where its notes lie; memory only without. */
export function createWorld({
  notesFolder,
  settleMs = 120_000,
  service: given,
  pid = process.pid,
  allowPurchases = true,
}: {
  notesFolder?: string;
  settleMs?: number;
  service?: FakeService;
  pid?: number;
  allowPurchases?: boolean;
} = {}): TestWorld {
  const service = given ?? new FakeService(new FakeClock());
  const { clock } = service;
  return {
    clock,
    service,
    context: {
      service,
      clock,
      notes: new NoteFiles(
        notesFolder === undefined ? undefined : noteFolderAt(notesFolder, clock),
        clock,
        () => undefined,
      ),
      processes: { pid, host: "here", isRunning: (other) => other === process.pid },
      memory: new ProcessMemory(),
      allowPurchases,
      timing: { requestTimeoutMs: 60_000, settleMs },
    },
  };
}
