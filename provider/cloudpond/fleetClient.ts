import type { PaceClock } from "../http/pace.js";
import type { CloudPondClient, OnSite, Walk } from "./client.js";
import type { CreateOutcome } from "./createOutcome.js";
import type { CreateDeliveryOrderOption, DeliveryOrder } from "./deliveryOrders.js";
import { EachOrAll } from "./eachOrAll.js";
import type { EdgeSite } from "./edgeSites.js";
import { LongListError, UnavailableError } from "./errors.js";
import { Gathered, type Gathering } from "./gathered.js";
import type { Device, HardwareFilter, StoragePool } from "./hardware.js";
import { Recent } from "./recent.js";

/** So many orders are looked at one by one before a list is read for further ones. */
const FEW = 4;
/** A longer list is never read for those who only look. */
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
  private readonly boundOrders: Gathered<BoundLook, OrderListing>;
  private readonly sites: EachOrAll<FleetSite | undefined>;
  private readonly servers: EachOrAll<readonly Device[]>;
  private readonly networkDevices: EachOrAll<readonly Device[]>;
  private readonly storagePools: EachOrAll<readonly StoragePool[]>;
  private readonly recentOrders: Recent<ReadonlyMap<string, DeliveryOrder>>;
  private readonly recentNumbers: Recent<ReadonlyMap<string, ReadonlySet<string>> | undefined>;
  private looks = 0;
  /** So many pages a list for those who only look may have. */
  private worthPages = 0;
  /** Whether such a list had more. */
  private wasLonger = false;

  constructor(
    private readonly client: CloudPondClient,
    private readonly clock: PaceClock,
  ) {
    const gathering: Gathering = {
      now: () => clock.now(),
      sleep: (ms) => clock.sleep(ms),
      calm: () => client.calm(),
    };
    this.orders = new Gathered(() => client.listDeliveryOrders(), gathering, 1);
    this.boundOrders = new Gathered((looks) => {
      for (const look of looks) look.hasBegun = true;
      // Those whose time is over have been answered already.
      const leftMs = looks.map(({ untilMs }) => untilMs - clock.now()).filter((ms) => ms > 0);
      const withinMs = leftMs.length === 0 ? LEAST_MS : Math.max(Math.min(...leftMs), LEAST_MS);
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
    this.recentOrders = new Recent(() => this.listedOrders(), clock);
    this.recentNumbers = new Recent(() => this.listedNumbers(), clock);
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
   * A complete walk that begins after this call. `withinMs` bounds what it waits for before, and then the walk;
   * where several ask together, the one who has the least time left bounds them for all.
   */
  listDeliveryOrders({ withinMs }: { readonly withinMs?: number } = {}): Promise<OrderListing> {
    if (withinMs === undefined) return this.orders.ask();
    const look: BoundLook = { untilMs: this.clock.now() + withinMs, hasBegun: false };
    const overdue = this.clock.sleep(withinMs).then(async () => {
      // A reading that has begun is as good as done, and its requests have a deadline.
      if (look.hasBegun) return listing;
      throw new UnavailableError(`the list could not be asked for within ${Math.round(withinMs / 1000)} s.`, {
        operation: "ListDeliveryOrders",
      });
    });
    const listing = this.boundOrders.ask(look);
    return Promise.race([listing, overdue]);
  }

  showDeliveryOrder(id: string): Promise<DeliveryOrder | undefined> {
    return this.client.showDeliveryOrder(id);
  }

  /** The order as it was in the last half minute, but not before this process has last bought or deleted something. */
  async recentDeliveryOrder(id: string): Promise<DeliveryOrder | undefined> {
    this.looks += 1;
    this.weigh();
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

  /**
   * As many pages as orders have been looked at are worth reading, because as many may follow: tried when they have doubled, so
   * that a list which turns out too long costs about as much again as it would have saved.
   */
  private weigh(): void {
    if (this.looks <= FEW || this.looks < 2 * this.worthPages || this.worthPages === MOST_PAGES) return;
    this.worthPages = Math.min(this.looks, MOST_PAGES);
    if (this.wasLonger) this.forget();
    this.wasLonger = false;
  }

  /** None where the list is too long or cannot be read; then every order is shown by itself. */
  private async listedOrders(): Promise<ReadonlyMap<string, DeliveryOrder>> {
    try {
      return byId((await this.client.listDeliveryOrders(this.walk())).orders);
    } catch (error) {
      this.noteLength(error);
      return new Map();
    }
  }

  private async listedNumbers(): Promise<ReadonlyMap<string, ReadonlySet<string>> | undefined> {
    const walk = this.walk();
    try {
      const lists = await Promise.all([
        this.client.listServers("allSites", walk),
        this.client.listNetworkDevices("allSites", walk),
        this.client.listStoragePools("allSites", walk),
      ]);
      return numbersBySite(lists.flat());
    } catch (error) {
      this.noteLength(error);
      return undefined;
    }
  }

  /** For looking only: once. */
  private walk(): Walk {
    return { isProof: false, mostPages: this.worthPages };
  }

  private noteLength(error: unknown): void {
    if (error instanceof LongListError) this.wasLonger = true;
  }

  private forget(): void {
    this.recentOrders.forget();
    this.recentNumbers.forget();
  }
}

/** `isAlone` asks for this site by itself, whatever others ask for at the same time. */
export type FleetFilter = HardwareFilter & { readonly isAlone?: boolean };

/** Somebody who waits for a list no longer than until then, by the clock. */
interface BoundLook {
  readonly untilMs: number;
  hasBegun: boolean;
}

/** `isUnlisted` where the list of all sites, which was read for it, leaves it out. */
export type FleetSite = EdgeSite & { readonly isUnlisted?: boolean };

const unlisted = (site: EdgeSite | undefined): FleetSite | undefined =>
  site === undefined ? undefined : { ...site, isUnlisted: true };

type OrderListing = Awaited<ReturnType<CloudPondClient["listDeliveryOrders"]>>;

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

/** Undefined when a piece of hardware does not say where it stands. */
function numbersBySite(
  records: readonly OnSite<Pick<Device, "orderNumber">>[],
): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const sites = bySite(records);
  if (sites === undefined) return undefined;
  return new Map([...sites].map(([id, each]) => [id, new Set(each.flatMap(({ orderNumber }) => orderNumber ?? []))]));
}
