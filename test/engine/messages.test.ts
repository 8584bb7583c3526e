import type { SeedDocument } from "cloudpond-simulator";
import { DeliveryOrder, type DeliveryOrderArgs } from "../../provider/index.js";
import { goldenTextOf, withNames } from "../messages/goldenFile.js";
import { ARGS, NETWORK_DEVICE, SERVER, toldOf } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

// The golden texts are rendered without a command line; here it prints some of them, of several resources and sites at once.

const SAME = {
  servers: [{ offering_id: SERVER, count: 2 }],
  network_devices: [{ offering_id: NETWORK_DEVICE, count: 2 }],
  storage_pools: [{ storage_type: "SSD", size: 26 }],
};
const OTHER = { servers: [{ offering_id: SERVER, count: 5 }] };

type Site = "open" | "bare" | "waiting" | "delivered" | "broken" | "expanded";
const STATUSES: Readonly<Record<Site, "initial" | "deploying" | "available" | "unavailable">> = {
  open: "deploying",
  bare: "initial",
  waiting: "initial",
  delivered: "available",
  broken: "unavailable",
  expanded: "available",
};
const order = (id: string, site: Site, status: string, lines: object, created_at = "2026-01-04T07:05:14.405000Z") => ({
  id,
  edge_site_id: `site-${site}`,
  status,
  created_at,
  ...lines,
});
const SEED: SeedDocument = {
  edgeSites: Object.entries(STATUSES).map(([site, status]) => ({ id: `site-${site}`, name: "Berlin", status })),
  deliveryOrders: [
    order("order-open", "open", "PROCESSING", SAME),
    order("order-delivered", "delivered", "SUCCESS", OTHER),
    order("order-expanded", "expanded", "SUCCESS", OTHER),
    order("order-of-march", "expanded", "SUCCESS", OTHER, "2026-02-01T00:00:00Z"),
  ],
};

const declaring =
  (changed: Partial<DeliveryOrderArgs> = {}): Program =>
  async () => {
    for (const name of ["open", "bare", "delivered", "broken", "nowhere"]) {
      new DeliveryOrder(name, { ...ARGS, edgeSiteId: `site-${name}`, ...(name === "bare" ? changed : {}) });
    }
    new DeliveryOrder("expanded", { ...ARGS, edgeSiteId: "site-expanded", afterOrderId: "order-expanded" });
    const slow = { ...ARGS, edgeSiteId: "site-waiting", waitForStatus: "ACCEPTING" } as const;
    new DeliveryOrder("waiting", slow, { customTimeouts: { create: "1s", update: "1s" } });
    return Promise.resolve();
  };

let engine: Engine;
let first: string;
beforeAll(async () => {
  // The refusals of the purchase itself, which the preview else makes before.
  engine = await Engine.start({ simulator: { seed: SEED }, env: { CLOUDPOND_PREFLIGHT: "off" } });
  // One refusal would keep the engine from beginning with others.
  first = (await engine.up(declaring(), { continueOnError: true })).output;
});
afterAll(() => engine.stop());

/** What differs between this run and the golden one: who orders for which site, and how long things took. */
const alike = (text: string, name: string): string =>
  text
    .replaceAll(`site-${name}`, "site-berlin")
    .replaceAll(`"${name}"`, '"berlin"')
    .replaceAll(`order-${name}`, "order-of-january")
    .replace(/placed \d+ days ago/gu, "placed some days ago")
    .replace(/PROCESSING ×\d+/gu, "PROCESSING ×n");

async function told(output: string, name: string): Promise<string> {
  const { id } = (await engine.resource(name)) ?? {};
  return alike(withNames(toldOf(output, name), id === undefined ? [] : [id]), name);
}

const golden = (file: string, title: string): string => alike(toldOf(`\n${goldenTextOf(file, title)}\n`), "berlin");

it.each<[string, string, string]>([
  ["open", "purchase-refused", "first order: one of the same lines is on its way"],
  ["bare", "purchase-after", "confirmed: the only order of its site"],
  ["waiting", "purchase-after", "waiting: the time is over"],
  ["delivered", "purchase-refused", "first order: one of other lines is delivered"],
  ["broken", "purchase-refused", "first order: a site that is unavailable"],
  ["nowhere", "purchase-before", "site: there is none"],
  ["expanded", "purchase-refused", "expansion: another one is the newest"],
])("the command line prints of %s what the golden text says (%s, %s)", async (name, file, title) => {
  const text = golden(file, title);
  expect(text).not.toBe("");
  expect(await told(first, name)).toBe(text);
});

it("and so of a change, of a removal, of a refresh, and of inputs that are wrong", async () => {
  const changed = await engine.preview(declaring({ servers: [{ offeringId: SERVER, count: 3 }] }));
  expect(await told(changed.output, "bare")).toBe(golden("change", "diff: an order on its way, another count"));
  expect(changed.output).toContain("\n    cloudpond diff: see the error of the DeliveryOrder\n");

  const wrong = await engine.preview(declaring({ servers: [], networkDevices: [], storagePools: [] }));
  expect(await told(wrong.output, "bare")).toBe(
    golden("inputs-and-settings", "check: nothing is ordered").replaceAll("'berlin'", "'bare'"),
  );

  const destroyed = await engine.destroy();
  expect(await told(destroyed.output, "bare")).toBe(golden("delete", "delete: an order on its way"));

  await engine.simulator.advance((await engine.resource("bare"))!.id!, "CANCELLED");
  const { output } = await engine.refresh();
  expect(await told(output, "bare")).toBe(golden("read", "read: cancelled"));
});
