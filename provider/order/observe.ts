import { createHash } from "node:crypto";
import type { Clock } from "./clock.js";
import { type Hardware, listHardware, recordsOf } from "./lines.js";
import { RefusedError } from "./orderError.js";
import type { DeliveryOrderRecord, EdgeSite, Identity, OrderService } from "./service.js";
import { type BuriedOrder, isLive, type StatusMemory } from "./status.js";
import { nothingPlaced } from "./money.js";

/** Everything that a purchase on a site depends on, as the service showed it at one moment. */
export interface Observation {
  readonly identity: Identity;
  readonly site: EdgeSite;
  /** The site's orders in any status. */
  readonly orders: readonly DeliveryOrderRecord[];
  /** Whether the account has an order of this id. */
  readonly isListed: (id: string) => boolean;
  /** When the reading of the order list began, by the local clock. */
  readonly askedMs: number;
  /** Those behind which hardware may stand. */
  readonly liveOrders: readonly DeliveryOrderRecord[];
  /** Dead orders of the site whose records this process has deleted and which the list no longer shows. */
  readonly buried: readonly BuriedOrder[];
  readonly hardware: Hardware;
  /** The hardware of each of the site's orders, by order id. */
  readonly hardwareOf: ReadonlyMap<string, Hardware>;
  /** The service's clock when the order list was asked for; the local one where the service sends no `Date`. */
  readonly serverTimeMs: number;
}

/**
 * Step 3: the site and its devices first, the order list last, so that an order placed in between is seen.
 * @throws {RefusedError} when the site is not what the inputs say; {ServiceError} when anything cannot be read.
 */
export async function observe(
  service: OrderService,
  statuses: StatusMemory,
  clock: Clock,
  { edgeSiteId, name }: { edgeSiteId: string; name: string },
): Promise<Observation> {
  const identity = await service.identify();
  const [site, listed] = await Promise.all([service.showEdgeSite(edgeSiteId), listHardware(service, { edgeSiteId })]);
  if (site === undefined) {
    throw new RefusedError(
      `There is no edge site ${edgeSiteId} in account ${identity.account}. Check edgeSiteId, and that the ` +
        `credentials belong to the account that registered the site.\n${nothingPlaced(name)}`,
    );
  }
  if (site.id !== edgeSiteId || site.domainId !== identity.account) {
    throw new RefusedError(
      `The service answered for edge site ${edgeSiteId} of account ${identity.account} with site ${site.id} of ` +
        `account ${site.domainId}. Use the site's exact id and its account's credentials.\n${nothingPlaced(name)}`,
    );
  }
  const isBareByRights = site.status === "initial" && site.isUnlisted !== true;
  const hardware = isBareByRights ? listed : await hardwareAlone(service, edgeSiteId, listed);
  const hardwareOf = await hardwareByOrder(service, edgeSiteId, hardware);
  const askedMs = clock.now();
  const listing = await service.listDeliveryOrders();
  const orders = listing.orders.filter((order) => order.edgeSiteId === edgeSiteId);
  const foreign = orders.find((order) => order.domainId !== identity.account);
  if (foreign !== undefined) {
    throw new RefusedError(
      `The service lists order ${foreign.id} of site ${edgeSiteId} under account ${foreign.domainId}, but the ` +
        `credentials belong to account ${identity.account}. Ask Huawei Cloud support which is right.\n${nothingPlaced(name)}`,
    );
  }
  const hidden = [...hardwareOf.keys()].find((id) => !orders.some((order) => order.id === id));
  if (hidden !== undefined && !statuses.buried(edgeSiteId).some(({ id }) => id === hidden)) {
    throw new RefusedError(
      `The service's order list has lost order ${hidden} of site ${edgeSiteId}, which it showed a moment ago: what else ` +
        `it leaves out cannot be known. Run again; if it stays so, ask Huawei Cloud support.\n${nothingPlaced(name)}`,
    );
  }
  orders.forEach((order) => statuses.see(order));
  return {
    identity,
    site,
    orders,
    // The list is shared: a set of its ids would be one for each purchase.
    isListed: (id) => listing.orders.some((order) => order.id === id),
    askedMs: listing.beganMs ?? askedMs,
    liveOrders: orders.filter((order) => isLive(order.status, statuses.lastStatus(order.id))),
    buried: statuses.buried(edgeSiteId).filter(({ id }) => !orders.some((order) => order.id === id)),
    hardware,
    hardwareOf,
    serverTimeMs: listing.serverTimeMs ?? askedMs,
  };
}

/** The same for a process that has not seen what this one remembers: what the next run will find. */
export const seenAnew = (observation: Observation): Observation => ({
  ...observation,
  liveOrders: observation.orders.filter(({ status }) => isLive(status)),
  buried: [],
});

/**
 * A list of all sites may leave out what the credentials may not see, and then a site looks barer than it is: a kind of
 * hardware that seems to be missing is asked for by itself, unless none is to be expected.
 */
async function hardwareAlone(service: OrderService, edgeSiteId: string, listed: Hardware): Promise<Hardware> {
  const alone = { edgeSiteId, isAlone: true };
  const [servers, networkDevices, storagePools] = await Promise.all([
    listed.servers.length > 0 ? listed.servers : service.listServers(alone),
    listed.networkDevices.length > 0 ? listed.networkDevices : service.listNetworkDevices(alone),
    listed.storagePools.length > 0 ? listed.storagePools : service.listStoragePools(alone),
  ]);
  return { servers, networkDevices, storagePools };
}

/** A bare site needs no further requests. The order list comes last, so these orders are listed once more before. */
async function hardwareByOrder(
  service: OrderService,
  edgeSiteId: string,
  hardware: Hardware,
): Promise<ReadonlyMap<string, Hardware>> {
  if (recordsOf(hardware).length === 0) return new Map();
  const { orders } = await service.listDeliveryOrders();
  const ofSite = orders.filter((order) => order.edgeSiteId === edgeSiteId);
  return new Map(
    await Promise.all(
      ofSite.map(async ({ id }) => [id, await listHardware(service, { deliveryOrderId: id })] as const),
    ),
  );
}

/**
 * Records of the site that are not one listed order's: those that no order returns, and those that several do, as from a
 * service that does not know the filter by order.
 */
export function unclaimedHardware({ hardware, hardwareOf }: Observation): string[] {
  const claims = [...hardwareOf.values()].flatMap((owned) => recordsOf(owned).map(({ id }) => id));
  return recordsOf(hardware).flatMap(({ id }) => (claims.filter((claim) => claim === id).length === 1 ? [] : [id]));
}

/** Records that may stand for hardware: all but the unpaid ones that dead orders left behind. */
export function standingHardware({ hardware, hardwareOf, orders, liveOrders, buried }: Observation): string[] {
  const dead = new Set(orders.filter((order) => !liveOrders.includes(order)).map(({ id }) => id));
  const ofDead = [...hardwareOf].filter(([id]) => dead.has(id)).flatMap(([, owned]) => recordsOf(owned));
  const abandoned = new Set([...ofDead.map(({ id }) => id), ...buried.flatMap(({ hardwareIds }) => hardwareIds)]);
  return recordsOf(hardware).flatMap(({ id, status }) =>
    status === "PENDING_PAYMENT" && abandoned.has(id) ? [] : [id],
  );
}

/**
 * The token of `siteRevision`: whoever repeats it has seen this account, site, site status, these orders with their
 * statuses and this hardware. A purchase adds an order, so it spends the token.
 */
export function siteRevisionOf({ identity, site, orders, hardware }: Observation): string {
  const seen = [
    identity.account,
    site.id,
    site.status,
    orders.map(({ id, status }) => `${id} ${status}`).sort(),
    hardware.servers.map(({ id, offeringId }) => `${id} ${offeringId}`).sort(),
    hardware.networkDevices.map(({ id, offeringId }) => `${id} ${offeringId}`).sort(),
    hardware.storagePools
      .map(({ id, storageType, size, parentId }) => `${id} ${storageType} ${size} ${parentId ?? ""}`)
      .sort(),
  ];
  return createHash("sha256").update(JSON.stringify(seen)).digest("hex").slice(0, 12);
}
