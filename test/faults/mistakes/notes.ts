import type { Mistakes } from "./mistake.js";

/** What somebody could get wrong about purchases that are under way: the queue, the note, the look for an order in doubt. */
export const NOTES: Mistakes = {
  noQueue: {
    title: "two creates of one process do not wait for each other",
    patches: [{ file: "order/memory.ts", text: "return queue.runExclusive(work);", instead: "return work();" }],
    caughtBy: "I1",
  },
  noNote: {
    title: "no note is left before the POST",
    patches: [
      {
        file: "order/place.ts",
        text: "await notes.leave(note, (found) => isSpent(found, observation, memory));",
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
        text: "const living = await notes.leave(note, (found) => isSpent(found, observation, memory));",
        instead:
          "const living = last === undefined ? await notes.leave(note, (found) => isSpent(found, observation, memory)) : undefined;",
      },
    ],
    caughtBy: "I4",
  },
  ownerNotAwaited: {
    title: "nobody waits for the process that left a note and is still ordering",
    patches: [{ file: "order/meet.ts", text: 'while (note?.stage === "sending" &&', instead: "while (false &&" }],
    caughtBy: "I1",
  },
  unreadableNoteIgnored: {
    title: "a note that cannot be read counts as none",
    patches: [
      {
        file: "order/noteFiles.ts",
        text: "if (tries === READINGS) return damaged(",
        instead: "if (tries === READINGS) return undefined && damaged(",
      },
    ],
    caughtBy: "I4",
  },
  failureForgotten: {
    title: "a create that ended in doubt is begun anew when an error hook repeats it",
    patches: [{ file: "order/memory.ts", text: "return this.failures.get(key);", instead: "return undefined;" }],
    caughtBy: "I4",
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
    caughtBy: "I2",
  },
  oneOfSeveral: {
    title: "one of several orders that may have come from a POST in doubt is taken",
    patches: [{ file: "order/reconcile.ts", text: "matching.length === 1", instead: "matching.length >= 1" }],
    caughtBy: "I2",
  },
  oldOrderTaken: {
    title: "an order that stood before the POST is taken for what came of it",
    patches: [
      {
        file: "order/reconcile.ts",
        text: "if (knownOrderIds !== undefined) return !knownOrderIds.has(order.id);",
        instead: "if (knownOrderIds !== undefined) return true;",
      },
      {
        file: "order/reconcile.ts",
        text: 'createdMs >= serverTimeMs - GRACE_MS ? lines : "contradicting"',
        instead: "lines",
      },
    ],
    caughtBy: "I1",
  },
};
