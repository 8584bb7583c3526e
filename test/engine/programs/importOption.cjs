// Declares an order with the option import: node importOption.cjs PROJECT_FOLDER EDGE_SITE_ID ORDER_ID
const { DeliveryOrder } = require("pulumi-cloudpond");
const { run } = require("./run.cjs");

const [workDir, edgeSiteId, orderId] = process.argv.slice(2);

async function program() {
  const args = {
    edgeSiteId,
    servers: [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 2 }],
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
  };
  new DeliveryOrder("berlin", args, { import: orderId });
}

void run(workDir, program, "up");
