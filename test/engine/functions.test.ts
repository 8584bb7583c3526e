import {
  DeliveryOrder,
  getEdgeSiteOutput,
  getPriceOutput,
  getServerOfferings,
  getStorageTypesOutput,
} from "../../provider/index.js";
import { childProgram } from "./childProgram.js";
import { ARGS, BERLIN, HAMBURG, heldOrder } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

/** Inline programs run in this process: their cloud is what the stack configuration says. */
const configured = (engine: Engine): Record<string, { value: string; secret?: boolean }> => ({
  "cloudpond:endpoint": { value: engine.simulator.url },
  "cloudpond:iamEndpoint": { value: engine.simulator.url },
  "cloudpond:billingEndpoint": { value: engine.simulator.url },
  "cloudpond:domainId": { value: engine.simulator.account },
  "cloudpond:accessKey": { value: engine.simulator.accessKey, secret: true },
  "cloudpond:secretKey": { value: engine.simulator.secretKey, secret: true },
});

async function start(): Promise<Engine> {
  const engine = await Engine.start();
  await engine.stack.setAllConfig(configured(engine));
  return engine;
}

const asked = async (engine: Engine, skipped = 0): Promise<readonly (string | null)[]> =>
  (await engine.simulator.journal()).slice(skipped).map(({ operation }) => operation);

describe("a program that chooses from the catalogue", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.stop());

  const program: Program = async () => {
    const site = getEdgeSiteOutput({ id: BERLIN });
    const choices = await Promise.all([1, 2, 3].map(() => getServerOfferings({ zoneCode: "DE" })));
    const [{ offerings } = { offerings: [] }] = choices;
    const offeringId = offerings.find(({ spec }) => spec.vcpus === 128)?.id ?? "";
    new DeliveryOrder("berlin", { ...ARGS, edgeSiteId: site.id, servers: [{ offeringId, count: 1 }] });
    return { name: site.name, price: getPriceOutput({ ...ARGS, edgeSiteId: site.id }).upfront };
  };

  test("sees it in the preview, with one request for each list, however often it asks", async () => {
    expect(await engine.preview(program)).toMatchObject({ ok: true });
    const operations = await asked(engine);
    // The preview of the provider asks for the offerings of all zones itself.
    expect(operations.filter((operation) => operation === "ListServerOfferings")).toHaveLength(3);
    expect(operations.filter((operation) => operation === "ShowEdgeSite")).toHaveLength(2);
    expect(operations.filter((operation) => operation === "ListRateOnPeriodDetail")).toHaveLength(1);
    expect(await engine.posts()).toBe(0);
  });

  test("orders what it chose", async () => {
    expect(await engine.up(program)).toMatchObject({ ok: true });
    expect(await engine.stack.outputs()).toMatchObject({ name: { value: "berlin" }, price: { value: "979200" } });
    const [placed] = (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);
    expect(placed).toMatchObject({
      id: await heldOrder(engine),
      servers: [{ offering_id: "20000000-0000-4000-8000-000000000002", count: 1 }],
    });
  });

  test("asks anew in the next run", async () => {
    const before = (await engine.simulator.journal()).length;
    expect(await engine.up(program, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await asked(engine, before)).toContain("ListServerOfferings");
  });
});

test("what is not known before apply leaves the answer unknown, and nothing is asked", async () => {
  const engine = await start();
  try {
    const program: Program = async () => {
      const order = new DeliveryOrder("berlin", ARGS);
      const zoneCode = order.status.apply((status) => (status === "PROCESSING" ? "DE" : "SG"));
      return Promise.resolve({
        types: getStorageTypesOutput({ zoneCode, name: "SAS" }).storageTypes.apply((types) => types.length),
      });
    };
    const { ok, output } = await engine.preview(program);
    expect(ok).toBe(true);
    expect(output).toMatch(/types: (output<|\[unknown\])/u);
    expect(await engine.up(program)).toMatchObject({ ok: true });
    expect(await engine.stack.outputs()).toMatchObject({ types: { value: 1 } });
  } finally {
    await engine.stop();
  }
});

test("two programs that run at once in one process each ask their own cloud", async () => {
  const engines = await Promise.all([start(), start()]);
  try {
    const sites = [BERLIN, HAMBURG];
    const program =
      (id: string): Program =>
      async () =>
        Promise.resolve({ name: getEdgeSiteOutput({ id }).name });
    await Promise.all(engines.map((engine, index) => engine.up(program(sites[index]!))));
    for (const [index, engine] of engines.entries()) {
      expect(await engine.stack.outputs()).toMatchObject({ name: { value: ["berlin", "hamburg"][index] } });
      expect(await asked(engine)).toEqual(["ShowEdgeSite"]);
    }
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()));
  }
});

test("without credentials the program ends with one sentence and no stack", async () => {
  const engine = await Engine.start({ env: { HW_ACCESS_KEY: undefined, HW_SECRET_KEY: undefined } });
  try {
    const { ok, output } = await childProgram("offerings", engine);
    expect(ok).toBe(false);
    expect(output).toContain("getServerOfferings: The settings for CloudPond cannot be used. No credentials are set.");
    expect(output).not.toMatch(/\bat .*run\.js/u);
    expect(await engine.simulator.journal()).toEqual([]);
  } finally {
    await engine.stop();
  }
});

test("with them it sees what is on sale, from the environment alone", async () => {
  const engine = await Engine.start();
  try {
    expect(await childProgram("offerings", engine)).toMatchObject({ ok: true });
    expect(await asked(engine)).toEqual(["ListServerOfferings"]);
  } finally {
    await engine.stop();
  }
});
