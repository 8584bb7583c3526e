import fc from "fast-check";
import { audit } from "./auditor.js";
import { exhaustive } from "./exhaustive.js";
import { history } from "./generator.js";
import type { History } from "./history.js";
import { historyOf, interleaved, interleavings, told } from "./interleavings.js";
import type { Evidence } from "./evidence.js";
import { played } from "./play.js";
import { Counter, type Tally } from "./tally.js";

/** Which of many histories one process plays: every `of`-th, beginning with number `part`. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** No more than this many defects are told of; one is enough to look at. */
const MOST_DEFECTS = 3;

/** What the histories break and nothing documented explains, as an error that fast-check can shrink. */
class DefectError extends Error {}

async function judged(counter: Counter, play: () => Promise<Evidence>): Promise<ReturnType<Counter["add"]>> {
  try {
    const evidence = await play();
    return counter.add(evidence, audit(evidence));
  } catch (error) {
    // A history that crashes or never ends is a defect like any other.
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [{ invariant: "I5", what }];
  }
}

/** Plays the small space, or a part of it. */
export async function playExhaustive({ part, of }: Share): Promise<Tally> {
  const counter = new Counter();
  let number = 0;
  for (const one of exhaustive()) {
    if (number++ % of !== part) continue;
    const violations = await judged(counter, () => played(one));
    if (violations.length > 0 && counter.tally().defects.length < MOST_DEFECTS) counter.report(one, violations);
  }
  return counter.tally();
}

/** Plays two creates against each other at every pair of awaits, or at a part of them. */
export async function playInterleavings({ part, of }: Share): Promise<Tally> {
  const counter = new Counter();
  let number = 0;
  for (const one of interleavings()) {
    if (number++ % of !== part) continue;
    const violations = await judged(counter, () => interleaved(one));
    if (violations.length > 0 && counter.tally().defects.length < MOST_DEFECTS) {
      counter.report(historyOf(one), [{ invariant: "I1", what: told(one) }, ...violations]);
    }
  }
  return counter.tally();
}

/** Plays random histories; a failing one is shrunk, and its seed and path reproduce it. */
export async function playRandom(runs: number, seed: number): Promise<Tally> {
  const counter = new Counter();
  const property = fc.asyncProperty(history, async (one: History) => {
    const violations = await judged(counter, () => played(one));
    if (violations.length > 0) throw new DefectError(JSON.stringify(violations));
  });
  const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
    numRuns: runs,
    seed,
  });
  if (failed && counterexample !== null) {
    const what = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    counter.report(counterexample[0], [
      { invariant: "I1", what: `seed ${seed}, path "${counterexamplePath}"` },
      { invariant: "I1", what },
    ]);
  }
  return counter.tally();
}
