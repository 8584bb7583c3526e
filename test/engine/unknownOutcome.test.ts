import type { SimulatorOptions } from "cloudpond-simulator";
import { ARGS, BERLIN, heldOrder, ordering, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { letNotesExpire } from "./notes.js";

// The answer to the one POST is lost or says nothing: the order is looked for, and never sent again.

let engine: Engine;
const start = async (simulator: SimulatorOptions = {}) => (engine = await Engine.start({ simulator }));
afterEach(() => engine.stop());

const UNKNOWN = new RegExp(
  `It is unknown whether an order was placed: none has appeared so far; do not run again before \\S+Z; look for orders of site ${BERLIN} in the CloudPond console first\\.$`,
);

/** An order that was found by looking: the next `up` looks once more whether another one has appeared, and buys nothing. */
async function expectLookedBeside(): Promise<void> {
  const { ok, output } = await engine.up(ordering());
  expect({ ok, output }).toEqual({ ok: true, output: expect.stringMatching(/~\s+1 updated/u) as string });
}

test("an order whose answer was lost is found and kept, after one POST", async () => {
  const { simulator } = await start();
  await simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "dropResponse" } });
  const { ok, output } = await engine.up(ordering());
  const [placed, ...others] = await ordersOfBerlin();
  expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: `order ${placed!.id} is placed` });
  expect(others).toEqual([]);
  expect(await engine.resource("berlin")).toMatchObject({
    id: placed!.id,
    outputs: { ...ARGS, status: "PROCESSING", conflictingOrderIds: [] },
  });
  expect([...(await orderIdsHeld())].sort()).toEqual([...placed!.order_ids].sort());
  await expectLookedBeside();
  expect(await engine.posts()).toBe(1);
});

test("an order of which nothing is known is not bought again before its time is over, and then it is", async () => {
  const { simulator } = await start();
  await simulator.fault({
    operation: "CreateDeliveryOrder",
    action: { kind: "status", status: 500, body: { error_code: "SYS.0500", error_msg: "internal error" } },
  });
  const first = await engine.up(ordering());
  expect(first.ok).toBe(false);
  expect(toldOf(first.output)).toContain(`error: Ordering for edge site ${BERLIN} ended in doubt: `);
  expect(toldOf(first.output)).toMatch(UNKNOWN);
  expect(await engine.resource("berlin")).toBeUndefined();
  expect((await engine.state()).pending_operations ?? []).toEqual([]);
  expect(await engine.posts()).toBe(1);

  const second = await engine.up(ordering());
  expect(second.ok).toBe(false);
  expect(toldOf(second.output)).toContain(
    "was ordering for this site. This run sent no order and only looked for that one.",
  );
  expect(toldOf(second.output)).toMatch(UNKNOWN);
  expect(await engine.resource("berlin")).toBeUndefined();
  expect(await engine.posts()).toBe(1);

  letNotesExpire(engine);
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  expect(await ordersOfBerlin()).toMatchObject([{ id: await heldOrder(engine) }]);
  expect(await engine.posts()).toBe(2);
});

test("an order that appears only after the first run is taken by the second, which buys nothing", async () => {
  const { simulator } = await start({ seed: { behaviour: { listVisibilityDelayMs: 3_600_000 } } });
  await simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "status", status: 504, when: "after" } });
  const first = await engine.up(ordering());
  expect(first.ok).toBe(false);
  expect(toldOf(first.output)).toMatch(UNKNOWN);
  expect(await engine.resource("berlin")).toBeUndefined();
  expect(await engine.posts()).toBe(1);

  await simulator.clock({ advanceMs: 3_600_000 });
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  expect(await ordersOfBerlin()).toMatchObject([{ id: await heldOrder(engine) }]);
  await expectLookedBeside();
  expect(await engine.posts()).toBe(1);
});

const ordersOfBerlin = async () =>
  (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);

const orderIdsHeld = async () => (await engine.resource("berlin"))?.outputs?.["orderIds"] as readonly string[];
