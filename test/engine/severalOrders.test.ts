import { DeliveryOrder, type DeliveryOrderArgs } from "../../provider/index.js";
import { ARGS, BERLIN, HAMBURG, HAMBURG_ORDER, SERVER, toldOf } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

describe("a good order beside a refused one", () => {
  const declaring =
    (bad: DeliveryOrderArgs, isAfterGood = false): Program =>
    async () => {
      const good = new DeliveryOrder("good", ARGS);
      new DeliveryOrder("bad", bad, isAfterGood ? { dependsOn: good } : {});
      return Promise.resolve();
    };
  const occupied = { ...ARGS, edgeSiteId: HAMBURG };
  const mistaken = { ...occupied, servers: [{ offeringId: SERVER, count: 0 }] };

  let engine: Engine;
  beforeEach(async () => {
    // Without the preview's look at the account, which would refuse the bad order before the good one is begun.
    engine = await Engine.start({ env: { CLOUDPOND_PREFLIGHT: "off" } });
  });
  afterEach(async () => engine.stop());

  const expectOnlyGood = async (output: string) => {
    const good = await engine.resource("good");
    expect(good).toMatchObject({ outputs: { edgeSiteId: BERLIN, status: "PROCESSING" } });
    expect(toldOf(output, "good")).toBe(`order ${good?.id} is placed`);
    expect(await engine.resource("bad")).toBeUndefined();
    expect((await engine.state()).pending_operations ?? []).toEqual([]);
    expect(await engine.posts()).toBe(1);
  };

  test("is not bought when the preview finds the mistake", async () => {
    const { ok, output } = await engine.preview(declaring(mistaken));
    expect(ok).toBe(false);
    expect(toldOf(output, "bad")).toContain("servers[0].count: must be a whole number of at least 1, got 0");
    expect(toldOf(output, "good")).toBe("");
    expect(await engine.posts()).toBe(0);
  });

  // Without the dependency the engine reaches sometimes this one first and sometimes the other, and stops at the mistake.
  test("is bought without a preview when the mistake comes later, and is kept", async () => {
    const { ok, output } = await engine.up(declaring(mistaken, true));
    expect(ok).toBe(false);
    expect(toldOf(output, "bad")).toContain("servers[0].count: must be a whole number of at least 1, got 0");
    await expectOnlyGood(output);
  });

  test("is bought, and the one for an occupied site is not", async () => {
    const { ok, output } = await engine.up(declaring(occupied));
    expect(ok).toBe(false);
    expect(toldOf(output, "bad")).toContain(`- order ${HAMBURG_ORDER} (SUCCESS) already stands on the site`);
    expect(toldOf(output, "bad")).toContain('\nThis run placed no order for "bad". ');
    await expectOnlyGood(output);
  });
});

describe("an expansion in the same program as the first order", () => {
  const MORE = {
    edgeSiteId: BERLIN,
    storagePools: [{ storageType: "SSD", size: 10 }],
    marketOptions: ARGS.marketOptions,
  };
  const both: Program = async () => {
    const first = new DeliveryOrder("first", ARGS);
    new DeliveryOrder("second", { ...MORE, afterOrderId: first.id });
    return Promise.resolve();
  };

  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  const idOf = async (name: string) => (await engine.resource(name))?.id ?? "";

  test("is warned of in the preview, because the first order does not exist yet", async () => {
    const { ok, output } = await engine.preview(both);
    expect({ ok, first: toldOf(output, "first") }).toEqual({ ok: true, first: "" });
    expect(toldOf(output, "second")).toMatch(
      /^warning: afterOrderId is not known yet: .* refused until it is delivered\.$/,
    );
    expect(await engine.posts()).toBe(0);
  });

  test("is refused while the first order, placed by the same run, is on its way", async () => {
    const { ok, output } = await engine.up(both);
    expect(ok).toBe(false);
    const first = await idOf("first");
    expect(toldOf(output, "second")).toContain(
      `- order ${first} is PROCESSING, and every order of the site must be SUCCESS`,
    );
    expect(toldOf(output, "second")).toContain(`\nThis run placed no order for "second". Order ${first} exists since `);
    expect(await engine.resource("first")).toMatchObject({ outputs: { status: "PROCESSING" } });
    expect(await engine.resource("second")).toBeUndefined();
    expect(await engine.posts()).toBe(1);
  });

  test("is bought once the first order is delivered", async () => {
    const first = await idOf("first");
    await engine.simulator.advance(first, "SUCCESS");
    expect(await engine.refresh()).toMatchObject({ ok: true });

    const { ok, output } = await engine.up(both);

    const second = await idOf("second");
    const added = "storagePools[0].size: SSD: 26 TB now, 10 TB ordered, 36 TB then";
    expect({ ok, told: toldOf(output, "second") }).toEqual({ ok: true, told: `${added}\norder ${second} is placed` });
    expect(await engine.resource("first")).toMatchObject({ id: first, outputs: { status: "SUCCESS" } });
    expect(await engine.resource("second")).toMatchObject({
      outputs: { afterOrderId: first, storagePools: MORE.storagePools, status: "PROCESSING" },
    });
    expect((await engine.simulator.orders()).at(-1)).toMatchObject({
      edge_site_id: BERLIN,
      servers: [],
      network_devices: [],
      storage_pools: [{ storage_type: "SSD", size: 10 }],
    });
    expect(await engine.posts()).toBe(2);
  });

  test("leaves the first order as it is when its storage has merged into the same pool", async () => {
    const second = await idOf("second");
    await engine.simulator.advance(second, "SUCCESS");
    expect(await engine.refresh()).toMatchObject({
      ok: true,
      output: expect.stringContaining("~ 1 updated") as string,
    });
    expect(await engine.up(both, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.resource("first")).toMatchObject({ outputs: { storagePools: ARGS.storagePools } });
    expect(await engine.resource("second")).toMatchObject({ id: second, outputs: { status: "SUCCESS" } });
    expect(await engine.posts()).toBe(2);
  });
});
