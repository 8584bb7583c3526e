const WINDOW_MS = 1_000;

/** Lets at most so many requests pass in any second, as a gateway does that protects the service behind it. */
export class Throttle {
  /** When those of the last second passed. */
  private passed: number[] = [];

  constructor(
    private readonly requestsPerSecond: number | null,
    private readonly now: () => number,
  ) {}

  /** Whether one more request may pass; if so, it counts. */
  pass(): boolean {
    if (this.requestsPerSecond === null) return true;
    const nowMs = this.now();
    this.passed = this.passed.filter((passedMs) => passedMs > nowMs - WINDOW_MS);
    if (this.passed.length >= this.requestsPerSecond) return false;
    this.passed.push(nowMs);
    return true;
  }
}
