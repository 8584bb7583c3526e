import { ProcessMemory } from "../../../provider/order/memory.js";
import { type Observation, observe } from "../../../provider/order/observe.js";
import { RefusedError } from "../../../provider/order/orderError.js";
import { createWorld, type FakeService, INPUTS, SITE } from "./world.js";

const OTHER = { edgeSiteId: SITE, servers: [{ offeringId: "x", count: 1 }] };

async function observed(prepare: (service: FakeService) => void): Promise<Observation & { readonly calls: string[] }> {
  const { service, clock } = createWorld();
  prepare(service);
  const { statuses } = new ProcessMemory();
  const observation = await observe(service, statuses, clock, { edgeSiteId: SITE, name: "berlin" });
  return { ...observation, calls: service.calls };
}

it("asks nothing of the orders of a bare site", async () => {
  const { orders, liveOrders, hardwareOf, calls } = await observed((service) => {
    service.add(OTHER, { id: "dead", status: "CANCELLED" });
    service.change("dead", { servers: [] });
    service.add({ ...OTHER, edgeSiteId: "site-2" }, { id: "elsewhere" });
  });
  expect(orders.map(({ id }) => id)).toEqual(["dead"]);
  expect(liveOrders).toEqual([]);
  expect(hardwareOf.size).toBe(0);
  expect(calls.at(-1)).toBe("listDeliveryOrders");
});

it("tells the hardware of each order, and lists the orders after everything else", async () => {
  const { hardware, hardwareOf, calls } = await observed((service) => {
    service.add(INPUTS, { id: "a", status: "SUCCESS" });
    service.add(OTHER, { id: "b" });
    service.loose.push({ id: "relic", offeringId: "x", status: "USING" });
  });
  expect(hardware.servers.map(({ id }) => id)).toEqual(["a-server-srv-0", "a-server-srv-1", "b-server-x-0", "relic"]);
  expect(hardwareOf.get("b")?.servers.map(({ id }) => id)).toEqual(["b-server-x-0"]);
  expect(calls.lastIndexOf("listServers")).toBeLessThan(calls.lastIndexOf("listDeliveryOrders"));
});

it("remembers what each order was, and which dead ones of the site it has deleted itself and are not listed any more", async () => {
  const { service, clock } = createWorld();
  const { statuses } = new ProcessMemory();
  service.add(OTHER, { id: "dead", status: "CANCELLED" });
  for (const id of ["dead", "deleted"]) statuses.bury(SITE, { id, hardwareIds: [id] });
  statuses.bury("site-2", { id: "elsewhere", hardwareIds: [] });
  const { buried } = await observe(service, statuses, clock, { edgeSiteId: SITE, name: "berlin" });
  expect(buried).toEqual([{ id: "deleted", hardwareIds: ["deleted"] }]);
  expect(statuses.lastStatus("dead")).toBe("CANCELLED");
});

it.each([
  ["the service's own", { serverTimeMs: 7 }, 7],
  ["that of this machine where the service tells none", {}, Date.parse("2026-06-12T08:00:00Z")],
])("the time of an observation is %s", async (_, told, expected) => {
  const { serverTimeMs, askedMs } = await observed((service) => {
    service.listDeliveryOrders = () => Promise.resolve({ orders: [], ...told } as never);
  });
  expect(serverTimeMs).toBe(expected);
  expect(askedMs).toBe(Date.parse("2026-06-12T08:00:00Z"));
});

it("is as old as the reading of the orders, which may have begun long after it was asked for", async () => {
  const { askedMs } = await observed((service) => {
    service.listDeliveryOrders = () => Promise.resolve({ orders: [], beganMs: 7 } as never);
  });
  expect(askedMs).toBe(7);
});

it("asks by itself for a kind of hardware that a site in use seems to lack, because a list of all sites may leave it out", async () => {
  const { hardware } = await observed((service) => {
    service.site = { ...service.site!, status: "available" };
    const { listServers } = service;
    service.listServers = (filter) => ("isAlone" in filter ? listServers(filter) : Promise.resolve([]));
    service.listNetworkDevices = () => Promise.resolve([{ id: "seen", offeringId: "y", status: "USING" }]);
    service.loose.push({ id: "relic", offeringId: "x", status: "USING" });
  });
  expect(hardware.servers.map(({ id }) => id)).toEqual(["relic"]);
  expect(hardware.networkDevices.map(({ id }) => id)).toEqual(["seen"]);
});

it.each([
  ["asks by itself for the hardware of a bare site that the list of all sites leaves out", true, ["relic"]],
  ["takes a bare site's word that a list of all sites shows", false, []],
])("%s", async (_, isUnlisted, servers) => {
  const { hardware } = await observed((service) => {
    service.site = { ...service.site!, ...(isUnlisted ? { isUnlisted } : {}) };
    const { listServers } = service;
    service.listServers = (filter) => ("isAlone" in filter ? listServers(filter) : Promise.resolve([]));
    service.loose.push({ id: "relic", offeringId: "x", status: "USING" });
  });
  expect(hardware.servers.map(({ id }) => id)).toEqual(servers);
});

it("is refused where the last list lacks an order of the site that was listed a moment before", async () => {
  const lost = observed((service) => {
    service.add(INPUTS, { id: "a", status: "SUCCESS" });
    service.add(OTHER, { id: "b", status: "SUCCESS" });
    const { listDeliveryOrders } = service;
    let lists = 0;
    service.listDeliveryOrders = async () => {
      const { orders, ...rest } = await listDeliveryOrders();
      return { orders: ++lists > 1 ? orders.slice(0, 1) : orders, ...rest };
    };
  });
  await expect(lost).rejects.toThrow(RefusedError);
  await expect(lost).rejects.toThrow(
    "has lost order b of site site-1, which it showed a moment ago: what else it leaves out cannot be known. Run again; if it stays so, ask Huawei Cloud support.\n" +
      'This run placed no order for "berlin".',
  );
});

it("passes where this process has deleted the order that is lacking", async () => {
  const { service, clock } = createWorld();
  const { statuses } = new ProcessMemory();
  service.add(OTHER, { id: "dead", status: "CANCELLED" });
  service.loose.push({ id: "relic", offeringId: "x", status: "USING" });
  let lists = 0;
  service.meanwhile = (operation) => {
    if (operation !== "listDeliveryOrders" || ++lists < 2) return;
    statuses.bury(SITE, { id: "dead", hardwareIds: [] });
    service.orders.splice(0);
  };
  const { orders } = await observe(service, statuses, clock, { edgeSiteId: SITE, name: "berlin" });
  expect(orders).toEqual([]);
});

it("asks nothing of the orders of other sites", async () => {
  const { hardwareOf } = await observed((service) => {
    service.add(OTHER, { id: "here" });
    service.add({ ...OTHER, edgeSiteId: "site-2" }, { id: "elsewhere" });
  });
  expect([...hardwareOf.keys()]).toEqual(["here"]);
});

it.each<[string, (service: FakeService) => void, string]>([
  [
    "there is no such site",
    (service) => void (service.site = undefined),
    "There is no edge site site-1 in account account-1.",
  ],
  [
    "the site is another account's",
    (service) => void (service.site = { ...service.site!, domainId: "account-2" }),
    "with site site-1 of account account-2.",
  ],
  [
    "the site is another one",
    (service) => void (service.showEdgeSite = () => Promise.resolve({ ...service.site!, id: "Site-1" })),
    "with site Site-1 of account account-1.",
  ],
  [
    "the list shows an order of another account",
    (service) => {
      service.add(OTHER, { id: "theirs" });
      service.change("theirs", { domainId: "account-2" });
    },
    "lists order theirs of site site-1 under account account-2, but the credentials belong to account account-1.",
  ],
])("is refused when %s", async (_, prepare, says) => {
  const error = await observed(prepare).catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(RefusedError);
  expect((error as Error).message).toContain(says);
  expect((error as Error).message).toMatch(/This run placed no order for "berlin"\.$/u);
});
