import { PAY_MODES } from "./catalogue.js";
import { either, listOf, object, oneOf, text, whole, type Shape } from "./shape.js";

/** ServerOption and NetworkDeviceOption of CreateDeliveryOrder. */
export interface DeviceLine {
  readonly offering_id: string;
  readonly count: number;
}

/** StorageOption of CreateDeliveryOrder; `size` in TB, added to the pool of that type where the site has one. */
export interface StorageLine {
  readonly storage_type: string;
  readonly size: number;
}

/** MarketCreateOption of CreateDeliveryOrder. */
export interface MarketOptions {
  readonly charge_mode: string;
  readonly prepaid_options: {
    readonly period_type: string;
    readonly period_num: number;
    readonly pay_mode?: string;
  };
  readonly discounts?: readonly { readonly id?: string; readonly type?: string }[];
}

/** What is bought and how it is paid. */
export interface OrderLines {
  readonly servers: readonly DeviceLine[];
  readonly network_devices: readonly DeviceLine[];
  readonly storage_pools: readonly StorageLine[];
  readonly market_options: MarketOptions;
}

/** CreateDeliveryOrderOption; the lists are optional on the wire. */
export interface OrderOption extends Partial<Omit<OrderLines, "market_options">> {
  readonly edge_site_id: string | number;
  readonly market_options: MarketOptions;
}

/** The request body of CreateDeliveryOrder. */
export interface CreateOrderBody {
  readonly delivery_order: OrderOption;
}

const deviceLine: Shape<DeviceLine> = object<DeviceLine>({ offering_id: text(), count: whole(1) });

const marketOptions: Shape<MarketOptions> = object<MarketOptions>(
  {
    charge_mode: oneOf("prepaid"),
    prepaid_options: object<MarketOptions["prepaid_options"]>(
      { period_type: oneOf("year"), period_num: whole(1) },
      { pay_mode: oneOf(...PAY_MODES) },
    ),
  },
  { discounts: listOf(object<{ id?: string; type?: string }>({}, { id: text(), type: text() })) },
);

/** The members of an order that say what is bought, shared by requests and seeds. */
export const orderLinesShape = {
  servers: listOf(deviceLine),
  network_devices: listOf(deviceLine),
  storage_pools: listOf(object<StorageLine>({ storage_type: text(), size: whole(1) })),
  market_options: marketOptions,
};

const { market_options: marketShape, ...itemLists } = orderLinesShape;

/**
 * Shape of the body of CreateDeliveryOrder. `edge_site_id` may be a number: the table of the API page says String, its
 * example shows a number.
 */
export const createOrderShape: Shape<CreateOrderBody> = object<CreateOrderBody>({
  delivery_order: object<OrderOption>(
    { edge_site_id: either(text(), whole(0)), market_options: marketShape },
    itemLists,
  ),
});
