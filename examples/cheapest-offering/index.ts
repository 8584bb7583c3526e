// Orders the server that is the cheapest to power: of all servers on sale where the site lies, with at least as many vCPUs as
// wanted, the one that takes the fewest watts. The preview asks the service, so a pull request shows which one it is.
import * as cloudpond from "pulumi-cloudpond";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const vcpus = config.getNumber("vcpus") ?? 64;

async function cheapestToPower(zoneCode: string | undefined): Promise<cloudpond.ServerOffering> {
  const { offerings } = await cloudpond.getServerOfferings(zoneCode === undefined ? {} : { zoneCode });
  const [cheapest] = offerings
    .filter(({ status, spec }) => status === "ONSALE" && spec.power !== undefined && (spec.vcpus ?? 0) >= vcpus)
    .sort((a, b) => a.spec.power! - b.spec.power! || a.id.localeCompare(b.id));
  if (cheapest === undefined) {
    throw new pulumi.RunError(`No server with ${vcpus} vCPUs or more is on sale in ${zoneCode ?? "any zone"}.`);
  }
  return cheapest;
}

const site = cloudpond.getEdgeSiteOutput({ id: config.require("edgeSiteId") });
const offering = site.apply(({ location }) => cheapestToPower(location.zoneCode));

const order = new cloudpond.DeliveryOrder(
  "compute",
  {
    edgeSiteId: site.id,
    servers: [{ offeringId: offering.id, count: 2 }],
    networkDevices: [{ offeringId: config.require("networkDeviceOfferingId"), count: 2 }],
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: cloudpond.PayMode.Full } }, // 3 years, all upfront
  },
  { protect: true }, // paid hardware should not go by a slip
);

export const server = offering.spec.apply(({ name, vcpus, power }) => `${name}: ${vcpus} vCPUs, ${power} W`);
export const deliveryOrderId = order.id;
