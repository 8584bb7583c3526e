import { type Heard, Pace } from "../../../provider/http/pace.js";
import type { HttpResponse } from "../../../provider/http/transport.js";
import { HeldClock, settle } from "../cloudpond/heldClock.js";

const OK: HttpResponse = { status: 200, headers: {}, body: "" };
const REFUSED: HttpResponse = { status: 429, headers: {}, body: "" };

/** A service that takes so many requests in any second, and clients that ask it at will. */
function service(perSecond: number) {
  const clock = new HeldClock();
  const pace = new Pace(clock);
  const taken: number[] = [];
  let refused = 0;
  async function ask(): Promise<void> {
    for (;;) {
      const heard = await pace.turn();
      const nowMs = clock.now();
      const isTaken = taken.filter((ms) => ms > nowMs - 1_000).length < perSecond;
      if (isTaken) taken.push(nowMs);
      else {
        refused++;
      }
      // The answers come when all that was sent with them is on its way.
      await settle();
      heard(isTaken ? OK : REFUSED);
      if (isTaken) return;
    }
  }
  return { clock, pace, ask, taken, refused: () => refused };
}

async function passing(clock: HeldClock, ms: number, stepMs = 10): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await settle();
    await clock.pass(stepMs);
  }
}

it("holds nothing back as long as nobody is refused", async () => {
  const { ask, taken, clock } = service(Infinity);
  await Promise.all(Array.from({ length: 100 }, () => ask()));
  expect(taken).toHaveLength(100);
  expect(clock.now()).toBe(0);
});

it("goes on at the rate that was accepted, and sends hardly anything in vain", async () => {
  const { ask, taken, clock, refused } = service(5);
  const all = Promise.all(Array.from({ length: 200 }, () => ask()));
  // All of them are sent at once, before anybody can know.
  await passing(clock, 900);
  const inVainAtFirst = refused();
  expect(inVainAtFirst).toBe(195);
  await passing(clock, 47_000);
  await all;
  expect(taken).toHaveLength(200);
  expect(refused() - inVainAtFirst).toBeLessThanOrEqual(20);
});

it("learns the rate from few as well", async () => {
  const { ask, taken, clock, refused } = service(5);
  const worker = async () => {
    for (let index = 0; index < 25; index++) await ask();
  };
  let isDone = false;
  void Promise.all(Array.from({ length: 8 }, worker)).then(() => (isDone = true));
  while (!isDone && clock.now() < 48_000) await passing(clock, 100);
  expect(isDone).toBe(true);
  expect(taken).toHaveLength(200);
  expect(refused()).toBeLessThanOrEqual(20);
});

it("waits ever longer while a service takes nothing, at most half a minute, and as long as it asks for", async () => {
  const { pace, clock } = service(0);
  const pauses: number[] = [];
  for (const headers of [{}, {}, {}, { "retry-after": "20" }, {}, {}, {}]) {
    const heard = await pace.turn();
    heard({ ...REFUSED, headers });
    const askedMs = clock.now();
    const next = pace.turn();
    let isReady = false;
    void next.then(() => (isReady = true));
    while (!isReady) await passing(clock, 100, 100);
    (await next)(undefined);
    pauses.push(Math.floor((clock.now() - askedMs) / 1_000));
    await passing(clock, 3_000, 100);
  }
  expect(pauses).toEqual([1, 2, 4, 20, 16, 30, 30]);
});

it("lets one who is bound to it go first, as soon as a read has found that the service takes requests again", async () => {
  const { pace, clock } = service(0);
  (await pace.turn())(REFUSED);
  const went: string[] = [];
  const ask = async (name: string, isFirst: boolean) => {
    const heard = isFirst ? await pace.firstTurn(60_000, Infinity) : await pace.turn();
    went.push(name);
    heard?.(OK);
  };
  const all = [ask("a", false), ask("b", false), ask("order", true), ask("second order", true)];
  await passing(clock, 10_000);
  await Promise.all(all);
  expect(went).toEqual(["a", "order", "second order", "b"]);
});

it("but lets a read find out whether the service takes requests again", async () => {
  const { pace, clock } = service(0);
  (await pace.turn())(REFUSED);
  const went: string[] = [];
  void pace.firstTurn(60_000, Infinity).then(() => went.push("order"));
  void pace.turn().then(() => went.push("read"));
  await passing(clock, 1_100);
  expect(went).toEqual(["read"]);
});

it("gives up a first turn that has not come in time, and gives it to nobody", async () => {
  const { pace, clock } = service(0);
  (await pace.turn())(REFUSED);
  const turns: string[] = [];
  const went = (name: string) => (heard: Heard | undefined) =>
    void turns.push(`${name} ${heard === undefined ? "gave up" : "went"}`);
  void pace.firstTurn(500, Infinity).then(went("early"));
  void pace.firstTurn(60_000, clock.now() + 1_500).then(went("late"));
  await passing(clock, 500);
  expect(turns).toEqual(["early gave up"]);
  await passing(clock, 2_000);
  expect(turns).toEqual(["early gave up", "late went"]);
  await pace.calm();
});

it("waits for two turns where those are further apart than its patience", async () => {
  const { pace, clock } = service(0);
  const hear = async (answer: HttpResponse) => {
    let heard: Heard | undefined;
    void pace.turn().then((turn) => (heard = turn));
    while (heard === undefined) await passing(clock, 1_000, 1_000);
    heard(answer);
  };
  // Each 429 sets the requests a little further apart.
  for (let refused = 0; refused < 50; refused++) await hear(REFUSED);
  await hear(OK);
  const wentMs: number[] = [];
  const beganMs = clock.now();
  for (let orders = 0; orders < 3; orders++) {
    void pace.firstTurn(1_000, Infinity).then((heard) => {
      if (heard !== undefined) wentMs.push(clock.now() - beganMs);
      heard?.(OK);
    });
  }
  await passing(clock, 60_000, 100);
  expect(wentMs).toHaveLength(2);
  expect(wentMs[1]).toBeGreaterThan(5_000);
});

it("is calm when nobody waits for a turn", async () => {
  const { pace, clock } = service(0);
  await pace.calm();
  (await pace.turn())(REFUSED);
  const heard: string[] = [];
  void pace.turn().then(() => heard.push("turn"));
  await settle();
  void pace.calm().then(() => heard.push("calm"));
  await passing(clock, 900);
  expect(heard).toEqual([]);
  await passing(clock, 1_200);
  expect(heard).toEqual(["turn", "calm"]);
});

it("soon forgets a 429 that no other one follows", async () => {
  const { pace, clock } = service(0);
  (await pace.turn())(REFUSED);
  let sent = 0;
  while (sent < 30) {
    void pace.turn().then((heard) => {
      sent++;
      heard(OK);
    });
    await passing(clock, 10);
    while (sent < 1) await passing(clock, 100);
  }
  expect(clock.now()).toBeLessThan(8_000);
  const beganMs = clock.now();
  await Promise.all(Array.from({ length: 20 }, async () => (await pace.turn())(OK)));
  expect(clock.now()).toBe(beganMs);
});

it("becomes faster again after a second 429, little by little, until nobody is held back any more", async () => {
  const { pace, clock } = service(0);
  for (let refusals = 0; refusals < 2; refusals++) {
    const refused = pace.turn();
    await passing(clock, 1_000);
    (await refused)(REFUSED);
  }
  await passing(clock, 2_000);
  const waitsMs: number[] = [];
  const isFree = () => waitsMs.length > 10 && waitsMs.slice(-3).every((ms) => ms === 0);
  while (waitsMs.length < 20_000 && !isFree()) {
    const beganMs = clock.now();
    const turns: Heard[] = [];
    void pace.turn().then((heard) => turns.push(heard));
    await settle();
    while (turns.length === 0) await passing(clock, 10);
    turns.forEach((heard) => heard(OK));
    waitsMs.push(clock.now() - beganMs);
  }
  expect(waitsMs.length).toBeGreaterThan(1_000);
  expect(waitsMs.length).toBeLessThan(20_000);
});

it("holds nobody back for longer when the clock is set back", async () => {
  let ms = 0;
  const wakes: (() => void)[] = [];
  const pace = new Pace({ now: () => ms, sleep: () => new Promise((wake) => wakes.push(wake)) });
  (await pace.turn())(REFUSED);
  let isReady = false;
  void pace.turn().then(() => (isReady = true));
  await settle();
  ms = -3_600_000;
  wakes.shift()?.();
  await settle();
  expect(isReady).toBe(true);
});

it("heeds a 429 although the clock was set back since the last one, and never waits longer than half a minute", async () => {
  let ms = 0;
  const slept: number[] = [];
  const pace = new Pace({
    now: () => ms,
    sleep: (pauseMs) => {
      slept.push(pauseMs);
      ms += pauseMs;
      return Promise.resolve();
    },
  });
  (await pace.turn())(REFUSED);
  ms = -3_600_000;
  (await pace.turn())(REFUSED);
  await pace.turn();
  expect(slept.length).toBeGreaterThan(0);
  for (let refusals = 0; refusals < 200; refusals++) (await pace.turn())(REFUSED);
  (await pace.turn())(OK);
  slept.length = 0;
  for (let turns = 0; turns < 10; turns++) await pace.turn();
  expect(slept.length).toBeGreaterThanOrEqual(9);
  expect(Math.max(...slept)).toBeLessThanOrEqual(30_000);
});

it("lets everybody find out for themselves when a service takes nothing for long, so that a run ends", async () => {
  const { pace, clock } = service(0);
  const fiveTries = async () => {
    for (let tries = 0; tries < 5; tries++) (await pace.turn())(REFUSED);
  };
  let isDone = false;
  void Promise.all(Array.from({ length: 50 }, fiveTries)).then(() => (isDone = true));
  let wasOrderSent = false;
  setImmediate(() => void pace.firstTurn(60_000, Infinity).then((heard) => (wasOrderSent = heard !== undefined)));
  while (!isDone && clock.now() < 600_000) await passing(clock, 1_000, 100);
  expect(clock.now()).toBeLessThan(300_000);
  // It goes when no read is left that could find out.
  expect(wasOrderSent).toBe(false);
});
