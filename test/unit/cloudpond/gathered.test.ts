import { Gathered } from "../../../provider/cloudpond/gathered.js";
import { HeldClock, settle } from "./heldClock.js";

/** Readings that end when the test says so. */
function gathering(company?: number) {
  const clock = new HeldClock();
  const readings: { keys: readonly string[]; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const gathered = new Gathered<string, string>(
    (keys) => new Promise((answer, fail) => readings.push({ keys, answer, fail })),
    clock,
    company,
  );
  return { clock, readings, ask: (key: string) => gathered.ask(key), keys: () => readings.map(({ keys }) => keys) };
}

it("one who asks alone gets a reading at once", async () => {
  const { ask, readings, keys } = gathering();
  const asked = ask("a");
  await settle();
  expect(keys()).toEqual([["a"]]);
  readings[0]!.answer("first");
  expect(await asked).toBe("first");
});

it("those who ask in the same moment share one reading", async () => {
  const { ask, readings, keys } = gathering();
  const asked = [ask("a"), ask("b"), ask("a")];
  await settle();
  expect(keys()).toEqual([["a", "b", "a"]]);
  readings[0]!.answer("first");
  expect(await Promise.all(asked)).toEqual(["first", "first", "first"]);
});

it("nobody is answered by a reading that was under way when they asked", async () => {
  const { ask, readings, keys } = gathering(1);
  const early = ask("a");
  await settle();
  const late = ask("b");
  readings[0]!.answer("first");
  expect(await early).toBe("first");
  await settle();
  expect(keys()).toEqual([["a"], ["b"]]);
  readings[1]!.answer("second");
  expect(await late).toBe("second");
});

it("the next reading begins only when the one under way is over, however it ends", async () => {
  const { ask, readings, keys } = gathering(1);
  const early = ask("a");
  await settle();
  const late = [ask("b"), ask("c")];
  await settle();
  expect(keys()).toHaveLength(1);
  readings[0]!.fail(new Error("no"));
  await expect(early).rejects.toThrow("no");
  await settle();
  expect(keys()).toEqual([["a"], ["b", "c"]]);
  readings[1]!.answer("second");
  expect(await Promise.all(late)).toEqual(["second", "second"]);
});

it("a failure is everybody's who waited for that reading, and nobody's after it", async () => {
  const { ask, readings, clock } = gathering();
  const asked = [ask("a"), ask("b")];
  await settle();
  readings[0]!.fail(new Error("no"));
  for (const one of asked) await expect(one).rejects.toThrow("no");
  await clock.pass(1_000);
  const again = ask("a");
  await settle();
  readings[1]!.answer("yes");
  expect(await again).toBe("yes");
});

it("while requests are held back a reading waits, and those who ask meanwhile share it", async () => {
  const { ask, keys, clock } = gathering(1);
  let calm: () => void = () => undefined;
  clock.calming = new Promise((resolve) => (calm = resolve));
  void ask("a");
  await settle();
  void ask("b");
  await settle();
  expect(keys()).toEqual([]);
  calm();
  await settle();
  expect(keys()).toEqual([["a", "b"]]);
});

describe("soon after a reading", () => {
  async function after(company?: number) {
    const made = gathering(company);
    const first = made.ask("first");
    await settle();
    made.readings[0]!.answer("");
    await first;
    return made;
  }

  it("four are waited for", async () => {
    const { ask, keys } = await after();
    for (const key of ["a", "b", "c"]) void ask(key);
    await settle();
    expect(keys()).toHaveLength(1);
    void ask("d");
    await settle();
    expect(keys().at(-1)).toEqual(["a", "b", "c", "d"]);
  });

  it("but no longer than 200 ms", async () => {
    const { ask, keys, clock } = await after();
    void ask("a");
    await settle();
    await clock.pass(199);
    expect(keys()).toHaveLength(1);
    await clock.pass(1);
    expect(keys().at(-1)).toEqual(["a"]);
  });

  it("and not at all where those who ask come together anyway", async () => {
    const { ask, keys } = await after(1);
    void ask("a");
    await settle();
    expect(keys().at(-1)).toEqual(["a"]);
  });

  it("and not when there was none for a second", async () => {
    const { ask, keys, clock } = await after();
    await clock.pass(1_000);
    void ask("a");
    await settle();
    expect(keys().at(-1)).toEqual(["a"]);
  });
});
