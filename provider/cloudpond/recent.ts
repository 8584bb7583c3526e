/** For how long a reading is good enough for those who only look. */
const RECENT_MS = 30_000;

/** What was read a moment ago, for all who look within half a minute. */
export class Recent<T> {
  private reading: { readonly sinceMs: number; readonly answer: Promise<T> } | undefined;

  /** @param read never fails */
  constructor(
    private readonly read: () => Promise<T>,
    private readonly clock: { now(): number },
  ) {}

  get(): Promise<T> {
    const nowMs = this.clock.now();
    // Either way: a clock that was set back does not make a reading young.
    if (this.reading === undefined || Math.abs(nowMs - this.reading.sinceMs) > RECENT_MS) {
      this.reading = { sinceMs: nowMs, answer: this.read() };
    }
    return this.reading.answer;
  }

  /** Something has been changed since. */
  forget(): void {
    this.reading = undefined;
  }
}
