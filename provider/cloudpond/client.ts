import * as t from "io-ts";
import { segment, query, type Query } from "./addresses.js";
import { rating, ratingBody, type Rating, type RatingRequest } from "./billing.js";
import {
  NETWORK_DEVICE_OFFERINGS,
  SALE_CYCLES,
  SERVER_OFFERINGS,
  STORAGE_GEARS,
  STORAGE_TYPES,
  type NetworkDeviceOffering,
  type NetworkDeviceOfferingFilter,
  type SaleCycle,
  type SaleFilter,
  type ServerOffering,
  type StorageGear,
  type StorageTypeFilter,
  type StorageTypeOffering,
} from "./catalogue.js";
import type { CreateOutcome } from "./createOutcome.js";
import { DELIVERY_ORDERS, shownOrder, type CreateDeliveryOrderOption, type DeliveryOrder } from "./deliveryOrders.js";
import { EDGE_SITES, shownSite, type EdgeSite, type EdgeSiteFilter } from "./edgeSites.js";
import { NotFoundError, RejectedError, UnreadableAnswerError } from "./errors.js";
import {
  NETWORK_DEVICES,
  SERVERS,
  STORAGE_POOLS,
  type Device,
  type HardwareFilter,
  type StoragePool,
} from "./hardware.js";
import {
  SITE_NETWORK_DEVICES,
  SITE_SERVERS,
  SITE_STORAGE_POOLS,
  type SiteNetworkDevice,
  type SiteServer,
  type SiteStoragePool,
} from "./inventory.js";
import { completeList, PAGE_LIMITS, pageOf, type Listing, type Walk } from "./paging.js";
import { listedQuotas, type Quota } from "./quotas.js";
import { Sender, type ClientOptions, type SentResponse } from "./sender.js";
import { decoded, record } from "./wire.js";

export type { Walk } from "./paging.js";
export type { ClientOptions } from "./sender.js";

/**
 * CloudPond's REST API, as far as ordering needs it. Operations are named as in the API reference
 * (https://support.huaweicloud.com/intl/en-us/api-cloudpond/). Failures are thrown as `ServiceError`, one subclass per
 * reaction; the exception is {@link createDeliveryOrder}, which answers with what is known. Once the credentials have
 * been refused, every call fails with that same error and nothing is sent.
 */
export class CloudPondClient {
  private readonly sender: Sender;
  private pageLimit: number = PAGE_LIMITS.usual;

  constructor(private readonly options: ClientOptions) {
    this.sender = new Sender(options);
  }

  /** Waits until no request is held back: at once where the service takes all that come. */
  calm(): Promise<void> {
    return this.options.pace.calm();
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
  async listDeliveryOrders({ withinMs, ...walk }: { readonly withinMs?: number } & Walk = {}): Promise<{
    readonly orders: readonly DeliveryOrder[];
    readonly serverTimeMs?: number;
    readonly beganMs?: number;
  }> {
    const { list, codec, fromWire } = DELIVERY_ORDERS;
    const call = { operation: "ListDeliveryOrders", version: "v2", resource: "delivery-orders", withinMs } as const;
    const { entries, ...time } = await this.walk(call, { list, codec }, {}, walk);
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

  /** `GET /v1/{domain_id}/edge-sites`, all pages. */
  async listEdgeSites(filter: EdgeSiteFilter = {}, walk: Pick<Walk, "mostPages"> = {}): Promise<EdgeSite[]> {
    const asked = {
      enterprise_project_id: filter.enterpriseProjectId,
      id: filter.id,
      name: filter.name,
      availability_zone_id: filter.availabilityZoneId,
      status: filter.status,
    };
    return this.listed("ListEdgeSites", "edge-sites", EDGE_SITES, asked, walk);
  }

  /** `GET /v2/{domain_id}/server-offerings`, all pages. */
  async listServerOfferings(filter: SaleFilter = {}): Promise<ServerOffering[]> {
    return this.listed("ListServerOfferings", "server-offerings", SERVER_OFFERINGS, saleQuery(filter));
  }

  /** `GET /v2/{domain_id}/network-device-offerings`, all pages. */
  async listNetworkDeviceOfferings(filter: NetworkDeviceOfferingFilter = {}): Promise<NetworkDeviceOffering[]> {
    return this.listed("ListNetworkDeviceOfferings", "network-device-offerings", NETWORK_DEVICE_OFFERINGS, {
      ...saleQuery(filter),
      storage_type: filter.storageType,
    });
  }

  /** `GET /v2/{domain_id}/storage-types`, all pages. */
  async listStorageTypes({ zoneCode, name }: StorageTypeFilter = {}): Promise<StorageTypeOffering[]> {
    return this.listed("ListStorageTypes", "storage-types", STORAGE_TYPES, { zone_code: zoneCode, name });
  }

  /** `GET /v2/{domain_id}/storage-gears`, all pages. */
  async listStorageGears(filter: SaleFilter = {}): Promise<StorageGear[]> {
    return this.listed("ListStorageGears", "storage-gears", STORAGE_GEARS, saleQuery(filter));
  }

  /** `GET /v2/{domain_id}/sale-cycles`: one answer without pages, which does not name the zone. */
  async listSaleCycles({ zoneCode }: { readonly zoneCode?: string } = {}): Promise<SaleCycle[]> {
    const operation = "ListSaleCycles";
    const resource = `sale-cycles${query({ zone_code: zoneCode })}`;
    const response = await this.sender.repeatable({ operation, method: "GET", version: "v2", resource });
    return decoded(operation, response, SaleCyclesAnswer).sale_cycles.map(SALE_CYCLES.fromWire);
  }

  /** `GET /v1/{domain_id}/quotas`. */
  async listQuotas(): Promise<readonly Quota[]> {
    const operation = "ListQuotas";
    const call = { operation, method: "GET", version: "v1", resource: "quotas" } as const;
    return listedQuotas(operation, await this.sender.repeatable(call));
  }

  /** `GET /v2/{domain_id}/servers` in full, all pages. */
  async listSiteServers(filter: HardwareFilter): Promise<SiteServer[]> {
    return this.siteHardware("ListServers", "servers", SITE_SERVERS, filter, { isProof: false });
  }

  /** `GET /v2/{domain_id}/network-devices` in full, all pages. */
  async listSiteNetworkDevices(filter: HardwareFilter): Promise<SiteNetworkDevice[]> {
    return this.siteHardware("ListNetworkDevices", "network-devices", SITE_NETWORK_DEVICES, filter, { isProof: false });
  }

  /** `GET /v2/{domain_id}/storage-pools` in full, all pages. */
  async listSiteStoragePools(filter: HardwareFilter): Promise<SiteStoragePool[]> {
    return this.siteHardware("ListStoragePools", "storage-pools", SITE_STORAGE_POOLS, filter, { isProof: false });
  }

  /**
   * `POST /v2/bills/ratings/period-resources/subscribe-rate` of the billing service (BSS): what something costs. Reads
   * only, and may be repeated.
   */
  async listRateOnPeriodDetail(request: RatingRequest): Promise<Rating> {
    const operation = "ListRateOnPeriodDetail";
    const billingPath = "/v2/bills/ratings/period-resources/subscribe-rate";
    const body = ratingBody(request);
    return rating(operation, await this.sender.repeatable({ operation, method: "POST", billingPath, body }));
  }

  /** `GET /v2/{domain_id}/servers`, all pages. */
  async listServers(filter: HardwareFilter | "allSites", walk: Walk = {}): Promise<OnSite<Device>[]> {
    return this.hardware("ListServers", "servers", SERVERS, filter, walk);
  }

  /** `GET /v2/{domain_id}/network-devices`, all pages. */
  async listNetworkDevices(filter: HardwareFilter | "allSites", walk: Walk = {}): Promise<OnSite<Device>[]> {
    return this.hardware("ListNetworkDevices", "network-devices", NETWORK_DEVICES, filter, walk);
  }

  /** `GET /v2/{domain_id}/storage-pools`, all pages. */
  async listStoragePools(filter: HardwareFilter | "allSites", walk: Walk = {}): Promise<OnSite<StoragePool>[]> {
    return this.hardware("ListStoragePools", "storage-pools", STORAGE_POOLS, filter, walk);
  }

  private async hardware<
    W extends { readonly id: string; readonly edge_site_id: string | undefined },
    R extends object,
  >(
    operation: string,
    resource: string,
    { list, codec, fromWire }: ListKind<W, R>,
    filter: HardwareFilter | "allSites",
    walk: Walk,
  ): Promise<OnSite<R>[]> {
    if (filter !== "allSites") return this.siteHardware(operation, resource, { list, codec, fromWire }, filter, walk);
    const { entries } = await this.walk({ operation, version: "v2", resource }, { list, codec }, {}, walk);
    return entries.map((wire) => ({
      ...fromWire(wire),
      ...(wire.edge_site_id === undefined ? {} : { edgeSiteId: wire.edge_site_id }),
    }));
  }

  private async siteHardware<W extends { readonly id: string; readonly edge_site_id: string | undefined }, R>(
    operation: string,
    resource: string,
    { list, codec, fromWire }: ListKind<W, R>,
    filter: HardwareFilter,
    walk: Walk,
  ): Promise<R[]> {
    const call = { operation, version: "v2", resource } as const;
    const { entries } = await this.walk(call, { list, codec }, hardwareQuery(operation, filter), walk);
    if ("edgeSiteId" in filter) refuseForeign(operation, entries, filter.edgeSiteId);
    return entries.map(fromWire);
  }

  /** A list that people look at and choose from: one walk. */
  private async listed<W extends { readonly id: string }, R>(
    operation: string,
    resource: string,
    { list, codec, fromWire }: ListKind<W, R>,
    filter: Query,
    walk: Pick<Walk, "mostPages"> = {},
  ): Promise<R[]> {
    const version = resource === "edge-sites" ? "v1" : "v2";
    const call = { operation, version, resource } as const;
    const { entries } = await this.walk(call, { list, codec }, filter, { ...walk, isProof: false });
    return entries.map(fromWire);
  }

  /** `beganMs`: when the first request of it was sent, by the clock. */
  private async walk<W extends { readonly id: string }>(
    { operation, version, resource, withinMs }: ListCall,
    { list, codec }: Pick<ListKind<W, unknown>, "list" | "codec">,
    filter: Query,
    walk: Walk,
  ): Promise<Listing<W> & { readonly beganMs?: number }> {
    const { clock } = this.options;
    let beganMs: number | undefined;
    const deadlineMs = withinMs === undefined ? undefined : clock.now() + withinMs;
    const readPage = async (marker: string | undefined) => {
      const response = await this.withinLimit((limit) =>
        this.sender.repeatable({
          operation,
          method: "GET",
          version,
          resource: `${resource}${query({ ...filter, limit, marker })}`,
          withinMs: deadlineMs === undefined ? undefined : Math.max(deadlineMs - clock.now(), 1),
        }),
      );
      beganMs ??= response.sentMs;
      return pageOf(operation, response, list, codec);
    };
    const listing = await completeList(operation, readPage, walk);
    return { ...listing, ...(beganMs === undefined ? {} : { beganMs }) };
  }

  /** Goes back to small pages, once and for all, where the service refuses the usual ones. */
  private async withinLimit(ask: (limit: number) => Promise<SentResponse>): Promise<SentResponse> {
    const limit = this.pageLimit;
    try {
      return await ask(limit);
    } catch (error) {
      if (limit === PAGE_LIMITS.small || !(error instanceof RejectedError) || error.facts.status !== 400) throw error;
      const response = await ask(PAGE_LIMITS.small);
      this.pageLimit = PAGE_LIMITS.small;
      return response;
    }
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

/** A piece of hardware with the site it stands on, where the service says it. */
export type OnSite<T> = T & { readonly edgeSiteId?: string };

interface ListCall {
  readonly operation: string;
  readonly version: "v1" | "v2";
  readonly resource: string;
  readonly withinMs?: number | undefined;
}

/** How a list is named in its answer, and how its entries are read. */
interface ListKind<W, R> {
  readonly list: string;
  readonly codec: t.Type<W, unknown>;
  readonly fromWire: (wire: W) => R;
}

const SaleCyclesAnswer = record({ [SALE_CYCLES.list]: t.array(SALE_CYCLES.codec, "a list") });

const saleQuery = ({ zoneCode, payMode, periodNum }: SaleFilter): Query => ({
  zone_code: zoneCode,
  pay_mode: payMode,
  period_num: periodNum,
});

function hardwareQuery(operation: string, filter: HardwareFilter): Query {
  if (Object.values(filter).includes("")) {
    throw new RejectedError("an empty id would list the hardware of all sites: name the site or the order.", {
      operation,
    });
  }
  return "edgeSiteId" in filter ? { edge_site_id: filter.edgeSiteId } : { delivery_order_id: filter.deliveryOrderId };
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
