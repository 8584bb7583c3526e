import type { Host } from "./harness.js";
import { inputsFor, Ordering, UNKNOWN_TEXT, urnOf } from "./ordering.js";

let ordering: Ordering;
let host: Host;

beforeAll(async () => {
  ordering = await Ordering.start();
  host = await ordering.host();
});
afterAll(() => ordering.stop());

it("hands complete inputs on as they are, hidden ones too, and fills in the two documented defaults", async () => {
  const complete = inputsFor("site-1");
  expect(await host.check({}, complete)).toEqual({ inputs: complete, failures: [] });
  const spare = inputsFor("site-1", { marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } } });
  expect(await host.check({}, spare)).toEqual({ inputs: complete, failures: [] });
});

it("names all problems at once, each with its path in the text and none with a property", async () => {
  const { failures } = await host.check(
    {},
    inputsFor("", { servers: [{ offeringId: "srv", count: 0.5 }, { offeringId: "srv" }], server: [] }),
  );
  expect(failures.map(({ property }) => property)).toEqual(["", "", "", ""]);
  expect(failures.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^edgeSiteId: must not be empty/),
    expect.stringMatching(/^servers\[0\]\.count: must be a whole number of at least 1, got 0\.5/),
    expect.stringMatching(/^servers\[1\]\.count: is required/),
    expect.stringMatching(/^server: is not an input: did you mean `servers`\?/),
  ]);
});

it.each([
  ["an id", { edgeSiteId: UNKNOWN_TEXT }],
  ["a number", { servers: [{ offeringId: "srv", count: UNKNOWN_TEXT }] }],
  ["an item of a list", { servers: [UNKNOWN_TEXT] }],
  ["a list", { storagePools: UNKNOWN_TEXT }],
  ["an object", { marketOptions: UNKNOWN_TEXT }],
  [
    "a value three levels down",
    {
      marketOptions: {
        chargeMode: "prepaid",
        prepaidOptions: { periodType: "year", periodNum: 3, payMode: UNKNOWN_TEXT },
      },
    },
  ],
])("passes %s that is not known yet, and gives it back to the engine as it came", async (_, unknown) => {
  const inputs = inputsFor("site-1", unknown);
  expect(await host.check({}, inputs)).toEqual({ inputs, failures: [] });
});

it("repeats no text of the inputs, whatever is wrong with them: secrets arrive in clear", async () => {
  const secret = "hunter-2-of-the-shop";
  const before = host.log.length;
  const { failures } = await host.check(
    {},
    inputsFor(`${secret} `, {
      servers: [{ offeringId: secret, count: secret, [`${secret.slice(0, 3)}x`]: secret }],
      networkDevices: secret,
      marketOptions: { chargeMode: ` ${secret}`, prepaidOptions: { periodNum: secret, payMode: [secret] } },
      adoptOrderId: secret,
      afterOrderId: secret,
      waitForStatus: secret,
      __secrets: ["edgeSiteId", "servers", "marketOptions"],
    }),
  );
  expect(failures.length).toBeGreaterThan(7);
  expect(JSON.stringify([failures, host.log.slice(before)]) + (await host.stderr())).not.toContain(secret);
});

describe("what a preview says of a new order, on the row of its resource", () => {
  const saidOf = async (inputs: Readonly<Record<string, unknown>>, olds = {}): Promise<unknown[]> => {
    const before = host.log.length;
    await host.check(olds, inputs);
    // The engine's log is told without waiting for its answer: one that surely comes after it is waited for.
    await host.check({}, inputsFor("site-1", { adoptOrderId: "last" }));
    const lines = (): string[] => host.log.slice(before).map(({ message }) => message);
    while (!lines().includes("adopts last; nothing is bought")) await new Promise((resolve) => setTimeout(resolve, 10));
    return host.log.slice(before).filter(({ message }) => !message.startsWith("adopts last"));
  };

  it("that it adopts, since the engine shows a creation", async () => {
    expect(await saidOf(inputsFor("site-1", { adoptOrderId: "order-7" }))).toEqual([
      { severity: "info", message: "adopts order-7; nothing is bought", urn: urnOf("berlin"), isEphemeral: false },
    ]);
  });

  it("that it will be refused while the order before it is not there yet", async () => {
    expect(await saidOf(inputsFor("site-1", { afterOrderId: UNKNOWN_TEXT }))).toEqual([
      {
        severity: "warning",
        message: expect.stringContaining("this one will be refused until it is delivered") as unknown,
        urn: urnOf("berlin"),
        isEphemeral: false,
      },
    ]);
  });

  it("and nothing of one that stands", async () => {
    const inputs = inputsFor("site-1", { adoptOrderId: "order-7" });
    expect(await saidOf(inputs, inputs)).toEqual([]);
  });
});

it("asks the service nothing", async () => {
  expect(await ordering.simulator.journal()).toEqual([]);
});
