import { CREATE_STEPS } from "./exhaustive.js";
import type { History } from "./history.js";
import { historyOf, STEPS } from "./interleavings.js";
import { played } from "./play.js";

// Kills and interleavings are played at each await of a create, up to a number: it has to be large enough.

/** How many awaits the create of a history has that buys undisturbed. */
async function awaitsOf(history: History): Promise<number> {
  let last = 0;
  await played(history, (world) => {
    world.holdUp = (_, step) => {
      last = Math.max(last, step);
      return undefined;
    };
  });
  return last;
}

const UNDISTURBED = historyOf({ meeting: "one process", isOneOrderPerSite: false, firstStep: 0, secondStep: 0 });

it.each(["accessKey", "password"] as const)("a create has no more awaits than are played (%s)", async (auth) => {
  const awaits = await awaitsOf({ ...UNDISTURBED, setting: { ...UNDISTURBED.setting, auth } });
  expect(awaits).toBeGreaterThan(20);
  expect(awaits).toBeLessThanOrEqual(CREATE_STEPS);
  expect(awaits).toBeLessThanOrEqual(STEPS);
});
