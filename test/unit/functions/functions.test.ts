import { startSimulator, type Simulator } from "../../../simulator/src/index.js";
import * as cloudpond from "../../../provider/index.js";
import { argumentsProblem } from "../../../provider/functions/arguments.js";

// Without an engine the process is one run, whose settings are those of the environment.

const BERLIN = "10000000-0000-4000-8000-000000000001";
const HAMBURG = "10000000-0000-4000-8000-000000000003";
const HAMBURG_ORDER = "60000000-0000-4000-8000-000000000001";
const SERVER = "20000000-0000-4000-8000-000000000001";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: { behaviour: { pageLimit: 1 } } });
  Object.assign(process.env, {
    CLOUDPOND_ENDPOINT: simulator.url,
    CLOUDPOND_BILLING_ENDPOINT: simulator.url,
    HW_AUTH_URL: simulator.url,
    HW_ACCESS_KEY: simulator.accessKey,
    HW_SECRET_KEY: simulator.secretKey,
    HW_DOMAIN_ID: simulator.account,
    HW_MAX_RETRIES: "0",
  });
});
afterAll(() => simulator.close());

const asked = async (): Promise<number> => (await simulator.journal()).length;

describe("what a program can get", () => {
  const ids = (list: readonly { readonly id: string }[]): readonly number[] =>
    list.map(({ id }) => Number(id.slice(-2)));

  it("sites, one by its id or by its name, or many, page by page", async () => {
    expect(await cloudpond.getEdgeSite({ id: BERLIN })).toMatchObject({ name: "berlin", location: { zoneCode: "DE" } });
    expect(await cloudpond.getEdgeSite({ name: "hamburg" })).toMatchObject({ id: HAMBURG, status: "available" });
    expect(ids((await cloudpond.getEdgeSites()).edgeSites)).toEqual([1, 2, 3, 4, 5]);
    expect(ids((await cloudpond.getEdgeSites({ status: ["available", "deploying"] })).edgeSites)).toEqual([3, 4]);
  });

  it("offerings", async () => {
    const { offerings } = await cloudpond.getServerOfferings({ zoneCode: "DE", periodNum: 3 });
    expect(ids(offerings)).toEqual([1, 2, 3]);
    expect(offerings[0]).toMatchObject({ status: "ONSALE", spec: { vcpus: 64, power: 550 }, productInfo: {} });
    expect(ids((await cloudpond.getNetworkDeviceOfferings({ zoneCode: "SG" })).offerings)).toEqual([3]);
  });

  it("storage types and gears, sale cycles, quotas", async () => {
    expect((await cloudpond.getStorageTypes({ zoneCode: "DE", name: "SAS" })).storageTypes).toMatchObject([
      { name: "SAS", expandCapacityStep: 0, supportedCapacities: [36, 72, 108] },
    ]);
    expect((await cloudpond.getStorageGears()).storageGears).toHaveLength(2);
    expect((await cloudpond.getSaleCycles({ zoneCode: "DE" })).saleCycles[0]).toEqual({
      payMode: "FULL",
      periodType: "year",
      periodNum: [1, 3],
    });
    expect((await cloudpond.getQuotas()).quotas).toContainEqual({ type: "edge_site", quota: 10, used: 5 });
  });

  it("orders, one by its id, or those of a site or in a status", async () => {
    expect(await cloudpond.getDeliveryOrder({ id: HAMBURG_ORDER })).toMatchObject({
      edgeSiteId: HAMBURG,
      status: "SUCCESS",
    });
    expect(ids((await cloudpond.getDeliveryOrders()).deliveryOrders)).toEqual([1, 2]);
    expect(ids((await cloudpond.getDeliveryOrders({ edgeSiteId: HAMBURG })).deliveryOrders)).toEqual([1]);
    expect(ids((await cloudpond.getDeliveryOrders({ status: "PROCESSING" })).deliveryOrders)).toEqual([2]);
  });

  it("the hardware of a site or of an order", async () => {
    for (const of of [{ edgeSiteId: HAMBURG }, { deliveryOrderId: HAMBURG_ORDER }]) {
      const { servers, networkDevices, storagePools } = await cloudpond.getSiteInventory(of);
      expect([servers.length, networkDevices.length, storagePools.map(({ assignedSize }) => assignedSize)]).toEqual([
        2,
        2,
        [26],
      ]);
      expect(servers[0]).toMatchObject({ edgeSiteId: HAMBURG, offeringId: SERVER, status: "USING" });
    }
  });

  it("the price of an order", async () => {
    const order = {
      edgeSiteId: BERLIN,
      servers: [{ offeringId: SERVER, count: 2 }],
      storagePools: [{ storageType: "SSD", size: 26 }],
      marketOptions: { prepaidOptions: { periodNum: 3, payMode: "HALF" } },
    };
    expect(await cloudpond.getPrice(order)).toEqual({
      currency: "CNY",
      upfront: "417600",
      instalment: { amount: "11600.00", period: "month" },
      lines: [
        { path: "servers[0]", upfront: "288000", instalment: { amount: "8000.00", period: "month" } },
        { path: "storagePools[0]", upfront: "129600", instalment: { amount: "3600.00", period: "month" } },
      ],
    });
  });
});

describe("what cannot be had is one sentence", () => {
  const PRICED = { edgeSiteId: BERLIN, servers: [{ offeringId: SERVER, count: 2 }] };
  const paying = (payMode: string) => ({ prepaidOptions: { periodNum: 3, payMode } });
  it.each<[string, () => Promise<unknown>, string]>([
    ["a site", () => cloudpond.getEdgeSite({ id: "x" }), "getEdgeSite: there is no edge site x in this account."],
    [
      "a site by name",
      () => cloudpond.getEdgeSite({ name: "x" }),
      "getEdgeSite: there is no edge site called x in this account.",
    ],
    ["a site by both", () => cloudpond.getEdgeSite({ id: "x", name: "y" }), "getEdgeSite: give either id or name."],
    ["a site by nothing", () => cloudpond.getEdgeSite({}), "getEdgeSite: give either id or name."],
    [
      "an order",
      () => cloudpond.getDeliveryOrder({ id: "x" }),
      "getDeliveryOrder: there is no delivery order x in this account.",
    ],
    [
      "an order without an id",
      () => cloudpond.getDeliveryOrder({ id: "" }),
      "getDeliveryOrder: id must be a text that is not empty.",
    ],
    [
      "an inventory of nothing",
      () => cloudpond.getSiteInventory({}),
      "getSiteInventory: give either edgeSiteId or deliveryOrderId.",
    ],
    [
      "what nobody can be asked for",
      () => cloudpond.getServerOfferings({ vcpus: 64 } as object),
      "getServerOfferings: vcpus is not an argument; it takes zoneCode, payMode, periodNum.",
    ],
    [
      "a price that is not rated",
      () => cloudpond.getPrice({ ...PRICED, marketOptions: paying("PAID_BY_YEAR") }),
      "getPrice: the billing service documents no price for what is paid PAID_BY_YEAR.",
    ],
    [
      "a price of nothing",
      () => cloudpond.getPrice({ edgeSiteId: BERLIN, marketOptions: paying("FULL") }),
      "getPrice: servers, networkDevices, storagePools: must not all be empty, because there would be nothing to order: give at least one of them an entry",
    ],
    [
      "a price on no site",
      () => cloudpond.getPrice({ ...PRICED, edgeSiteId: "x", marketOptions: paying("FULL") }),
      "getPrice: there is no edge site x in this account.",
    ],
  ])("%s", async (_, get, message) => {
    await expect(get()).rejects.toThrow(new Error(message));
    await get().catch((error: unknown) => expect(error).toHaveProperty("__pulumiRunError", true));
  });
});

describe("a run", () => {
  it("asks equal questions once, and others again", async () => {
    const before = await asked();
    const args = { zoneCode: "CN" };
    await Promise.all([cloudpond.getStorageTypes(args), cloudpond.getStorageTypes({ ...args })]);
    await cloudpond.getStorageTypes(args);
    expect(await asked()).toBe(before + 1);
    await cloudpond.getStorageTypes({ zoneCode: "FR" });
    expect(await asked()).toBe(before + 2);
  });

  it("gives each asker an answer of its own", async () => {
    const [one, other] = await Promise.all([cloudpond.getQuotas(), cloudpond.getQuotas()]);
    (one.quotas as unknown[]).length = 0;
    expect(other.quotas).not.toEqual([]);
    expect((await cloudpond.getQuotas()).quotas).toEqual(other.quotas);
  });

  it("asks again what failed", async () => {
    await simulator.fault({ operation: "ListQuotas", action: { kind: "status", status: 503 } });
    const { getSaleCycles } = cloudpond;
    await simulator.fault({ operation: "ListSaleCycles", action: { kind: "status", status: 503 } });
    await expect(getSaleCycles({ zoneCode: "XX" })).rejects.toThrow("getSaleCycles: ListSaleCycles failed: ");
    expect(await getSaleCycles({ zoneCode: "XX" })).toEqual({ saleCycles: [] });
    await simulator.clearFaults();
  });
});

it("outputs are read as well", async () => {
  const site = cloudpond.getEdgeSiteOutput({ id: BERLIN });
  expect(await new Promise((resolve) => void site.name.apply(resolve))).toBe("berlin");
});

it.each<[object, string | undefined]>([
  [{ text: "a", texts: ["a", "b"], numbers: [1, 2] }, undefined],
  [{ texts: "a", numbers: 1, text: undefined }, undefined],
  [{ text: 1 }, "text must be a text that is not empty."],
  [{ texts: ["a", ""] }, "texts must be a text that is not empty, or a list of such."],
  [{ numbers: ["1"] }, "numbers must be a whole number, or a list of such."],
  [{ toString: "x" }, "toString is not an argument; it takes text, texts, numbers."],
])("the arguments %j", (args, problem) => {
  expect(argumentsProblem(args, { text: "text", texts: "texts", numbers: "numbers" })).toBe(problem);
});

it("a function without arguments takes none", () => {
  expect(argumentsProblem({ a: 1 }, {} as { a: "text" })).toBe("a is not an argument; it takes none.");
});
