import { ARGS, BERLIN, ordering, SERVER, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";

const LEAD = "error: pulumi-nodejs:dynamic/cloudpond:DeliveryOrder resource 'berlin' has a problem: ";

describe("mistakes in a program", () => {
  const mistaken = ordering({
    edgeSiteId: BERLIN,
    server: [{ offeringId: SERVER, count: 2 }],
    servers: [
      { offeringId: SERVER, count: 0 },
      { offeringId: "", count: 1 },
    ],
    storagePools: [{ storageType: "SSD", size: "26" }],
    marketOptions: { prepaidOptions: { periodNum: 1.5, paymode: "FULL" } },
  });
  const told = [
    "marketOptions.prepaidOptions.periodNum: must be a whole number of at least 1, got 1.5",
    "marketOptions.prepaidOptions.payMode: is required: give how it is paid, which is never filled in because it is " +
      "money: FULL (all up front), HALF (half up front), PAID_BY_YEAR (yearly), ZERO_PAID_BY_YEAR (yearly, nothing up " +
      "front) or ZERO_PAID_BY_MONTH (monthly, nothing up front)",
    "marketOptions.prepaidOptions.paymode: is not an input: did you mean `payMode`?",
    "servers[0].count: must be a whole number of at least 1, got 0",
    "servers[1].offeringId: must not be empty, because empty is not absent: give a value or leave the key out",
    "storagePools[0].size: must be a whole number of at least 1, got text: write it without quotes",
    "server: is not an input: did you mean `servers`?",
  ];

  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  test.each(["preview", "up"] as const)("are told by %s all at once, each with its path", async (verb) => {
    const { ok, output } = await engine[verb](mistaken);
    expect(ok).toBe(false);
    expect(toldOf(output).split("\n")).toEqual(told.map((problem) => LEAD + problem));
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await engine.posts()).toBe(0);
    expect(await engine.simulator.journal()).toEqual([]);
  });

  test("are told without the text of the program, which may be secret", async () => {
    const { ok, output } = await engine.preview(
      ordering({ ...ARGS, servers: [{ offeringId: SERVER, count: "geheim" }] }),
    );
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain("servers[0].count: must be a whole number of at least 1, got text");
    expect(output).not.toContain("geheim");
    expect(await engine.posts()).toBe(0);
  });
});
