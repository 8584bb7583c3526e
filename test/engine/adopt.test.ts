import { ARGS, HAMBURG, HAMBURG_ORDER, ordering, SERVER, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";

const ANNOUNCED = `adopts ${HAMBURG_ORDER}; nothing is bought`;

describe("adopting an order that exists", () => {
  const args = { ...ARGS, edgeSiteId: HAMBURG };
  const adopting = ordering({ ...args, adoptOrderId: HAMBURG_ORDER });
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  const expectNothingWritten = async () => {
    expect(await writes(engine)).toEqual([]);
    expect(await engine.posts()).toBe(0);
  };

  test("is refused when the inputs declare something else than it consists of", async () => {
    const { ok, output } = await engine.up(
      ordering({ ...args, servers: [{ offeringId: SERVER, count: 1 }], adoptOrderId: HAMBURG_ORDER }),
    );
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(
      `has a problem: adoptOrderId: Refused to adopt order ${HAMBURG_ORDER} for edge site ${HAMBURG}: `,
    );
    expect(toldOf(output)).toMatch(/This run placed no order for "berlin"\.$/);
    expect(await engine.resource("berlin")).toBeUndefined();
    await expectNothingWritten();
  });

  test("is previewed as a create that buys nothing", async () => {
    const { ok, output } = await engine.preview(adopting);
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: ANNOUNCED });
    expect(output).toContain("+ 1 to create");
    expect(await engine.resource("berlin")).toBeUndefined();
    await expectNothingWritten();
  });

  test("puts the order into the state without a purchase", async () => {
    const { ok, output } = await engine.up(adopting);
    const unread = `term and payment of order ${HAMBURG_ORDER} cannot be read, so they are taken as declared`;
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: `${ANNOUNCED}\n${unread}` });
    expect(await engine.resource("berlin")).toMatchObject({
      id: HAMBURG_ORDER,
      outputs: {
        ...args,
        marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
        adoptOrderId: HAMBURG_ORDER,
        orderIds: ["CS2601040705V3SK6", "CS2601040705V3SK7", "CS2601040705V3SK8"],
        status: "SUCCESS",
        name: "delivery_order-zurcq",
        domainId: engine.simulator.account,
        conflictingOrderIds: [],
      },
    });
    await expectNothingWritten();
  });

  test("may be taken out of the program later, which changes nothing and is announced no more", async () => {
    const { ok, output } = await engine.up(ordering(args), { expectNoChanges: true });
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(await engine.resource("berlin")).toMatchObject({ id: HAMBURG_ORDER, outputs: { status: "SUCCESS" } });
    expect(await engine.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });
    await expectNothingWritten();
  });

  test("cannot be pointed at another order while the one held is live", async () => {
    const another = "60000000-0000-4000-8000-000000000002";
    const { ok, output } = await engine.preview(ordering({ ...args, adoptOrderId: another }));
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(`  - adoptOrderId: "${HAMBURG_ORDER}" (the order held) => another order`);
    expect(await engine.resource("berlin")).toMatchObject({ id: HAMBURG_ORDER });
    await expectNothingWritten();
  });
});
