import * as pulumi from "@pulumi/pulumi";
import type { DeliveryOrder } from "../cloudpond/deliveryOrders.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** Which order to get. */
export interface GetDeliveryOrderArgs {
  /** Id of the delivery order. */
  readonly id: string;
}
export type GetDeliveryOrderOutputArgs = Inputs<GetDeliveryOrderArgs>;

const DELIVERY_ORDER: Question<GetDeliveryOrderArgs, DeliveryOrder> = {
  name: "getDeliveryOrder",
  takes: { id: "text" },
  async ask(client, { id }) {
    const order = await client.showDeliveryOrder(id);
    if (order === undefined) throw new pulumi.RunError(`there is no delivery order ${id} in this account.`);
    return order;
  },
};

/**
 * One order (ShowDeliveryOrder). Reads of the API return neither what was ordered nor how it is paid; see
 * `getSiteInventory` for what its hardware shows.
 * @throws {pulumi.RunError} when there is no such order, or the service cannot be asked.
 */
export const getDeliveryOrder = (args: GetDeliveryOrderArgs): Promise<DeliveryOrder> => answerOf(DELIVERY_ORDER, args);
/** {@link getDeliveryOrder} for arguments that are outputs. */
export const getDeliveryOrderOutput = (args: GetDeliveryOrderOutputArgs): pulumi.Output<DeliveryOrder> =>
  outputOf(DELIVERY_ORDER, args);

/** Which orders to get; both filters count here, because the API has none by site and does not document the other. */
export interface GetDeliveryOrdersArgs {
  /** Id of the site that the orders are for. */
  readonly edgeSiteId?: string;
  /** Statuses such as `PROCESSING`; several mean any of them. */
  readonly status?: string | readonly string[];
}
export type GetDeliveryOrdersOutputArgs = Inputs<GetDeliveryOrdersArgs>;
export interface GetDeliveryOrdersResult {
  readonly deliveryOrders: readonly DeliveryOrder[];
}

const DELIVERY_ORDERS: Question<GetDeliveryOrdersArgs, GetDeliveryOrdersResult> = {
  name: "getDeliveryOrders",
  takes: { edgeSiteId: "text", status: "texts" },
  async ask(client, args) {
    const { orders } = await client.listDeliveryOrders({ isProof: false });
    const statuses = args.status === undefined ? undefined : [args.status].flat();
    return {
      deliveryOrders: orders.filter(
        ({ edgeSiteId, status }) =>
          (args.edgeSiteId === undefined || edgeSiteId === args.edgeSiteId) &&
          (statuses === undefined || statuses.includes(status)),
      ),
    };
  },
};

/**
 * The orders of the account (ListDeliveryOrders), all pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getDeliveryOrders = (args: GetDeliveryOrdersArgs = {}): Promise<GetDeliveryOrdersResult> =>
  answerOf(DELIVERY_ORDERS, args);
/** {@link getDeliveryOrders} for arguments that are outputs. */
export const getDeliveryOrdersOutput = (
  args: GetDeliveryOrdersOutputArgs = {},
): pulumi.Output<GetDeliveryOrdersResult> => outputOf(DELIVERY_ORDERS, args);
