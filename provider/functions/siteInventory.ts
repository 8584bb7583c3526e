import * as pulumi from "@pulumi/pulumi";
import type { SiteNetworkDevice, SiteServer, SiteStoragePool } from "../cloudpond/inventory.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** Whose hardware to get: exactly one of both. */
export interface GetSiteInventoryArgs {
  /** Id of a site: everything that stands there or is ordered for it. */
  readonly edgeSiteId?: string;
  /** Id of a delivery order: what came of it. */
  readonly deliveryOrderId?: string;
}
export type GetSiteInventoryOutputArgs = Inputs<GetSiteInventoryArgs>;
export interface GetSiteInventoryResult {
  readonly servers: readonly SiteServer[];
  readonly networkDevices: readonly SiteNetworkDevice[];
  /** Pools with a `parentId` are expansions on their way. */
  readonly storagePools: readonly SiteStoragePool[];
}

const SITE_INVENTORY: Question<GetSiteInventoryArgs, GetSiteInventoryResult> = {
  name: "getSiteInventory",
  takes: { edgeSiteId: "text", deliveryOrderId: "text" },
  async ask(client, { edgeSiteId, deliveryOrderId }) {
    if ((edgeSiteId === undefined) === (deliveryOrderId === undefined)) {
      throw new pulumi.RunError("give either edgeSiteId or deliveryOrderId.");
    }
    const filter = edgeSiteId === undefined ? { deliveryOrderId: deliveryOrderId! } : { edgeSiteId };
    const [servers, networkDevices, storagePools] = await Promise.all([
      client.listSiteServers(filter),
      client.listSiteNetworkDevices(filter),
      client.listSiteStoragePools(filter),
    ]);
    return { servers, networkDevices, storagePools };
  },
};

/**
 * The hardware of a site or of an order, delivered or on its way (ListServers, ListNetworkDevices, ListStoragePools), all
 * pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getSiteInventory = (args: GetSiteInventoryArgs): Promise<GetSiteInventoryResult> =>
  answerOf(SITE_INVENTORY, args);
/** {@link getSiteInventory} for arguments that are outputs. */
export const getSiteInventoryOutput = (args: GetSiteInventoryOutputArgs): pulumi.Output<GetSiteInventoryResult> =>
  outputOf(SITE_INVENTORY, args);
