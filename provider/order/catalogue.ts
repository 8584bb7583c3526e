import type { DeviceRecord, EdgeSite, Identity, OrderListing, StoragePoolRecord } from "./service.js";

/**
 * What a preview compares a new order with: the account, and what is on sale. In the domain's own words, like
 * `service.ts`; `provider/cloudpond` satisfies it by shape. Every list is complete; a failure is thrown as `ServiceError`.
 */
export interface CatalogueService {
  identify(): Promise<Identity>;
  /** ListEdgeSites: every site of the account. */
  listEdgeSites(): Promise<readonly ListedSite[]>;
  /** ListDeliveryOrders: every order of the account, in any status; walked once, because a purchase looks again. */
  listDeliveryOrders(options: { readonly isProof: false }): Promise<OrderListing>;
  /** ListServers, ListNetworkDevices, ListStoragePools: the hardware of all sites, walked once. */
  listServers(filter: "allSites", walk: { readonly isProof: false }): Promise<readonly OnSite<DeviceRecord>[]>;
  listNetworkDevices(filter: "allSites", walk: { readonly isProof: false }): Promise<readonly OnSite<DeviceRecord>[]>;
  listStoragePools(
    filter: "allSites",
    walk: { readonly isProof: false },
  ): Promise<readonly OnSite<StoragePoolRecord>[]>;
  /** ListServerOfferings, ListNetworkDeviceOfferings: in any zone and status. */
  listServerOfferings(): Promise<readonly Offering[]>;
  listNetworkDeviceOfferings(): Promise<readonly Offering[]>;
  /** ListStorageTypes, in any zone. */
  listStorageTypes(): Promise<readonly StorageType[]>;
  /** ListStorageGears, in any zone: billing tiers, not sizes that can be bought. */
  listStorageGears(): Promise<readonly StorageGear[]>;
  /** ListSaleCycles of one zone, which the answer does not name. */
  listSaleCycles(filter: { readonly zoneCode?: string }): Promise<readonly SaleCycle[]>;
  /** ListQuotas. */
  listQuotas(): Promise<readonly Quota[]>;
}

/** A hardware record with the site it stands on; a record without one cannot be placed. */
export type OnSite<T> = T & { readonly edgeSiteId?: string };

/** A site as ListEdgeSites returns it. */
export interface ListedSite extends EdgeSite {
  readonly regionId?: string;
  readonly projectId?: string;
  readonly location: {
    /** Area code such as `DE`; decides which offerings are sold to the site. */
    readonly zoneCode?: string;
  };
}

/** The keys by which the billing service knows a product. */
export interface ProductInfo {
  readonly cloudServiceType: string;
  readonly resourceType: string;
  readonly resourceSpecCode: string;
}

/** One combination of payment and term under which something is sold. */
export interface OfferingSaleCycle {
  readonly payMode: string;
  /** `year` is the only documented value. */
  readonly periodType: string;
  readonly periodNum: number;
}

/** A server or network-device offering. */
export interface Offering {
  readonly id: string;
  /** Area where it may be bought and deployed. */
  readonly zoneCode: string;
  /** `TESTING`, `ONSALE`, `SUSPENDED`, `RETIREMENT`, or a newer one. */
  readonly status: string;
  readonly spec: { readonly name?: string };
  readonly productInfo?: ProductInfo;
  readonly saleCycles: readonly OfferingSaleCycle[];
}

export interface StorageType {
  readonly id: string;
  readonly name: string;
  readonly zoneCode: string;
  /** TB. 0: only the supported capacities can be bought. */
  readonly expandCapacityStep: number;
  /** TB. Empty: capacity is bought freely by step. */
  readonly supportedCapacities: readonly number[];
}

export interface StorageGear {
  readonly id: string;
  /** Size of the tier in TB. */
  readonly gear: number;
  /** Name of a storage type. */
  readonly storageType: string;
  readonly zoneCode: string;
  readonly productInfo?: ProductInfo;
  readonly saleCycles: readonly OfferingSaleCycle[];
}

/** Payment and the terms that are sold with it in a zone. */
export interface SaleCycle {
  readonly payMode: string;
  readonly periodType: string;
  readonly periodNum: readonly number[];
}

export interface Quota {
  /** `edge_site`, `compute_device`, or a newer one. */
  readonly type: string;
  readonly quota: number;
  readonly used: number;
}
