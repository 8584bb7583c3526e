import type { Clock } from "./clock.js";
import { microseconds, wholeSeconds } from "./clock.js";
import { Inventory } from "./inventory.js";
import { newBillingNumber, newId, newName } from "./identifiers.js";
import { assertStep, isDead, isDocumented, isOpen, progressInto, type OrderStatus } from "./lifecycle.js";
import type { OrderLines } from "./orderOption.js";
import type { OrderRecord } from "./orders.js";
import type { Seed, SeedOrder } from "./seed.js";
import { seededSite, type SiteRecord } from "./sites.js";

/** Where a seed does not say it, orders are an hour apart from here on. */
const FIRST_ORDER = Date.UTC(2026, 0, 4, 7, 5, 14, 405);
const HOUR = 60 * 60 * 1000;

/** Everything that exists in the simulated account: sites, orders, hardware. */
export class Ledger {
  readonly sites: SiteRecord[];
  /** Every order ever accepted, in order of acceptance. */
  readonly orders: OrderRecord[] = [];
  readonly inventory: Inventory;
  private readonly takenInstants = new Set<number>();

  constructor(
    private readonly seed: Seed,
    private readonly clock: Clock,
  ) {
    this.sites = seed.edgeSites.map((site, index) => seededSite(seed, site, index));
    this.inventory = new Inventory(seed, clock);
    seed.deliveryOrders.forEach((order, index) => this.restore(order, index));
  }

  /** The site with this id. */
  site(id: string): SiteRecord | undefined {
    return this.sites.find((site) => site.id === id);
  }

  /** The order with this id, also when its record is deleted. */
  order(id: string): OrderRecord | undefined {
    return this.orders.find((order) => order.id === id);
  }

  /** Orders of a site whose record is not deleted. */
  ordersOf(siteId: string): readonly OrderRecord[] {
    return this.orders.filter((order) => order.edge_site_id === siteId && !order.deleted);
  }

  /** Accepts an order that has passed all rules: hardware records appear, a site in `initial` starts deploying. */
  place(site: SiteRecord, lines: OrderLines): OrderRecord {
    const createdMs = this.nextInstant();
    const order: OrderRecord = {
      id: newId(),
      name: newName("delivery_order"),
      domain_id: this.seed.account.id,
      edge_site_id: site.id,
      status: "PROCESSING",
      lastDocumented: "PROCESSING",
      lines,
      order_ids: billingNumbers(lines, createdMs),
      created_at: microseconds(createdMs),
      updated_at: microseconds(createdMs),
      effected_at: null,
      deleted: false,
      visibleFrom: this.clock.elapsed() + this.seed.behaviour.listVisibilityDelayMs,
    };
    this.orders.push(order);
    this.inventory.order(order, createdMs);
    if (site.status === "initial") this.moveSite(site, "deploying");
    return order;
  }

  /**
   * Moves an order on, with everything that hangs on it; statuses that are left out have their effects too.
   *
   * @throws Refusal (409, control) when the lifecycle has no such step
   */
  advance(order: OrderRecord, to: string): void {
    if (to === (order.deleted ? "DELETED" : order.status)) return;
    const isBack = !order.deleted && to === order.lastDocumented;
    if (!isBack) assertStep(order.deleted ? "DELETED" : order.lastDocumented, to);
    if (to === "DELETED") return this.remove(order);
    const nowMs = this.clock.service();
    order.status = to;
    order.updated_at = microseconds(nowMs);
    this.applyProgress(order, nowMs);
    const site = this.site(order.edge_site_id);
    if (site === undefined) return;
    if (to === "SUCCESS") {
      if (site.status !== "unavailable") this.moveSite(site, "available");
    } else if (isDead(to) && site.status === "deploying" && this.isFreed(site)) this.moveSite(site, "initial");
  }

  /** Deletes the record of an order and nothing else. */
  remove(order: OrderRecord): void {
    order.deleted = true;
    order.updated_at = microseconds(this.clock.service());
  }

  /** Whether dead orders and their unpaid records are all that is left of what the site was ordered. */
  isFreed(site: SiteRecord): boolean {
    const orders = this.orders.filter((order) => order.edge_site_id === site.id);
    const dead = new Set(orders.filter((order) => isDead(order.status)).map((order) => order.id));
    const isRunning = orders.some((order) => !order.deleted && isOpen(order.status));
    return dead.size > 0 && !isRunning && !this.inventory.holdsBeyondUnpaidRecordsOf(site.id, dead);
  }

  private applyProgress(order: OrderRecord, nowMs: number): void {
    if (!isDocumented(order.status)) return;
    order.lastDocumented = order.status;
    if (order.status === "SUCCESS") order.effected_at = wholeSeconds(nowMs);
    for (const step of progressInto(order.status)) this.inventory.progress(order.id, step, nowMs);
  }

  private moveSite(site: SiteRecord, to: SiteRecord["status"]): void {
    site.status = to;
    site.updated_at = microseconds(this.clock.service());
  }

  /** Creation times of orders never coincide: two orders of one millisecond would have no order of age. */
  private nextInstant(): number {
    let instantMs = this.clock.service();
    while (this.takenInstants.has(instantMs)) instantMs += 1;
    this.takenInstants.add(instantMs);
    return instantMs;
  }

  /** Takes over an order of the seed. The status of its site is what the seed says. */
  private restore(given: SeedOrder, index: number): void {
    const createdMs = given.created_at === undefined ? FIRST_ORDER + index * HOUR : Date.parse(given.created_at);
    const lines: OrderLines = {
      servers: given.servers ?? [],
      network_devices: given.network_devices ?? [],
      storage_pools: given.storage_pools ?? [],
      market_options: given.market_options ?? {
        charge_mode: "prepaid",
        prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" },
      },
    };
    const order: OrderRecord = {
      id: given.id,
      name: given.name ?? newName("delivery_order"),
      domain_id: this.seed.account.id,
      edge_site_id: given.edge_site_id,
      status: given.status,
      lastDocumented: "PROCESSING" satisfies OrderStatus,
      lines,
      order_ids: given.order_ids ?? billingNumbers(lines, createdMs),
      created_at: microseconds(createdMs),
      updated_at: microseconds(createdMs),
      effected_at: null,
      deleted: given.deleted ?? false,
      visibleFrom: 0,
    };
    this.orders.push(order);
    this.inventory.order(order, createdMs);
    this.applyProgress(order, createdMs);
  }
}

/** One billing order per kind of goods: servers, network devices, storage. */
function billingNumbers(lines: OrderLines, createdMs: number): readonly string[] {
  return [lines.servers, lines.network_devices, lines.storage_pools]
    .filter((group) => group.length > 0)
    .map(() => newBillingNumber(createdMs));
}
