export { DeliveryOrder } from "./deliveryOrder.js";
export type {
  DeliveryOrderArgs,
  DeliveryOrderState,
  Discount,
  DiscountArgs,
  MarketOptions,
  MarketOptionsArgs,
  MaxUpfront,
  MaxUpfrontArgs,
  NetworkDevice,
  NetworkDeviceArgs,
  PrepaidOptions,
  PrepaidOptionsArgs,
  Server,
  ServerArgs,
  StoragePool,
  StoragePoolArgs,
} from "./deliveryOrderArgs.js";
export { ChargeMode, DiscountType, OrderStatus, PayMode, PeriodType, StorageType } from "./order/enums.js";
export { getQuotas, getQuotasOutput, getSaleCycles, getSaleCyclesOutput } from "./functions/account.js";
export type {
  GetQuotasResult,
  GetSaleCyclesArgs,
  GetSaleCyclesOutputArgs,
  GetSaleCyclesResult,
} from "./functions/account.js";
export {
  getDeliveryOrder,
  getDeliveryOrderOutput,
  getDeliveryOrders,
  getDeliveryOrdersOutput,
} from "./functions/deliveryOrders.js";
export type {
  GetDeliveryOrderArgs,
  GetDeliveryOrderOutputArgs,
  GetDeliveryOrdersArgs,
  GetDeliveryOrdersOutputArgs,
  GetDeliveryOrdersResult,
} from "./functions/deliveryOrders.js";
export { getEdgeSite, getEdgeSiteOutput, getEdgeSites, getEdgeSitesOutput } from "./functions/edgeSites.js";
export type {
  GetEdgeSiteArgs,
  GetEdgeSiteOutputArgs,
  GetEdgeSitesArgs,
  GetEdgeSitesOutputArgs,
  GetEdgeSitesResult,
} from "./functions/edgeSites.js";
export {
  getNetworkDeviceOfferings,
  getNetworkDeviceOfferingsOutput,
  getServerOfferings,
  getServerOfferingsOutput,
} from "./functions/offerings.js";
export type {
  GetNetworkDeviceOfferingsArgs,
  GetNetworkDeviceOfferingsOutputArgs,
  GetNetworkDeviceOfferingsResult,
  GetServerOfferingsArgs,
  GetServerOfferingsOutputArgs,
  GetServerOfferingsResult,
} from "./functions/offerings.js";
export { getPrice, getPriceOutput } from "./functions/price.js";
export type { GetPriceArgs, GetPriceOutputArgs } from "./functions/price.js";
export { getSiteInventory, getSiteInventoryOutput } from "./functions/siteInventory.js";
export type {
  GetSiteInventoryArgs,
  GetSiteInventoryOutputArgs,
  GetSiteInventoryResult,
} from "./functions/siteInventory.js";
export { getStorageGears, getStorageGearsOutput, getStorageTypes, getStorageTypesOutput } from "./functions/storage.js";
export type {
  GetStorageGearsArgs,
  GetStorageGearsOutputArgs,
  GetStorageGearsResult,
  GetStorageTypesArgs,
  GetStorageTypesOutputArgs,
  GetStorageTypesResult,
} from "./functions/storage.js";
export type {
  NetworkDeviceOffering,
  NetworkDeviceSpec,
  OfferingSaleCycle,
  ProductInfo,
  SaleCycle,
  ServerOffering,
  ServerSpec,
  StorageGear,
  StorageTypeOffering,
} from "./cloudpond/catalogue.js";
export type { DeliveryOrder as DeliveryOrderRecord } from "./cloudpond/deliveryOrders.js";
export type { EdgeSite, EdgeSiteCondition, EdgeSiteLocation } from "./cloudpond/edgeSites.js";
export type {
  RackLocation,
  ResourceMarketOptions,
  SiteNetworkDevice,
  SiteServer,
  SiteStoragePool,
} from "./cloudpond/inventory.js";
export type { Quota } from "./cloudpond/quotas.js";
export type { Due, Price, PriceLine } from "./order/price.js";
