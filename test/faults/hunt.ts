import fc from "fast-check";
import { audit, type Invariant } from "./auditor.js";
import { exhaustive } from "./exhaustive.js";
import { history } from "./generator.js";
import { type History, story } from "./history.js";
import { historyOf, type Interleaving, interleaved, interleavings, told } from "./interleavings.js";
import { MISTAKES } from "./mistakes.js";
import type { Mistake } from "./mistakes/mistake.js";
import type { Evidence } from "./evidence.js";
import { played } from "./play.js";
import { shortened } from "./shortening.js";

// One process: plays histories of every campaign until one breaks an invariant and nothing documented explains it. Started
// in a tree of compiled files in which a mistake is planted, it tells after how many histories that shows.

/** What a hunt came to. */
export interface Quarry {
  /** Histories played, the last one among them. */
  readonly histories: number;
  /** The invariant that the last one broke; absent when all were sound. */
  readonly invariant?: Invariant;
  readonly what?: string;
  /** Invariants that histories before it broke. */
  readonly before: readonly Invariant[];
  /** The shortest history that breaks the same. */
  readonly story?: string;
}

interface Prey {
  readonly play: () => Promise<Evidence>;
  readonly history: History;
  /** Whether a shorter one is looked for that breaks the same. */
  readonly mayBeLong: boolean;
  /** What the history does not say. */
  readonly told?: string;
}

const preyOf = (one: History): Prey => ({ history: one, mayBeLong: true, play: () => played(one) });
const meetingOf = (one: Interleaving): Prey => ({
  history: historyOf(one),
  mayBeLong: false,
  told: told(one),
  play: () => interleaved(one),
});

/** All of a finite space, in steps so wide that a part of them shows every corner of it. */
function* strides<T>(space: Iterable<T>): Generator<T> {
  const all = [...space];
  const stride = coprime(Math.floor(all.length * GOLDEN), all.length);
  for (let index = 0; index < all.length; index++) yield all[(index * stride) % all.length]!;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

function coprime(near: number, to: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return divisor(near, to) === 1 ? near : coprime(near + 1, to);
}

/** How many of each campaign come in turn. */
const TURN = { exhaustive: 3, interleavings: 1, random: 4 } as const;

/** The same random histories each time, so that a mistake is caught today by what caught it yesterday. */
const SEED = 20260612;

/** Random histories without an end that a hunt could come to. */
function* randoms(): Generator<History> {
  for (let seed = SEED; seed < SEED + MOST_SAMPLES; seed++) yield* fc.sample(history, { numRuns: 500, seed });
}

const MOST_SAMPLES = 40;

function* only<T>(space: Iterable<T>, is: (one: T) => boolean): Generator<T> {
  for (const one of space) if (is(one)) yield one;
}

/** Histories of every campaign in turn; with a condition, those that two creates of one kind come to are not asked. */
function* prey(where?: (one: History) => boolean): Generator<Prey> {
  const small = strides(where === undefined ? exhaustive() : only(exhaustive(), where));
  const meetings = where === undefined ? strides(interleavings()) : [].values();
  const random = where === undefined ? randoms() : only(randoms(), where);
  for (;;) {
    const turn = [
      ...some(small, TURN.exhaustive).map(preyOf),
      ...some(meetings, TURN.interleavings).map(meetingOf),
      ...some(random, TURN.random).map(preyOf),
    ];
    if (turn.length === 0) return;
    yield* turn;
  }
}

/** The next few; fewer at the end. */
function some<T>(from: Iterator<T>, count: number): T[] {
  const taken = Array.from({ length: count }, () => from.next());
  return taken.flatMap(({ value, done }) => (done === true ? [] : [value]));
}

interface Broken {
  readonly invariant: Invariant;
  readonly what: string;
}

/** What a history breaks; one that crashes or never ends lets nobody come to what was declared. */
async function brokenBy(play: () => Promise<Evidence>): Promise<readonly Broken[]> {
  try {
    const evidence = await play();
    const { violations } = audit(evidence);
    return violations.filter(({ openCase }) => openCase === undefined);
  } catch (error) {
    return [{ invariant: "I5", what: String(error) }];
  }
}

/** @param wanted the invariant to be broken; without it any */
async function hunt(preys: Iterable<Prey>, most: number, tellsStory: boolean, wanted?: Invariant): Promise<Quarry> {
  const find = (broken: readonly Broken[]): Broken | undefined =>
    broken.find(({ invariant }) => wanted === undefined || invariant === wanted);
  let histories = 0;
  const before = new Set<Invariant>();
  for (const { history: one, play, mayBeLong, told: more } of preys) {
    histories += 1;
    const broken = await brokenBy(play);
    const found = find(broken);
    if (found !== undefined) {
      const shortest =
        mayBeLong && tellsStory
          ? await shortened(one, async (shorter) => find(await brokenBy(() => played(shorter))) !== undefined)
          : one;
      return {
        histories,
        ...found,
        before: [...before],
        story: [story(shortest), ...(more === undefined ? [] : [more])].join("\n"),
      };
    }
    for (const { invariant } of broken) before.add(invariant);
    if (histories >= most) break;
  }
  return { histories, before: [...before] };
}

/** The histories that a mistake brings along, then everybody's, or those of them that may show it. */
function* preyFor({ histories = [], among, where }: Mistake): Generator<Prey> {
  for (const one of histories) yield { ...preyOf(one), mayBeLong: false };
  if (among === undefined) yield* prey(where);
  else yield* [...strides(only(interleavings(), among))].map(meetingOf);
}

/** Where no mistake is planted: the beginning of what is played for each, then everybody's. */
function* preyForNone(): Generator<Prey> {
  for (const mistake of Object.values(MISTAKES)) {
    const isEverybodys = [mistake.histories, mistake.among, mistake.where].every((own) => own === undefined);
    if (!isEverybodys) yield* some(preyFor(mistake), FIRST_OF_EACH);
  }
  yield* prey();
}

const FIRST_OF_EACH = 10;

// An error is only looked at where it is told; its stack costs more than the rest of a history.
Error.stackTraceLimit = 0;

const [most = "0", stories = "", key] = process.argv.slice(2);
const mistake = key === undefined ? undefined : MISTAKES[key];
const preys = mistake === undefined ? preyForNone() : preyFor(mistake);
void hunt(preys, Number(most), stories === "stories", mistake?.caughtBy).then((quarry) =>
  process.stdout.write(`${JSON.stringify(quarry)}\n`),
);
