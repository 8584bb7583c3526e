import { defaultSeed, SeedError, startSimulator } from "../src/index.js";
import { completeSeed } from "../src/seed.js";
import { DEFAULTS, TestBed } from "./testClient.js";

describe("a seed", () => {
  test("may be empty: then it is the default one", () => {
    expect(completeSeed({})).toEqual(defaultSeed);
  });

  test("survives being written as JSON", () => {
    expect(completeSeed(JSON.parse(JSON.stringify(defaultSeed)))).toEqual(defaultSeed);
  });

  test("with its own sites starts without the default orders and hardware, and keeps the catalogue", () => {
    const seed = completeSeed({ edgeSites: [{ id: "only" }] });
    expect([seed.deliveryOrders, seed.servers, seed.serverOfferings]).toEqual([[], [], defaultSeed.serverOfferings]);
  });

  test("changes single switches", () => {
    const { behaviour } = completeSeed({ behaviour: { pageLimit: 3 } });
    expect(behaviour).toEqual({ ...defaultSeed.behaviour, pageLimit: 3 });
  });

  test("makes a hundred sites in one line, all ready for a first order", async () => {
    const edgeSites = Array.from({ length: 100 }, (_, index) => ({ id: `s${index}` }));
    const bed = await TestBed.start({ seed: { edgeSites } });
    const { body } = await bed.v1("GET", "edge-sites?status=initial");
    expect(body.edge_sites).toHaveLength(100);
    expect(body.edge_sites[99]).toMatchObject({ id: "s99", name: "site-100", status: "initial" });
    await bed.place("s99");
    await bed.close();
  });

  test("brings hardware that belongs to no order", async () => {
    const bed = await TestBed.start({
      seed: {
        edgeSites: [{ id: "old", status: "available" }],
        servers: [{ id: "server", edge_site_id: "old", offering_id: DEFAULTS.server }],
        networkDevices: [
          { id: "switch", edge_site_id: "old", offering_id: DEFAULTS.networkDevice, status: "DELIVERING" },
        ],
        storagePools: [{ id: "pool", edge_site_id: "old", storage_type: "SSD", size: 4 }],
      },
    });
    const read = async (path: string): Promise<unknown> => (await bed.v2("GET", path)).body;
    expect(await read("servers/server")).toMatchObject({ server: { status: "USING", market_options: null } });
    expect(await read("network-devices/switch")).toMatchObject({ network_device: { status: "DELIVERING" } });
    expect(await read("storage-pools/pool")).toMatchObject({ storage_pool: { assigned_size: 4, status: "AVAILABLE" } });
    await bed.close();
  });

  test("brings orders in any status, dated apart, with the hardware that fits", async () => {
    const statuses = ["SUCCESS", "PROCESSING", "CANCELLED", "REVIEWING"];
    const deliveryOrders = statuses.map((status) => ({
      id: status.toLowerCase(),
      edge_site_id: "site",
      status,
      servers: [{ offering_id: DEFAULTS.server, count: 1 }],
    }));
    const bed = await TestBed.start({ seed: { edgeSites: [{ id: "site", status: "deploying" }], deliveryOrders } });
    const { body } = await bed.v2("GET", "servers");
    expect(body.servers.map(({ status }) => status)).toEqual(["USING", "PENDING_PAYMENT", "PENDING_PAYMENT"]);
    const orders = await bed.simulator.orders();
    expect(orders.map(({ status }) => status)).toEqual(statuses);
    expect(new Set(orders.map((entry) => entry.created_at)).size).toBe(4);
    expect(await bed.siteStatus("site")).toBe("deploying");
    await bed.close();
  });

  test.each<[unknown, string]>([
    [[], "the document must be an object, got a list"],
    [{ site: [] }, "site is not known here"],
    [{ behaviour: { oneOrderPerSites: true } }, "behaviour.oneOrderPerSites is not known here"],
    [{ behaviour: { pageLimit: 0 } }, "behaviour.pageLimit must be a whole number from 1 to 2000, got 0"],
    [{ edgeSites: [{ name: "x" }] }, "edgeSites[0].id is missing"],
    [{ edgeSites: [{ id: "a", status: "INITIAL" }] }, "edgeSites[0].status must be one of initial, deploying"],
    [{ edgeSites: [{ id: "a" }, { id: "a" }] }, "edgeSites[1].id a is used twice"],
    [
      { deliveryOrders: [{ id: "o", edge_site_id: "nowhere", status: "FAIL" }] },
      "deliveryOrders[0].edge_site_id nowhere is not the id of one of edgeSites",
    ],
    [
      { deliveryOrders: [{ id: "o", edge_site_id: DEFAULTS.berlin, status: "DELETED" }] },
      "deliveryOrders[0].status must be a status before deletion",
    ],
    [
      { edgeSites: [{ id: "a" }], servers: [{ id: "s", edge_site_id: "a", offering_id: "none" }] },
      "servers[0].offering_id none is not the id of an offering",
    ],
    [
      {
        deliveryOrders: [
          { id: "o", edge_site_id: DEFAULTS.berlin, status: "FAIL", servers: [{ offering_id: "x", count: 1 }] },
        ],
      },
      "deliveryOrders[0].servers[0].offering_id x is not the id of an offering",
    ],
    [{ accessKeys: [] }, "accessKeys must have at least 1 entry"],
    [
      { temporaryCredentials: [{ accessKey: "a", secretKey: "b" }] },
      "temporaryCredentials[0].securityToken is missing",
    ],
  ])("%j is refused", (document, why) => {
    expect(() => completeSeed(document)).toThrow(SeedError);
    expect(() => completeSeed(document)).toThrow(why);
  });

  test("never has its secrets repeated by an error", () => {
    const wrong = { accessKeys: [{ accessKey: "hidden-key", secretKey: ["hidden-secret"] }], users: "hidden-user" };
    expect(() => completeSeed(wrong)).toThrow(/^(?!.*hidden)/);
  });
});

test("a simulator that is started with an unusable seed says so and does not start", async () => {
  await expect(startSimulator({ seed: { users: [] } })).rejects.toThrow(SeedError);
});

test("options take precedence over the seed", async () => {
  const simulator = await startSimulator({ account: "acc", accessKey: "ak", secretKey: "sk", oneOrderPerSite: false });
  expect(simulator.announcement()).toEqual({
    url: simulator.url,
    account: "acc",
    accessKey: "ak",
    secretKey: "sk",
    userName: "simulator-user",
    password: "simulator-password",
    domainName: "simulator-account",
  });
  await simulator.close();
});
