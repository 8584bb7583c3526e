import type {
  CatalogueService,
  ListedSite,
  Offering,
  Quota,
  SaleCycle,
  StorageGear,
  StorageType,
} from "../../../../provider/order/catalogue.js";
import { Budget } from "../../../../provider/order/preflight/budget.js";
import { Lists } from "../../../../provider/order/preflight/lists.js";
import { Preflight } from "../../../../provider/order/preflight/preflight.js";
import type { PreviewedOrder } from "../../../../provider/order/preflight/previewedOrder.js";
import { Program } from "../../../../provider/order/preflight/program.js";
import { NoteFiles } from "../../../../provider/order/noteFiles.js";
import { ProcessMemory } from "../../../../provider/order/memory.js";
import type { DeviceRecord, HardwareFilter, StoragePoolRecord } from "../../../../provider/order/service.js";
import { ACCOUNT, FakeClock, FakeService, INPUTS, SITE } from "../world.js";

const CYCLES = [
  { payMode: "FULL", periodType: "year", periodNum: 1 },
  { payMode: "FULL", periodType: "year", periodNum: 3 },
  { payMode: "HALF", periodType: "year", periodNum: 3 },
];

export const offering = (id: string, more: Partial<Offering> = {}): Offering => ({
  id,
  zoneCode: "DE",
  status: "ONSALE",
  spec: { name: `spec of ${id}` },
  productInfo: { cloudServiceType: "ies", resourceType: "server", resourceSpecCode: id },
  saleCycles: CYCLES,
  ...more,
});

export const site = (id: string, more: Partial<ListedSite> = {}): ListedSite => ({
  id,
  domainId: ACCOUNT,
  name: `name of ${id}`,
  status: "initial",
  regionId: "region",
  projectId: "project",
  location: { zoneCode: "DE" },
  ...more,
});

/** An account with its catalogue: what the orders of `world.ts` need is on sale. */
export class FakeAccount extends FakeService implements CatalogueService {
  sites: ListedSite[] = [site(SITE)];
  serverOfferings = [offering("srv"), offering("srv-large"), offering("abroad", { zoneCode: "SG" })];
  networkDeviceOfferings = [offering("net")];
  storageTypes: StorageType[] = [
    { id: "1", name: "SSD", zoneCode: "DE", expandCapacityStep: 2, supportedCapacities: [] },
    { id: "2", name: "SAS", zoneCode: "DE", expandCapacityStep: 0, supportedCapacities: [36, 72] },
  ];
  storageGears: StorageGear[] = [];
  saleCycles: SaleCycle[] = [
    { payMode: "FULL", periodType: "year", periodNum: [1, 3] },
    { payMode: "HALF", periodType: "year", periodNum: [3] },
  ];
  quotas: Quota[] = [{ type: "compute_device", quota: 10, used: 3 }];

  override showEdgeSite = (id: string) => this.answer("showEdgeSite", () => this.sites.find((each) => each.id === id));
  listEdgeSites = () => this.answer("listEdgeSites", () => this.sites);
  listServerOfferings = () => this.answer("listServerOfferings", () => this.serverOfferings);
  listNetworkDeviceOfferings = () => this.answer("listNetworkDeviceOfferings", () => this.networkDeviceOfferings);
  listStorageTypes = () => this.answer("listStorageTypes", () => this.storageTypes);
  listStorageGears = () => this.answer("listStorageGears", () => this.storageGears);
  listSaleCycles = () => this.answer("listSaleCycles", () => this.saleCycles);
  listQuotas = () => this.answer("listQuotas", () => this.quotas);

  override listServers = (filter: HardwareFilter | "allSites") =>
    this.answer("listServers", () => this.found<DeviceRecord>("servers", filter));
  override listNetworkDevices = (filter: HardwareFilter | "allSites") =>
    this.answer("listNetworkDevices", () => this.found<DeviceRecord>("networkDevices", filter));
  override listStoragePools = (filter: HardwareFilter | "allSites") =>
    this.answer("listStoragePools", () => this.found<StoragePoolRecord>("storagePools", filter));

  private found<T>(kind: "servers" | "networkDevices" | "storagePools", filter: HardwareFilter | "allSites") {
    return this.orders
      .filter(
        ({ id, edgeSiteId }) =>
          filter === "allSites" ||
          ("edgeSiteId" in filter ? filter.edgeSiteId === edgeSiteId : filter.deliveryOrderId === id),
      )
      .flatMap((order) =>
        (order[kind] as unknown as T[]).map((record) => ({ ...record, edgeSiteId: order.edgeSiteId })),
      );
  }
}

/** A site with this order, delivered, and the site as it is then. */
export function delivered(account: FakeAccount, id = "head"): void {
  account.add(INPUTS, { id, status: "SUCCESS", createdMs: account.clock.ms - 86_400_000 });
  account.sites = account.sites.map((each) => (each.id === SITE ? { ...each, status: "available" } : each));
}

/** Time that passes only when it is said to; whoever waits for it until then waits. */
export class HeldClock extends FakeClock {
  private readonly waiting: { readonly untilMs: number; readonly wake: () => void }[] = [];

  override sleep = (ms: number): Promise<void> =>
    new Promise((wake) => this.waiting.push({ untilMs: this.ms + ms, wake }));

  async pass(ms: number): Promise<void> {
    this.ms += ms;
    for (const { untilMs, wake } of this.waiting.splice(0)) {
      if (untilMs <= this.ms) wake();
      else this.waiting.push({ untilMs, wake });
    }
    await settle();
  }
}

/** Lets everything run that waits for nothing but its turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The preflight of one process over an account. */
export function preflightOver(account: FakeAccount, { limitMs = 10_000 } = {}) {
  const { clock } = account;
  const memory = new ProcessMemory();
  const program = new Program();
  const notes = new NoteFiles(undefined, clock, () => undefined);
  const budget = new Budget(clock, limitMs);
  const lists = new Lists(account, budget);
  const preflight = new Preflight(lists, { service: account, clock, memory, notes }, program, budget);
  return { preflight, notes, memory, program };
}

export const previewed = (inputs: object = {}, name = "berlin"): PreviewedOrder => ({
  name,
  resource: `urn:${name}`,
  inputs: { ...INPUTS, ...inputs },
});

export const heldAccount = (): { readonly account: FakeAccount; readonly clock: HeldClock } => {
  const clock = new HeldClock();
  return { account: new FakeAccount(clock), clock };
};
