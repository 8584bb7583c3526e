import { ARGS, HAMBURG, HAMBURG_ORDER, ordering, toldOf, writes } from "./berlinOrder.js";
import { Engine, type EngineOptions } from "./harness.js";

async function withEngine(options: EngineOptions, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await Engine.start(options);
  try {
    await work(engine);
  } finally {
    await engine.stop();
  }
}

const ADOPTING = ordering({ ...ARGS, edgeSiteId: HAMBURG, adoptOrderId: HAMBURG_ORDER });

test.each<[string, EngineOptions]>([
  ["by the stack", { config: { "cloudpond:allowPurchases": { value: "false" } } }],
  ["by the machine", { env: { CLOUDPOND_ALLOW_PURCHASES: "false" } }],
  [
    "by the stack, whatever the machine says",
    { config: { "cloudpond:allowPurchases": { value: "false" } }, env: { CLOUDPOND_ALLOW_PURCHASES: "true" } },
  ],
])("where purchases are switched off %s, nothing is bought and orders can be taken over", async (_, options) => {
  await withEngine(options, async (engine) => {
    const { ok, output } = await engine.up(ordering());
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(
      "warning: `pulumi up` will not order: purchases are switched off by cloudpond:allowPurchases",
    );
    expect(toldOf(output)).toMatch(/error: Refused to order for edge site \S+: purchases are switched off/u);
    expect(toldOf(output)).toMatch(/\nThis run placed no order for "berlin"\.$/u);
    expect(await engine.up(ADOPTING)).toMatchObject({ ok: true });
    expect(await writes(engine)).toEqual([]);
  });
});

test("a limit on what is due at once is kept by an update without a preview, too, and an order within it is bought", async () => {
  await withEngine({}, async (engine) => {
    const capped = (amount: number) => ordering({ ...ARGS, maxUpfront: { amount, currency: "CNY" } });
    const { ok, output } = await engine.up(capped(979_199));
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain("maxUpfront: the order costs 979,200.00 CNY up front");
    expect(await engine.posts()).toBe(0);

    expect(await engine.up(capped(979_200))).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toMatchObject({
      outputs: { maxUpfront: { amount: 979_200, currency: "CNY" } },
    });
    // It counted for the purchase.
    expect(await engine.up(capped(1), { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });
});

test("a limit that cannot be checked buys nothing", async () => {
  await withEngine({}, async (engine) => {
    const action = { kind: "status", status: 403, body: { error_code: "CBC.0151", error_msg: "no" } } as const;
    await engine.simulator.fault({ operation: "ListRateOnPeriodDetail", times: 9, action });
    const { ok, output } = await engine.up(ordering({ ...ARGS, maxUpfront: { amount: 10_000_000, currency: "CNY" } }));
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(
      "because its price is not known: ListRateOnPeriodDetail failed: asking for prices needs a permission",
    );
    expect(await engine.posts()).toBe(0);
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });
});
