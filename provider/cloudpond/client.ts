import type * as t from "io-ts";
import { segment, query } from "./addresses.js";
import type { CreateOutcome } from "./createOutcome.js";
import { DELIVERY_ORDERS, shownOrder, type CreateDeliveryOrderOption, type DeliveryOrder } from "./deliveryOrders.js";
import { shownSite, type EdgeSite } from "./edgeSites.js";
import { NotFoundError, RejectedError, UnreadableAnswerError } from "./errors.js";
import {
  NETWORK_DEVICES,
  SERVERS,
  STORAGE_POOLS,
  type Device,
  type HardwareFilter,
  type StoragePool,
} from "./hardware.js";
import { completeList, PAGE_LIMIT, pageOf, type Listing } from "./paging.js";
import { Sender, type ClientOptions } from "./sender.js";

export type { ClientOptions } from "./sender.js";

/**
 * CloudPond's REST API, as far as ordering needs it. Operations are named as in the API reference
 * (https://support.huaweicloud.com/intl/en-us/api-cloudpond/). Failures are thrown as `ServiceError`, one subclass per
 * reaction; the exception is {@link createDeliveryOrder}, which answers with what is known. Once the credentials have
 * been refused, every call fails with that same error and nothing is sent.
 */
export class CloudPondClient {
  private readonly sender: Sender;

  constructor(private readonly options: ClientOptions) {
    this.sender = new Sender(options);
  }

  /** The account (`domain_id`, as configured or asked at IAM) and an opaque name of who signs, without secrets. */
  async identify(): Promise<{ readonly account: string; readonly principal: string }> {
    return { account: await this.sender.account(), principal: this.options.authenticator.principal };
  }

  /**
   * `POST /v2/{domain_id}/delivery-orders`. Sent at most once, and not after `sendBeforeMs` (an instant of the clock), when
   * making the request ready has taken too long; never throws.
   * @returns what became of it, by the evidence at hand.
   */
  createDeliveryOrder(
    order: CreateDeliveryOrderOption,
    { sendBeforeMs }: { readonly sendBeforeMs: number },
  ): Promise<CreateOutcome> {
    return this.sender.order(order, sendBeforeMs);
  }

  /**
   * `GET /v2/{domain_id}/delivery-orders`, all pages, in any status: the API has no filter by site, and how several
   * statuses are encoded is not documented. `withinMs` bounds the whole walk, which then repeats nothing.
   */
  async listDeliveryOrders({ withinMs }: { readonly withinMs?: number } = {}): Promise<{
    readonly orders: readonly DeliveryOrder[];
    readonly serverTimeMs?: number;
  }> {
    const { list, codec, fromWire } = DELIVERY_ORDERS;
    const { entries, ...time } = await this.list("ListDeliveryOrders", "delivery-orders", list, codec, {}, withinMs);
    return { orders: entries.map(fromWire), ...time };
  }

  /**
   * `GET /v2/{domain_id}/delivery-orders/{delivery_order_id}`.
   * @returns undefined when the service itself says that there is no such order.
   */
  async showDeliveryOrder(id: string): Promise<DeliveryOrder | undefined> {
    const operation = "ShowDeliveryOrder";
    return this.found(async () => {
      const resource = `delivery-orders/${segment(operation, "the delivery order's id", id)}`;
      return shownOrder(operation, await this.sender.repeatable({ operation, method: "GET", version: "v2", resource }));
    });
  }

  /**
   * `DELETE /v2/{domain_id}/delivery-orders/{delivery_order_id}`. Deletes the record of a cancelled, failed or
   * successful order and neither cancels nor frees anything. A record that is already gone is fine.
   */
  async deleteDeliveryOrder(id: string): Promise<void> {
    const operation = "DeleteDeliveryOrder";
    await this.found(() => {
      const resource = `delivery-orders/${segment(operation, "the delivery order's id", id)}`;
      return this.sender.repeatable({ operation, method: "DELETE", version: "v2", resource });
    });
  }

  /**
   * `GET /v1/{domain_id}/edge-sites/{site_id}`.
   * @returns undefined when the service itself says that there is no such site.
   */
  async showEdgeSite(edgeSiteId: string): Promise<EdgeSite | undefined> {
    const operation = "ShowEdgeSite";
    return this.found(async () => {
      const resource = `edge-sites/${segment(operation, "the edge site's id", edgeSiteId)}`;
      return shownSite(operation, await this.sender.repeatable({ operation, method: "GET", version: "v1", resource }));
    });
  }

  /** `GET /v2/{domain_id}/servers`, all pages. */
  async listServers(filter: HardwareFilter): Promise<Device[]> {
    return (await this.hardware("ListServers", "servers", SERVERS, filter)).map(SERVERS.fromWire);
  }

  /** `GET /v2/{domain_id}/network-devices`, all pages. */
  async listNetworkDevices(filter: HardwareFilter): Promise<Device[]> {
    const devices = await this.hardware("ListNetworkDevices", "network-devices", NETWORK_DEVICES, filter);
    return devices.map(NETWORK_DEVICES.fromWire);
  }

  /** `GET /v2/{domain_id}/storage-pools`, all pages. */
  async listStoragePools(filter: HardwareFilter): Promise<StoragePool[]> {
    const pools = await this.hardware("ListStoragePools", "storage-pools", STORAGE_POOLS, filter);
    return pools.map(STORAGE_POOLS.fromWire);
  }

  private async hardware<T extends { readonly id: string; readonly edge_site_id: string | undefined }>(
    operation: string,
    resource: string,
    { list, codec }: { readonly list: string; readonly codec: t.Type<T, unknown> },
    filter: HardwareFilter,
  ): Promise<readonly T[]> {
    if (Object.values(filter).includes("")) {
      throw new RejectedError("an empty id would list the hardware of all sites: name the site or the order.", {
        operation,
      });
    }
    const parameters =
      "edgeSiteId" in filter ? { edge_site_id: filter.edgeSiteId } : { delivery_order_id: filter.deliveryOrderId };
    const { entries } = await this.list(operation, resource, list, codec, parameters);
    if ("edgeSiteId" in filter) refuseForeign(operation, entries, filter.edgeSiteId);
    return entries;
  }

  private list<T extends { readonly id: string }>(
    operation: string,
    resource: string,
    list: string,
    codec: t.Type<T, unknown>,
    filter: Readonly<Record<string, string>>,
    withinMs?: number,
  ): Promise<Listing<T>> {
    const { clock } = this.options;
    const deadlineMs = withinMs === undefined ? undefined : clock.now() + withinMs;
    return completeList(operation, async (marker) => {
      const response = await this.sender.repeatable({
        operation,
        method: "GET",
        version: "v2",
        resource: `${resource}${query({ ...filter, limit: PAGE_LIMIT, marker })}`,
        withinMs: deadlineMs === undefined ? undefined : Math.max(deadlineMs - clock.now(), 1),
      });
      return pageOf(operation, response, list, codec);
    });
  }

  private async found<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }
}

/** A filter that the service does not know could pass unnoticed, and would mix the hardware of several sites. */
function refuseForeign(
  operation: string,
  entries: readonly { readonly edge_site_id: string | undefined }[],
  edgeSiteId: string,
): void {
  if (entries.every((entry) => entry.edge_site_id === undefined || entry.edge_site_id === edgeSiteId)) return;
  throw new UnreadableAnswerError(
    "the service was asked for the hardware of one site and answers with that of others, too. Nothing is concluded from it; check the endpoint, or ask Huawei Cloud support.",
    { operation },
  );
}

/** A client for one endpoint and one principal. */
export const createClient = (options: ClientOptions): CloudPondClient => new CloudPondClient(options);
