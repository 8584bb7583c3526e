import { DeliveryOrder } from "pulumi-cloudpond";

export default (edgeSiteId) => {
  const order = new DeliveryOrder("berlin", {
    edgeSiteId,
    servers: [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 2 }],
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
  });
  return { orderIds: order.orderIds, status: order.status };
};
