import { decodeInputs } from "../inputs.js";
import { newOrderOf } from "../order.js";
import { type PriceBasis, type Priced, pricedBy, ratingRequest, type RatingService } from "../price.js";
import { hasUnknown } from "../unknown.js";
import type { Budget } from "./budget.js";
import { type Known, type Lists, settled, tooSlow } from "./lists.js";
import type { PreviewedOrder } from "./previewedOrder.js";

/** What new orders cost, asked for once for equal orders. */
export class Pricing {
  private readonly asked = new Map<string, Promise<Known<Priced>>>();

  constructor(
    private readonly service: RatingService,
    private readonly billingSite: PriceBasis["billingSite"],
    private readonly lists: Lists,
    private readonly budget: Budget,
  ) {}

  /** Never fails. @returns undefined while it is not known what is ordered */
  async price({ inputs }: PreviewedOrder): Promise<Priced | undefined> {
    if (hasUnknown(inputs)) return undefined;
    const order = newOrderOf(decodeInputs(inputs));
    this.lists.ask();
    const sites = await this.lists.get("sites");
    const servers = await this.lists.get("serverOfferings");
    const networkDevices = await this.lists.get("networkDeviceOfferings");
    const gears = await this.lists.get("storageGears");
    const missing = [sites, servers, networkDevices, gears].find((known) => "why" in known);
    if (missing !== undefined) return missing;
    const site = valueOf(sites).find(({ id }) => id === order.edgeSiteId);
    if (site === undefined) return { why: `there is no edge site ${order.edgeSiteId} (ListEdgeSites).` };
    const rated = ratingRequest(order, {
      site,
      serverOfferings: valueOf(servers),
      networkDeviceOfferings: valueOf(networkDevices),
      storageGears: valueOf(gears),
      billingSite: this.billingSite,
    });
    if ("why" in rated) return rated;
    const { request } = rated;
    const { payMode } = order.marketOptions.prepaidOptions;
    const key = JSON.stringify([request, payMode]);
    const asked =
      this.asked.get(key) ??
      settled(async () => pricedBy(await this.service.listRateOnPeriodDetail(request), request, payMode));
    this.asked.set(key, asked);
    const answer = (await this.budget.wait(asked))?.value ?? tooSlow(this.budget);
    return "value" in answer ? answer.value : answer;
  }
}

const valueOf = <T>(known: Known<T>): T => (known as { readonly value: T }).value;
