import type { DeclaredResource } from "../src/order.js";
import { DELIVERY_ORDER_TYPE } from "../src/order.js";

export const SITE = "10000000-0000-4000-8000-000000000001";
export const SERVER = "20000000-0000-4000-8000-000000000001";
export const SWITCH = "30000000-0000-4000-8000-000000000001";

/** What a program declares: two servers, two network devices, 26 TB, three years paid at once. */
export const INPUTS = {
  edgeSiteId: SITE,
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: SWITCH, count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
};

/** The order "berlin" of the stack shop/production as the policy library shows it. */
export const resource = (props: object = {}, protect = true): DeclaredResource => ({
  type: DELIVERY_ORDER_TYPE,
  name: "berlin",
  urn: `urn:pulumi:production::shop::${DELIVERY_ORDER_TYPE}::berlin`,
  props: { ...INPUTS, ...props },
  opts: { protect },
});
