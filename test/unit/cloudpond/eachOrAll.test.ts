import { EachOrAll } from "../../../provider/cloudpond/eachOrAll.js";
import {
  AuthenticationError,
  LongListError,
  ThrottledError,
  UnavailableError,
} from "../../../provider/cloudpond/errors.js";
import { HeldClock } from "./heldClock.js";

/** An account of so many pages; a list of several is read twice. */
function account(pages: number, failure?: () => Error) {
  const clock = new HeldClock();
  const requests: string[] = [];
  const reads = new EachOrAll<string>(
    {
      each: (id) => {
        requests.push(id);
        return id === "broken" ? Promise.reject(new Error("broken")) : Promise.resolve(`shown ${id}`);
      },
      all: (mostPages) => {
        const error = failure?.();
        if (error !== undefined) return Promise.reject(error);
        if (pages > mostPages) {
          requests.push(...Array<string>(mostPages).fill("page"));
          return Promise.reject(new LongListError("ListEdgeSites", mostPages));
        }
        requests.push(...Array<string>(pages === 1 ? 1 : 2 * pages).fill("page"));
        return Promise.resolve((id: string) => `listed ${id}`);
      },
    },
    clock,
  );
  return {
    requests,
    ask: async (count: number) => {
      await clock.pass(10_000);
      return Promise.all(Array.from({ length: count }, (_, index) => reads.ask(`${index}`)));
    },
    reads,
    clock,
  };
}

it("one alone is asked for by itself", async () => {
  const { ask, requests } = account(1);
  expect(await ask(1)).toEqual(["shown 0"]);
  expect(requests).toEqual(["0"]);
});

it("several are looked up in a list of one page", async () => {
  const { ask, requests } = account(1);
  expect(await ask(3)).toEqual(["listed 0", "listed 1", "listed 2"]);
  expect(requests).toEqual(["page"]);
});

it("a list that would take more requests is given up, and not begun again for as many", async () => {
  const { ask, requests } = account(10);
  expect(await ask(8)).toEqual(Array.from({ length: 8 }, (_, index) => `shown ${index}`));
  expect(requests.filter((one) => one === "page")).toHaveLength(4);
  requests.length = 0;
  await ask(8);
  expect(requests).not.toContain("page");
});

it("but for more of them", async () => {
  const { ask, requests } = account(10);
  await ask(8);
  requests.length = 0;
  expect(await ask(20)).toContain("listed 19");
  expect(requests).toHaveLength(20);
});

it("one who asks twice is shown once", async () => {
  const { reads, requests } = account(10);
  await Promise.all([reads.ask("a"), reads.ask("a")]);
  expect(requests).toEqual(["a"]);
});

it("what cannot be shown is the failure of who asked for it", async () => {
  const { reads } = account(10);
  const [good, bad] = await Promise.allSettled([reads.ask("a"), reads.ask("broken")]);
  expect(good).toEqual({ status: "fulfilled", value: "shown a" });
  expect(bad).toMatchObject({ status: "rejected", reason: { message: "broken" } });
});

it("whoever may not list everything asks one by one from then on", async () => {
  let tries = 0;
  const { ask } = account(1, () => (tries++, new AuthenticationError("no.", { operation: "ListServers" })));
  expect(await ask(3)).toEqual(["shown 0", "shown 1", "shown 2"]);
  await ask(100);
  expect(tries).toBe(1);
});

it.each([
  ["does not answer", () => new UnavailableError("down.", { operation: "ListServers" })],
  ["has been asked too much", () => new ThrottledError("down.", { operation: "ListServers" })],
])("a service that %s is not asked again, one by one", async (_, failure) => {
  const { ask, requests } = account(1, failure);
  await expect(ask(3)).rejects.toThrow("down");
  expect(requests).toEqual([]);
});
