import { isSpent, meet, ownNote } from "../../../provider/order/meet.js";
import type { Note } from "../../../provider/order/note.js";
import { type Observation, observe } from "../../../provider/order/observe.js";
import { hashOf } from "../../../provider/order/order.js";
import { RefusedError, UnknownOutcomeError } from "../../../provider/order/orderError.js";
import { ACCOUNT, createWorld, declare, INPUTS, serviceError, SITE, type TestWorld } from "./world.js";

const OURS = declare();
const ANOTHER_RUN = 4711;

/** A note of this very purchase, left by a process of this machine that is gone. */
const noteIn = ({ clock }: TestWorld, change: Partial<Note> = {}): Note => ({
  account: ACCOUNT,
  edgeSiteId: SITE,
  stage: "sending",
  pid: ANOTHER_RUN,
  host: "here",
  resource: OURS.resource,
  inputsHash: hashOf(OURS.inputs),
  knownOrderIds: ["known"],
  serverTimeMs: clock.ms,
  expiresMs: clock.ms + 90_000,
  nonce: "n",
  ...change,
});

const observed = ({ service, context, clock }: TestWorld): Promise<Observation> =>
  observe(service, context.memory.statuses, clock, { edgeSiteId: SITE, name: "berlin" });

const failing = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("expected a failure")),
    (error: Error) => error,
  );

describe("a note has done its work", () => {
  it.each<[string, boolean, Partial<Note>, { listed?: boolean; lastStatus?: string }]>([
    ["never while its order is being sent", false, { stage: "sending", orderId: "o" }, { listed: true }],
    ["never while its outcome is in doubt", false, { stage: "unknown", orderId: "o" }, { listed: true }],
    ["not when it names no order", false, { stage: "placed" }, { listed: true }],
    ["not before its order is listed", false, { stage: "placed", orderId: "o" }, {}],
    ["when its order is listed", true, { stage: "placed", orderId: "o" }, { listed: true }],
    ["when its order was seen dead", true, { stage: "placed", orderId: "o" }, { lastStatus: "CANCELLED" }],
    ["not when its order was seen alive", false, { stage: "placed", orderId: "o" }, { lastStatus: "PROCESSING" }],
  ])("%s", async (_, expected, change, { listed = false, lastStatus }) => {
    const world = createWorld();
    world.service.add(INPUTS, { id: "another" });
    if (listed) world.service.add(INPUTS, { id: "o" });
    const observation = await observed(world);
    if (lastStatus !== undefined) world.context.memory.statuses.see({ id: "o", status: lastStatus });
    expect(isSpent(noteIn(world, change), observation, world.context.memory)).toBe(expected);
  });
});

describe("a note of an earlier run of the same purchase", () => {
  interface Case {
    /** What the list shows of the noted order. */
    readonly listed?: string;
    /** What this process saw of it. */
    readonly seen?: string;
    /** The resource that holds it in this process. */
    readonly heldBy?: string;
  }
  it.each<[string, boolean, Partial<Note>, Case]>([
    ["counts while its outcome is open", true, {}, {}],
    ["counts not for another resource", false, { resource: "urn:other" }, {}],
    ["counts not for other inputs", false, { inputsHash: "other" }, {}],
    [
      "counts with an order in doubt, whatever that is now",
      true,
      { stage: "unknown", orderId: "o" },
      { listed: "FAIL" },
    ],
    ["counts when it says placed and names no order", true, { stage: "placed" }, {}],
    ["counts while its order is not shown", true, { stage: "placed", orderId: "o" }, {}],
    ["counts while its order lives", true, { stage: "placed", orderId: "o" }, { listed: "PROCESSING" }],
    ["counts not when its order is listed dead", false, { stage: "placed", orderId: "o" }, { listed: "FAIL" }],
    ["counts not when its order was seen dead", false, { stage: "placed", orderId: "o" }, { seen: "CANCELLED" }],
    [
      "counts not when its order was dead before its record was deleted",
      false,
      { stage: "placed", orderId: "o" },
      { listed: "DELETED", seen: "CANCELLED" },
    ],
    ["counts while its order is this resource's", true, { stage: "placed", orderId: "o" }, { heldBy: OURS.resource }],
    ["counts not when another resource holds its order", false, { stage: "placed", orderId: "o" }, { heldBy: "urn:x" }],
  ])("%s", async (_, counts, change, { listed, seen, heldBy }) => {
    const world = createWorld();
    world.service.add(INPUTS, { id: "another", status: "CANCELLED" });
    if (listed !== undefined) world.service.add(INPUTS, { id: "o", status: listed });
    if (seen !== undefined) world.context.memory.statuses.see({ id: "o", status: seen });
    if (heldBy !== undefined) world.context.memory.own("o", heldBy);
    await world.context.notes.leave(noteIn(world, change), () => false);
    const note = await ownNote(OURS, await observed(world), world.context);
    expect(note !== undefined).toBe(counts);
  });
});

describe("whoever meets a living note", () => {
  it("waits, saying so, until its owner has ended, and takes over what that run ordered", async () => {
    const world = createWorld();
    const { service, clock, context } = world;
    service.add(INPUTS, { id: "known" });
    service.add(INPUTS, { id: "ours" });
    const note = noteIn(world);
    await context.notes.leave(note, () => false);
    const began = clock.ms;
    const processes = { pid: 1, host: "here", isRunning: () => clock.ms < began + 3_000 };
    const order = declare();
    const placed = await meet(note, order, { ...context, processes });
    expect(placed).toMatchObject({
      order: { id: "ours" },
      orderIds: ["CS-ours"],
      knownOrderIds: new Set(["known"]),
      isInferred: true,
      isTakenOver: true,
    });
    expect(order.logged.progress).toEqual([
      ...Array<string>(3).fill("another run (process 4711 on here) is ordering for this site; waiting for it"),
      "looking whether the order for site site-1 was placed",
    ]);
  });

  it.each([
    ["itself", { pid: ANOTHER_RUN }],
    ["one that is not sending any more", { stage: "unknown" }],
  ] as const)("does not wait for %s", async (_, change) => {
    const world = createWorld();
    world.service.add(INPUTS, { id: "ours" });
    const processes = { pid: ANOTHER_RUN, host: "here", isRunning: () => true };
    await meet(noteIn(world, change), OURS, { ...world.context, processes });
    expect(world.clock.slept).toEqual([]);
  });

  it("waits for a run on another machine until its note has expired, and is refused then", async () => {
    const world = createWorld();
    const note = noteIn(world, { host: "elsewhere" });
    await world.context.notes.leave(note, () => false);
    const error = await failing(meet(note, OURS, world.context));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      "Refused to order for edge site site-1: process 4711 on elsewhere was just ordering for it. Run again to see what " +
        'it left.\nThis run placed no order for "berlin".',
    );
    expect(world.clock.slept).toEqual(Array(90).fill(1_000));
  });

  it("is told which order somebody else has placed, and when to run again", async () => {
    const world = createWorld();
    const error = await failing(
      meet(noteIn(world, { stage: "placed", orderId: "theirs", resource: "urn:other" }), OURS, world.context),
    );
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      "Refused to order for edge site site-1: process 4711 on here was just ordering for it. It placed order theirs, " +
        "which is not listed: not yet, or not any more. Run again after 2026-06-12T08:01:30Z.\n" +
        'This run placed no order for "berlin".',
    );
  });

  it("does not take over what somebody else may have ordered", async () => {
    const world = createWorld();
    world.service.add(INPUTS, { id: "theirs" });
    const error = await failing(meet(noteIn(world, { resource: "urn:other" }), OURS, world.context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain('adoptOrderId: "theirs"');
  });

  it("looks no longer than the note says, and not longer than the settle time", async () => {
    const short = createWorld();
    const error = await failing(meet(noteIn(short), OURS, short.context));
    expect(short.clock.slept.reduce((sum, ms) => sum + ms)).toBe(90_000);
    expect(new Set(short.service.calls)).toEqual(new Set(["listDeliveryOrders"]));
    expect(error.message).toBe(
      "Ordering for edge site site-1 ended in doubt: an earlier run (process 4711) was ordering for this site. This run " +
        "sent no order and only looked for that one.\n" +
        "It is unknown whether an order was placed: none has appeared so far; do not run again before " +
        "2026-06-12T08:01:30Z; look for orders of site site-1 in the CloudPond console first.",
    );
    const long = createWorld({ settleMs: 30_000 });
    await failing(meet(noteIn(long), OURS, long.context));
    expect(long.clock.slept.reduce((sum, ms) => sum + ms)).toBe(30_000);
  });

  it("takes the order that its note names, whatever stands on the site", async () => {
    const world = createWorld();
    world.service.add({ ...INPUTS, servers: [{ offeringId: "other", count: 1 }] }, { id: "noted" });
    world.service.add(INPUTS, { id: "another" });
    const placed = await meet(noteIn(world, { stage: "placed", orderId: "noted" }), OURS, world.context);
    expect(placed).toEqual({
      order: expect.objectContaining({ id: "noted" }) as unknown,
      orderIds: ["CS-noted"],
      knownOrderIds: new Set(["known"]),
      isInferred: false,
      isTakenOver: true,
    });
  });

  it.each(["placed", "unknown"] as const)(
    "does not take the order that its note (%s) names when another resource holds that",
    async (stage) => {
      const world = createWorld({ settleMs: 0 });
      world.service.add(INPUTS, { id: "noted" });
      world.context.memory.own("noted", "urn:renamed");
      const error = await failing(meet(noteIn(world, { stage, orderId: "noted" }), OURS, world.context));
      expect(error.message).toContain("order noted");
      expect(error.message).not.toContain("adoptOrderId");
    },
  );

  it("takes it although its hardware cannot be read", async () => {
    const world = createWorld();
    world.service.add(INPUTS, { id: "noted" });
    world.service.failures = [{ operation: "listServers", error: serviceError("HTTP 403.") }];
    const placed = await meet(noteIn(world, { stage: "placed", orderId: "noted" }), OURS, world.context);
    expect(placed).toMatchObject({ order: { id: "noted" }, orderIds: [] });
  });

  it.each<[string, (world: TestWorld) => void]>([
    ["is not shown", () => undefined],
    ["is deleted", ({ service }) => void service.add(INPUTS, { id: "noted", status: "DELETED", createdMs: 0 })],
  ])("says which order its note names when that %s", async (_, prepare) => {
    const world = createWorld({ settleMs: 0 });
    prepare(world);
    const error = await failing(meet(noteIn(world, { stage: "placed", orderId: "noted" }), OURS, world.context));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain(
      "an earlier run (process 4711) was ordering for this site. This run sent no order and only looked for that one: " +
        "noted, which that run was told and which is not shown now.\n",
    );
  });

  it("goes by the time alone where the note cannot be read, and says where that lies", async () => {
    const world = createWorld({ settleMs: 0 });
    world.service.add(INPUTS, { id: "older", createdMs: world.clock.ms - 5_001 });
    world.service.add(INPUTS, { id: "known" });
    const unreadable = "/state/notes/x.1.json: EACCES";
    const error = await failing(
      meet(noteIn(world, { unreadable, resource: "", stage: "unknown" }), OURS, world.context),
    );
    expect(error.message).toContain(
      "ended in doubt: somebody may be ordering for this site, as notes about purchases cannot be read " +
        "(/state/notes/x.1.json: EACCES). This run sent no order and only looked for one. Make them readable, or remove " +
        "them when you know that nobody is ordering.\n",
    );
    expect(error.message).toContain('adoptOrderId: "known"');
    expect(error.message).not.toContain('adoptOrderId: "older"');
  });
});
