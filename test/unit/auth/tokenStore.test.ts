import fc from "fast-check";
import type { IssuedToken } from "../../../provider/auth/tokenExchange.js";
import { TokenStore } from "../../../provider/auth/tokenStore.js";
import { ServiceError } from "../../../provider/http/serviceError.js";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const busy = new ServiceError("busy", { operation: "CreateToken", status: 503 });
const wrong = new ServiceError("wrong password", { operation: "CreateToken", status: 401 });

/** A store over an exchange that numbers its tokens; `next` makes the coming exchanges fail. */
function create(lifetimeMs = DAY) {
  const clock = { ms: 0, now: () => clock.ms };
  const exchange = { count: 0, next: undefined as Error | undefined };
  const store = new TokenStore(async (): Promise<IssuedToken> => {
    exchange.count += 1;
    await Promise.resolve();
    if (exchange.next !== undefined) throw exchange.next;
    return { value: `token ${exchange.count}`, lifetimeMs };
  }, clock);
  return { store, clock, exchange };
}

describe("a token", () => {
  it("is asked for once, however many callers want it", async () => {
    const { store, exchange } = create();
    expect(await Promise.all([store.get(), store.get(), store.renew(), store.get()])).toEqual(Array(4).fill("token 1"));
    expect(await store.get()).toBe("token 1");
    expect(exchange.count).toBe(1);
  });

  it("is renewed ten minutes before its end", async () => {
    const { store, clock } = create();
    await store.get();
    clock.ms = DAY - 10 * MINUTE - 1;
    expect(await store.get()).toBe("token 1");
    clock.ms += 1;
    expect(await store.get()).toBe("token 2");
  });

  it("that lives for minutes only is used for half of its life", async () => {
    const { store, clock } = create(8 * MINUTE);
    await store.get();
    clock.ms = 4 * MINUTE - 1;
    expect(await store.get()).toBe("token 1");
    clock.ms += 1;
    expect(await store.get()).toBe("token 2");
  });

  it("is renewed on demand", async () => {
    const { store } = create();
    await store.get();
    expect(await store.renew()).toBe("token 2");
    expect(await store.get()).toBe("token 2");
  });

  it("that is still good bridges a passing fault of its renewal, until its end", async () => {
    const { store, clock, exchange } = create();
    await store.get();
    exchange.next = busy;
    clock.ms = DAY - 1;
    expect(await store.get()).toBe("token 1");
    clock.ms = DAY;
    await expect(store.get()).rejects.toBe(busy);
    exchange.next = undefined;
    expect(await store.get()).toBe("token 4");
  });
});

describe("a refused exchange", () => {
  it("is remembered and never repeated, because failures lock the user", async () => {
    const { store, exchange } = create();
    exchange.next = wrong;
    await expect(store.get()).rejects.toBe(wrong);
    exchange.next = undefined;
    await expect(store.get()).rejects.toBe(wrong);
    await expect(store.renew()).rejects.toBe(wrong);
    expect(exchange.count).toBe(1);
  });

  it("ends the use of a token that is due for renewal", async () => {
    const { store, clock, exchange } = create();
    await store.get();
    exchange.next = wrong;
    clock.ms = DAY - 5 * MINUTE;
    await expect(store.get()).rejects.toBe(wrong);
  });

  it("reaches IAM once at most in every history", async () => {
    const step = fc.constantFrom("get", "renew", "wait");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.constantFrom(undefined, busy, wrong))), async (steps) => {
        const { store, clock, exchange } = create();
        let refusals = 0;
        for (const [kind, next] of steps) {
          exchange.next = next;
          const before = exchange.count;
          if (kind === "wait") clock.ms += DAY;
          else await (kind === "get" ? store.get() : store.renew()).catch(() => undefined);
          if (next === wrong) refusals += exchange.count - before;
        }
        expect(refusals).toBeLessThanOrEqual(1);
      }),
    );
  });
});
