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
