import * as pulumi from "@pulumi/pulumi";
import * as cloudpond from "pulumi-cloudpond";

/** What a program may call the parts of what it gets. */
export type Server = cloudpond.GetServerOfferingsResult["offerings"][number];
export type Known = [
  cloudpond.ServerOffering,
  cloudpond.EdgeSite,
  cloudpond.SiteStoragePool,
  cloudpond.Quota,
  cloudpond.Price["lines"][number],
];
export const cheapest: (
  args: cloudpond.GetServerOfferingsOutputArgs,
) => pulumi.Output<cloudpond.GetServerOfferingsResult> = cloudpond.getServerOfferingsOutput;

export default (edgeSiteId: string) => {
  const args: cloudpond.DeliveryOrderArgs = {
    edgeSiteId,
    servers: [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 2 }],
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
  };
  const order = new cloudpond.DeliveryOrder("berlin", args);
  const orderIds: pulumi.Output<string[]> = order.orderIds;
  const status: pulumi.Output<string> = order.status;
  return { orderIds, status };
};
