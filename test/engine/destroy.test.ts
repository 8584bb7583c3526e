import { ARGS, heldOrder, NOTHING, ordering, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";

describe("destroy", () => {
  let engine: Engine;
  let id: string;
  let refused: string;
  beforeAll(async () => {
    engine = await Engine.start();
    expect(await engine.up(ordering(ARGS, { protect: true }))).toMatchObject({ ok: true });
    const { id: order, outputs } = (await engine.resource("berlin"))!;
    id = order!;
    refused = [
      `error: Refused to remove order ${id}, which is PROCESSING. Destroying it would cancel nothing: the API cannot ` +
        "cancel an order, its hardware comes or stays, and billing goes on.",
      "Ways on:",
      "  - keep it in the program",
      "  - let go of it without touching it: set the resource option retainOnDelete: true, run `pulumi up`, then remove it; or `pulumi state delete <urn>`",
      "  - while it is unpaid, cancel it in the billing console (My Orders), run `pulumi refresh`, and destroy it then",
      `Nothing was removed, cancelled or bought. Order ${id} exists since ${String(outputs?.["createdAt"])}.`,
    ].join("\n");
  });
  afterAll(() => engine.stop());

  const expectUntouched = async () => {
    expect(await heldOrder(engine)).toBe(id);
    expect(await writes(engine)).toEqual(["CreateDeliveryOrder"]);
    expect(await engine.posts()).toBe(1);
  };

  test("of a protected order is stopped by the engine before the provider is asked", async () => {
    const { length } = await engine.simulator.journal();
    const { ok, output } = await engine.destroy();
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain("cannot be deleted\nbecause it is protected");
    expect(await engine.simulator.journal()).toHaveLength(length);
    await expectUntouched();
  });

  test("of a live order is refused with what it would not do and the ways on", async () => {
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
    const { ok, output } = await engine.destroy();
    expect({ ok, told: toldOf(output) }).toEqual({ ok: false, told: refused });
    await expectUntouched();
  });

  test("by removing a live order from the program is refused the same way", async () => {
    const { ok, output } = await engine.up(NOTHING);
    expect({ ok, told: toldOf(output) }).toEqual({ ok: false, told: refused });
    await expectUntouched();
  });

  test("of a dead order deletes its record, also without a refresh, and leaves an empty state", async () => {
    await engine.simulator.advance(id, "CANCELLED");
    const { ok, output } = await engine.destroy();
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect((await engine.state()).resources).toEqual([]);
    expect(await engine.simulator.orders()).toContainEqual(expect.objectContaining({ id, deleted: true }));
    expect(await writes(engine)).toEqual(["CreateDeliveryOrder", "DeleteDeliveryOrder"]);
    expect(await engine.posts()).toBe(1);
  });
});

describe("letting go of a live order", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
  });
  afterAll(() => engine.stop());

  test("with retainOnDelete, as the refusal says, leaves the order at the service untouched", async () => {
    const id = await heldOrder(engine);
    expect(await engine.up(ordering(ARGS, { retainOnDelete: true }))).toMatchObject({ ok: true });
    expect(await engine.up(NOTHING)).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await engine.simulator.orders()).toContainEqual(
      expect.objectContaining({ id, status: "PROCESSING", deleted: false }),
    );
    expect(await writes(engine)).toEqual(["CreateDeliveryOrder"]);
    expect(await engine.posts()).toBe(1);
  });
});
