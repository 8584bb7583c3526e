/** Nothing that could happen is left, and what was waited for has not come. */
export class StuckError extends Error {
  override readonly name = "StuckError";
}

interface Happening {
  readonly atMs: number;
  readonly happen: () => void;
}

/** More than any sound history needs: one that goes on longer would never end. */
const MOST_HAPPENINGS = 20_000;

/**
 * Virtual time. What waits does so in here, and time goes on only when nobody has anything left to do now: weeks pass in
 * microseconds, and what happens at the same instant happens in the order in which it was asked for.
 */
export class Timeline {
  private nowMs = Date.parse("2026-06-12T08:00:00Z");
  /** In the order of time; of one instant, in the order in which it was asked for. */
  private readonly coming: Happening[] = [];
  private happenings = 0;

  /** Milliseconds since 1970. */
  readonly now = (): number => this.nowMs;

  readonly sleep = (ms: number): Promise<void> => new Promise((resolve) => this.at(this.nowMs + ms, resolve));

  at(atMs: number, happen: () => void): void {
    const happening = { atMs: Math.max(atMs, this.nowMs), happen };
    const later = this.coming.findIndex((other) => other.atMs > happening.atMs);
    if (later === -1) this.coming.push(happening);
    else this.coming.splice(later, 0, happening);
  }

  /** Lets things happen until the work is done. @throws {StuckError} when it never will be. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const ended = (): void => void (isOver = true);
    work.then(ended, ended);
    for (;;) {
      await settled();
      if (isOver) return work;
      const next = this.coming.shift();
      if (next === undefined) throw new StuckError("what was waited for can no longer come");
      this.happenings += 1;
      if (this.happenings > MOST_HAPPENINGS) throw new StuckError(`no end after ${MOST_HAPPENINGS} happenings`);
      this.nowMs = next.atMs;
      next.happen();
    }
  }
}

/**
 * Everything that follows from what has happened, through any number of promises, has run: Node comes to its next tick only
 * when no promise has anything left to do. Nothing in here waits for the machine, so its event loop need not turn.
 */
async function settled(): Promise<void> {
  // From within the promises' own queue: a tick that is asked for outside of it comes before them.
  await Promise.resolve();
  await new Promise<void>((resolve) => process.nextTick(resolve));
}
