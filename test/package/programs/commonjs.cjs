const cloudpond = require("pulumi-cloudpond");

module.exports = (edgeSiteId) => {
  const order = new cloudpond.DeliveryOrder("berlin", {
    edgeSiteId,
    servers: [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 2 }],
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
  });
  return { orderIds: order.orderIds, status: order.status };
};
