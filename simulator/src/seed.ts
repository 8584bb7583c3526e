import {
  offeringShape,
  saleCycleShape,
  storageGearShape,
  storageTypeShape,
  type Offering,
  type SaleCycle,
  type StorageGear,
  type StorageType,
} from "./catalogue.js";
import { priceListShape, type PriceList } from "./priceList.js";
import { defaultSeed } from "./defaultSeed.js";
import { orderLinesShape, type MarketOptions, type OrderLines } from "./orderOption.js";
import { flag, instant, listOf, mapOf, object, oneOf, sentence, text, whole, anything, type Shape } from "./shape.js";

/** A permanent access key. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A temporary access key; requests signed with it carry `X-Security-Token`. */
export interface TemporaryCredentials extends AccessKey {
  readonly securityToken: string;
  /** Instant in simulated time from which the key is refused; without it the key does not expire. */
  readonly expiresAt?: string;
}

/** An IAM user who may exchange a password for a token. */
export interface User {
  readonly name: string;
  readonly password: string;
}

/** Switches of the service's behaviour; see the README for each. */
export interface Behaviour {
  readonly oneOrderPerSite: boolean;
  readonly keepPendingRecordsOfDeadOrders: boolean;
  readonly deletedOrders: "notFound" | "status";
  readonly listVisibilityDelayMs: number;
  readonly deviceVisibilityDelayMs: number;
  /** Orders that may exist at a time, deleted records not counted; null = no limit. */
  readonly orderQuota: number | null;
  /** Most entries of one page, whatever `limit` asks for. */
  readonly pageLimit: number;
  readonly tokenLifetimeMs: number;
  /** How long every answer takes, in ms. */
  readonly latencyMs: number;
  /** Requests to CloudPond that pass in any second; further ones are 429 APIGW.0308. null = no limit. */
  readonly requestsPerSecond: number | null;
  /** Which billing service answers: only the one in China rates payment in instalments. */
  readonly billingSite: "china" | "international";
}

/** A site of the seed; whatever is left out gets a plausible value. */
export interface SeedSite {
  readonly id: string;
  readonly name?: string;
  readonly status?: "initial" | "deploying" | "available" | "unavailable";
  readonly region_id?: string;
  readonly description?: string;
  readonly project_id?: string;
  readonly availability_zone_id?: string;
  readonly enterprise_project_id?: string;
  readonly location?: unknown;
  readonly created_at?: string;
}

/** An order that exists from the start, with the hardware that its status implies. */
export interface SeedOrder extends Partial<OrderLines> {
  readonly id: string;
  readonly edge_site_id: string;
  readonly status: string;
  readonly name?: string;
  readonly market_options?: MarketOptions;
  readonly order_ids?: readonly string[];
  readonly created_at?: string;
  readonly deleted?: boolean;
}

/** A device that belongs to no order, as hardware older than the order API does. */
export interface SeedDevice {
  readonly id: string;
  readonly edge_site_id: string;
  readonly offering_id: string;
  readonly status?: "PENDING_PAYMENT" | "DELIVERING" | "USING";
}

/** A storage pool that belongs to no order. */
export interface SeedPool {
  readonly id: string;
  readonly edge_site_id: string;
  readonly storage_type: string;
  /** TB */
  readonly size: number;
  readonly status?: "CREATING" | "AVAILABLE" | "EXPANDING" | "PENDING_PAYMENT" | "FROZEN";
}

/** Region names by language; `zh-cn` is what the service answers without `X-Language`. */
export interface SeedRegion {
  readonly region_id: string;
  readonly display_names: Readonly<Record<string, string>>;
}

/** Everything a simulated CloudPond starts with. */
export interface Seed {
  readonly account: { readonly id: string; readonly name: string };
  readonly accessKeys: readonly AccessKey[];
  readonly temporaryCredentials: readonly TemporaryCredentials[];
  readonly users: readonly User[];
  readonly behaviour: Behaviour;
  readonly quotas: Readonly<Record<string, number>>;
  readonly regions: readonly SeedRegion[];
  readonly zones: readonly { readonly code: string; readonly name: string }[];
  readonly serverOfferings: readonly Offering[];
  readonly networkDeviceOfferings: readonly Offering[];
  readonly storageTypes: readonly StorageType[];
  readonly storageGears: readonly StorageGear[];
  readonly saleCycles: readonly SaleCycle[];
  readonly priceList: PriceList;
  readonly edgeSites: readonly SeedSite[];
  readonly deliveryOrders: readonly SeedOrder[];
  readonly servers: readonly SeedDevice[];
  readonly networkDevices: readonly SeedDevice[];
  readonly storagePools: readonly SeedPool[];
}

/** A seed as one writes it: what is left out is taken from the default seed; `behaviour` is merged switch by switch. */
export type SeedDocument = { readonly [K in keyof Omit<Seed, "behaviour">]?: Seed[K] } & {
  readonly behaviour?: Partial<Behaviour>;
};

/** A seed that cannot be used; the message says where and why. */
export class SeedError extends Error {
  override readonly name = "SeedError";
}

const behaviourShape: Shape<Behaviour> = object<Behaviour>(
  {},
  {
    oneOrderPerSite: flag,
    keepPendingRecordsOfDeadOrders: flag,
    deletedOrders: oneOf("notFound", "status"),
    listVisibilityDelayMs: whole(0),
    deviceVisibilityDelayMs: whole(0),
    orderQuota: (value, path) => (value === null ? [] : whole(0)(value, path)),
    pageLimit: whole(1, 2000),
    tokenLifetimeMs: whole(1),
    latencyMs: whole(0, 600_000),
    requestsPerSecond: (value, path) => (value === null ? [] : whole(1)(value, path)),
    billingSite: oneOf("china", "international"),
  },
);

const siteShape: Shape<SeedSite> = object<SeedSite>(
  { id: text() },
  {
    name: text({ max: 64 }),
    status: oneOf("initial", "deploying", "available", "unavailable"),
    region_id: text(),
    description: text({ min: 0 }),
    project_id: text(),
    availability_zone_id: text(),
    enterprise_project_id: text(),
    location: anything,
    created_at: instant,
  },
);

const orderShape: Shape<SeedOrder> = object<SeedOrder>(
  {
    id: text(),
    edge_site_id: text(),
    status: text({ pattern: /^(?!DELETED$)/, describe: "a status before deletion, together with deleted: true" }),
  },
  { ...orderLinesShape, name: text(), order_ids: listOf(text()), created_at: instant, deleted: flag },
);

const deviceShape: Shape<SeedDevice> = object<SeedDevice>(
  { id: text(), edge_site_id: text(), offering_id: text() },
  { status: oneOf("PENDING_PAYMENT", "DELIVERING", "USING") },
);

const poolShape: Shape<SeedPool> = object<SeedPool>(
  { id: text(), edge_site_id: text(), storage_type: text(), size: whole(1) },
  { status: oneOf("CREATING", "AVAILABLE", "EXPANDING", "PENDING_PAYMENT", "FROZEN") },
);

const seedShape: Shape<SeedDocument> = object<SeedDocument>(
  {},
  {
    account: object({ id: text(), name: text() }),
    accessKeys: listOf(object<AccessKey>({ accessKey: text(), secretKey: text() }), 1),
    temporaryCredentials: listOf(
      object<TemporaryCredentials>(
        { accessKey: text(), secretKey: text(), securityToken: text() },
        { expiresAt: instant },
      ),
    ),
    users: listOf(object<User>({ name: text(), password: text() }), 1),
    behaviour: behaviourShape,
    quotas: mapOf(whole(0)),
    regions: listOf(object<SeedRegion>({ region_id: text(), display_names: mapOf(text()) }), 1),
    zones: listOf(object<{ code: string; name: string }>({ code: text(), name: text() }), 1),
    serverOfferings: listOf(offeringShape),
    networkDeviceOfferings: listOf(offeringShape),
    storageTypes: listOf(storageTypeShape),
    storageGears: listOf(storageGearShape),
    saleCycles: listOf(saleCycleShape),
    priceList: priceListShape,
    edgeSites: listOf(siteShape),
    deliveryOrders: listOf(orderShape),
    servers: listOf(deviceShape),
    networkDevices: listOf(deviceShape),
    storagePools: listOf(poolShape),
  },
);

/** Ids that must be unique, and references that must lead somewhere. */
function inconsistencies(seed: Seed): readonly string[] {
  const sites = new Set(seed.edgeSites.map((site) => site.id));
  const serverOfferings = new Set(seed.serverOfferings.map((offering) => offering.id));
  const networkOfferings = new Set(seed.networkDeviceOfferings.map((offering) => offering.id));
  const unique = (list: string, ids: readonly string[]): readonly string[] =>
    ids.flatMap((id, index) => (ids.indexOf(id) === index ? [] : [`${list}[${index}].id ${id} is used twice`]));
  const onSite = (list: string, entries: readonly { edge_site_id: string }[]): readonly string[] =>
    entries.flatMap(({ edge_site_id: id }, index) =>
      sites.has(id) ? [] : [`${list}[${index}].edge_site_id ${id} is not the id of one of edgeSites`],
    );
  const offered = (list: string, known: ReadonlySet<string>, lines: readonly { offering_id: string }[] = []) =>
    lines.flatMap(({ offering_id: id }, index) =>
      known.has(id) ? [] : [`${list}[${index}].offering_id ${id} is not the id of an offering of this seed`],
    );
  const all = (Object.keys(seed) as (keyof Seed)[]).flatMap((list) => {
    const entries: unknown = seed[list];
    if (!Array.isArray(entries)) return [];
    const ids = (entries as readonly { id?: unknown }[]).map((entry) => entry.id);
    return unique(
      list,
      ids.filter((id) => typeof id === "string"),
    );
  });
  return [
    ...all,
    ...onSite("deliveryOrders", seed.deliveryOrders),
    ...onSite("servers", seed.servers),
    ...onSite("networkDevices", seed.networkDevices),
    ...onSite("storagePools", seed.storagePools),
    ...offered("servers", serverOfferings, seed.servers),
    ...offered("networkDevices", networkOfferings, seed.networkDevices),
    ...seed.deliveryOrders.flatMap((order, index) => [
      ...offered(`deliveryOrders[${index}].servers`, serverOfferings, order.servers),
      ...offered(`deliveryOrders[${index}].network_devices`, networkOfferings, order.network_devices),
    ]),
  ];
}

/**
 * Completes a seed from the default one. A seed that brings its own `edgeSites` starts without the orders and hardware
 * of the default sites; everything else is replaced list by list.
 *
 * @throws SeedError when a part has the wrong form or refers to something that is not there
 */
export function completeSeed(document: unknown): Seed {
  const problems = seedShape(document, "");
  if (problems.length > 0) throw new SeedError(sentence(problems));
  const given = document as SeedDocument;
  const emptySites = { deliveryOrders: [], servers: [], networkDevices: [], storagePools: [] };
  const seed: Seed = {
    ...defaultSeed,
    ...(given.edgeSites === undefined ? {} : emptySites),
    ...given,
    behaviour: { ...defaultSeed.behaviour, ...given.behaviour },
  };
  const wrong = inconsistencies(seed);
  if (wrong.length > 0) throw new SeedError(wrong.join("; "));
  return seed;
}
