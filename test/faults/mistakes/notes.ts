import type { History, PlannedFault } from "../history.js";
import { BARE, UP } from "../scenery.js";
import { hasConsole, type Mistakes } from "./mistake.js";

const posted = (nth: number, kind: string, effect: PlannedFault["effect"]): PlannedFault => ({
  operation: "CreateDeliveryOrder",
  nth,
  kind,
  effect,
});

/** The third POST goes out a minute after the first one, and its process is killed at one of the steps about then. */
const KILLED_AFTER_PAUSES: readonly History[] = Array.from({ length: 8 }, (_, index) => ({
  setting: { ...BARE, settleMs: 0 },
  acts: [
    {
      ...UP,
      faults: [
        posted(1, "throttledForAges", "none"),
        posted(2, "throttledForAges", "none"),
        posted(3, "resetAfterRequest", "none"),
      ],
      kill: { step: index + 48, who: "both" as const },
    },
    { act: "wait", ms: 40_000 },
    UP,
  ],
}));

/** What somebody could get wrong about purchases that are under way: the queue, the note, the look for an order in doubt. */
export const NOTES: Mistakes = {
  // Each alone is no mistake to be seen: of two creates of one process the note stops the second one, too.
  noQueue: {
    title: "two creates of one process do not wait for each other, nor meet a note",
    patches: [
      { file: "order/memory.ts", text: "return queue.runExclusive(work);", instead: "return work();" },
      {
        file: "order/place.ts",
        text: "await notes.leave(note, (found) => isSpent(found, observation, memory), observation.askedMs);",
        instead: "undefined;",
      },
    ],
    caughtBy: "I1",
    among: ({ meeting }) => meeting === "one process",
  },
  noNote: {
    title: "no note is left before the POST",
    patches: [
      {
        file: "order/place.ts",
        text: "await notes.leave(note, (found) => isSpent(found, observation, memory), observation.askedMs);",
        instead: "undefined;",
      },
    ],
    caughtBy: "I4",
  },
  noNoteFile: {
    title: "a note lies in memory only",
    patches: [
      {
        file: "dynamic/composition.ts",
        text: "new NoteFiles(noteFolder(settings), clock,",
        instead: "new NoteFiles(undefined, clock,",
      },
    ],
    caughtBy: "I4",
  },
  noteRemovedInDoubt: {
    title: "the note is removed although the outcome is unknown",
    patches: [
      {
        file: "order/attempt.ts",
        text: "await context.notes.amend(inDoubt(note));",
        instead: "await context.notes.remove(note);",
      },
    ],
    caughtBy: "I4",
  },
  noteTooShort: {
    title: "a note ends before the settle time does",
    patches: [
      {
        file: "order/place.ts",
        text: "sendBeforeMs + timing.requestTimeoutMs + timing.settleMs",
        instead: "sendBeforeMs",
      },
    ],
    caughtBy: "I4",
  },
  noteNotRenewed: {
    title: "the note is not left anew before the second POST",
    patches: [
      {
        file: "order/place.ts",
        text: "const living = await notes.leave(note, (found) => isSpent(found, observation, memory), observation.askedMs);",
        instead:
          "const living = last === undefined ? await notes.leave(note, (found) => isSpent(found, observation, memory), observation.askedMs) : undefined;",
      },
    ],
    caughtBy: "I4",
    histories: KILLED_AFTER_PAUSES,
  },
  linesNotCompared: {
    title: "an order that appears after a POST in doubt is taken without comparing its lines",
    patches: [
      {
        file: "order/reconcile.ts",
        text: 'const matching = candidates.filter(({ comparison }) => comparison === "equal");',
        instead: "const matching = candidates.filter(({ hardware }) => hardware !== undefined);",
      },
      {
        file: "order/reconcile.ts",
        text: 'const settled = candidates.every(({ comparison }) => comparison !== "incomplete");',
        instead: "const settled = true;",
      },
    ],
    caughtBy: "I1",
    where: (history) => hasConsole(history, "place"),
  },
};
