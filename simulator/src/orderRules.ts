import { isSizeOnGrid, type Offering } from "./catalogue.js";
import { isOpen } from "./lifecycle.js";
import type { Ledger } from "./ledger.js";
import type { DeviceLine, MarketOptions, OrderLines, OrderOption, StorageLine } from "./orderOption.js";
import { refuse } from "./refusal.js";
import type { Seed } from "./seed.js";
import type { SiteRecord } from "./sites.js";

/** An order that may be placed. */
export interface AcceptableOrder {
  readonly site: SiteRecord;
  readonly lines: OrderLines;
}

/**
 * Judges a well-formed order by the catalogue and by its site. The API has no order-specific codes, so nearly all
 * refusals are IES.00001005 (invalid parameter).
 *
 * @throws Refusal 404 IES.00011002 unknown site, 400 IES.00001005 anything that cannot be bought, 400 IES.00001008 quota
 */
export function judgeOrder(seed: Seed, ledger: Ledger, option: OrderOption): AcceptableOrder {
  const siteId = String(option.edge_site_id);
  const site = ledger.site(siteId);
  if (site === undefined) throw refuse("IES.00011002", `edge site ${siteId} does not exist`);
  const lines: OrderLines = {
    servers: option.servers ?? [],
    network_devices: option.network_devices ?? [],
    storage_pools: option.storage_pools ?? [],
    market_options: option.market_options,
  };
  const problem = goodsProblem(seed, site, lines) ?? siteProblem(seed, ledger, site);
  if (problem !== undefined) throw refuse("IES.00001005", `invalid parameter: ${problem}`);
  const { orderQuota } = seed.behaviour;
  if (orderQuota !== null && ledger.orders.filter((order) => !order.deleted).length >= orderQuota) {
    throw refuse("IES.00001008", `the quota of ${orderQuota} orders is used up; delete unnecessary orders`);
  }
  return { site, lines };
}

function goodsProblem(seed: Seed, site: SiteRecord, lines: OrderLines): string | undefined {
  const { servers, network_devices: devices, storage_pools: pools, market_options: market } = lines;
  if (servers.length + devices.length + pools.length === 0) return "the order contains nothing";
  const zone = site.location.zone_code;
  return first([
    ...servers.map((line, index) => () => deviceProblem(seed.serverOfferings, zone, market, line, `servers[${index}]`)),
    ...devices.map(
      (line, index) => () =>
        deviceProblem(seed.networkDeviceOfferings, zone, market, line, `network_devices[${index}]`),
    ),
    ...pools.map((line, index) => () => storageProblem(seed, zone, line, `storage_pools[${index}]`)),
    () => repeatedTypeProblem(pools),
    () => termProblem(seed, zone, market),
  ]);
}

function first(judgements: readonly (() => string | undefined)[]): string | undefined {
  for (const judge of judgements) {
    const problem = judge();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function deviceProblem(
  offerings: readonly Offering[],
  zone: string | undefined,
  market: MarketOptions,
  { offering_id: id }: DeviceLine,
  path: string,
): string | undefined {
  const offering = offerings.find((candidate) => candidate.id === id);
  if (offering === undefined) return `${path}.offering_id ${id} does not exist`;
  if (zone !== undefined && offering.zone_code !== zone) {
    return `${path}.offering_id ${id} is sold in ${offering.zone_code}, the site is in ${zone}`;
  }
  if (offering.status !== "ONSALE") return `${path}.offering_id ${id} is ${offering.status}, not ONSALE`;
  const { pay_mode: payMode, period_num: years } = market.prepaid_options;
  const isSold = offering.sale_cycles.some(
    (cycle) => cycle.period_num === years && (payMode === undefined || cycle.pay_mode === payMode),
  );
  return isSold ? undefined : `${path}.offering_id ${id} is not sold for ${years} years${paidHow(payMode)}`;
}

function storageProblem(
  seed: Seed,
  zone: string | undefined,
  { storage_type: name, size }: StorageLine,
  path: string,
): string | undefined {
  const type = seed.storageTypes.find(
    (candidate) => candidate.name === name && (zone === undefined || candidate.zone_code === zone),
  );
  if (type === undefined) return `${path}.storage_type ${name} is not sold in ${zone ?? "any zone"}`;
  return isSizeOnGrid(type, size) ? undefined : `${path}.size ${size} TB of ${name} cannot be bought`;
}

function repeatedTypeProblem(pools: readonly StorageLine[]): string | undefined {
  const names = pools.map((line) => line.storage_type);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  return repeated === undefined ? undefined : `storage_pools names ${repeated} twice`;
}

function termProblem(seed: Seed, zone: string | undefined, market: MarketOptions): string | undefined {
  const { pay_mode: payMode, period_num: years } = market.prepaid_options;
  const isSold = seed.saleCycles.some(
    (cycle) =>
      (zone === undefined || cycle.zone_code === zone) &&
      cycle.period_num.includes(years) &&
      (payMode === undefined || cycle.pay_mode === payMode),
  );
  return isSold ? undefined : `market_options: ${years} years${paidHow(payMode)} are not on sale`;
}

function paidHow(payMode: string | undefined): string {
  return payMode === undefined ? "" : ` paid ${payMode}`;
}

function siteProblem(seed: Seed, ledger: Ledger, site: SiteRecord): string | undefined {
  if (site.status === "unavailable") return `edge site ${site.id} is unavailable`;
  if (!seed.behaviour.oneOrderPerSite) return undefined;
  const open = ledger.ordersOf(site.id).find((order) => isOpen(order.status));
  if (open !== undefined) {
    return `edge site ${site.id} already has order ${open.id}, which is ${open.status}; only one order can be placed on an edge site`;
  }
  const isOrderable = site.status !== "deploying" || ledger.isFreed(site);
  return isOrderable ? undefined : `edge site ${site.id} is ${site.status}`;
}
