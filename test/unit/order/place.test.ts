import type { Note } from "../../../provider/order/note.js";
import { hashOf } from "../../../provider/order/order.js";
import { RefusedError, UnknownOutcomeError } from "../../../provider/order/orderError.js";
import { place } from "../../../provider/order/place.js";
import type { NewDeliveryOrder } from "../../../provider/order/service.js";
import { ACCOUNT, createWorld, declare, INPUTS, serviceError, SITE, type TestWorld } from "./world.js";

const OLD = { edgeSiteId: SITE, servers: [] };

const living = ({ context }: TestWorld): Promise<Note | undefined> => context.notes.living(ACCOUNT, SITE);

const failing = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("expected a failure")),
    (error: Error) => error,
  );

/** The notes that stood while the service worked on each POST, and until when the POST was to leave. */
function notesDuringPosts(world: TestWorld): { note: Note; sendBeforeMs: number }[] {
  const seen: { note: Note; sendBeforeMs: number }[] = [];
  const create = world.service.createDeliveryOrder;
  world.service.createDeliveryOrder = (async (order: NewDeliveryOrder, options: { sendBeforeMs: number }) => {
    seen.push({ note: (await living(world))!, ...options });
    return create(order);
  }) as typeof create;
  return seen;
}

describe("the note of a POST", () => {
  it("says who orders what for which site, what stood there, and until when the order may appear", async () => {
    const world = createWorld();
    const { service, clock, context } = world;
    service.add(OLD, { id: "dead", status: "CANCELLED" });
    service.add({ ...OLD, edgeSiteId: "site-2" }, { id: "elsewhere" });
    const began = clock.ms;
    const seen = notesDuringPosts(world);
    const order = declare();
    const placed = await place(order, context);
    const expected = {
      account: ACCOUNT,
      edgeSiteId: SITE,
      stage: "sending",
      pid: process.pid,
      host: "here",
      resource: order.resource,
      inputsHash: hashOf(order.inputs),
      knownOrderIds: ["dead"],
      serverTimeMs: began,
      expiresMs: began + 30_000 + 60_000 + 120_000,
      nonce: expect.stringMatching(/^[0-9a-f-]{36}$/u) as unknown,
    };
    expect(seen).toEqual([{ note: expected, sendBeforeMs: began + 30_000 }]);
    expect(placed).toMatchObject({ order: { id: "order-3" }, orderIds: ["CS1"], knownOrderIds: new Set(["dead"]) });
    expect(await living(world)).toEqual({ ...seen[0]!.note, stage: "placed", orderId: "order-3" });
    expect(order.logged.progress).toEqual([
      "looking at edge site site-1 and its orders",
      "ordering for edge site site-1",
    ]);
  });

  it("is renewed for each further POST, which looks for orders of its own time when not a byte had left", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "notSent" }, { kind: "placed" }];
    const seen = notesDuringPosts(world);
    await place(declare(), world.context);
    const [first, second] = seen.map(({ note }) => note);
    expect(world.clock.slept).toEqual([2_000]);
    // One second in the POST and two of pause.
    expect(second).toEqual({
      ...first,
      serverTimeMs: first!.serverTimeMs + 3_000,
      expiresMs: first!.expiresMs + 3_000,
    });
  });

  it("is renewed as often as the POST only waited for its turn, which counts for no try", async () => {
    const world = createWorld();
    const held = { kind: "notSent", isHeldBack: true } as const;
    world.service.reactions = [held, held, held, { kind: "notSent" }, held, { kind: "notSent" }, { kind: "placed" }];
    const seen = notesDuringPosts(world);
    const placed = await place(declare(), world.context);
    expect(placed.order.id).toBe("order-1");
    expect(seen).toHaveLength(7);
    expect(new Set(seen.map(({ note }) => note.nonce)).size).toBe(1);
    // It pauses only after the tries.
    expect(world.clock.slept).toEqual([0, 0, 0, 2_000, 0, 4_000]);
    expect(world.service.calls.filter((call) => call === "showEdgeSite")).toHaveLength(7);
  });

  it("counts its waiting for a turn after an hour, so that it ends some day", async () => {
    const world = createWorld();
    world.service.reactions = Array.from({ length: 10 }, () => ({ kind: "notSent", isHeldBack: true }) as const);
    const create = world.service.createDeliveryOrder;
    world.service.createDeliveryOrder = (order) => {
      world.clock.ms += 25 * 60_000;
      return create(order);
    };
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain('This run placed no order for "berlin".');
    // Two in the first hour, and three that count.
    expect(world.service.posts).toHaveLength(5);
  });

  it("goes on looking for the first POST that may have been executed, whichever ones follow", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }, { kind: "notSent" }, { kind: "throttled" }];
    const seen = notesDuringPosts(world);
    await failing(place(declare(), world.context));
    expect(new Set(seen.map(({ note }) => note.serverTimeMs)).size).toBe(1);
    expect(new Set(seen.map(({ note }) => note.nonce)).size).toBe(1);
    expect(seen.map(({ note }) => note.expiresMs - seen[0]!.note.expiresMs)).toEqual([0, 3_000, 8_000]);
  });

  it.each([
    ["never reached the service, which needs no look", "accepted", "", false, ["rejectedByGateway"]],
    ["is rejected and nothing new stands there", "accepted", "", true, ["rejectedByService"]],
    ["never left, which needs no look", "sent", "", false, ["notSent", "notSent", "notSent"]],
    [
      "was throttled and nothing new stands there",
      "accepted",
      " Run again in a few minutes.",
      true,
      ["throttled", "throttled", "throttled"],
    ],
  ] as const)("goes when the order %s", async (_, verb, advice, looks, kinds) => {
    const world = createWorld();
    world.service.reactions = kinds.map((kind) => ({ kind }));
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      `The order for edge site site-1 was not ${verb}: the answer was: ${kinds.at(-1)!}.${advice}\n` +
        'This run placed no order for "berlin".',
    );
    expect((error.cause as Error).message).toBe(`the answer was: ${kinds.at(-1)!}.`);
    expect(world.service.calls.at(-1)).toBe(looks ? "listDeliveryOrders" : "createDeliveryOrder");
    expect(await living(world)).toBeUndefined();
  });

  it("stays, in doubt, when the outcome is unknown", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "ambiguous" }];
    const error = await failing(place(declare(), world.context));
    expect(error.message).toMatch(
      /^Ordering for edge site site-1 ended in doubt: the answer was: ambiguous\.\nIt is unknown/u,
    );
    expect(await living(world)).toMatchObject({ stage: "unknown" });
  });

  it("stays, in doubt, when the order is rejected and nobody can look whether anything new stands there", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "rejectedByService" }];
    world.service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder") {
        world.service.failures.push({ operation: "listDeliveryOrders", error: serviceError("HTTP 503.") });
      }
    };
    expect(await failing(place(declare(), world.context))).toBeInstanceOf(UnknownOutcomeError);
    expect(await living(world)).toMatchObject({ stage: "unknown" });
  });

  it("that gave way to another run's after a POST that may have arrived leaves that POST to be looked for", async () => {
    const world = createWorld();
    const { service, clock, context } = world;
    service.reactions = [{ kind: "throttled" }];
    const leave = context.notes.leave.bind(context.notes);
    context.notes.leave = async (note, isSpent) => {
      const theirs = { ...note, resource: "urn:theirs", nonce: "theirs", stage: "placed", orderId: "theirs" } as const;
      return service.posts.length === 0 ? leave(note, isSpent) : theirs;
    };
    const began = clock.ms;
    const error = await failing(place(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain("the answer was: throttled.");
    expect(clock.ms - began).toBeGreaterThan(120_000);
    expect(service.posts).toHaveLength(1);
  });

  it("stays in doubt beside an order that was found: it may be somebody else's, and ours may yet appear", async () => {
    const world = createWorld();
    world.service.add(OLD, { id: "dead", status: "CANCELLED" });
    world.service.reactions = [{ kind: "ambiguous", executed: true, listDelayMs: 5_000 }];
    const placed = await place(declare(), world.context);
    expect(placed.knownOrderIds).toEqual(new Set(["dead"]));
    const note = await living(world);
    expect(note).toMatchObject({ stage: "unknown" });
    expect(note).not.toHaveProperty("orderId");
  });
});

describe("before a further POST the site is looked at again", () => {
  /** Something happens on the site while the first POST fails. */
  const afterFirstPost = (world: TestWorld, act: () => void): void => {
    world.service.meanwhile = (operation) => {
      if (operation === "createDeliveryOrder" && world.service.posts.length === 0) act();
    };
  };

  it("and what somebody else has ordered is refused, the note going with it, when not a byte had left", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "notSent" }];
    afterFirstPost(world, () => world.service.add(INPUTS, { id: "theirs" }));
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain("order theirs (PROCESSING) already stands on the site");
    expect(world.service.posts).toHaveLength(1);
    expect(await living(world)).toBeUndefined();
  });

  it("and a changed site is no reason to refuse when the POST may have changed it", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }];
    afterFirstPost(world, () => (world.service.site = { ...world.service.site!, status: "deploying" }));
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain("the answer was: throttled.");
    expect(world.service.posts).toHaveLength(1);
  });

  it("and a dead order that was not there before is looked into, though it is no reason to refuse", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }];
    afterFirstPost(world, () => {
      world.service.add(INPUTS, { id: "new", status: "FAIL" });
      world.service.change("new", { servers: [], networkDevices: [], storagePools: [] });
    });
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain("order new (FAIL");
    expect(world.service.posts).toHaveLength(1);
  });

  it("and a look that fails refuses, the note going with it, when not a byte had left", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "notSent" }];
    const error503 = serviceError("HTTP 503.");
    afterFirstPost(world, () => world.service.failures.push({ operation: "showEdgeSite", error: error503 }));
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      "Nothing was ordered for edge site site-1, as what it holds could not be read: HTTP 503.\n" +
        'This run placed no order for "berlin".',
    );
    expect(error.cause).toBe(error503);
    expect(await living(world)).toBeUndefined();
  });

  it("and a look that fails for the moment is repeated", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }, { kind: "placed" }];
    const passing = serviceError("HTTP 429.", "Operation · HTTP 429", { isPassing: true });
    afterFirstPost(world, () => {
      for (let failures = 0; failures < 6; failures++)
        world.service.failures.push({ operation: "showEdgeSite", error: passing });
    });
    expect((await place(declare(), world.context)).order.id).toBe("order-1");
    // The pause before the further try, and those between the looks.
    expect(world.clock.slept).toEqual([2_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it("but no longer than its note lives", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }];
    const passing = serviceError("HTTP 429.", "Operation · HTTP 429", { isPassing: true });
    const began = world.clock.ms;
    afterFirstPost(world, () => {
      world.service.showEdgeSite = () => Promise.reject(passing);
    });
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(world.clock.ms - began).toBe(30_000 + 60_000 + 120_000);
  });

  it("and a look that fails leaves a doubt when the POST may have arrived", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }];
    const error503 = serviceError("HTTP 503.");
    afterFirstPost(world, () => world.service.failures.push({ operation: "showEdgeSite", error: error503 }));
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toBe(
      "Ordering for edge site site-1 stopped: the answer was: throttled.\n" +
        "The look before a further try failed too (Operation · no answer).\n" +
        "It is unknown whether an order was placed: the site could not be looked at again; do not run again before " +
        "2026-06-12T08:03:30Z; look for orders of site site-1 in the CloudPond console first.",
    );
    expect(error.cause).toBe(error503);
    expect(await living(world)).toMatchObject({ stage: "unknown" });
  });
});

describe("a list that takes long", () => {
  /** The list takes this long each time that it is asked for to decide. */
  const slow = ({ service, clock }: TestWorld, ms: number, isSlow = () => true): void => {
    const list = service.listDeliveryOrders;
    service.listDeliveryOrders = () => {
      const listing = list();
      if (isSlow()) clock.ms += ms;
      return listing;
    };
  };

  it("passes as long as every note outlives it", async () => {
    const world = createWorld();
    slow(world, 30_000);
    expect((await place(declare(), world.context)).order.id).toBe("order-1");
  });

  it("is refused beyond that, and says how long it took", async () => {
    const world = createWorld();
    slow(world, 30_001);
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      "Refused to order for edge site site-1: reading the order list took 30 seconds, in which somebody else may have " +
        'ordered. Run again when the service answers faster.\nThis run placed no order for "berlin".',
    );
    expect(world.service.posts).toEqual([]);
  });

  it("after a POST that never left takes the note along", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "notSent" }];
    slow(world, 31_000, () => world.service.posts.length > 0);
    expect(await failing(place(declare(), world.context))).toBeInstanceOf(RefusedError);
    expect(await living(world)).toBeUndefined();
  });

  it("after a POST that was not executed shows all the same that nothing came of it, and takes the note along", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled" }];
    slow(world, 31_000, () => world.service.posts.length > 0);
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain("reading the order list took 31 seconds");
    expect(world.service.posts).toHaveLength(1);
    expect(await living(world)).toBeUndefined();
  });

  it("leads to looking for the order of that POST, if something new stands there", async () => {
    const world = createWorld();
    world.service.reactions = [{ kind: "throttled", executed: true }];
    slow(world, 31_000, () => world.service.posts.length > 0);
    expect(await place(declare(), world.context)).toMatchObject({ isInferred: true });
    expect(world.service.posts).toHaveLength(1);
  });

  it("and shows no order of a note that expired in that time is not believed", async () => {
    const world = createWorld();
    const { clock, context } = world;
    const theirs: Note = {
      account: ACCOUNT,
      edgeSiteId: SITE,
      stage: "sending",
      pid: 4711,
      host: "here",
      resource: "urn:theirs",
      inputsHash: "theirs",
      knownOrderIds: [],
      serverTimeMs: clock.ms,
      expiresMs: clock.ms + 10_000,
      nonce: "theirs",
    };
    await context.notes.leave(theirs, () => false);
    slow(world, 20_000);
    const error = await failing(place(declare(), context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(world.service.posts).toEqual([]);
  });
});

describe("where purchases are switched off", () => {
  it("an order that would be sent is refused after all that would refuse it anyway, and nothing is left behind", async () => {
    const world = createWorld({ allowPurchases: false });
    const error = await failing(place(declare(), world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      "Refused to order for edge site site-1: purchases are switched off by cloudpond:allowPurchases or " +
        "CLOUDPOND_ALLOW_PURCHASES (false). Order from a stack and a machine that may buy; only where this is one, remove the " +
        'setting.\nThis run placed no order for "berlin".',
    );
    expect(world.service.posts).toEqual([]);
    expect(await living(world)).toBeUndefined();
  });

  it("a site that holds an order already is told of first", async () => {
    const world = createWorld({ allowPurchases: false });
    world.service.add(OLD, { id: "there" });
    expect((await failing(place(declare(), world.context))).message).toContain("order there (PROCESSING)");
  });

  it("the order of an earlier run is still looked for and taken over", async () => {
    const service = createWorld().service;
    service.reactions = [{ kind: "ambiguous", executed: true, listDelayMs: 200_000 }];
    const before = createWorld({ service });
    expect(await failing(place(declare(), before.context))).toBeInstanceOf(UnknownOutcomeError);
    service.clock.ms += 10_000;
    const closed = { ...before.context, allowPurchases: false };
    service.clock.ms += 70_000;
    const taken = await place(declare(), closed);
    expect(taken.order.id).toBe("order-1");
    expect(service.posts).toHaveLength(1);
  });
});
