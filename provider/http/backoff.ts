import type { HttpResponse } from "./transport.js";

/** First pause before jitter. */
const BASE_MS = 500;
/** Longest pause of our own. */
const CAP_MS = 8_000;
/** Longest pause that a server may ask for: a `Retry-After` of hours would hang a preview without a word. */
const RETRY_AFTER_CAP_MS = 30_000;

/** What an answer says about the next try. */
export interface RetryHint {
  /** `Retry-After` as received: seconds, or a date. */
  readonly retryAfter?: string | undefined;
  /** `Date` of the same answer: a date is measured against it, so that the clock of this machine does not count. */
  readonly date?: string | undefined;
}

/**
 * Pause before repetition number `repetition` (1, 2, …) in milliseconds: capped exponential back-off with full jitter,
 * which spreads many clients best (AWS Architecture Blog, "Exponential Backoff And Jitter"), and never shorter than
 * what the server asks for, up to 30 seconds.
 */
export function retryDelayMs(repetition: number, hint: RetryHint, random: () => number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** (repetition - 1));
  return Math.max(Math.floor(random() * ceiling), Math.min(RETRY_AFTER_CAP_MS, askedMs(hint)));
}

/** What an answer asks for, in ms; 0 where it asks for nothing. */
export const retryAfterMs = (headers: HttpResponse["headers"]): number =>
  askedMs({ retryAfter: headers["retry-after"], date: headers["date"] });

function askedMs({ retryAfter, date }: RetryHint): number {
  if (retryAfter === undefined) return 0;
  if (/^\d+$/u.test(retryAfter.trim())) return Number(retryAfter) * 1000;
  const until = Date.parse(retryAfter) - Date.parse(date ?? "");
  return Number.isNaN(until) ? 0 : Math.max(0, until);
}
