import { heldOrder, ordering, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";

describe("a refresh", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
  });
  afterAll(() => engine.stop());

  const advance = async (status: string) => engine.simulator.advance(await heldOrder(engine), status);
  const outputs = async () => (await engine.resource("berlin"))?.outputs;

  test("passes as without changes while the order stands where it stood", async () => {
    expect(await engine.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await outputs()).toMatchObject({ status: "PROCESSING" });
    expect(await engine.posts()).toBe(1);
  });

  test("fails when no changes are expected and the order has gone on", async () => {
    await advance("ACCEPTING");
    const { ok, output } = await engine.refresh({ expectNoChanges: true });
    expect(ok).toBe(false);
    expect(output).toContain("no changes were expected");
    expect(output).toContain("~ 1 updated");
    expect(await engine.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await outputs()).toMatchObject({ status: "ACCEPTING" });
    expect(await engine.posts()).toBe(1);
  });

  test("shows the new status, and the next update has nothing to do", async () => {
    await advance("SUCCESS");
    const { ok, output } = await engine.pulumi("refresh", "--yes", "--skip-preview", "--diff");
    expect(ok).toBe(true);
    expect(output).toMatch(/~ status *: "ACCEPTING" => "SUCCESS"/);
    expect(output).toMatch(/\+ effectedAt *: "/);
    expect(await outputs()).toMatchObject({ status: "SUCCESS", effectedAt: expect.any(String) as string });
    expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });

  test("keeps an order whose record somebody deleted, and says that its hardware may stand", async () => {
    const id = await heldOrder(engine);
    await advance("DELETED");
    const { ok, output } = await engine.refresh();
    expect(ok).toBe(true);
    expect(toldOf(output)).toBe(
      `warning: The record of order ${id} is deleted; it was SUCCESS before, so its hardware may stand and be billed. ` +
        "It is kept in the state.",
    );
    expect(await outputs()).toMatchObject({ status: "DELETED" });
    expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });
});
