import { OrderStatus } from "../../../provider/order/enums.js";
import { isDead, isDone, isGone, isInProgress, isLive, StatusMemory } from "../../../provider/order/status.js";

it.each([
  // status, dead, done, gone, in progress, live
  ["PROCESSING", false, false, false, true, true],
  ["ACCEPTING", false, false, false, true, true],
  ["SUCCESS", false, true, false, false, true],
  ["FAIL", true, false, false, false, false],
  ["CANCELLED", true, false, false, false, false],
  ["DELETED", false, false, true, false, true],
  ["A_NEWER_ONE", false, false, false, false, true],
  ["success", false, false, false, false, true],
  ["", false, false, false, false, true],
  ["constructor", false, false, false, false, true],
])("%p: dead %p, done %p, gone %p, in progress %p, live %p", (status, dead, done, gone, inProgress, live) => {
  expect([isDead, isDone, isGone, isInProgress, isLive].map((is) => is(status))).toEqual([
    dead,
    done,
    gone,
    inProgress,
    live,
  ]);
});

it.each([
  ["CANCELLED", false],
  ["FAIL", false],
  ["SUCCESS", true],
  ["PROCESSING", true],
  ["A_NEWER_ONE", true],
  [undefined, true],
])("a deleted record that was %p before: live %p", (last, live) => {
  expect(isLive("DELETED", last)).toBe(live);
});

it("what an order was before counts for deleted records only", () => {
  expect(isLive("PROCESSING", "CANCELLED")).toBe(true);
  expect(isLive("CANCELLED", "PROCESSING")).toBe(false);
});

it("every documented status means something", () => {
  for (const status of Object.values(OrderStatus)) {
    const isKnown = isDead(status) || isDone(status) || isGone(status) || isInProgress(status);
    expect([status, isKnown]).toEqual([status, true]);
  }
});

it("the memory keeps what an order was before its record was deleted", () => {
  const statuses = new StatusMemory();
  expect(statuses.lastStatus("o")).toBeUndefined();
  statuses.see({ id: "o", status: "PROCESSING" });
  statuses.see({ id: "o", status: "CANCELLED" });
  statuses.see({ id: "o", status: "DELETED" });
  statuses.see({ id: "other", status: "SUCCESS" });
  expect(statuses.lastStatus("o")).toBe("CANCELLED");
});

it("the memory keeps every dead order of a site whose record this process has deleted", () => {
  const statuses = new StatusMemory();
  expect(statuses.buried("site-1")).toEqual([]);
  statuses.bury("site-1", { id: "a", hardwareIds: ["h"] });
  statuses.bury("site-2", { id: "b", hardwareIds: [] });
  statuses.bury("site-1", { id: "c", hardwareIds: [] });
  expect(statuses.buried("site-1")).toEqual([
    { id: "a", hardwareIds: ["h"] },
    { id: "c", hardwareIds: [] },
  ]);
});
