/** Time as the purchase sees it; injected, so that histories run in virtual time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Yields once for each look: the first at once, the others after pauses that double from `firstMs` to `longestMs`, until
 * `deadlineMs` (an instant of the clock) has come; the last pause is shortened to meet it. When the clock is set back
 * meanwhile, the pauses do not grow longer together than they were meant to be.
 */
export async function* looks(
  clock: Clock,
  { firstMs, longestMs, deadlineMs }: { firstMs: number; longestMs: number; deadlineMs: number },
): AsyncGenerator<void> {
  let leftMs = deadlineMs - clock.now();
  yield;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    leftMs = Math.min(leftMs, deadlineMs - clock.now());
    if (leftMs <= 0) return;
    const thisMs = Math.min(pauseMs, leftMs);
    await clock.sleep(thisMs);
    leftMs -= thisMs;
    yield;
  }
}

/** An instant for people: whole seconds, UTC. */
export const instant = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, "");

/** The instant of a service time in ms, or undefined where it is missing or unreadable. Formats differ in precision. */
export function instantMs(text: string | undefined): number | undefined {
  const ms = new Date(text ?? NaN).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
