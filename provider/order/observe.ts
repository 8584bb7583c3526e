import { createHash } from "node:crypto";
import { type Hardware, listHardware, recordsOf } from "./lines.js";
import { RefusedError } from "./orderError.js";
import type { DeliveryOrderRecord, EdgeSite, Identity, OrderService } from "./service.js";
import { isDead, type StatusMemory } from "./status.js";
import { isLive } from "./status.js";
import { nothingPlaced } from "./money.js";

/** Everything that a purchase on a site depends on, as the service showed it at one moment. */
export interface Observation {
  readonly identity: Identity;
  readonly site: EdgeSite;
  /** The site's orders in any status. */
  readonly orders: readonly DeliveryOrderRecord[];
  /** Those behind which hardware may stand. */
  readonly liveOrders: readonly DeliveryOrderRecord[];
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
  { edgeSiteId, name, nowMs }: { edgeSiteId: string; name: string; nowMs: number },
): Promise<Observation> {
  const identity = await service.identify();
  const [site, hardware] = await Promise.all([service.showEdgeSite(edgeSiteId), listHardware(service, { edgeSiteId })]);
  if (site === undefined) {
    throw new RefusedError(
      `There is no edge site ${edgeSiteId} in account ${identity.account}. Check edgeSiteId, and that the ` +
        `credentials belong to the account that registered the site. ${nothingPlaced(name)}`,
    );
  }
  if (site.id !== edgeSiteId || site.domainId !== identity.account) {
    throw new RefusedError(
      `The service answered for edge site ${edgeSiteId} of account ${identity.account} with site ${site.id} of ` +
        `account ${site.domainId}. Use the site's exact id and its account's credentials. ${nothingPlaced(name)}`,
    );
  }
  const listing = await service.listDeliveryOrders();
  const orders = listing.orders.filter((order) => order.edgeSiteId === edgeSiteId);
  const foreign = orders.find((order) => order.domainId !== identity.account);
  if (foreign !== undefined) {
    throw new RefusedError(
      `The service lists order ${foreign.id} of site ${edgeSiteId} under account ${foreign.domainId}, but the ` +
        `credentials belong to account ${identity.account}. Ask Huawei support which is right. ${nothingPlaced(name)}`,
    );
  }
  orders.forEach((order) => statuses.see(order));
  return {
    identity,
    site,
    orders,
    liveOrders: orders.filter((order) => isLive(order.status, statuses.lastStatus(order.id))),
    hardware,
    hardwareOf: await hardwareByOrder(service, orders, hardware),
    serverTimeMs: listing.serverTimeMs ?? nowMs,
  };
}

/** A bare site needs no further requests: what no site lists, no order holds. */
async function hardwareByOrder(
  service: OrderService,
  orders: readonly DeliveryOrderRecord[],
  hardware: Hardware,
): Promise<ReadonlyMap<string, Hardware>> {
  if (recordsOf(hardware).length === 0) return new Map();
  return new Map(
    await Promise.all(
      orders.map(async ({ id }) => [id, await listHardware(service, { deliveryOrderId: id })] as const),
    ),
  );
}

/** Records of the site that none of its listed orders returns. */
export function unclaimedHardware({ hardware, hardwareOf }: Observation): string[] {
  const claimed = new Set([...hardwareOf.values()].flatMap((owned) => recordsOf(owned).map(({ id }) => id)));
  return recordsOf(hardware).flatMap(({ id }) => (claimed.has(id) ? [] : [id]));
}

/** Records that may stand for hardware: all but the unpaid ones that dead orders left behind. */
export function standingHardware({ hardware, hardwareOf, orders }: Observation): string[] {
  const abandoned = new Set(
    orders
      .filter(({ status }) => isDead(status))
      .flatMap(({ id }) => recordsOf(hardwareOf.get(id) ?? NOTHING))
      .filter(({ status }) => status === "PENDING_PAYMENT")
      .map(({ id }) => id),
  );
  return recordsOf(hardware).flatMap(({ id }) => (abandoned.has(id) ? [] : [id]));
}

const NOTHING: Hardware = { servers: [], networkDevices: [], storagePools: [] };

/**
 * The token of `siteRevision`: whoever repeats it has seen this account, site, site status, these orders with their
 * statuses and this hardware. A purchase adds an order, so it spends the token.
 */
export function siteRevisionOf({ identity, site, orders, hardware }: Observation): string {
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const seen = [
    identity.account,
    site.id,
    site.status,
    orders.map(({ id, status }) => `${id} ${status}`).sort(byText),
    hardware.servers.map(({ id, offeringId }) => `${id} ${offeringId}`).sort(byText),
    hardware.networkDevices.map(({ id, offeringId }) => `${id} ${offeringId}`).sort(byText),
    hardware.storagePools
      .map(({ id, storageType, size, parentId }) => `${id} ${storageType} ${size} ${parentId ?? ""}`)
      .sort(byText),
  ];
  return createHash("sha256").update(JSON.stringify(seen)).digest("hex").slice(0, 12);
}
