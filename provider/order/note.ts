import * as t from "io-ts";

/**
 * What a create leaves behind for its site before it sends the order, so that a rerun after a crash, a second stack
 * and a second resource know that an order may be on its way. Nothing in it is secret.
 */
export const Note = t.intersection([
  t.type({
    account: t.string,
    edgeSiteId: t.string,
    /** `sending`: no outcome yet. `unknown`: nobody can say. `placed`: an order exists. */
    stage: t.union([t.literal("sending"), t.literal("unknown"), t.literal("placed")]),
    /** The process that is ordering. */
    pid: t.number,
    host: t.string,
    /** Resource that is ordering: its URN, where known. */
    resource: t.string,
    /** Hash of its purchase inputs. */
    inputsHash: t.string,
    /** Orders of the site before the first POST. */
    knownOrderIds: t.array(t.string),
    /** The service's clock before the last POST, ms since 1970. */
    serverTimeMs: t.number,
    /** Until when an order sent under this note may still appear: deadline + settle time after the latest POST. */
    expiresMs: t.number,
    /** Tells this note from every other of the site. */
    nonce: t.string,
  }),
  t.partial({
    orderId: t.string,
    /** Set on a note that cannot be read, and so is taken for a living one of unknown origin: where it lies and why. */
    unreadable: t.string,
  }),
]);
export type Note = t.TypeOf<typeof Note>;

/** One note per account and site at most is alive. Implementations never throw, whatever the disk does. */
export interface NoteStore {
  /** The living note of the site: one whose time has not come, in any stage. */
  living(account: string, edgeSiteId: string): Promise<Note | undefined>;
  /**
   * Leaves a note, also in place of our own one with the same nonce, unless another one is living that has not done its
   * work: then that one is answered and nothing is left. `undefined` means the site is ours to order for. Whoever goes by
   * what they saw at `asOfMs` is barred by what was living then: its order may have come into view since. Default: now.
   */
  leave(note: Note, isSpent: (living: Note) => boolean, asOfMs?: number): Promise<Note | undefined>;
  /** Replaces our own note; nothing happens where it has given way to another. */
  amend(note: Note): Promise<void>;
  /** Removes our own note after a definite outcome. */
  remove(note: Note): Promise<void>;
  /** Removes the note of an order whose record has been deleted. */
  forget(account: string, edgeSiteId: string, orderId: string): Promise<void>;
}

/** Whether the process that left a note is still there; on another machine nobody can say, so it counts as running. */
export interface Processes {
  readonly pid: number;
  readonly host: string;
  isRunning(pid: number): boolean;
}

export const isOwnerRunning = (note: Note, processes: Processes): boolean =>
  note.host !== processes.host || processes.isRunning(note.pid);
