import { type AwaitedStatus, isReached, wait } from "../../../provider/order/wait.js";
import { createWorld, declare, INPUTS, serviceError } from "./world.js";

type Seen = string | Error | undefined;

/** Waits while each look sees the next of `sights`; the last one goes on. `undefined` means not found. */
async function waited(sights: readonly Seen[], awaited: AwaitedStatus = "SUCCESS", timeoutMs = 60_000) {
  const { context, service, clock } = createWorld();
  service.add(INPUTS, { id: "o" });
  let looks = 0;
  service.showDeliveryOrder = () => {
    const sight = sights[Math.min(looks, sights.length - 1)];
    looks += 1;
    if (sight instanceof Error) return Promise.reject(sight);
    return Promise.resolve(sight === undefined ? undefined : { ...service.orders[0]!, status: sight });
  };
  const progress: string[] = [];
  const log = { ...declare().log, progress: (message: string) => void progress.push(message) };
  const began = clock.ms;
  const { isReached: reached, order, seen } = await wait("o", awaited, timeoutMs, context, log);
  return { reached, status: order?.status, seen, looks, tookMs: clock.ms - began, progress };
}

it.each<[string, Seen[], AwaitedStatus, object]>([
  ["at once", ["SUCCESS"], "SUCCESS", { reached: true, status: "SUCCESS", looks: 1, seen: "SUCCESS ×1" }],
  [
    "later",
    ["PROCESSING", "PROCESSING", "ACCEPTING"],
    "ACCEPTING",
    { reached: true, looks: 3, seen: "PROCESSING ×2, ACCEPTING ×1" },
  ],
  ["a later status than awaited", ["SUCCESS"], "ACCEPTING", { reached: true }],
  [
    "never, because the order died",
    ["PROCESSING", "CANCELLED"],
    "SUCCESS",
    { reached: false, status: "CANCELLED", looks: 2 },
  ],
  ["never, because its record is deleted", ["DELETED"], "SUCCESS", { reached: false, status: "DELETED", looks: 1 }],
  ["not in time", ["ACCEPTING"], "SUCCESS", { reached: false, status: "ACCEPTING", tookMs: 60_000 }],
  [
    "after failures",
    [serviceError("no.", "ShowDeliveryOrder · HTTP 503"), "SUCCESS"],
    "SUCCESS",
    { reached: true, seen: "ShowDeliveryOrder · HTTP 503 ×1, SUCCESS ×1" },
  ],
  [
    "although it is not found for a while",
    [undefined, "SUCCESS"],
    "SUCCESS",
    { reached: true, seen: "not found ×1, SUCCESS ×1" },
  ],
  [
    "not in time, and it was never seen",
    [new TypeError("x")],
    "SUCCESS",
    { reached: false, status: undefined, seen: "unreadable ×5" },
  ],
  ["an unknown status is waited through", ["IN_CUSTOMS", "SUCCESS"], "SUCCESS", { reached: true, looks: 2 }],
])("%s", async (_, sights, awaited, expected) => {
  expect(await waited(sights, awaited)).toMatchObject(expected);
});

it("of an order that was never seen nothing is answered, not even that it is undefined", async () => {
  const { context } = createWorld();
  expect(await wait("o", "SUCCESS", 0, context, declare().log)).toStrictEqual({
    isReached: false,
    seen: "not found ×1",
  });
});

it("looks ever more rarely, at most every five minutes, and says what it sees", async () => {
  const { looks, tookMs, progress } = await waited(["PROCESSING"], "SUCCESS", 86_400_000);
  expect(tookMs).toBe(86_400_000);
  expect(looks).toBeLessThan(86_400 / 300 + 10);
  expect(progress[0]).toBe("waiting until order o is SUCCESS (now PROCESSING)");
});

it.each([
  ["SUCCESS", "SUCCESS", true],
  ["SUCCESS", "ACCEPTING", true],
  ["ACCEPTING", "ACCEPTING", true],
  ["ACCEPTING", "SUCCESS", false],
  ["PROCESSING", "ACCEPTING", false],
  ["CANCELLED", "ACCEPTING", false],
] as const)("with %s the status %s is reached: %p", (status, awaited, reached) => {
  expect(isReached(status, awaited)).toBe(reached);
});
