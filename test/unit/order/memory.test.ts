import { ProcessMemory } from "../../../provider/order/memory.js";
import { UnknownOutcomeError } from "../../../provider/order/orderError.js";

it("purchases of a site go one after the other, those of different sites and accounts side by side", async () => {
  const memory = new ProcessMemory();
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  let together = 0;
  let mostTogether = 0;
  const work = (account: string, site: string): Promise<void> =>
    memory.enqueue(account, site, async () => {
      const key = `${account} ${site}`;
      running.set(key, (running.get(key) ?? 0) + 1);
      most.set(key, Math.max(most.get(key) ?? 0, running.get(key)!));
      mostTogether = Math.max(mostTogether, ++together);
      await new Promise((resolve) => setImmediate(resolve));
      together -= 1;
      running.set(key, running.get(key)! - 1);
    });
  const sites = [
    ["a", "s1"],
    ["a", "s2"],
    ["b", "s1"],
  ] as const;
  await Promise.all([...sites, ...sites, ...sites].map(([account, site]) => work(account, site)));
  expect([...most.values()]).toEqual([1, 1, 1]);
  expect(mostTogether).toBe(3);
});

it("a purchase that fails does not hold up the next one", async () => {
  const memory = new ProcessMemory();
  const failed = memory.enqueue("a", "s", () => Promise.reject(new Error("no")));
  const next = memory.enqueue("a", "s", () => Promise.resolve("yes"));
  await expect(failed).rejects.toThrow("no");
  await expect(next).resolves.toBe("yes");
});

it("an order is owned by the resource that was seen last with it", () => {
  const memory = new ProcessMemory();
  expect(memory.isOwnedByAnother("o", "urn:a")).toBe(false);
  memory.own("o", "urn:a");
  expect(memory.isOwnedByAnother("o", "urn:a")).toBe(false);
  expect(memory.isOwnedByAnother("o", "urn:b")).toBe(true);
  memory.own("o", "urn:b");
  expect(memory.isOwnedByAnother("o", "urn:b")).toBe(false);
});

it("a failure is remembered for its purchase, a change is told once", () => {
  const memory = new ProcessMemory();
  const failure = new UnknownOutcomeError("unknown");
  memory.rememberFailure("berlin", failure);
  expect(memory.failure("berlin")).toBe(failure);
  expect(memory.failure("munich")).toBeUndefined();
  memory.noteChange("o");
  expect(memory.takeChange("p")).toBe(false);
  expect(memory.takeChange("o")).toBe(true);
  expect(memory.takeChange("o")).toBe(false);
});
