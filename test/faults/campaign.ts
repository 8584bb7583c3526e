import fc from "fast-check";
import { audit, type Violation } from "./auditor.js";
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

/** What a history breaks and nothing documented explains, as an error that fast-check can shrink. */
class DefectError extends Error {
  constructor(readonly violations: readonly Violation[]) {
    super("a history breaks an invariant");
  }
}

async function judged(counter: Counter, play: () => Promise<Evidence>): Promise<readonly Violation[]> {
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
      counter.report(historyOf(one), violations, { told: told(one) });
    }
  }
  return counter.tally();
}

/** Plays random histories; a failing one is shrunk, and its seed and path reproduce it. */
export async function playRandom(runs: number, seed: number): Promise<Tally> {
  const counter = new Counter();
  const property = fc.asyncProperty(history, async (one: History) => {
    const violations = await judged(counter, () => played(one));
    if (violations.length > 0) throw new DefectError(violations);
  });
  const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
    numRuns: runs,
    seed,
  });
  if (failed && counterexample !== null) {
    if (!(errorInstance instanceof DefectError)) throw errorInstance;
    counter.report(counterexample[0], errorInstance.violations, { origin: `${seed} ${counterexamplePath}` });
  }
  return counter.tally();
}
