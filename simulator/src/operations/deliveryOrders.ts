import { isDeletable, ORDER_STATUSES } from "../lifecycle.js";
import { ok, parseBody, type Call, type Operation } from "../operation.js";
import { createOrderShape } from "../orderOption.js";
import { judgeOrder } from "../orderRules.js";
import { deliveryOrder, simpleOrder, type OrderRecord } from "../orders.js";
import { page } from "../paging.js";
import { matches } from "../query.js";
import { refuse } from "../refusal.js";

const PATH = "/v2/:domain_id/delivery-orders";

/** @throws Refusal 404 SYS.0404: no code of its own is documented */
function readableOrder({ world, id }: Call): OrderRecord {
  const order = world.ledger.order(id);
  if (order === undefined || (order.deleted && world.seed.behaviour.deletedOrders === "notFound")) {
    throw refuse("SYS.0404", `delivery order ${id} does not exist`);
  }
  return order;
}

/** The four calls on orders. There is no other: an order can be neither changed nor cancelled. */
export const deliveryOrderOperations: readonly Operation[] = [
  {
    id: "CreateDeliveryOrder",
    method: "POST",
    path: PATH,
    access: "account",
    handle: ({ world, body }) => {
      const { delivery_order: option } = parseBody(body, createOrderShape);
      const { site, lines } = judgeOrder(world.seed, world.ledger, option);
      const order = world.ledger.place(site, lines);
      return ok({ delivery_order: simpleOrder(order), order_ids: order.order_ids });
    },
  },
  {
    id: "ListDeliveryOrders",
    method: "GET",
    path: PATH,
    access: "account",
    handle: ({ world, query }) => {
      const statuses = query.among("status", ORDER_STATUSES);
      const id = query.one("id");
      const { deletedOrders, pageLimit } = world.seed.behaviour;
      const isShown = (order: OrderRecord): boolean =>
        order.visibleFrom <= world.clock.elapsed() &&
        !(order.deleted && deletedOrders === "notFound") &&
        matches<string>(statuses, order.deleted ? "DELETED" : order.status) &&
        (id === undefined || order.id === id);
      const { items, page_info } = page(world.ledger.orders, (order) => order.id, isShown, query, pageLimit);
      return ok({ delivery_orders: items.map(deliveryOrder), page_info });
    },
  },
  {
    id: "ShowDeliveryOrder",
    method: "GET",
    path: `${PATH}/:id`,
    access: "account",
    handle: (call) => ok({ delivery_order: deliveryOrder(readableOrder(call)) }),
  },
  {
    id: "DeleteDeliveryOrder",
    method: "DELETE",
    path: `${PATH}/:id`,
    access: "account",
    handle: (call) => {
      const order = readableOrder(call);
      if (!order.deleted && !isDeletable(order.status)) {
        throw refuse("SYS.0400", `delivery order ${order.id} is ${order.status} and cannot be deleted`);
      }
      if (!order.deleted) call.world.ledger.remove(order);
      return { status: 204 };
    },
  },
];
