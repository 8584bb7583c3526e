import { ARGS, BERLIN, heldOrder, NETWORK_DEVICE, ordering, SERVER, toldOf, writes } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { type Recorder, startRecorder } from "./recorder.js";

const NUMBER = expect.stringMatching(/^CS/) as string;
const INSTANT = expect.stringMatching(/^2\d{3}-.*Z$/) as string;

describe("an order in an ordinary program", () => {
  const program = ordering(ARGS, { protect: true });
  let engine: Engine;
  let recorder: Recorder;
  beforeAll(async () => {
    engine = await Engine.start();
    recorder = await startRecorder(engine.simulator.url);
    engine.env["CLOUDPOND_ENDPOINT"] = recorder.url;
  });
  afterAll(async () => {
    await recorder.stop();
    await engine.stop();
  });

  test("is shown by the preview, which reads what it is compared with and writes nothing", async () => {
    const { ok, output } = await engine.preview(program);
    expect(output).toMatch(/\+ {2}pulumi-nodejs:dynamic\/cloudpond:DeliveryOrder berlin create/);
    expect(output).toContain("+ 2 to create");
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(await engine.resource("berlin")).toBeUndefined();
    const journal = await engine.simulator.journal();
    expect(journal.map(({ operation }) => operation).sort()).toEqual(COMPARED_WITH);
    expect(await writes(engine)).toEqual([]);
  });

  test("is bought once by the update, and the state holds what was bought and what came of it", async () => {
    const { ok, output } = await engine.up(program);
    const id = await heldOrder(engine);
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: `order ${id} is placed` });

    const { outputs, inputs, protect, initErrors } = (await engine.resource("berlin"))!;
    const declared = {
      ...ARGS,
      marketOptions: {
        chargeMode: "prepaid",
        prepaidOptions: { ...ARGS.marketOptions.prepaidOptions, periodType: "year" },
      },
    };
    expect(shown(inputs)).toEqual(declared);
    expect(shown(outputs)).toEqual({
      ...declared,
      orderIds: [NUMBER, NUMBER, NUMBER],
      conflictingOrderIds: [],
      status: "PROCESSING",
      name: expect.stringMatching(/^delivery_order-/) as string,
      domainId: engine.simulator.account,
      createdAt: INSTANT,
      updatedAt: INSTANT,
    });
    expect({ protect, initErrors }).toEqual({ protect: true, initErrors: undefined });

    const accepted = (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);
    expect(accepted).toMatchObject([{ id, status: "PROCESSING", order_ids: outputs!["orderIds"] }]);
    expect(await engine.posts()).toBe(1);
  });

  test("was asked for with the bytes of the documented example", () => {
    const bodies = recorder.bodiesOf("POST", "/delivery-orders");
    expect(bodies).toEqual([
      `{"delivery_order":{"edge_site_id":"${BERLIN}",` +
        `"servers":[{"offering_id":"${SERVER}","count":2}],` +
        `"network_devices":[{"offering_id":"${NETWORK_DEVICE}","count":2}],` +
        '"storage_pools":[{"storage_type":"SSD","size":26}],' +
        '"market_options":{"charge_mode":"prepaid",' +
        '"prepaid_options":{"period_type":"year","period_num":3,"pay_mode":"FULL"}}}}',
    ]);
  });

  test("gives the next preview and the next update nothing to do", async () => {
    const before = await engine.simulator.journal();
    const preview = await engine.preview(program, { expectNoChanges: true });
    expect(preview).toMatchObject({ ok: true, output: expect.stringContaining("2 unchanged") as string });
    const again = await engine.up(program, { expectNoChanges: true });
    expect(again).toMatchObject({ ok: true, output: expect.stringContaining("2 unchanged") as string });
    expect(await engine.simulator.journal()).toEqual(before);
    expect(await engine.posts()).toBe(1);
  });

  test("is the same whatever the order of its items and with the defaults written out", async () => {
    const { marketOptions, ...items } = ARGS;
    const same = {
      marketOptions: {
        chargeMode: "prepaid",
        prepaidOptions: { periodType: "year", ...marketOptions.prepaidOptions },
        discounts: [],
      },
      ...items,
      servers: [1, 1].map((count) => ({ offeringId: SERVER, count })),
    };
    const { ok, output } = await engine.preview(ordering(same, { protect: true }), { expectNoChanges: true });
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(await engine.posts()).toBe(1);
  });
});

/** What the preview of new orders reads, however many there are. */
const COMPARED_WITH = [
  "ListDeliveryOrders",
  "ListEdgeSites",
  "ListNetworkDeviceOfferings",
  "ListNetworkDevices",
  "ListQuotas",
  "ListSaleCycles",
  "ListServerOfferings",
  "ListServers",
  "ListStoragePools",
  "ListStorageTypes",
];

/** Without the keys that the engine's displays hide. */
const shown = (values: object = {}): object =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith("__")));
