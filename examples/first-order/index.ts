// Orders the first hardware of one edge site. Which site and which offerings comes from the configuration: without any, those
// of the simulator; for a real order `pulumi config set edgeSiteId …` and the others, and credentials (README.md).
import * as cloudpond from "pulumi-cloudpond";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const order = new cloudpond.DeliveryOrder(
  "berlin",
  {
    edgeSiteId: config.require("edgeSiteId"),
    servers: [{ offeringId: config.require("serverOfferingId"), count: 2 }],
    networkDevices: [{ offeringId: config.require("networkDeviceOfferingId"), count: 2 }],
    storagePools: [{ storageType: cloudpond.StorageType.Ssd, size: 26 }], // TB
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: cloudpond.PayMode.Full } }, // 3 years, all upfront
  },
  // An order that is paid for should not go by a slip: Pulumi then refuses to replace or destroy it.
  { protect: true },
);

export const deliveryOrderId = order.id;
export const orderIds = order.orderIds; // billing order numbers: pay, or cancel while unpaid, in the billing console
export const status = order.status;
