import { ARGS, BERLIN, heldOrder, ordering, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import type { SimulatorOptions } from "cloudpond-simulator";

// What went wrong after the purchase never loses the order: the state keeps it with an error, and the next update ends that.

const start = (simulator: SimulatorOptions = {}) => Engine.start({ simulator });

const initErrors = async (engine: Engine) => (await engine.resource("berlin"))?.initErrors;

/** Waits until the provider's POST has reached the service, where a delay holds it. */
async function posted(engine: Engine): Promise<void> {
  for (let tries = 0; (await engine.posts()) === 0; tries++) {
    if (tries > 600) throw new Error("No order was sent.");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe("an order beside which somebody else orders at the same moment", () => {
  let engine: Engine;
  let id: string;
  let other: string;
  beforeAll(async () => {
    engine = await start({ oneOrderPerSite: false });
  });
  afterAll(() => engine.stop());

  test("is kept with an error that names the other one", async () => {
    const { simulator } = engine;
    await simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 1_500 } });
    const running = engine.up(ordering());
    await posted(engine);
    other = await orderAsSomebodyElse(engine);
    const { ok, output } = await running;

    id = await heldOrder(engine);
    const error = [
      `Site ${BERLIN} has a further order that this resource did not place: ${other}. Somebody ordered at the same ` +
        "moment. Decide which one is right and cancel the other in the billing console while it is unpaid.",
      `Order ${id} was placed and is kept in the state.`,
    ].join("\n");
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(error);
    expect(await initErrors(engine)).toEqual([error]);
    expect(await engine.resource("berlin")).toMatchObject({
      id,
      outputs: { ...ARGS_HELD, conflictingOrderIds: [other] },
    });
    // One of them is somebody else's.
    expect(await engine.posts()).toBe(2);
  });

  test("is updated by the next run, which buys nothing, clears the error and goes on warning", async () => {
    const { ok, output } = await engine.up(ordering());
    expect(ok).toBe(true);
    expect(toldOf(output)).toContain(
      `warning: Beside order ${id} its site has order ${other}, placed by somebody else`,
    );
    expect(await initErrors(engine)).toBeUndefined();
    expect(await engine.resource("berlin")).toMatchObject({ id, outputs: { conflictingOrderIds: [other] } });
    expect(await engine.posts()).toBe(2);
  });

  test("stands alone again when the other one is cancelled", async () => {
    await engine.simulator.advance(other, "CANCELLED");
    const { ok, output } = await engine.refresh();
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(await engine.resource("berlin")).toMatchObject({ id, outputs: { conflictingOrderIds: [] } });
    expect(await engine.posts()).toBe(2);
  });
});

describe("an order that is cancelled before its purchase was confirmed", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.stop());

  test("is kept with an error, and the next update clears it without a purchase", async () => {
    const { simulator } = engine;
    await simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 1_500, when: "after" } });
    const running = engine.up(ordering());
    await posted(engine);
    const placed = (await simulator.orders()).find(({ edge_site_id }) => edge_site_id === BERLIN)!;
    await simulator.advance(placed.id, "CANCELLED");

    const run = await running;
    const error = [
      `Order ${placed.id} for site ${BERLIN} is already CANCELLED: nothing comes of it. To order anew, change its inputs ` +
        "or run `pulumi up --replace` on it; or remove it from the program.",
      `Order ${placed.id} was placed and is kept in the state.`,
    ].join("\n");
    expect(run.ok).toBe(false);
    expect(toldOf(run.output)).toContain(error);
    expect(await initErrors(engine)).toEqual([error]);
    expect(await engine.resource("berlin")).toMatchObject({ id: placed.id, outputs: { status: "CANCELLED" } });

    const again = await engine.up(ordering());
    expect(again.ok).toBe(true);
    expect(toldOf(again.output)).toContain(`warning: Order ${placed.id} is CANCELLED: no hardware will come of it.`);
    expect(await initErrors(engine)).toBeUndefined();
    expect(await heldOrder(engine)).toBe(placed.id);
    expect(await writes(engine)).toEqual(["CreateDeliveryOrder"]);
    expect(await engine.posts()).toBe(1);
  });
});

describe("an order whose wait for a status ends too early", () => {
  const waiting = ordering({ ...ARGS, waitForStatus: "ACCEPTING" }, { customTimeouts: { create: "1s", update: "1s" } });
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.stop());

  const error = (id: string, money: string) =>
    [
      `Order ${id} is not yet ACCEPTING (seen: PROCESSING ×2). Run \`pulumi up\` to wait on, raise customTimeouts, or ` +
        "leave out waitForStatus; deliveries take weeks or months.",
      money,
    ].join("\n");

  test("is kept with an error that says what was seen", async () => {
    const { ok, output } = await engine.up(waiting);
    const id = await heldOrder(engine);
    const reason = error(id, `Order ${id} was placed and is kept in the state.`);
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(reason);
    expect(await initErrors(engine)).toEqual([reason]);
    expect(await engine.resource("berlin")).toMatchObject({ outputs: { ...ARGS_HELD, waitForStatus: "ACCEPTING" } });
    expect(await engine.posts()).toBe(1);
  });

  test("is waited for again by the next update, and ends well when the status has come", async () => {
    const id = await heldOrder(engine);
    const early = await engine.up(waiting);
    expect(early.ok).toBe(false);
    expect(toldOf(early.output)).toContain(error(id, `Order ${id} is kept in the state.`));

    await engine.simulator.advance(id, "ACCEPTING");
    expect(await engine.up(waiting)).toMatchObject({ ok: true });
    expect(await initErrors(engine)).toBeUndefined();
    expect(await engine.resource("berlin")).toMatchObject({ id, outputs: { status: "ACCEPTING" } });
    expect(await engine.up(waiting, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(1);
  });
});

const ARGS_HELD = { ...ARGS, status: "PROCESSING" };

async function orderAsSomebodyElse({ simulator }: Engine): Promise<string> {
  const { url, account, userName: name, password, domainName } = simulator;
  const domain = { name: domainName };
  const issued = await fetch(`${url}/v3/auth/tokens`, {
    method: "POST",
    body: JSON.stringify({
      auth: { identity: { methods: ["password"], password: { user: { name, password, domain } } }, scope: { domain } },
    }),
    headers: { "content-type": "application/json" },
  });
  const answer = await fetch(`${url}/v2/${account}/delivery-orders`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-auth-token": issued.headers.get("x-subject-token") ?? "" },
    body: JSON.stringify({
      delivery_order: {
        edge_site_id: BERLIN,
        storage_pools: [{ storage_type: "SSD", size: 26 }],
        market_options: {
          charge_mode: "prepaid",
          prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" },
        },
      },
    }),
  });
  const { delivery_order } = (await answer.json()) as { delivery_order: { id: string } };
  return delivery_order.id;
}
