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
    const [sites, serverOfferings, networkDeviceOfferings, storageGears] = [
      await this.lists.get("sites"),
      await this.lists.get("serverOfferings"),
      await this.lists.get("networkDeviceOfferings"),
      await this.lists.get("storageGears"),
    ];
    if ("why" in sites) return sites;
    if ("why" in serverOfferings) return serverOfferings;
    if ("why" in networkDeviceOfferings) return networkDeviceOfferings;
    if ("why" in storageGears) return storageGears;
    const site = sites.value.find(({ id }) => id === order.edgeSiteId);
    if (site === undefined) return { why: `there is no edge site ${order.edgeSiteId} (ListEdgeSites).` };
    const rated = ratingRequest(order, {
      site,
      serverOfferings: serverOfferings.value,
      networkDeviceOfferings: networkDeviceOfferings.value,
      storageGears: storageGears.value,
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
