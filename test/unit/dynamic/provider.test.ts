import type { ConfigureRequest } from "@pulumi/pulumi/dynamic";
import { DeliveryOrderProvider, type World } from "../../../provider/dynamic/provider.js";
import type { EngineError } from "../../../provider/dynamic/engineError.js";
import type { CallLog } from "../../../provider/dynamic/engineLog.js";
import type { Settings } from "../../../provider/config.js";
import {
  ACCOUNT,
  createWorld,
  FakeClock,
  FakeService,
  INPUTS,
  serviceError,
  SITE,
  type TestWorld,
} from "../order/world.js";

type Values = Record<string, unknown>;

const UNCHANGED = "The state is unchanged and nothing was bought.";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const HIDDEN = {
  __provider: "text",
  __urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/cloudpond:DeliveryOrder::berlin",
  __secrets: [],
};
const DECLARED: Values = { ...INPUTS, ...HIDDEN };

const SILENT: CallLog = {
  progress: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  end: () => undefined,
};

const noPreview = (): never => {
  throw new Error("nothing is previewed here");
};

interface Shop extends TestWorld {
  readonly provider: DeliveryOrderProvider;
  /** What stays on the engine's screen: URN, kind, message. */
  readonly lines: readonly (readonly [urn: string, kind: "info" | "warn", message: string])[];
  readonly contexts: number;
  readonly settingsRead: number;
  /** Calls whose log was ended. */
  readonly ended: number;
}

/** The adapter over the order layer's fake service. `settings`: what the user has set, or why that is no use. */
function shop(settings: Partial<Settings> | Error = {}): Shop {
  const made = createWorld();
  const counts = { contexts: 0, settingsRead: 0, ended: 0 };
  const lines: [string, "info" | "warn", string][] = [];
  const world: World = {
    readSettings: () => {
      counts.settingsRead += 1;
      if (settings instanceof Error) throw settings;
      return settings as Settings;
    },
    readSwitches: () => ({
      allowPurchases: true,
      preflight: { mode: "off", limitMs: 10_000 },
      quote: false,
      ...(settings instanceof Error ? {} : settings),
    }),
    createContext: (_, memory) => {
      counts.contexts += 1;
      return { ...made.context, memory, createPreview: noPreview };
    },
    log: (urn) => ({
      progress: () => undefined,
      info: (message) => void lines.push([urn, "info", message]),
      warn: (message) => void lines.push([urn, "warn", message]),
      end: () => void (counts.ended += 1),
    }),
    linesDelivered: () => Promise.resolve(),
  };
  return Object.defineProperties({ ...made, lines, provider: new DeliveryOrderProvider(world) } as unknown as Shop, {
    contexts: { get: () => counts.contexts },
    settingsRead: { get: () => counts.settingsRead },
    ended: { get: () => counts.ended },
  });
}

const failing = async (call: Promise<unknown>): Promise<EngineError> =>
  call.then(
    () => {
      throw new Error("expected a failure");
    },
    (error: EngineError) => error,
  );

const ordered = (provider: DeliveryOrderProvider): Promise<{ id: string; outs: Values }> =>
  provider.create(DECLARED) as Promise<{ id: string; outs: Values }>;

it("ends the log of each call, whatever becomes of it", async () => {
  const made = shop();
  await made.provider.check({}, DECLARED);
  expect(made.ended).toBe(1);
  await ordered(made.provider);
  expect(made.ended).toBe(2);
  await failing(made.provider.create({ ...DECLARED, __urn: "urn:munich" }));
  expect(made.ended).toBe(3);
});

describe("configure", () => {
  const configuration = (values: Record<string, string>): ConfigureRequest => ({
    config: { get: (key: string) => values[key], require: (key: string) => values[key] ?? "" },
  });

  it("has stored the stack configuration before it is awaited, as other calls run meanwhile", async () => {
    const made = createWorld();
    const endpoints: unknown[] = [];
    const provider = new DeliveryOrderProvider({
      readSettings: (stackConfig) => {
        endpoints.push(stackConfig("cloudpond:endpoint"));
        return {} as Settings;
      },
      readSwitches: noPreview,
      createContext: () => ({ ...made.context, createPreview: noPreview }),
      log: () => SILENT,
      linesDelivered: () => Promise.resolve(),
    });
    const configuring = provider.configure(configuration({ "cloudpond:endpoint": "https://here" }));
    const creating = provider.create(DECLARED);
    await Promise.all([configuring, creating]);
    expect(endpoints).toEqual(["https://here"]);
  });
});

describe("the world", () => {
  it("is made once, when the service is first needed", async () => {
    const made = shop();
    await made.provider.check({}, DECLARED);
    expect(made.contexts).toBe(0);
    const { id, outs } = await ordered(made.provider);
    await made.provider.read(id, outs);
    await made.provider.read(id, outs);
    expect(made.contexts).toBe(1);
  });

  it("that cannot be made is tried anew by each call, and each says that nothing was placed", async () => {
    const made = shop(new Error("HW_ACCESS_KEY is missing."));
    const { provider } = made;
    const held = { ...DECLARED, status: "SUCCESS" };
    const missing = "HW_ACCESS_KEY is missing.\n";
    for (const [call, message] of [
      [() => provider.create(DECLARED), `${missing}This run placed no order for "berlin".`],
      [() => provider.read("o", DECLARED), `Order o could not be read: ${missing}Nothing was read or bought.`],
      [() => provider.read("o", held), `Order o could not be read: ${missing}${UNCHANGED}`],
      [() => provider.update("o", held, DECLARED), `Order o could not be updated: ${missing}${UNCHANGED}`],
      [() => provider.delete("o", held), `Order o could not be removed: ${missing}${UNCHANGED}`],
    ] as const) {
      expect((await failing(call())).message).toBe(message);
    }
    expect(made.settingsRead).toBe(5);
  });

  it("warns of useless settings once in all checks, and only for orders that are new", async () => {
    const made = shop(new Error("HW_ACCESS_KEY is missing."));
    await made.provider.check(DECLARED, DECLARED);
    expect(made.settingsRead).toBe(0);
    await made.provider.check({}, { ...DECLARED, server: [] });
    expect(made.settingsRead).toBe(0);
    await made.provider.check({}, DECLARED);
    await made.provider.check({ __provider: "text" }, DECLARED);
    expect(made.lines).toEqual([[HIDDEN.__urn, "warn", "No order can be placed yet. HW_ACCESS_KEY is missing."]]);
  });
});

describe("check", () => {
  it("answers with the defaults, the hidden inputs and what is not known yet", async () => {
    const { chargeMode: _, ...marketOptions } = INPUTS.marketOptions;
    const declared = { ...DECLARED, marketOptions, edgeSiteId: UNKNOWN_TEXT };
    expect(await shop().provider.check({}, declared)).toEqual({
      inputs: { ...DECLARED, edgeSiteId: UNKNOWN_TEXT },
      failures: [],
    });
  });

  it("puts the path into the reason and names no property, which would print its value", async () => {
    const { failures } = await shop().provider.check({}, { ...DECLARED, edgeSiteId: null });
    expect(failures).toEqual([
      { property: "", reason: expect.stringMatching(/^edgeSiteId: must not be null/) as unknown },
    ]);
  });
});

it("an order of which the engine holds hidden inputs only is new", async () => {
  const made = shop(new Error("HW_ACCESS_KEY is missing."));
  await made.provider.check({ __provider: "text" }, DECLARED);
  expect(made.lines).toHaveLength(1);
});

it("a resource without a name and a URN is spoken of all the same", async () => {
  const made = shop(new Error("HW_ACCESS_KEY is missing."));
  await made.provider.check({}, INPUTS);
  expect(made.lines.map(([urn]) => urn)).toEqual([""]);
  expect((await failing(made.provider.create(INPUTS))).message).toContain('no order for "this resource".');
});

it.each(["diff", "create", "read", "update", "delete"] as const)("an error of %s tells its verb", async (verb) => {
  const { provider } = shop(verb === "diff" ? {} : new Error("HW_ACCESS_KEY is missing."));
  const calls = {
    diff: () => provider.diff("o", {}, DECLARED),
    create: () => provider.create(DECLARED),
    read: () => provider.read("o", DECLARED),
    update: () => provider.update("o", DECLARED, DECLARED),
    delete: () => provider.delete("o", DECLARED),
  };
  expect((await failing(calls[verb]())).toString()).toBe(`cloudpond ${verb}`);
});

it("refusals and doubts leave in their own words", async () => {
  const { provider, service } = shop();
  service.reactions = [{ kind: "ambiguous" }];
  expect((await failing(provider.create(DECLARED))).message).toMatch(/^Ordering for edge site site-1 ended in doubt/u);
  service.site = undefined;
  const other = { ...DECLARED, __urn: "urn:pulumi:dev::shop::type::munich" };
  expect((await failing(provider.create(other))).message).toMatch(/^There is no edge site site-1 in account/u);
});

it("update waits as long as the timeout of update says, and lets go of hidden inputs that are no more", async () => {
  const { provider, clock } = shop();
  const { id, outs } = await ordered(provider);
  const before = clock.ms;
  const timeouts = { create: "1s", update: "1m" };
  await failing(provider.update(id, outs, { ...DECLARED, waitForStatus: "SUCCESS", __timeouts: timeouts }));
  expect(clock.ms - before).toBe(60_000);
  const updated = await provider.update(id, { ...outs, __timeouts: timeouts }, DECLARED);
  expect(updated.outs).not.toHaveProperty("__timeouts");
});

describe("check of a new order says on its row", () => {
  it.each([
    [
      "that it will be refused while the order before it does not exist",
      { afterOrderId: UNKNOWN_TEXT },
      [
        "warn",
        "afterOrderId is not known yet: that order does not exist, so it cannot be SUCCESS, and this one will be refused " +
          "until it is delivered.",
      ],
    ],
    ["that it is adopted", { adoptOrderId: "o" }, ["info", "adopts o; nothing is bought"]],
  ])("%s", async (_, change, line) => {
    const { provider, lines } = shop();
    const declared = { ...DECLARED, ...change };
    expect(await provider.check({}, declared)).toEqual({ inputs: declared, failures: [] });
    expect(lines).toEqual([[HIDDEN.__urn, ...line]]);
  });

  it.each([
    ["nothing where there is nothing to say", {}, DECLARED],
    ["nothing of one that exists", DECLARED, { ...DECLARED, adoptOrderId: "o" }],
    ["nothing of one whose inputs are wrong", {}, { ...DECLARED, adoptOrderId: "o", edgeSiteId: "" }],
  ])("%s", async (_, olds, news) => {
    const { provider, lines } = shop();
    await provider.check(olds, news);
    expect(lines).toEqual([]);
  });
});

it.each([
  ["marked secret", ["edgeSiteId"], "edgeSiteId: [secret] => [secret]"],
  ["marked as no secret", ["servers", 7], 'edgeSiteId: "site-1" => "site-2"'],
  ["not marked at all", undefined, "edgeSiteId: (text) => (text)"],
])("diff shows an input that is %s accordingly", async (_, secrets, says) => {
  const olds = { ...DECLARED, status: "PROCESSING", domainId: ACCOUNT };
  const news = { ...DECLARED, edgeSiteId: "site-2", __secrets: secrets };
  expect((await failing(shop().provider.diff("o", olds, news))).message).toContain(says);
});

describe("create", () => {
  it("answers with the id, every input and the outputs, and nothing undefined", async () => {
    const { id, outs } = await ordered(shop().provider);
    expect(id).toBe("order-1");
    expect(outs).toStrictEqual({
      ...DECLARED,
      orderIds: ["CS1"],
      conflictingOrderIds: [],
      status: "PROCESSING",
      domainId: ACCOUNT,
      name: "delivery_order-order-1",
      createdAt: "2026-06-12T08:00:01.000Z",
    });
  });

  it("keeps a placed order with every input, hidden ones too, when something after it fails", async () => {
    const { provider, service } = shop();
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") service.add(INPUTS, { id: "theirs" });
    };
    const error = await failing(provider.create(DECLARED));
    expect(error.id).toBe("order-2");
    expect(error.properties).toMatchObject({ ...DECLARED, conflictingOrderIds: ["theirs"], orderIds: ["CS1"] });
    expect(error.reasons).toEqual([error.message]);
  });

  it("waits as long as the user's timeouts say", async () => {
    const { provider, clock } = shop();
    const before = clock.ms;
    await failing(
      provider.create({ ...DECLARED, waitForStatus: "SUCCESS", __timeouts: { create: "90m", update: "1s" } }),
    );
    expect(clock.ms - before).toBeGreaterThanOrEqual(90 * 60_000);
    expect(clock.ms - before).toBeLessThan(91 * 60_000);
  });

  it.each([undefined, null, "soon", { create: "soon" }, { update: "1s" }])(
    "waits half an hour where the timeouts are %p",
    async (timeouts) => {
      const { provider, clock } = shop();
      const before = clock.ms;
      await failing(provider.create({ ...DECLARED, waitForStatus: "SUCCESS", __timeouts: timeouts }));
      expect(clock.ms - before).toBeGreaterThanOrEqual(30 * 60_000);
      expect(clock.ms - before).toBeLessThan(31 * 60_000);
    },
  );

  it.each<[string, Error]>([
    ["an error with an id", Object.assign(new Error("no."), { id: "o", properties: {} })],
    ["a mistake in the code", new TypeError("x is undefined")],
  ])("takes %s from below for a doubt, never for a kept order", async (_, thrown) => {
    const { provider, service } = shop();
    // Against its contract: it answers, whatever happens.
    service.createDeliveryOrder = () => Promise.reject(thrown);
    const error = await failing(provider.create(DECLARED));
    expect(error.id).toBeUndefined();
    expect(error.message).toContain('Ordering "berlin" failed in a way that was not foreseen');
    expect(error.message).toContain(
      `It is unknown whether an order was placed; look for orders of site ${SITE} in the CloudPond console`,
    );
    expect(error.stack).toMatch(/^(Type)?Error · at /u);
  });

  it("sends nothing for inputs that it cannot read", async () => {
    const { provider, service } = shop();
    const error = await failing(provider.create({ ...DECLARED, edgeSiteId: UNKNOWN_TEXT }));
    expect(error.message).toContain("edgeSiteId");
    expect(error.message).toContain('This run placed no order for "berlin".');
    expect(service.calls).toEqual([]);
  });
});

describe("diff", () => {
  const outputs = (change: Values = {}): Values => ({
    ...DECLARED,
    status: "PROCESSING",
    domainId: ACCOUNT,
    ...change,
  });

  it.each<[string, Values, Values, Values]>([
    ["nothing changed", {}, {}, { changes: false }],
    [
      "a dead order and other inputs",
      { status: "FAIL" },
      { servers: [{ offeringId: "srv", count: 1 }] },
      { changes: true, replaces: ["servers"], deleteBeforeReplace: true },
    ],
    ["something is unknown", {}, { edgeSiteId: UNKNOWN_TEXT }, {}],
    ["a wait is open", {}, { waitForStatus: "SUCCESS" }, { changes: true }],
  ])("%s", async (_, olds, news, result) => {
    expect(await shop().provider.diff("o", outputs(olds), { ...DECLARED, ...news })).toStrictEqual(result);
  });

  it("refuses another account only where state and settings both name one, and asks the service nothing", async () => {
    const refused = shop({ domainId: "account-2" });
    const error = await failing(refused.provider.diff("o", outputs(), DECLARED));
    expect(error.message).toBe(
      "Order o belongs to account account-1, but HW_DOMAIN_ID (cloudpond:domainId) says account-2. Use the settings of the " +
        "order's account.\nThe state is unchanged and nothing was bought.",
    );
    expect(refused.service.calls).toEqual([]);
    const { domainId: _, ...unnamed } = outputs();
    expect(await refused.provider.diff("o", unnamed, DECLARED)).toEqual({ changes: false });
    for (const settings of [{ domainId: ACCOUNT }, {}, new Error("none")]) {
      expect(await shop(settings).provider.diff("o", outputs(), DECLARED)).toEqual({ changes: false });
    }
  });

  it("says once, after a read that saw a change, that there is one", async () => {
    const { provider, service } = shop();
    const { id, outs } = await ordered(provider);
    await provider.read(id, outs);
    await provider.diff(id, outs, DECLARED);
    service.change(id, { status: "ACCEPTING" });
    await provider.read(id, outs);
    expect(await provider.diff(id, outs, DECLARED)).toEqual({ changes: true });
    expect(await provider.diff(id, outs, DECLARED)).toEqual({ changes: false });
  });
});

describe("an order that another resource's state holds", () => {
  const munich = { ...DECLARED, __urn: "urn:munich" };
  const state = { ...munich, status: "PROCESSING", domainId: ACCOUNT };

  it("is not adopted where the program declares that resource", async () => {
    const { provider, service } = shop();
    service.add(INPUTS, { id: "theirs" });
    await provider.check(state, munich);
    await provider.diff("theirs", state, munich);
    const error = await failing(provider.create({ ...DECLARED, adoptOrderId: "theirs" }));
    expect(error.message).toContain("another resource of this stack holds it already");
  });

  it("is adopted where only a refresh has shown that resource, which the program has renamed or given up", async () => {
    const { provider, service } = shop();
    service.add(INPUTS, { id: "theirs" });
    const read = await provider.read("theirs", state);
    await provider.diff("theirs", read.props as Values, munich);
    expect((await provider.create({ ...DECLARED, adoptOrderId: "theirs" })).id).toBe("theirs");
  });
});

it("update answers with the hidden inputs of now and keeps an order whose wait ends too early", async () => {
  const { provider } = shop();
  const { id, outs } = await ordered(provider);
  const news = { ...DECLARED, __provider: "newer text", waitForStatus: "SUCCESS", __timeouts: { update: "1m" } };
  const error = await failing(provider.update(id, outs, news));
  expect(error).toMatchObject({ id, properties: { ...news, status: "PROCESSING" } });
  const { waitForStatus: _, ...withoutWait } = news;
  const updated = await provider.update(id, { ...outs, waitForStatus: "SUCCESS" }, withoutWait);
  expect(updated.outs).toStrictEqual({ ...outs, ...withoutWait, orderIds: ["CS1", "CS-order-1"] });
});

it("delete deletes a dead order's record and refuses a live one", async () => {
  const { provider, service } = shop();
  const { id, outs } = await ordered(provider);
  expect((await failing(provider.delete(id, outs))).message).toContain("Refused to remove order order-1");
  service.change(id, { status: "CANCELLED" });
  await provider.delete(id, outs);
  expect(service.deleted).toEqual([id]);
});

it("read without a state is a first read", async () => {
  const { provider, service } = shop();
  service.add(INPUTS, { id: "o" });
  expect((await provider.read("o")).props).toMatchObject({ status: "PROCESSING", orderIds: ["CS-o"] });
  service.failures = [
    { operation: "showDeliveryOrder", error: serviceError("HTTP 403.", "ShowDeliveryOrder · HTTP 403") },
  ];
  const error = await failing(provider.read("o"));
  expect(`${error.toString()}: ${error.stack}`).toBe("cloudpond read: ShowDeliveryOrder · HTTP 403");
});

it("two resources that share a process share its memory, whatever world they are made in", async () => {
  const service = new FakeService(new FakeClock());
  const contexts: unknown[] = [];
  const provider = new DeliveryOrderProvider({
    readSettings: () => ({}) as Settings,
    readSwitches: noPreview,
    createContext: (_, memory) => {
      contexts.push(memory);
      return { ...createWorld({ service }).context, memory, createPreview: noPreview };
    },
    log: () => SILENT,
    linesDelivered: () => Promise.resolve(),
  });
  await Promise.all([provider.create(DECLARED), failing(provider.create({ ...DECLARED, __urn: "urn:munich" }))]);
  expect(contexts).toHaveLength(1);
  expect(service.posts).toHaveLength(1);
});

it("reading an order without its state, as `get` does, holds nobody from adopting it", async () => {
  const { provider, service } = shop();
  service.add(INPUTS, { id: "o" });
  await provider.read("o", { __provider: "text", __urn: "urn:reader" });
  expect(await provider.create({ ...DECLARED, adoptOrderId: "o" })).toMatchObject({ id: "o" });
});

it("a kept order that is too large for an error answer is kept by a good one, create's and update's", async () => {
  const { provider, service, lines } = shop();
  const servers = Array.from({ length: 900 }, (_, index) => ({ offeringId: `offering-${index}`.repeat(3), count: 1 }));
  service.meanwhile = (operation) => {
    if (operation === "createDeliveryOrder") service.add({ edgeSiteId: SITE, servers }, { id: "theirs" });
  };
  const { id, outs } = (await provider.create({ ...DECLARED, servers })) as { id: string; outs: Values };
  expect(id).toBe("order-2");
  expect(outs).toMatchObject({ __provider: "text", conflictingOrderIds: ["theirs"] });
  const warnings = (): string[] => lines.filter(([, kind]) => kind === "warn").map(([, , message]) => message);
  expect(warnings()).toEqual([expect.stringContaining("has a further order that this resource did not place: theirs")]);
  const news = { ...DECLARED, servers, waitForStatus: "SUCCESS", __urn: "newer" };
  const updated = await provider.update(id, outs, news);
  expect(updated.outs).toMatchObject({ waitForStatus: "SUCCESS", __urn: "newer", conflictingOrderIds: ["theirs"] });
  expect(warnings().at(-1)).toContain("Order order-2 is not yet SUCCESS");
});

it("no message repeats a secret input, whichever verb it comes from", async () => {
  const { provider, service } = shop();
  service.site = undefined;
  const error = await failing(provider.create({ ...DECLARED, __secrets: ["edgeSiteId"] }));
  expect(error.message).toContain("There is no edge site [secret]");
  expect(error.message).not.toContain(SITE);
});
