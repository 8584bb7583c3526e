import { ARGS, BERLIN, CHANGED_ARGS, heldOrder, ordering, SERVER, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";

describe("a change of a live order", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
  });
  afterAll(() => engine.stop());

  const changed = ordering({
    ...CHANGED_ARGS,
    networkDevices: [],
    marketOptions: { prepaidOptions: { periodNum: 1, payMode: "HALF" } },
  });

  test.each(["preview", "up"] as const)("is refused by %s with every change and the ways on", async (verb) => {
    const before = await engine.resource("berlin");
    const id = await heldOrder(engine);
    const { ok, output } = await engine[verb](changed);
    expect(ok).toBe(false);
    expect(toldOf(output)).toBe(
      [
        `error: Order ${id} is placed and cannot be changed: the API has no update, and a replacement would be a second purchase.`,
        "Changed inputs:",
        `  - servers[offeringId=${SERVER}].count: 2 => 3`,
        `  - networkDevices[offeringId=${ARGS.networkDevices[0]?.offeringId}].count: 2 => (none)`,
        "  - marketOptions.prepaidOptions.periodNum: 3 => 1",
        '  - marketOptions.prepaidOptions.payMode: "FULL" => "HALF"',
        `Its status is PROCESSING as of ${String(before?.outputs?.["updatedAt"])}; run \`pulumi refresh\` if it has changed.`,
        "Ways on:",
        "  - put these inputs back to what was ordered",
        `  - to buy more for the site, leave this order as it was and add a second DeliveryOrder with afterOrderId: "${id}"; it passes once this one is SUCCESS`,
        "  - while the order is unpaid, cancel it in the billing console, run `pulumi refresh`, then apply the change as a new order",
        "The state is unchanged and nothing was bought.",
      ].join("\n"),
    );
    expect(await engine.resource("berlin")).toMatchObject({ id, inputs: before?.inputs, outputs: before?.outputs });
    expect(await engine.posts()).toBe(1);
  });

  test("passes again when the inputs are put back", async () => {
    expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });
});

describe.each(["notFound", "status"] as const)(
  "a change of a cancelled order (deleted records: %s)",
  (deletedOrders) => {
    let engine: Engine;
    let cancelled: string;
    beforeAll(async () => {
      engine = await Engine.start({ simulator: { seed: { behaviour: { deletedOrders } } } });
      expect(await engine.up(ordering(ARGS, { protect: true }))).toMatchObject({ ok: true });
      cancelled = await heldOrder(engine);
      await engine.simulator.advance(cancelled, "CANCELLED");
    });
    afterAll(() => engine.stop());

    test("is told by the refresh as the way to order anew", async () => {
      const { ok, output } = await engine.refresh();
      expect({ ok, told: toldOf(output) }).toEqual({
        ok: true,
        told:
          `warning: Order ${cancelled} is CANCELLED: no hardware will come of it. To order anew, change its inputs ` +
          "or run `pulumi up --replace` on it; or remove it from the program.",
      });
      expect(await engine.posts()).toBe(1);
    });

    test("is stopped while the program protects it", async () => {
      const { ok, output } = await engine.up(ordering(CHANGED_ARGS, { protect: true }));
      expect(ok).toBe(false);
      expect(toldOf(output)).toContain("currently marked for protection");
      expect(await heldOrder(engine)).toBe(cancelled);
      expect(await engine.posts()).toBe(1);
    });

    test("is previewed as a replacement without any write", async () => {
      const { ok, output } = await engine.preview(ordering(CHANGED_ARGS));
      expect(ok).toBe(true);
      expect(output).toContain("+-1 to replace");
      expect(output).toContain("[diff: ~protect,servers]");
      expect(await heldOrder(engine)).toBe(cancelled);
      expect(await engine.posts()).toBe(1);
    });

    test("deletes the old record first, then buys once, and the state holds the new order", async () => {
      const { length } = await engine.simulator.journal();
      expect(await engine.up(ordering(CHANGED_ARGS))).toMatchObject({ ok: true });
      expect(await writes(engine, length)).toEqual(["DeleteDeliveryOrder", "CreateDeliveryOrder"]);

      const ofBerlin = (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);
      expect(ofBerlin).toMatchObject([
        { id: cancelled, status: "CANCELLED", deleted: true },
        { status: "PROCESSING", deleted: false, servers: [{ offering_id: SERVER, count: 3 }] },
      ]);
      const { resources } = await engine.state();
      expect(resources.filter(({ type }) => type.endsWith(":DeliveryOrder"))).toMatchObject([
        { id: ofBerlin[1]?.id, outputs: { status: "PROCESSING", servers: [{ offeringId: SERVER, count: 3 }] } },
      ]);
      expect(await engine.up(ordering(CHANGED_ARGS), { expectNoChanges: true })).toMatchObject({ ok: true });
      expect(await engine.posts()).toBe(2);
    });
  },
);
