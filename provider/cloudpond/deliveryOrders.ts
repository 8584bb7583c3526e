import type * as t from "io-ts";
import type { HttpResponse } from "../http/transport.js";
import { decoded, Identifier, jsonOf, OptionalText, present, record, Text } from "./wire.js";

/** A delivery order as ListDeliveryOrders and ShowDeliveryOrder return it. Reads never return what was bought. */
export interface DeliveryOrder {
  readonly id: string;
  /** Chosen by the service, such as `delivery_order-zurcq`. */
  readonly name?: string;
  /** Account id. */
  readonly domainId: string;
  /** `PROCESSING`, `ACCEPTING`, `SUCCESS`, `FAIL`, `CANCELLED`, `DELETED`, or a newer one. */
  readonly status: string;
  readonly edgeSiteId: string;
  /** Billing of the order's resources starts at this instant. ISO 8601, whole seconds. */
  readonly effectedAt?: string;
  /** ISO 8601, microseconds. */
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** What CreateDeliveryOrder orders, with the API's names in camelCase. */
export interface CreateDeliveryOrderOption {
  readonly edgeSiteId: string;
  readonly servers?: readonly { readonly offeringId: string; readonly count: number }[];
  readonly networkDevices?: readonly { readonly offeringId: string; readonly count: number }[];
  readonly storagePools?: readonly { readonly storageType: string; readonly size: number }[];
  readonly marketOptions: {
    readonly chargeMode: string;
    readonly prepaidOptions: { readonly periodType: string; readonly periodNum: number; readonly payMode: string };
    readonly discounts?: readonly { readonly id?: string; readonly type?: string }[];
  };
}

/** The wire shape of a delivery order, read into {@link DeliveryOrder}. */
const WireOrder = record({
  id: Identifier,
  name: OptionalText,
  domain_id: Identifier,
  status: Text,
  edge_site_id: Identifier,
  effected_at: OptionalText,
  created_at: OptionalText,
  updated_at: OptionalText,
});

const fromWire = (wire: t.TypeOf<typeof WireOrder>): DeliveryOrder =>
  present({
    id: wire.id,
    name: wire.name,
    domainId: wire.domain_id,
    status: wire.status,
    edgeSiteId: wire.edge_site_id,
    effectedAt: wire.effected_at,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
  });

/**
 * For lists: the name of the list in the answer, and how its entries are read.
 * @internal
 */
export const DELIVERY_ORDERS = { list: "delivery_orders", codec: WireOrder, fromWire } as const;

const ShowAnswer = record({ delivery_order: WireOrder });

/**
 * @throws {UnreadableAnswerError}
 * @internal
 */
export const shownOrder = (operation: string, response: HttpResponse): DeliveryOrder =>
  fromWire(decoded(operation, response, ShowAnswer).delivery_order);

/** Billing order numbers that are kept of one answer: an order has one for each kind of hardware. */
const MOST_NUMBERS = 100;

/**
 * The status of a placed order whose answer named none; the next read replaces it.
 * @internal
 */
export const UNKNOWN_STATUS = "UNKNOWN";

/** The order that the answer to CreateDeliveryOrder names, with its billing order numbers. */
export interface CreatedOrder {
  readonly order: DeliveryOrder;
  /** Returned by this call only. Empty where the answer does not hold them readably. */
  readonly orderIds: readonly string[];
}

/**
 * Reads a 2xx answer to CreateDeliveryOrder. Only the id has to be readable: money has moved, and nothing else that is
 * wrong with the answer may lose it. What is missing is taken from what was asked.
 * @internal
 */
export function createdOrder(
  response: HttpResponse,
  asked: { readonly edgeSiteId: string; readonly account: string },
): CreatedOrder | undefined {
  const body = fieldsOf(jsonOf(response));
  const wire = fieldsOf(body["delivery_order"]);
  const id = readable(Identifier, wire["id"]);
  if (id === undefined) return undefined;
  const orderIds = Array.isArray(body["order_ids"]) ? body["order_ids"] : [];
  return {
    order: fromWire({
      id,
      name: readable(OptionalText, wire["name"]),
      domain_id: readable(Identifier, wire["domain_id"]) ?? asked.account,
      status: readable(Text, wire["status"]) ?? UNKNOWN_STATUS,
      edge_site_id: readable(Identifier, wire["edge_site_id"]) ?? asked.edgeSiteId,
      effected_at: readable(OptionalText, wire["effected_at"]),
      created_at: readable(OptionalText, wire["created_at"]),
      updated_at: readable(OptionalText, wire["updated_at"]),
    }),
    orderIds: orderIds.slice(0, MOST_NUMBERS).flatMap((number: unknown) => readable(Identifier, number) ?? []),
  };
}

/**
 * The exact bytes of CreateDeliveryOrder's body, in the order of the API's tables; empty lists are left out.
 * @internal
 */
export function createBody(order: CreateDeliveryOrderOption): Buffer {
  const device = ({ offeringId, count }: { offeringId: string; count: number }) => ({ offering_id: offeringId, count });
  const { chargeMode, prepaidOptions, discounts } = order.marketOptions;
  return Buffer.from(
    JSON.stringify({
      delivery_order: {
        edge_site_id: order.edgeSiteId,
        servers: filled(order.servers)?.map(device),
        network_devices: filled(order.networkDevices)?.map(device),
        storage_pools: filled(order.storagePools)?.map(({ storageType, size }) => ({
          storage_type: storageType,
          size,
        })),
        market_options: {
          charge_mode: chargeMode,
          prepaid_options: {
            period_type: prepaidOptions.periodType,
            period_num: prepaidOptions.periodNum,
            pay_mode: prepaidOptions.payMode,
          },
          discounts: filled(discounts)?.map(({ id, type }) => ({ id, type })),
        },
      },
    }),
    "utf8",
  );
}

const filled = <T>(items: readonly T[] | undefined): readonly T[] | undefined =>
  items === undefined || items.length === 0 ? undefined : items;

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function readable<A>(codec: t.Decoder<unknown, A>, value: unknown): A | undefined {
  const result = codec.decode(value);
  return result._tag === "Right" ? result.right : undefined;
}
