import type { PaceClock } from "../http/pace.js";
import type { CloudPondClient, OnSite, Walk } from "./client.js";
import type { CreateOutcome } from "./createOutcome.js";
import type { CreateDeliveryOrderOption, DeliveryOrder } from "./deliveryOrders.js";
import { EachOrAll } from "./eachOrAll.js";
import type { EdgeSite } from "./edgeSites.js";
import { UnavailableError } from "./errors.js";
import { Gathered, type Gathering } from "./gathered.js";
import type { Device, HardwareFilter, StoragePool } from "./hardware.js";
import { Recent } from "./recent.js";

/** So many orders are looked at one by one before a list is read for further ones. */
const FEW = 4;
/** A longer list is not read for those who only look. */
const MOST_PAGES = 20;
/** Left to a look whose time is over, because it may still be answered. */
const LEAST_MS = 1_000;

/**
 * CloudPond for many orders at a time, with few requests. What several purchases ask for side by side is read once for all of
 * them, and that reading begins after each of them has asked. Who only looks may get what a list of the last half minute says.
 * One order alone is asked for by itself, in an account of whatever size.
 */
export class FleetClient {
  private readonly orders: Gathered<void, OrderListing>;
  private readonly boundOrders: Gathered<number, OrderListing>;
  private readonly sites: EachOrAll<FleetSite | undefined>;
  private readonly servers: EachOrAll<readonly Device[]>;
  private readonly networkDevices: EachOrAll<readonly Device[]>;
  private readonly storagePools: EachOrAll<readonly StoragePool[]>;
  private readonly recentOrders: Recent<ReadonlyMap<string, DeliveryOrder>>;
  private readonly recentNumbers: Recent<ReadonlyMap<string, ReadonlySet<string>> | undefined>;
  private looks = 0;

  constructor(
    private readonly client: CloudPondClient,
    private readonly clock: PaceClock,
  ) {
    const gathering: Gathering = {
      now: () => clock.now(),
      sleep: (ms) => clock.sleep(ms),
      calm: () => client.calm(),
    };
    this.orders = new Gathered(
      async () => {
        const beganMs = clock.now();
        return { ...(await client.listDeliveryOrders()), beganMs };
      },
      gathering,
      1,
    );
    this.boundOrders = new Gathered((deadlines) => {
      const withinMs = Math.max(Math.min(...deadlines) - clock.now(), LEAST_MS);
      return client.listDeliveryOrders({ withinMs });
    }, gathering);
    this.sites = new EachOrAll<FleetSite | undefined>(
      {
        each: (id) => client.showEdgeSite(id),
        all: async (mostPages) => {
          const sites = byId(await client.listEdgeSites({}, { mostPages }));
          return async (id) => sites.get(id) ?? unlisted(await client.showEdgeSite(id));
        },
      },
      gathering,
    );
    const hardware = <T>(list: (filter: HardwareFilter | "allSites", walk?: Walk) => Promise<readonly OnSite<T>[]>) =>
      new EachOrAll<readonly T[]>(
        {
          each: (edgeSiteId) => list({ edgeSiteId }),
          all: async (mostPages) => {
            const sites = bySite(await list("allSites", { mostPages }));
            return sites === undefined ? undefined : (id) => sites.get(id) ?? [];
          },
        },
        gathering,
      );
    this.servers = hardware((...asked) => client.listServers(...asked));
    this.networkDevices = hardware((...asked) => client.listNetworkDevices(...asked));
    this.storagePools = hardware((...asked) => client.listStoragePools(...asked));
    this.recentOrders = new Recent(() => listedOrders(client), clock);
    this.recentNumbers = new Recent(() => listedNumbers(client), clock);
  }

  identify: CloudPondClient["identify"] = () => this.client.identify();

  /** {@link CloudPondClient.createDeliveryOrder} */
  async createDeliveryOrder(
    order: CreateDeliveryOrderOption,
    options: { readonly sendBeforeMs: number },
  ): Promise<CreateOutcome> {
    try {
      return await this.client.createDeliveryOrder(order, options);
    } finally {
      this.forget();
    }
  }

  /** {@link CloudPondClient.deleteDeliveryOrder} */
  async deleteDeliveryOrder(id: string): Promise<void> {
    try {
      await this.client.deleteDeliveryOrder(id);
    } finally {
      this.forget();
    }
  }

  /**
   * A complete walk that begins after this call. `withinMs` bounds it and what it waits for before; where several ask
   * together, the one who has the least time left bounds it for all.
   */
  listDeliveryOrders({ withinMs }: { readonly withinMs?: number } = {}): Promise<OrderListing> {
    if (withinMs === undefined) return this.orders.ask();
    const overdue = this.clock.sleep(withinMs).then(() => {
      throw new UnavailableError(`the list was not read within ${Math.round(withinMs / 1000)} s.`, {
        operation: "ListDeliveryOrders",
      });
    });
    return Promise.race([this.boundOrders.ask(this.clock.now() + withinMs), overdue]);
  }

  showDeliveryOrder(id: string): Promise<DeliveryOrder | undefined> {
    return this.client.showDeliveryOrder(id);
  }

  /** The order as it was in the last half minute, but not before this process has last bought or deleted something. */
  async recentDeliveryOrder(id: string): Promise<DeliveryOrder | undefined> {
    this.looks += 1;
    const listed = this.looks > FEW ? (await this.recentOrders.get()).get(id) : undefined;
    return listed ?? this.client.showDeliveryOrder(id);
  }

  /**
   * The billing order numbers that the hardware of a site names, as recent as {@link recentDeliveryOrder}.
   * @returns undefined where they cannot be told without asking for this site alone.
   */
  async recentOrderNumbers(edgeSiteId: string): Promise<ReadonlySet<string> | undefined> {
    if (this.looks <= FEW) return undefined;
    const sites = await this.recentNumbers.get();
    return sites === undefined ? undefined : (sites.get(edgeSiteId) ?? new Set());
  }

  showEdgeSite(edgeSiteId: string): Promise<FleetSite | undefined> {
    return this.sites.ask(edgeSiteId);
  }

  listServers(filter: FleetFilter): Promise<readonly Device[]> {
    return isShared(filter) ? this.servers.ask(filter.edgeSiteId) : this.client.listServers(filter);
  }

  listNetworkDevices(filter: FleetFilter): Promise<readonly Device[]> {
    return isShared(filter) ? this.networkDevices.ask(filter.edgeSiteId) : this.client.listNetworkDevices(filter);
  }

  listStoragePools(filter: FleetFilter): Promise<readonly StoragePool[]> {
    return isShared(filter) ? this.storagePools.ask(filter.edgeSiteId) : this.client.listStoragePools(filter);
  }

  private forget(): void {
    this.recentOrders.forget();
    this.recentNumbers.forget();
  }
}

/** `isAlone` asks for this site by itself, whatever others ask for at the same time. */
export type FleetFilter = HardwareFilter & { readonly isAlone?: boolean };

/** `isUnlisted` where the list of all sites, which was read for it, leaves it out. */
export type FleetSite = EdgeSite & { readonly isUnlisted?: boolean };

const unlisted = (site: EdgeSite | undefined): FleetSite | undefined =>
  site === undefined ? undefined : { ...site, isUnlisted: true };

type OrderListing = Awaited<ReturnType<CloudPondClient["listDeliveryOrders"]>> & { readonly beganMs?: number };

const isShared = (filter: FleetFilter): filter is { readonly edgeSiteId: string } =>
  "edgeSiteId" in filter && filter.isAlone !== true;

const byId = <T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [entry.id, entry]));

/** Undefined when one of them does not say where it stands. */
function bySite<T>(records: readonly OnSite<T>[]): ReadonlyMap<string, readonly T[]> | undefined {
  const sites = new Map<string, T[]>();
  for (const record of records) {
    const { edgeSiteId } = record;
    if (edgeSiteId === undefined) return undefined;
    const ofSite = sites.get(edgeSiteId) ?? [];
    ofSite.push(record);
    sites.set(edgeSiteId, ofSite);
  }
  return sites;
}

/** For looking only: one walk. None where it is too long or cannot be read; then every order is shown by itself. */
async function listedOrders(client: CloudPondClient): Promise<ReadonlyMap<string, DeliveryOrder>> {
  const walk = { isProof: false, mostPages: MOST_PAGES };
  return client.listDeliveryOrders(walk).then(
    ({ orders }) => byId(orders),
    () => new Map(),
  );
}

async function listedNumbers(client: CloudPondClient): Promise<ReadonlyMap<string, ReadonlySet<string>> | undefined> {
  const walk = { isProof: false, mostPages: MOST_PAGES };
  try {
    const lists = await Promise.all([
      client.listServers("allSites", walk),
      client.listNetworkDevices("allSites", walk),
      client.listStoragePools("allSites", walk),
    ]);
    const sites = bySite<Pick<Device, "orderNumber">>(lists.flat());
    if (sites === undefined) return undefined;
    return new Map(
      [...sites].map(([id, records]) => [id, new Set(records.flatMap(({ orderNumber }) => orderNumber ?? []))]),
    );
  } catch {
    return undefined;
  }
}
