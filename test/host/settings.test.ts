import type { Host, Values } from "./harness.js";
import { failureOf, inputsFor, Ordering, urnOf } from "./ordering.js";
import { until } from "../until.js";

let ordering: Ordering;
beforeAll(async () => {
  ordering = await Ordering.start();
});
afterAll(() => ordering.stop());

/** The environment says nothing: an empty variable counts as unset. */
const UNSET = Object.fromEntries(
  ["CLOUDPOND_ENDPOINT", "HW_AUTH_URL", "HW_ACCESS_KEY", "HW_SECRET_KEY"].map((name) => [name, ""]),
);

const UNCHANGED = /^Order order-1 could not be \w+: [^]*\nThe state is unchanged and nothing was bought\.$/;

describe("a process without credentials", () => {
  let host: Host;
  beforeAll(async () => {
    host = await ordering.host({ env: UNSET });
  });

  it("checks inputs all the same, and warns once that an order could not be placed", async () => {
    expect((await host.check({}, inputsFor("site-1", { servers: 2 }))).failures).toHaveLength(1);
    expect((await host.check({}, inputsFor("site-1"))).failures).toEqual([]);
    await host.check({}, inputsFor("site-2", { adoptOrderId: "last", __urn: urnOf("munich") }));
    await until(() => host.log.some(({ message }) => message.startsWith("adopts last")));
    expect(host.log.filter(({ severity }) => severity === "warning")).toEqual([
      {
        severity: "warning",
        message: expect.stringMatching(
          /^No order can be placed yet\. The settings [^]*HW_ACCESS_KEY[^]*cloudpond:accessKey/,
        ) as unknown,
        urn: urnOf("berlin"),
        isEphemeral: false,
      },
    ]);
  });

  it.each<[string, (values: Values) => Promise<unknown>, RegExp]>([
    ["create", (values) => host.create(values), /\nThis run placed no order for "berlin"\.$/],
    ["read", (values) => host.read("order-1", values), UNCHANGED],
    ["update", (values) => host.update("order-1", values, values), UNCHANGED],
    ["delete", (values) => host.delete("order-1", values), UNCHANGED],
  ])("says so at each %s", async (_, call, money) => {
    for (let repetition = 0; repetition < 2; repetition++) {
      const { message, kept } = await failureOf(call(inputsFor("site-1", { status: "PROCESSING" })));
      expect(message).toContain("HW_ACCESS_KEY");
      expect(message).toMatch(money);
      expect(kept).toBeUndefined();
    }
  });

  it("compares orders all the same", async () => {
    const inputs = inputsFor("site-1");
    expect(await host.diff("order-1", { ...inputs, status: "SUCCESS" }, inputs)).toMatchObject({ changes: false });
  });
});

it("the stack configuration does where the environment says nothing", async () => {
  const { url, accessKey, secretKey } = ordering.simulator;
  const host = await ordering.host({
    env: UNSET,
    config: {
      "cloudpond:endpoint": url,
      "cloudpond:iamEndpoint": url,
      "cloudpond:accessKey": accessKey,
      "cloudpond:secretKey": secretKey,
    },
  });
  const { id } = await host.create(inputsFor("site-3"));
  expect(await ordering.acceptedFor("site-3")).toEqual([id]);
});

it("wrong credentials are sent once, named, and nothing of them is printed", async () => {
  const secretKey = "wrong-secret-of-the-shop";
  const host = await ordering.host({ env: { HW_SECRET_KEY: secretKey } });
  const before = (await ordering.simulator.journal()).length;
  const messages = [];
  for (const site of ["site-4", "site-5"]) messages.push((await failureOf(host.create(inputsFor(site)))).message);
  messages.push((await failureOf(host.read("order-1", {}))).message);
  expect(messages[0]).toContain("Check HW_ACCESS_KEY (cloudpond:accessKey), HW_SECRET_KEY (cloudpond:secretKey)");
  expect(messages.join() + (await host.stderr()) + JSON.stringify(host.log)).not.toContain(secretKey);
  const requests = (await ordering.simulator.journal()).slice(before);
  expect(requests.map(({ status }) => status)).toEqual([401]);
});
