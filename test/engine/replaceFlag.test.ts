import { heldOrder, ordering, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";

describe("pulumi up --replace of an order that nothing protects", () => {
  let engine: Engine;
  beforeAll(async () => {
    // The refusal of the deletion itself; the preview else says before that a live order stands on the site.
    engine = await Engine.start({ env: { CLOUDPOND_PREFLIGHT: "off" } });
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
  });
  afterAll(async () => engine.stop());

  const replace = async () => {
    const { urn = "" } = (await engine.resource("berlin")) ?? {};
    return engine.up(ordering(), { replace: [urn] });
  };

  test("stops at the deletion while the order is live, before anything is bought", async () => {
    const before = await engine.resource("berlin");
    const id = await heldOrder(engine);

    const { ok, output } = await replace();

    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(`error: Refused to remove order ${id}, which is PROCESSING.`);
    expect(toldOf(output)).toMatch(
      new RegExp(`\nNothing was removed, cancelled or bought\\. Order ${id} exists since \\S+$`),
    );
    expect(await engine.resource("berlin")).toEqual(before);
    expect(await writes(engine)).toEqual(["CreateDeliveryOrder"]);
    expect(await engine.posts()).toBe(1);
  });

  test("deletes the record of a dead order and buys once anew", async () => {
    const dead = await heldOrder(engine);
    await engine.simulator.advance(dead, "CANCELLED");

    const { ok, output } = await replace();

    const bought = await heldOrder(engine);
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: `order ${bought} is placed` });
    expect(output).toContain("+-1 replaced");
    expect(await engine.resource("berlin")).toMatchObject({ outputs: { status: "PROCESSING" } });
    expect((await engine.simulator.orders()).slice(-2)).toMatchObject([
      { id: dead, status: "CANCELLED", deleted: true },
      { id: bought, status: "PROCESSING", deleted: false },
    ]);
    expect(await writes(engine)).toEqual(["CreateDeliveryOrder", "DeleteDeliveryOrder", "CreateDeliveryOrder"]);
    expect(await engine.posts()).toBe(2);
  });
});
