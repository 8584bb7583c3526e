import { Recent } from "../../../provider/cloudpond/recent.js";
import { HeldClock } from "./heldClock.js";

function counting() {
  const clock = new HeldClock();
  let readings = 0;
  const recent = new Recent(() => Promise.resolve(++readings), clock);
  return { clock, recent };
}

it("is read once for all who look within half a minute", async () => {
  const { recent, clock } = counting();
  expect(await Promise.all([recent.get(), recent.get()])).toEqual([1, 1]);
  await clock.pass(30_000);
  expect(await recent.get()).toBe(1);
  await clock.pass(1);
  expect(await recent.get()).toBe(2);
});

it("is read anew when something has been changed", async () => {
  const { recent } = counting();
  await recent.get();
  recent.forget();
  expect(await recent.get()).toBe(2);
});

it("is read anew when the clock was set back", async () => {
  const { recent, clock } = counting();
  await recent.get();
  await clock.pass(-3_600_000);
  expect(await recent.get()).toBe(2);
});
