import { ARGS, heldOrder, ordering, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { letNotesExpire } from "./notes.js";

describe("an order whose state is lost", () => {
  let engine: Engine;
  let id: string;
  beforeAll(async () => {
    engine = await Engine.start();
    const empty = await engine.state();
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
    id = await heldOrder(engine);
    await engine.restore(empty);
    letNotesExpire(engine);
  });
  afterAll(async () => engine.stop());

  test("is not bought again, but named with the way to take it over", async () => {
    const { ok, output } = await engine.up(ordering());

    expect(ok).toBe(false);
    const told = toldOf(output);
    expect(told).toContain(`- order ${id} (PROCESSING) already stands on the site`);
    expect(told).toContain(
      `\nWays on:\n  - adoptOrderId: "${id}" takes this order over and buys nothing (it consists of what you declare)`,
    );
    expect(told).toMatch(new RegExp(`\nThis run placed no order for "berlin". Order ${id} exists since \\S+$`));
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await engine.posts()).toBe(1);
  });

  test("is taken over as the refusal says, with its billing numbers", async () => {
    expect(await engine.up(ordering({ ...ARGS, adoptOrderId: id }))).toMatchObject({ ok: true });
    const bought = (await engine.simulator.orders()).find((order) => order.id === id);
    expect(await engine.resource("berlin")).toMatchObject({
      id,
      outputs: { status: "PROCESSING", orderIds: [...(bought?.order_ids ?? [])].sort() },
    });
    expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });
});
