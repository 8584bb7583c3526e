import { confirm } from "../../../provider/order/confirm.js";
import { createWorld, INPUTS, serviceError, SITE, type TestWorld } from "./world.js";

const OURS = { id: "ours", edgeSiteId: SITE, createdAt: "2026-06-12T08:00:00Z", knownOrderIds: new Set(["known"]) };

const world = (listDelayMs = 0): TestWorld => {
  const made = createWorld();
  made.service.add(INPUTS, { id: "known" });
  made.service.add(INPUTS, { id: "ours", listDelayMs });
  return made;
};

it("ends with the first list that shows our order", async () => {
  const { context, service } = world();
  expect(await confirm(OURS, context)).toMatchObject({ order: { id: "ours" }, conflictingOrderIds: [] });
  expect(service.calls).toEqual(["listDeliveryOrders"]);
});

it.each([
  ["lists it late", 6_000, true],
  ["lists it too late", 60_000, false],
])("looks for ten seconds where the service %s", async (_, listDelayMs, isSeen) => {
  const { context, clock } = world(listDelayMs);
  const began = clock.ms;
  const { order } = await confirm(OURS, context);
  expect(order?.id).toBe(isSeen ? "ours" : undefined);
  expect(clock.ms - began).toBeLessThanOrEqual(10_000);
});

it("looks once where it is given no time", async () => {
  const { context, service } = world(60_000);
  expect(await confirm(OURS, context, { lookMs: 0 })).toEqual({ conflictingOrderIds: [] });
  expect(service.calls).toEqual(["listDeliveryOrders"]);
});

it("never fails, and a list that failed is asked again", async () => {
  const { context, service } = world();
  service.failures = [{ operation: "listDeliveryOrders", error: serviceError("503.") }];
  expect((await confirm(OURS, context)).order?.id).toBe("ours");
  service.listDeliveryOrders = () => Promise.reject(serviceError("503."));
  expect(await confirm(OURS, context)).toEqual({ conflictingOrderIds: [] });
});

describe("a second writer's order", () => {
  it.each([
    ["live", "PROCESSING", SITE, true],
    ["of a newer status", "IN_CUSTOMS", SITE, true],
    ["deleted, and nobody knows what it was", "DELETED", SITE, true],
    ["dead", "CANCELLED", SITE, false],
    ["of another site", "PROCESSING", "site-2", false],
  ])("%s", async (_, status, edgeSiteId, isNamed) => {
    const { context, service } = world();
    service.add({ ...INPUTS, edgeSiteId }, { id: "theirs", status });
    expect((await confirm(OURS, context)).conflictingOrderIds).toEqual(isNamed ? ["theirs"] : []);
  });

  it("that was dead when its record was deleted is none", async () => {
    const { context, service } = world();
    context.memory.statuses.see({ id: "theirs", status: "CANCELLED" });
    service.add(INPUTS, { id: "theirs", status: "DELETED" });
    expect((await confirm(OURS, context)).conflictingOrderIds).toEqual([]);
  });

  it("is named although ours is not listed yet, sorted among several", async () => {
    const { context, service } = world(60_000);
    for (const id of ["c", "a", "b"]) service.add(INPUTS, { id });
    expect(await confirm(OURS, context)).toEqual({ conflictingOrderIds: ["a", "b", "c"] });
  });
});

it.each([
  ["ten seconds together, the last one at least one", undefined, [10_000, 9_500, 8_500, 6_500, 2_500, 1_000]],
  ["as long as it takes where there is one look", 0, [undefined]],
])("looks may take %s", async (_, lookMs, bounds) => {
  const { context, service } = world(60_000);
  const list = service.listDeliveryOrders;
  const asked: (number | undefined)[] = [];
  service.listDeliveryOrders = ((options: { withinMs?: number }) => {
    asked.push(options.withinMs);
    return list();
  }) as typeof list;
  await confirm(OURS, context, lookMs === undefined ? {} : { lookMs });
  expect(asked).toEqual(bounds);
});

it.each([
  ["ours has none", undefined, 11],
  ["ours has one that nobody can read", "soon", 11],
  ["they are ten minutes apart", OURS.createdAt, 10],
])(
  "an order that came later is a conflict as long as it may be of the same time: %s",
  async (_, createdAt, minutes) => {
    const { context, service, clock } = world();
    service.add(INPUTS, { id: "later", createdMs: clock.ms + minutes * 60_000 });
    expect((await confirm({ ...OURS, createdAt }, context)).conflictingOrderIds).toEqual(["later"]);
  },
);

it("an order without a time may be of the same time", async () => {
  const { context, service } = world();
  service.add(INPUTS, { id: "undated" });
  service.change("undated", { createdAt: "soon" });
  expect((await confirm(OURS, context)).conflictingOrderIds).toEqual(["undated"]);
});

it("an order of the site that was placed long after ours is an expansion, and no conflict", async () => {
  const { context, service, clock } = world();
  service.add(INPUTS, { id: "later", createdMs: clock.ms + 11 * 60_000 });
  service.add(INPUTS, { id: "near", createdMs: clock.ms + 9 * 60_000 });
  expect((await confirm(OURS, context)).conflictingOrderIds).toEqual(["near"]);
});
