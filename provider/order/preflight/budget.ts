import type { Clock } from "../clock.js";

/**
 * How long the previews of one process may wait for the service in all. The engine calls one check after the other, so
 * that a time limit for each order would add up.
 */
export class Budget {
  private leftMs: number;

  constructor(
    private readonly clock: Clock,
    readonly limitMs: number,
  ) {
    this.leftMs = limitMs;
  }

  get isSpent(): boolean {
    return this.leftMs <= 0;
  }

  /** Waits no longer than what is left. @returns undefined when that was too short; a later failure goes unheard */
  async wait<T>(work: Promise<T>): Promise<{ readonly value: T } | undefined> {
    work.catch(() => undefined);
    if (this.isSpent) return undefined;
    const beganMs = this.clock.now();
    const timeOut = this.clock.sleep(this.leftMs).then(() => undefined);
    try {
      return await Promise.race([work.then((value) => ({ value })), timeOut]);
    } finally {
      this.leftMs -= this.clock.now() - beganMs;
    }
  }
}
