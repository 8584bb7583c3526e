import * as pulumi from "@pulumi/pulumi";
import type { MarketOptionsArgs, NetworkDeviceArgs, ServerArgs, StoragePoolArgs } from "../deliveryOrderArgs.js";
import type { Price } from "../order/price.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** What to price, as a `DeliveryOrder` declares it. */
export interface GetPriceArgs {
  /** Site that the hardware is for. */
  readonly edgeSiteId: string;
  readonly servers?: readonly pulumi.Unwrap<ServerArgs>[];
  readonly networkDevices?: readonly pulumi.Unwrap<NetworkDeviceArgs>[];
  readonly storagePools?: readonly pulumi.Unwrap<StoragePoolArgs>[];
  readonly marketOptions: pulumi.Unwrap<MarketOptionsArgs>;
}
export type GetPriceOutputArgs = Inputs<GetPriceArgs>;

const PRICE: Question<GetPriceArgs, Price> = {
  name: "getPrice",
  takes: {
    edgeSiteId: "text",
    servers: "anything",
    networkDevices: "anything",
    storagePools: "anything",
    marketOptions: "anything",
  },
  async ask(client, args, { billing }) {
    const { checkInputs, decodeInputs } = require("../order/inputs.js") as typeof import("../order/inputs.js");
    const { pricedBy, ratingRequest } = require("../order/price.js") as typeof import("../order/price.js");
    const { inputs, problems } = checkInputs({ ...args });
    if (problems.length > 0)
      throw new pulumi.RunError(problems.map(({ path, message }) => `${path}: ${message}`).join("; "));
    const order = decodeInputs(inputs);
    const [site, serverOfferings, networkDeviceOfferings, storageGears] = await Promise.all([
      client.showEdgeSite(order.edgeSiteId),
      client.listServerOfferings(),
      client.listNetworkDeviceOfferings(),
      client.listStorageGears(),
    ]);
    if (site === undefined) throw new pulumi.RunError(`there is no edge site ${order.edgeSiteId} in this account.`);
    const basis = { site, serverOfferings, networkDeviceOfferings, storageGears, billingSite: billing.site };
    const rated = ratingRequest(order, basis);
    if ("why" in rated) throw new pulumi.RunError(rated.why);
    const rating = await client.listRateOnPeriodDetail(rated.request);
    const priced = pricedBy(rating, rated.request, order.marketOptions.prepaidOptions.payMode);
    if ("why" in priced) throw new pulumi.RunError(priced.why);
    return priced.price;
  },
};

/**
 * What an order would cost: the official price without discounts and taxes, as the billing service rates it (BSS,
 * ListRateOnPeriodDetail). It could not be tried against the real service, see {@link Price}.
 * @throws {pulumi.RunError} when no price can be had: a way of paying that is not rated, a product without a price, a service
 * that cannot be asked.
 */
export const getPrice = (args: GetPriceArgs): Promise<Price> => answerOf(PRICE, args);
/** {@link getPrice} for arguments that are outputs. */
export const getPriceOutput = (args: GetPriceOutputArgs): pulumi.Output<Price> => outputOf(PRICE, args);
