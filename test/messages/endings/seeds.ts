import type { SeedDocument } from "cloudpond-simulator";
import { SERVER, SITE, SWITCH } from "../shop.js";

// What the site holds when a run begins.

type Orders = NonNullable<SeedDocument["deliveryOrders"]>;
type SiteStatus = NonNullable<NonNullable<SeedDocument["edgeSites"]>[number]["status"]>;

export const SITE_ID = SITE;
export const JANUARY = "2026-01-04T07:05:14.405000Z";

/** The lines of the declared order. */
export const SAME_LINES = {
  servers: [{ offering_id: SERVER, count: 2 }],
  network_devices: [{ offering_id: SWITCH, count: 2 }],
  storage_pools: [{ storage_type: "SSD", size: 26 }],
};
/** Those of another one. */
export const OTHER_LINES = { servers: [{ offering_id: SERVER, count: 5 }] };

export const site = (status: SiteStatus, more: Omit<SeedDocument, "edgeSites"> = {}): SeedDocument => ({
  edgeSites: [{ id: SITE, name: "Berlin", status }],
  ...more,
});

export const order = (id: string, status: string, more: Partial<Orders[number]> = {}): Orders[number] => ({
  id,
  edge_site_id: SITE,
  status,
  created_at: JANUARY,
  ...OTHER_LINES,
  ...more,
});

export const delivered = (more: Partial<Orders[number]> = {}): SeedDocument =>
  site("available", { deliveryOrders: [order("order-of-january", "SUCCESS", more)] });

export const onItsWay = (more: Partial<Orders[number]> = {}): SeedDocument =>
  site("deploying", { deliveryOrders: [order("order-of-january", "PROCESSING", more)] });

export const deadOrder = (): SeedDocument =>
  site("initial", { deliveryOrders: [order("order-of-january", "CANCELLED")] });

/** IAM's own error body. */
const iam = (status: number, message: string) => ({
  status,
  body: { error: { code: status, title: "Unauthorized", message } },
});

export const IAM_REFUSES = iam(401, "The username or password is wrong.");
export const IAM_IS_BROKEN = iam(500, "Internal error.");
