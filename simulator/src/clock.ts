/**
 * The times of the simulated service. Three readings, because the control API moves them separately:
 *
 * | reading     | real time | `advanceMs` | `skewMs` | decides |
 * |-------------|-----------|-------------|----------|---------|
 * | `service`   | yes       | yes         | yes      | `Date` header, `created_at`, `updated_at`, `effected_at`, `expires_at` |
 * | `elapsed`   | yes       | yes         | no       | expiry of tokens and temporary keys, visibility in lists |
 * | `signature` | yes       | no          | yes      | the 15 minutes by which `X-Sdk-Date` may differ |
 *
 * `Date` and `created_at` share one reading, so a client may compare an order's age with the `Date` of an earlier answer.
 */
export class Clock {
  private advancedMs = 0;
  private skewMs = 0;

  /** @param realNow milliseconds since 1970 of the machine, injected for tests */
  constructor(private readonly realNow: () => number) {}

  /** Milliseconds since 1970 as the service's answers show them. */
  service(): number {
    return this.realNow() + this.advancedMs + this.skewMs;
  }

  /** Milliseconds since 1970 that only ever grow with real time and {@link advance}. */
  elapsed(): number {
    return this.realNow() + this.advancedMs;
  }

  /** Milliseconds since 1970 against which the date of a signature is judged. */
  signature(): number {
    return this.realNow() + this.skewMs;
  }

  /** Lets simulated time pass; adds up over several calls. */
  advance(ms: number): void {
    this.advancedMs += ms;
  }

  /** Sets (does not add) how far the service's clock stands from the real one; negative means behind. */
  setSkew(ms: number): void {
    this.skewMs = ms;
  }

  /** What both settings are now, as the control API reports them. */
  settings(): { readonly advancedMs: number; readonly skewMs: number } {
    return { advancedMs: this.advancedMs, skewMs: this.skewMs };
  }

  /** Back to real time. */
  reset(): void {
    this.advancedMs = 0;
    this.skewMs = 0;
  }
}

/** `2026-11-23T08:48:16Z`: the format of `effected_at`. */
export function wholeSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-04T07:05:14.405839Z`: the format of `created_at` and `updated_at`. The clock knows no more than milliseconds. */
export function microseconds(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
