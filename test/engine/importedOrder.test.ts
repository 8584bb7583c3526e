import { DELIVERY_ORDER_TYPE, PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import { ARGS, HAMBURG, HAMBURG_ORDER, ordering, SERVER, toldOf } from "./berlinOrder.js";
import { childProgram } from "./childProgram.js";
import { Engine } from "./harness.js";

describe("an order imported with pulumi import --file", () => {
  const args = { ...ARGS, edgeSiteId: HAMBURG };
  const program = ordering(args, { protect: true });
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  test("is in the state, and its preview is empty", async () => {
    const properties = { ...args, __provider: PROVIDER_TEXT };
    const imported = await engine.importFile({
      resources: [
        { type: DELIVERY_ORDER_TYPE, name: "berlin", id: HAMBURG_ORDER, inputs: properties, outputs: properties },
      ],
    });
    expect(imported).toMatchObject({ ok: true, output: expect.stringContaining("= 1 imported") as string });
    expect(await engine.resource("berlin")).toMatchObject({ id: HAMBURG_ORDER, protect: true, outputs: args });

    expect(await engine.preview(program, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(0);
  });

  test("cannot be changed, although its status has never been read", async () => {
    const { ok, output } = await engine.preview(
      ordering({ ...args, servers: [{ offeringId: SERVER, count: 3 }] }, { protect: true }),
    );
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(`error: Order ${HAMBURG_ORDER} is placed and cannot be changed`);
    expect(toldOf(output)).toContain(`  - servers[offeringId=${SERVER}].count: 2 => 3\n`);
    expect(await engine.posts()).toBe(0);
  });

  test("gets its outputs by a refresh, and its preview stays empty", async () => {
    expect(await engine.refresh()).toMatchObject({
      ok: true,
      output: expect.stringContaining("~ 1 updated") as string,
    });
    expect(await engine.resource("berlin")).toMatchObject({
      id: HAMBURG_ORDER,
      outputs: {
        ...args,
        status: "SUCCESS",
        name: "delivery_order-zurcq",
        domainId: engine.simulator.account,
        orderIds: ["CS2601040705V3SK6", "CS2601040705V3SK7", "CS2601040705V3SK8"],
        conflictingOrderIds: [],
      },
    });
    expect(await engine.preview(program, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(0);
  });
});

test("the option import is refused with the way that works", async () => {
  const engine = await Engine.start();
  try {
    const { ok, output } = await childProgram("importOption", engine, [HAMBURG, HAMBURG_ORDER]);
    expect(ok).toBe(false);
    expect(output).toContain(
      'error: DeliveryOrder "berlin" cannot be imported with the import option, because dynamic providers cannot read ' +
        'an order without its state. Use adoptOrderId: "…" instead, which takes an order over and buys nothing.',
    );
    expect(output).not.toContain("deliveryOrder.js:");
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await engine.simulator.journal()).toEqual([]);
    expect(await engine.posts()).toBe(0);
  } finally {
    await engine.stop();
  }
});
