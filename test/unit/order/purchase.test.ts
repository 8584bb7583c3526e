import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { purchase } from "../../../provider/order/purchase.js";
import { remove } from "../../../provider/order/remove.js";
import { KeptError, RefusedError, UnknownOutcomeError } from "../../../provider/order/orderError.js";
import { createWorld, declare, FakeService, INPUTS, type Reaction, serviceError, SITE } from "./world.js";

const failing = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error("expected a failure");
    },
    (error: Error) => error,
  );

describe("a first order on a bare site", () => {
  it("is sent once, confirmed, and kept with everything that was declared", async () => {
    const { context, service } = createWorld();
    const { id, state } = await purchase(declare(), context);
    expect(service.posts).toEqual([INPUTS]);
    expect(id).toBe("order-1");
    expect(state).toEqual({
      ...INPUTS,
      orderIds: ["CS1"],
      conflictingOrderIds: [],
      status: "PROCESSING",
      domainId: "account-1",
      name: "delivery_order-order-1",
      createdAt: "2026-06-12T08:00:01.000Z",
    });
  });

  it("looks at the site and its devices before it lists the orders, and lists before it sends", async () => {
    const { context, service } = createWorld();
    await purchase(declare(), context);
    expect(service.calls).toEqual([
      "identify",
      "identify",
      "showEdgeSite",
      "listServers",
      "listNetworkDevices",
      "listStoragePools",
      "listDeliveryOrders",
      "createDeliveryOrder",
      "listDeliveryOrders",
    ]);
  });

  it("is kept although the list does not show it within ten seconds, and the state remembers to look again", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "placed", listDelayMs: 60_000 }];
    const { id, state } = await purchase(declare(), context);
    expect(id).toBe("order-1");
    expect(state.__unconfirmed).toEqual([]);
  });
});

describe("what each answer to the POST leads to", () => {
  interface Row {
    readonly answers: Reaction[];
    readonly posts: number;
    readonly ends: "placed" | typeof RefusedError | typeof UnknownOutcomeError;
    readonly says?: string;
  }
  const rows: Record<string, Row> = {
    "not sent, then placed": { answers: [{ kind: "notSent" }, { kind: "placed" }], posts: 2, ends: "placed" },
    "not sent three times": {
      answers: [{ kind: "notSent" }, { kind: "notSent" }, { kind: "notSent" }],
      posts: 3,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "a certificate that is refused": {
      answers: [{ kind: "notSent", isPermanent: true }],
      posts: 1,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "throttled, then placed": { answers: [{ kind: "throttled" }, { kind: "placed" }], posts: 2, ends: "placed" },
    "throttled three times": {
      answers: [{ kind: "throttled" }, { kind: "throttled" }, { kind: "throttled" }],
      posts: 3,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "throttled although it was executed": {
      answers: [{ kind: "throttled", executed: true }],
      posts: 1,
      ends: "placed",
    },
    "throttled the third time although it was executed": {
      answers: [{ kind: "throttled" }, { kind: "notSent" }, { kind: "throttled", executed: true }],
      posts: 3,
      ends: "placed",
    },
    "throttled although it was executed, listed late, then not sent": {
      answers: [{ kind: "throttled", executed: true, listDelayMs: 5_000 }, { kind: "notSent" }, { kind: "notSent" }],
      posts: 2,
      ends: "placed",
    },
    "throttled although it was executed, listed late, then certainly not to be sent": {
      answers: [
        { kind: "throttled", executed: true, listDelayMs: 2_500 },
        { kind: "notSent", isPermanent: true },
      ],
      posts: 2,
      ends: "placed",
    },
    "the token renewed, then placed": {
      answers: [{ kind: "tokenRenewed" }, { kind: "placed" }],
      posts: 2,
      ends: "placed",
    },
    "the token renewed twice, with another fault in between": {
      answers: [{ kind: "tokenRenewed" }, { kind: "notSent" }, { kind: "tokenRenewed" }],
      posts: 3,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "the token renewed twice": {
      answers: [{ kind: "tokenRenewed" }, { kind: "tokenRenewed" }],
      posts: 2,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "rejected by the gateway": {
      answers: [{ kind: "rejectedByGateway" }],
      posts: 1,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "rejected by the service": {
      answers: [{ kind: "rejectedByService" }],
      posts: 1,
      ends: RefusedError,
      says: "This run placed no order",
    },
    "rejected by the service although it was executed": {
      answers: [{ kind: "rejectedByService", executed: true }],
      posts: 1,
      ends: "placed",
    },
    "ambiguous and executed": { answers: [{ kind: "ambiguous", executed: true }], posts: 1, ends: "placed" },
    "ambiguous, executed and listed late": {
      answers: [{ kind: "ambiguous", executed: true, listDelayMs: 90_000 }],
      posts: 1,
      ends: "placed",
    },
    "ambiguous and not executed": {
      answers: [{ kind: "ambiguous" }],
      posts: 1,
      ends: UnknownOutcomeError,
      says: "It is unknown whether an order was placed",
    },
    "ambiguous and listed after the settle time": {
      answers: [{ kind: "ambiguous", executed: true, listDelayMs: 300_000 }],
      posts: 1,
      ends: UnknownOutcomeError,
      says: "do not run again before 2026-06-12T08:03:30Z",
    },
  };

  it.each(Object.entries(rows))("%s", async (_, { answers, posts, ends, says }) => {
    const { context, service } = createWorld();
    service.reactions = [...answers];
    const result = await purchase(declare(), context).catch((error: Error) => error);
    expect(service.posts).toHaveLength(posts);
    if (ends === "placed") {
      expect(result).toMatchObject({ id: "order-1", state: { status: "PROCESSING" } });
    } else {
      expect(result).toBeInstanceOf(ends);
      expect((result as Error).message).toContain(says);
    }
  });

  it("an order found by its lines takes its billing numbers from the devices", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "ambiguous", executed: true }];
    const { state } = await purchase(declare(), context);
    expect(state.orderIds).toEqual(["CS-order-1"]);
  });

  it("an order found by its lines is looked beside again later, one that the answer named is not", async () => {
    const found = createWorld();
    found.service.reactions = [{ kind: "ambiguous", executed: true }];
    const inferred = (await purchase(declare(), found.context)).state;
    expect(inferred).toMatchObject({ __unconfirmed: [], __inferred: true });
    const named = (await purchase(declare(), createWorld().context)).state;
    expect(Object.keys(named).filter((key) => key.startsWith("__"))).toEqual([]);
  });

  it("an id that was there before is no answer to this POST", async () => {
    const { context, service } = createWorld();
    service.add(INPUTS, { status: "CANCELLED", id: "old" });
    service.change("old", { servers: [], networkDevices: [], storagePools: [] });
    service.createDeliveryOrder = (order) => {
      service.posts.push(order);
      return Promise.resolve({ kind: "placed", order: service.orders[0]!, orderIds: [] });
    };
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain(
      "ended in doubt: the service answered with order old, which is not the one that was sent.\n",
    );
    expect(service.posts).toHaveLength(1);
  });

  it("a throttled POST after which the site cannot be looked at leaves a doubt", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "throttled" }];
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") {
        service.failures.push({ operation: "showEdgeSite", error: serviceError("no answer.") });
      }
    };
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(service.posts).toHaveLength(1);
  });
});

describe("reconciling takes an order only when it can be no other", () => {
  const ambiguous: Reaction = { kind: "ambiguous" };

  it("not one with other lines", async () => {
    const { context, service } = createWorld();
    service.reactions = [ambiguous];
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") service.add({ ...INPUTS, servers: [{ offeringId: "srv", count: 9 }] });
    };
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain('adoptOrderId: "order-1"');
    expect(error.message).toContain("9 × server srv");
  });

  it("not one of two equal ones", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "ambiguous", executed: true }];
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") service.add(INPUTS);
    };
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain("order-1");
    expect(error.message).toContain("order-2");
  });

  it("not one that was created before this run sent", async () => {
    const { context, service, clock } = createWorld();
    service.reactions = [ambiguous];
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") service.add(INPUTS, { createdMs: clock.ms - 10_000 });
    };
    expect(await failing(purchase(declare(), context))).toBeInstanceOf(UnknownOutcomeError);
  });

  it("not one whose devices are not readable in time", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "ambiguous", executed: true }];
    service.meanwhile = (operation) => {
      if (operation === "listServers" && service.posts.length > 0) {
        service.failures.push({ operation: "listServers", error: serviceError("403.") });
      }
    };
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain("its hardware could not be read");
  });

  it("looks once where the settle time is 0", async () => {
    const { context, service } = createWorld({ settleMs: 0 });
    service.reactions = [ambiguous];
    await failing(purchase(declare(), context));
    expect(service.calls.filter((call) => call === "listDeliveryOrders")).toHaveLength(2);
  });
});

describe("once the id is known nothing loses it", () => {
  it("a second writer's order is named and ours is kept", async () => {
    const { context, service } = createWorld();
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") service.add(INPUTS, { id: "theirs" });
    };
    const error = (await failing(purchase(declare(), context))) as KeptError;
    expect(error).toBeInstanceOf(KeptError);
    expect(error.id).toBe("order-2");
    expect(error.outputs).toMatchObject({ ...INPUTS, conflictingOrderIds: ["theirs"], orderIds: ["CS1"] });
    expect(error.message).toContain("theirs");
    expect(error.message).toContain("Order order-2 was placed and is kept in the state.");
  });

  it("an order dead on arrival is kept with an error", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "placed", status: "FAIL" }];
    const error = (await failing(purchase(declare(), context))) as KeptError;
    expect(error).toBeInstanceOf(KeptError);
    expect(error.outputs).toMatchObject({ status: "FAIL" });
  });

  it("a wait that ends too early keeps the order", async () => {
    const { context } = createWorld();
    const error = (await failing(purchase(declare({ waitForStatus: "SUCCESS" }), context))) as KeptError;
    expect(error).toBeInstanceOf(KeptError);
    expect(error.message).toContain("PROCESSING ×");
    expect(error.outputs).toMatchObject({ status: "PROCESSING", orderIds: ["CS1"] });
  });

  it("a wait ends as soon as the status is reached", async () => {
    const { context, service } = createWorld();
    service.meanwhile = (operation) => {
      if (operation === "showDeliveryOrder" && service.calls.filter((call) => call === operation).length === 3) {
        service.change("order-1", { status: "ACCEPTING" });
      }
    };
    const { state } = await purchase(declare({ waitForStatus: "ACCEPTING" }), context);
    expect(state.status).toBe("ACCEPTING");
  });

  it.each([
    ["SUCCESS leaves the billing numbers to be completed by the next read", "SUCCESS", true],
    ["ACCEPTING leaves nothing open", "ACCEPTING", undefined],
  ] as const)("a wait that sees %s", async (_, status, isOpen) => {
    const { service, context } = createWorld();
    service.meanwhile = (operation) => {
      if (operation === "showDeliveryOrder") service.change("order-1", { status });
    };
    const { state } = await purchase(declare({ waitForStatus: "ACCEPTING" }), context);
    expect([state.status, state.__numbersOpen]).toEqual([status, isOpen]);
  });

  it("a create that is repeated by an error hook gets the same answer and sends nothing", async () => {
    const { context, service, clock } = createWorld();
    service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") service.add(INPUTS, { id: "theirs" });
    };
    const first = await failing(purchase(declare(), context));
    const second = await failing(purchase(declare(), context));
    expect(second).toBe(first);
    clock.ms += 86_400_000;
    expect(await failing(purchase(declare(), context))).toBe(first);
    expect(service.posts).toHaveLength(1);
  });
});

describe("what a kept order's error says", () => {
  const keptBy = async (world: ReturnType<typeof createWorld>, inputs = {}): Promise<KeptError> => {
    const error = await failing(purchase(declare(inputs), world.context));
    expect(error).toBeInstanceOf(KeptError);
    return error as KeptError;
  };
  const MONEY = "\nOrder order-1 was placed and is kept in the state.";

  it("of one that stands on another site than was asked for", async () => {
    const world = createWorld();
    const create = world.service.createDeliveryOrder;
    world.service.createDeliveryOrder = (order) => create({ ...order, edgeSiteId: "site-2" });
    const error = await keptBy(world);
    expect(error.message).toBe(
      "Order order-1 was placed for site site-2, but site site-1 was asked for. Stop it in the billing console while it " +
        `is unpaid.${MONEY}`,
    );
    expect(error.outputs).toMatchObject({ ...INPUTS, __unconfirmed: [] });
  });

  it("of one that is dead already", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "placed", status: "FAIL" }];
    expect((await keptBy(world)).message).toBe(
      "Order order-1 for site site-1 is already FAIL: nothing comes of it. To order anew, change its inputs or run " +
        `\`pulumi up --replace\` on it; or remove it from the program.${MONEY}`,
    );
  });

  it("of one beside which somebody else has ordered", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "placed" }];
    const create = world.service.createDeliveryOrder;
    world.service.createDeliveryOrder = async (order) => {
      const outcome = await create(order);
      for (const id of ["b", "a"]) world.service.add(INPUTS, { id });
      return outcome;
    };
    const error = await keptBy(world);
    expect(error.message).toBe(
      "Site site-1 has a further order that this resource did not place: a, b. Somebody ordered at the same moment. " +
        `Decide which one is right and cancel the other in the billing console while it is unpaid.${MONEY}`,
    );
    expect(error.outputs).not.toHaveProperty("__unconfirmed");
  });

  it("of one that breaks the confirmation in a way that nobody foresaw", async () => {
    const world = createWorld();
    const bug = new TypeError("broken.");
    world.service.add({ edgeSiteId: SITE }, { id: "dead", status: "CANCELLED" });
    world.service.meanwhile = (operation) => {
      if (operation === "listDeliveryOrders" && world.service.posts.length > 0) throw bug;
    };
    const error = await keptBy(world);
    expect(error.message).toBe(
      "Order order-2 could not be confirmed: broken.\nOrder order-2 was placed and is kept in the state.",
    );
    expect(error.cause).toBe(bug);
    expect(error.outputs).toMatchObject({ ...INPUTS, status: "PROCESSING", __unconfirmed: ["dead"] });
  });

  it.each([
    [
      "has not come to its status",
      "ACCEPTING",
      "Order order-1 is not yet SUCCESS (seen: ACCEPTING ×5). Run `pulumi up` to wait on, raise customTimeouts, or leave " +
        "out waitForStatus; deliveries take weeks or months.",
    ],
    [
      "died meanwhile",
      "CANCELLED",
      "Order order-1 is CANCELLED and will never be SUCCESS: leave out waitForStatus. To order anew, change its inputs or " +
        "run `pulumi up --replace` on it; or remove it from the program.",
    ],
    ["has lost its record", "DELETED", "Order order-1 is DELETED and will never be SUCCESS: leave out waitForStatus."],
  ])("of one that %s", async (_, status, says) => {
    const world = createWorld();
    const show = world.service.showDeliveryOrder;
    world.service.showDeliveryOrder = async (id) => ({ ...(await show(id))!, status });
    const error = await keptBy(world, { waitForStatus: "SUCCESS" });
    expect(error.message).toBe(says + MONEY);
    expect(error.outputs).toMatchObject({ status });
    expect(error.outputs["__lastStatus"]).toBe(status === "DELETED" ? "PROCESSING" : undefined);
  });

  it("of one that was never seen while it was waited for", async () => {
    const world = createWorld();
    world.service.showDeliveryOrder = () => Promise.resolve(undefined);
    const error = await keptBy(world, { waitForStatus: "SUCCESS" });
    expect(error.message).toContain("Order order-1 is not yet SUCCESS (seen: not found ×5).");
    expect(error.outputs).toMatchObject({ status: "PROCESSING" });
  });

  it("of an adopted one, which this run has not placed", async () => {
    const world = createWorld();
    world.service.add(INPUTS);
    const { message } = await keptBy(world, { adoptOrderId: "order-1", waitForStatus: "SUCCESS" });
    expect(message).toMatch(/months\.\nOrder order-1 is kept in the state\.$/u);
  });
});

it("every trouble of an order is named, a line each", async () => {
  const { context, service } = createWorld();
  service.reactions = [{ kind: "placed", status: "FAIL" }];
  service.meanwhile = (operation) => {
    if (operation === "createDeliveryOrder") service.add(INPUTS, { id: "theirs" });
  };
  const { message } = await failing(purchase(declare(), context));
  expect(message.split("\n")).toEqual([
    "Order order-2 for site site-1 is already FAIL: nothing comes of it. To order anew, change its inputs or run `pulumi up " +
      "--replace` on it; or remove it from the program.",
    expect.stringMatching(/^Site site-1 has a further order .*: theirs\. /u),
    "Order order-2 was placed and is kept in the state.",
  ]);
});

describe("what is shown while", () => {
  it("an order is placed", async () => {
    const { context } = createWorld();
    const order = declare();
    await purchase(order, context);
    expect(order.logged).toEqual({
      progress: [
        "looking at edge site site-1 and its orders",
        "ordering for edge site site-1",
        "confirming that order order-1 is the only one",
        "order order-1 is placed",
      ],
      infos: ["order order-1 is placed"],
      warnings: [],
    });
  });

  it("an order is adopted, which nobody has to confirm", async () => {
    const { context, service } = createWorld();
    service.add(INPUTS, { id: "mine" });
    const order = declare({ adoptOrderId: "mine" });
    const { state } = await purchase(order, context);
    expect(order.logged.progress).toEqual(["order mine is adopted; nothing was bought"]);
    expect(order.logged.infos).toEqual([
      "term and payment of order mine cannot be read, so they are taken as declared",
    ]);
    expect(state).not.toHaveProperty("__unconfirmed");
  });
});

describe("a create that is repeated after a doubt", () => {
  it("gets the same answer without a look while its note lives, and looks afresh after that", async () => {
    const { context, service, clock } = createWorld();
    service.reactions = [{ kind: "ambiguous" }];
    const first = await failing(purchase(declare(), context));
    const calls = service.calls.length;
    expect(await failing(purchase(declare(), context))).toBe(first);
    expect(service.calls.slice(calls)).toEqual(["identify"]);
    clock.ms = Date.parse("2026-06-12T08:03:30Z");
    expect((await purchase(declare(), context)).id).toBe("order-1");
    expect(service.posts).toHaveLength(2);
  });

  it("with other inputs is another purchase", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "ambiguous" }];
    const first = await failing(purchase(declare(), context));
    const other = await failing(purchase(declare({ storagePools: [] }), context));
    expect(other).not.toBe(first);
    expect(service.posts).toHaveLength(1);
  });
});

it("a refusal is not remembered: the next create looks again", async () => {
  const { context, service } = createWorld();
  service.site = { ...service.site!, status: "unavailable" };
  await failing(purchase(declare(), context));
  service.site = { ...service.site, status: "initial" };
  expect((await purchase(declare(), context)).id).toBe("order-1");
});

describe("refusals before any money moves", () => {
  it("a site that is not there", async () => {
    const { context, service } = createWorld();
    service.site = undefined;
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toMatch(/^There is no edge site site-1.*This run placed no order for "berlin"\./su);
  });

  it("a site of another account", async () => {
    const { context, service } = createWorld();
    service.site = { ...service.site!, domainId: "account-2" };
    expect((await failing(purchase(declare(), context))).message).toContain("account-2");
    expect(service.posts).toHaveLength(0);
  });

  it("an id that the service takes for another site's", async () => {
    const { context, service } = createWorld();
    expect((await failing(purchase(declare({ edgeSiteId: "SITE-1" }), context))).message).toContain("exact id");
    expect(service.posts).toHaveLength(0);
  });

  it.each(["identify", "showEdgeSite", "listServers", "listNetworkDevices", "listStoragePools", "listDeliveryOrders"])(
    "nothing is sent when %s fails",
    async (operation) => {
      const { context, service } = createWorld();
      service.failures = [{ operation, error: serviceError("HTTP 503.") }];
      const error = await failing(purchase(declare(), context));
      expect(error).toBeInstanceOf(RefusedError);
      expect(error.message).toContain("This run placed no order");
      expect(service.posts).toHaveLength(0);
    },
  );

  it("credentials that cannot be read", async () => {
    const { context, service } = createWorld();
    const cause = serviceError("HTTP 401.");
    service.failures = [{ operation: "identify", error: cause }];
    const error = await failing(purchase(declare(), context));
    expect(error.message).toBe(
      'Nothing was ordered for edge site site-1, as the account is not known: HTTP 401.\nThis run placed no order for "berlin".',
    );
    expect(error.cause).toBe(cause);
  });

  it("two resources on one site: the first buys, the second is refused naming it", async () => {
    const { context, service } = createWorld();
    const [first, second] = await Promise.all([
      purchase(declare({}, "one"), context),
      failing(purchase(declare({}, "two"), context)),
    ]);
    expect(first.id).toBe("order-1");
    expect(second.message).toContain("order-1");
    expect(second.message).not.toContain('adoptOrderId: "order-1"');
    expect(service.posts).toHaveLength(1);
  });

  it("lost state: the refusal offers adoption and nothing else", async () => {
    const { context, service } = createWorld();
    service.add(INPUTS, { id: "lost" });
    service.site = { ...service.site!, status: "deploying" };
    const { message } = await failing(purchase(declare(), context));
    expect(message).toContain('adoptOrderId: "lost" takes this order over and buys nothing');
    expect(message).not.toContain("afterOrderId");
    expect(message).not.toContain("siteRevision");
    expect(message).toContain("Order lost exists since");
    expect(service.posts).toHaveLength(0);
  });
});

describe("expansion and revision", () => {
  const delivered = (): ReturnType<typeof createWorld> => {
    const world = createWorld();
    world.service.add(
      { edgeSiteId: SITE, servers: [{ offeringId: "old", count: 1 }] },
      { id: "head", status: "SUCCESS", createdMs: world.clock.ms - 86_400_000 },
    );
    world.service.site = { ...world.service.site!, status: "available" };
    return world;
  };

  it("an expansion passes after the newest order when that is SUCCESS", async () => {
    const { context, service } = delivered();
    expect((await purchase(declare({ afterOrderId: "head" }), context)).id).toBe("order-2");
    expect(service.posts).toHaveLength(1);
  });

  it("a first order on a delivered site is refused and the expansion is offered", async () => {
    const { context } = delivered();
    const { message } = await failing(purchase(declare(), context));
    expect(message).toContain('afterOrderId: "head" buys additional hardware');
    expect(message).not.toContain("siteRevision:");
  });

  it("an expansion is refused while an order of the site is in progress", async () => {
    const { context, service } = delivered();
    service.add({ edgeSiteId: SITE, servers: [{ offeringId: "x", count: 1 }] }, { id: "open" });
    const { message } = await failing(purchase(declare({ afterOrderId: "open" }), context));
    expect(message).toContain("order open is PROCESSING");
    expect(service.posts).toHaveLength(0);
  });

  it("hardware that no order lists needs a siteRevision, which is spent by use", async () => {
    const { context, service } = delivered();
    service.loose.push({ id: "relic", offeringId: "relic", status: "USING" });
    const { message } = await failing(purchase(declare({ afterOrderId: "head" }), context));
    expect(message).toContain("relic");
    const siteRevision = /siteRevision: "([0-9a-f]{12})"/u.exec(message)![1]!;
    const { id } = await purchase(declare({ siteRevision }), context);
    service.change(id, { status: "SUCCESS" });
    const again = await failing(purchase(declare({ siteRevision }, "another"), context));
    expect(again).toBeInstanceOf(RefusedError);
    expect(again.message).toContain("the site has changed");
    expect(service.posts).toHaveLength(1);
  });

  it("a siteRevision never passes beside an order in progress", async () => {
    const { context, service } = delivered();
    service.change("head", { status: "ACCEPTING" });
    const { message } = await failing(purchase(declare({ siteRevision: "0123456789ab" }), context));
    expect(message).toContain("nothing may be bought beside an order in progress");
    expect(message).not.toContain('siteRevision: "');
  });
});

describe("adoption buys nothing", () => {
  it("takes a live order over with its billing numbers", async () => {
    const { context, service } = createWorld();
    service.add(INPUTS, { id: "mine" });
    const { id, state } = await purchase(declare({ adoptOrderId: "mine" }), context);
    expect(id).toBe("mine");
    expect(state).toMatchObject({ ...INPUTS, adoptOrderId: "mine", orderIds: ["CS-mine"], status: "PROCESSING" });
    expect(service.posts).toHaveLength(0);
  });

  it.each([
    ["one that does not exist", "nobody", "there is no such order", {}],
    ["a dead one", "mine", "nothing will come of it", { status: "CANCELLED" }],
    ["one of another site", "mine", "it is an order of site site-2", { edgeSiteId: "site-2" }],
    ["one of another account", "mine", "belongs to account account-2", { domainId: "account-2" }],
  ])("refuses %s", async (_, adoptOrderId, says, change) => {
    const { context, service } = createWorld();
    service.add(INPUTS, { id: "mine" });
    service.change("mine", change);
    const error = await failing(purchase(declare({ adoptOrderId }), context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain(says);
    expect(service.posts).toHaveLength(0);
  });

  it("refuses one whose lines contradict the declared ones, and one that another resource holds", async () => {
    const { context, service } = createWorld();
    service.add({ ...INPUTS, servers: [{ offeringId: "srv", count: 3 }] }, { id: "mine" });
    expect((await failing(purchase(declare({ adoptOrderId: "mine" }), context))).message).toContain("3 × server srv");
    const servers = [{ offeringId: "srv", count: 3 }];
    await purchase(declare({ adoptOrderId: "mine", servers }, "one"), context);
    const error = await failing(purchase(declare({ adoptOrderId: "mine", servers }, "two"), context));
    expect(error.message).toContain("another resource");
  });
});

describe("a note bars the site after a doubt", () => {
  it("no further POST before it has expired; after that the site is looked at afresh", async () => {
    const { context, service, clock } = createWorld();
    service.reactions = [{ kind: "ambiguous" }];
    await failing(purchase(declare({}, "one"), context));
    const met = await failing(purchase(declare({}, "two"), context));
    expect(met).toBeInstanceOf(UnknownOutcomeError);
    expect(service.posts).toHaveLength(1);
    clock.ms += 181_000;
    await purchase(declare({}, "two"), context);
    expect(service.posts).toHaveLength(2);
  });

  describe("of a run that was killed", () => {
    let folder: string;
    beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "cloudpond-notes-"))));
    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** Never answers: the process is gone while the order is sent. */
    const killed = async (executed: boolean, pid = 1): Promise<FakeService> => {
      const { context, service } = createWorld({ notesFolder: folder, pid });
      const sent = new Promise<void>((resolve) => {
        service.createDeliveryOrder = (order) => {
          service.posts.push(order);
          if (executed) service.add(order);
          resolve();
          return new Promise(() => undefined);
        };
      });
      await Promise.race([sent, purchase(declare(), context)]);
      const next = new FakeService(service.clock);
      next.orders.push(...service.orders);
      next.posts.push(...service.posts);
      return next;
    };

    it("is taken over by the next run of the same resource", async () => {
      const service = await killed(true);
      const { context } = createWorld({ notesFolder: folder, service });
      const { id, state } = await purchase(declare(), context);
      expect(id).toBe("order-1");
      expect(state).toMatchObject({ ...INPUTS, orderIds: ["CS-order-1"] });
      expect(service.posts).toHaveLength(1);
    });

    it("keeps the site barred while nothing is found, and no longer than it says", async () => {
      const service = await killed(false);
      const { context, clock } = createWorld({ notesFolder: folder, service, settleMs: 0 });
      const error = await failing(purchase(declare(), context));
      expect(error).toBeInstanceOf(UnknownOutcomeError);
      expect(error.message).toContain("do not run again before 2026-06-12T08:03:30Z");
      expect(service.posts).toHaveLength(1);
      clock.ms = Date.parse("2026-06-12T08:03:30Z");
      await purchase(declare(), createWorld({ notesFolder: folder, service }).context);
      expect(service.posts).toHaveLength(2);
    });

    it("is not taken over by another resource, which is told of it", async () => {
      const service = await killed(true);
      const { context } = createWorld({ notesFolder: folder, service });
      const error = await failing(purchase(declare({}, "other"), context));
      expect(error).toBeInstanceOf(RefusedError);
      expect(error.message).toContain('adoptOrderId: "order-1"');
      expect(service.posts).toHaveLength(1);
    });

    it("that still runs is waited for, and then the other run is refused", async () => {
      const service = await killed(false, process.pid);
      const { context, clock } = createWorld({ notesFolder: folder, service, pid: 2 });
      const started = clock.ms;
      const error = await failing(purchase(declare({}, "other"), context));
      expect(clock.ms - started).toBeGreaterThanOrEqual(180_000);
      expect(error).toBeInstanceOf(RefusedError);
      expect(error.message).toContain("This run placed no order");
      expect(service.posts).toHaveLength(1);
    });
  });

  it("an order that died within the life of its note may be bought anew by the same resource", async () => {
    const { context, service } = createWorld();
    const { id } = await purchase(declare(), context);
    service.change(id, { status: "CANCELLED", servers: [], networkDevices: [], storagePools: [] });
    expect((await purchase(declare(), context)).id).toBe("order-2");
    expect(service.posts).toHaveLength(2);
  });

  it("an order that lives is taken over again by the same resource, as after an older state was restored", async () => {
    const { context, service } = createWorld();
    await purchase(declare(), context);
    expect((await purchase(declare(), context)).id).toBe("order-1");
    expect(service.posts).toHaveLength(1);
  });
});

describe("nothing is bought twice although", () => {
  it("the first order of the process is not listed yet when a second resource comes to the site", async () => {
    const { context, service } = createWorld();
    service.reactions = [{ kind: "placed", listDelayMs: 60_000 }];
    await purchase(declare({}, "one"), context);
    const error = await failing(purchase(declare({}, "two"), context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain("It placed order order-1, which is not listed");
    expect(service.posts).toHaveLength(1);
  });

  it("our note expired while the site was looked at again, and another run ordered meanwhile", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cloudpond-notes-"));
    const { context, service, clock } = createWorld({ notesFolder: folder });
    const other = createWorld({ notesFolder: folder, service, pid: 2 }).context;
    service.reactions = [{ kind: "notSent" }, { kind: "placed", listDelayMs: 60_000 }];
    let wasSent = false;
    let theirs: Promise<unknown> | undefined;
    const show = service.showEdgeSite;
    service.showEdgeSite = async (id) => {
      if (service.posts.length === 1 && !wasSent) {
        wasSent = true;
        clock.ms += 240_000;
        theirs = purchase(declare({}, "theirs"), other);
        await theirs;
      }
      return show(id);
    };
    const result = await purchase(declare({}, "ours"), context).catch((error: Error) => error);
    expect(await theirs).toMatchObject({ id: "order-1" });
    expect(result).toBeInstanceOf(RefusedError);
    expect(service.posts).toHaveLength(2);
    expect(service.orders).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it("the order list takes so long that another's note may have come and gone", async () => {
    const { context, service, clock } = createWorld();
    const list = service.listDeliveryOrders;
    service.listDeliveryOrders = () => {
      const listing = list();
      clock.ms += 31_000;
      return listing;
    };
    const error = await failing(purchase(declare(), context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain("reading the order list took 31 seconds");
    expect(service.posts).toHaveLength(0);
  });

  it("the service answers with another resource's order, younger than the list", async () => {
    const { service, context } = createWorld();
    const { createDeliveryOrder } = service;
    service.createDeliveryOrder = async (order) => {
      const outcome = await createDeliveryOrder(order);
      const theirs = service.add({ ...INPUTS, edgeSiteId: "site-2" }, { id: "theirs" });
      context.memory.own("theirs", "urn:theirs");
      return outcome.kind === "placed" ? { ...outcome, order: theirs } : outcome;
    };
    const { id } = await purchase(declare(), context);
    expect(id).toBe("order-1");
    expect(service.posts).toHaveLength(1);
  });

  it("the service answers with an order of another site that was there before", async () => {
    const { context, service } = createWorld();
    service.add({ ...INPUTS, edgeSiteId: "site-2" }, { id: "other" });
    service.createDeliveryOrder = (order) => {
      service.posts.push(order);
      return Promise.resolve({ kind: "placed", order: service.orders[0]!, orderIds: [] });
    };
    expect(await failing(purchase(declare(), context))).toBeInstanceOf(UnknownOutcomeError);
  });
});

describe("what a purchase remembers", () => {
  it("the id that a killed run was told, whatever the hardware shows", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cloudpond-notes-"));
    const { context, service } = createWorld({ notesFolder: folder, pid: 1 });
    await purchase(declare(), context);
    service.change("order-1", { servers: [] });
    const next = createWorld({ notesFolder: folder, service });
    expect((await purchase(declare(), next.context)).id).toBe("order-1");
    expect(service.posts).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it("the account that ordered, whatever the service calls it", async () => {
    const { context, service } = createWorld();
    const list = service.listDeliveryOrders;
    service.listDeliveryOrders = async () => {
      const listing = await list();
      return { ...listing, orders: listing.orders.map((order) => ({ ...order, domainId: "user-7" })) };
    };
    expect((await purchase(declare(), context)).state.domainId).toBe("account-1");
  });

  it("the account that ordered, also after a wait for a status", async () => {
    const { context, service } = createWorld();
    const show = service.showDeliveryOrder;
    service.showDeliveryOrder = async (id) => ({ ...(await show(id))!, domainId: "user-7", status: "SUCCESS" });
    expect((await purchase(declare({ waitForStatus: "SUCCESS" }), context)).state).toMatchObject({
      status: "SUCCESS",
      domainId: "account-1",
    });
  });

  it("that it deleted a dead order's record, whose unpaid hardware bars nothing", async () => {
    const { context, service } = createWorld();
    service.site = { ...service.site!, status: "deploying" };
    service.add(INPUTS, { id: "dead", status: "CANCELLED" });
    const { servers } = service.orders[0]!;
    await remove("dead", { domainId: "account-1", status: "CANCELLED" }, context);
    service.loose.push(...servers);
    expect((await purchase(declare(), context)).id).toBe("order-1");
    expect(service.posts).toHaveLength(1);
  });
});
