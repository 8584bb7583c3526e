import { BERLIN, CHANGED_ARGS, heldOrder, ordering, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { letNotesExpire } from "./notes.js";

describe("a changed order that was cancelled when its hardware was on the way", () => {
  let engine: Engine;
  let revision: string | undefined;
  beforeAll(async () => {
    // Whether the service takes an order beside hardware of a cancelled one is not documented; here it does.
    engine = await Engine.start({
      simulator: { oneOrderPerSite: false },
      // The refusal of the purchase itself; the preview makes it before the old record is deleted.
      env: { CLOUDPOND_PREFLIGHT: "off" },
    });
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
    await engine.simulator.advance(await heldOrder(engine), "ACCEPTING");
    await engine.simulator.advance(await heldOrder(engine), "CANCELLED");
    expect(await engine.refresh()).toMatchObject({ ok: true });
    // A person looks at the site before the next run; that takes longer than a test.
    letNotesExpire(engine);
  });
  afterAll(() => engine.stop());

  test("is not ordered anew beside that hardware, and the refusal names the way on", async () => {
    const { ok, output } = await engine.up(ordering(CHANGED_ARGS));
    expect(ok).toBe(false);
    const told = toldOf(output);
    expect(told).toContain(`error: Refused to order for edge site ${BERLIN} (berlin, deploying):`);
    expect(told).toContain("  - the site already holds hardware (");
    expect(told).toMatch(/This run placed no order for "berlin"\.$/);
    revision = /siteRevision: "(\w+)"/.exec(told)?.[1];
    expect(revision).toBeDefined();
    expect(await engine.posts()).toBe(1);
  });

  test("is bought once, though its old record is gone, when a person says that it is right", async () => {
    const { length } = await engine.simulator.journal();
    const confirmed = ordering({ ...CHANGED_ARGS, siteRevision: revision });
    expect(await engine.up(confirmed)).toMatchObject({ ok: true });
    expect(await writes(engine, length)).toEqual(["CreateDeliveryOrder"]);
    expect(await engine.resource("berlin")).toMatchObject({
      outputs: { status: "PROCESSING", siteRevision: revision },
    });
    expect((await engine.resource("berlin"))?.pendingReplacement).toBeUndefined();
    expect(await engine.up(confirmed, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(2);
  });
});
