import path from "node:path";
import { CHANGED_ARGS, ordering } from "./berlinOrder.js";
import { Engine } from "./harness.js";

describe("an update plan (pulumi preview --save-plan, pulumi up --plan)", () => {
  let engine: Engine;
  let plan: string;
  beforeAll(async () => {
    engine = await Engine.start();
    plan = path.join(engine.folder, "plan.json");
  });
  afterAll(async () => engine.stop());

  test("is saved by a preview, which buys nothing", async () => {
    const { ok, output } = await engine.preview(ordering(), { plan });
    expect(ok).toBe(true);
    expect(output).toContain(`Update plan written to '${plan}'`);
    expect(await engine.posts()).toBe(0);
  });

  test("keeps an order from being bought that it does not hold", async () => {
    const { ok, output } = await engine.up(ordering(CHANGED_ARGS), { plan });
    expect(ok).toBe(false);
    expect(output).toContain("violates plan");
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await engine.posts()).toBe(0);
  });

  test("lets the order be bought that it holds, once", async () => {
    expect(await engine.up(ordering(), { plan })).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toMatchObject({ outputs: { status: "PROCESSING" } });
    expect(await engine.posts()).toBe(1);
  });
});
