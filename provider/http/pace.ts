import { retryAfterMs } from "./backoff.js";
import type { HttpResponse } from "./transport.js";

/** In which a service counts requests; the usual unit of its limits. */
const WINDOW_MS = 1_000;
/** By how much the requests keep apart more than the limit asks for, because no clock and no network is exact. */
const MARGIN = 1.05;
/** What every good answer takes off the distance: a limit may have been raised, or somebody else gone. */
const EASING = 0.9995;
/** The same after one 429 alone, which need not be a limit. */
const QUICK_EASING = 0.8;
const LONGEST_PAUSE_MS = 30_000;
/** After so many 429 in a row, over a minute, nobody is held back for others any more. */
const MOST_REFUSALS = 6;
/** A smaller distance is none. */
const LEAST_GAP_MS = 10;

/** Time as the pace knows it. */
export interface PaceClock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Tells the pace what became of a request: its answer, or nothing where there was none. */
export type Heard = (answer: HttpResponse | undefined) => void;

interface Waiting {
  readonly isFirst: boolean;
  readonly go: () => void;
}

interface Turn {
  readonly beganMs: number;
  wasTaken: boolean;
}

/**
 * How fast one account may be asked, as the service's own answers say: as fast as anybody likes until the first 429, from then
 * on at the rate that it accepted, and faster again: soon, unless a second 429 shows that it is a limit, and slowly then.
 * Requests wait here instead of being refused there.
 */
export class Pace {
  private gapMs = 0;
  /** A second 429 has come at this distance or a smaller one. */
  private isLimit = false;
  private readyMs = 0;
  private slowedMs = -Infinity;
  /** 429 since the last good answer. */
  private refusals = 0;
  /** A 429 has come, and what was accepted before it is still being answered. */
  private measuredAtMs: number | undefined;
  private turns: Turn[] = [];
  private readonly waiting: Waiting[] = [];
  private serving: Promise<void> | undefined;

  constructor(private readonly clock: PaceClock) {}

  /** Waits until a request may be sent. */
  async turn(): Promise<Heard> {
    this.measure();
    if (this.isHeld) await new Promise<void>((go) => this.lineUp({ isFirst: false, go }));
    return this.begun();
  }

  /**
   * The same before all others, because somebody is bound to it: an order that has left a note. But what finds out whether
   * the service takes requests again is rather a read.
   * @param patienceMs how long to wait, or for two turns where those are further apart, so that one by one all get theirs
   * @returns undefined when the turn has not come then, or by `untilMs`, an instant of the clock.
   */
  async firstTurn(patienceMs: number, untilMs: number): Promise<Heard | undefined> {
    this.measure();
    if (this.isHeld) {
      const waitMs = Math.min(Math.max(patienceMs, 2 * this.gapMs), untilMs - this.clock.now());
      let waits: Waiting | undefined;
      const served = new Promise<void>((go) => {
        waits = { isFirst: true, go };
        this.lineUp(waits);
      });
      await Promise.race([served, this.clock.sleep(waitMs)]);
      const at = this.waiting.findIndex((other) => other === waits);
      if (at >= 0) {
        this.waiting.splice(at, 1);
        return undefined;
      }
    }
    return this.begun();
  }

  private lineUp(waits: Waiting): void {
    const behind = waits.isFirst ? this.waiting.findIndex((other) => !other.isFirst) : -1;
    this.waiting.splice(behind < 0 ? this.waiting.length : behind, 0, waits);
    this.serve();
  }

  private begun(): Heard {
    const turn: Turn = { beganMs: this.clock.now(), wasTaken: false };
    this.turns = [...this.turns.filter(({ beganMs }) => beganMs > turn.beganMs - 3 * WINDOW_MS), turn];
    return (answer) => this.heard(turn, answer);
  }

  /** Waits until nobody waits for a turn: whoever can still gather others for a request loses nothing by it. */
  async calm(): Promise<void> {
    await this.serving;
  }

  private get isHeld(): boolean {
    return this.gapMs > 0 || this.waiting.length > 0 || this.clock.now() < this.readyMs;
  }

  private serve(): void {
    if (this.serving !== undefined || this.waiting.length === 0) return;
    this.serving = this.serveAll().finally(() => {
      this.serving = undefined;
      this.serve();
    });
  }

  private async serveAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const earlyMs = this.readyMs - this.clock.now();
      // More than the longest pause is a clock that was set back.
      if (earlyMs > 0 && earlyMs <= LONGEST_PAUSE_MS) {
        await this.clock.sleep(earlyMs);
        continue;
      }
      this.measure();
      if (this.refusals >= MOST_REFUSALS && this.letReadsGo()) continue;
      const read = this.refusals > 0 ? this.waiting.findIndex(({ isFirst }) => !isFirst) : 0;
      const [next] = this.waiting.splice(Math.max(read, 0), 1);
      this.readyMs = this.clock.now() + this.gapMs;
      next?.go();
    }
  }

  /** One by one they would all wait for hours, each to be refused in the end. An order waits for what they find out. */
  private letReadsGo(): boolean {
    const reads = this.waiting.filter(({ isFirst }) => !isFirst);
    if (reads.length === 0) return false;
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(({ isFirst }) => isFirst));
    this.readyMs = this.clock.now() + WINDOW_MS;
    for (const { go } of reads) go();
    return true;
  }

  private heard(turn: Turn, answer: HttpResponse | undefined): void {
    if (answer === undefined) return;
    if (answer.status !== 429) {
      turn.wasTaken = true;
      this.refusals = 0;
      this.ease();
      return;
    }
    // What was sent before the last slowing down says nothing new; long before it is a clock that was set back.
    const olderMs = this.slowedMs - turn.beganMs;
    if (olderMs >= 0 && olderMs <= LONGEST_PAUSE_MS) return;
    const nowMs = this.clock.now();
    this.slowedMs = nowMs;
    this.readyMs =
      nowMs + Math.min(LONGEST_PAUSE_MS, Math.max(WINDOW_MS * 2 ** this.refusals, retryAfterMs(answer.headers)));
    this.refusals += 1;
    if (this.isLimit) this.gapMs = Math.min(this.gapMs * MARGIN, LONGEST_PAUSE_MS);
    else this.measuredAtMs = turn.beganMs;
    this.isLimit = this.gapMs > 0;
  }

  private ease(): void {
    this.gapMs *= this.isLimit ? EASING : QUICK_EASING;
    if (this.gapMs >= LEAST_GAP_MS) return;
    this.gapMs = 0;
    this.isLimit = false;
  }

  /** What was accepted in the second before a 429 is what is allowed in one. */
  private measure(): void {
    const atMs = this.measuredAtMs;
    if (atMs === undefined || this.clock.now() < this.readyMs) return;
    this.measuredAtMs = undefined;
    const taken = this.turns.filter(
      ({ beganMs, wasTaken }) => wasTaken && beganMs > atMs - WINDOW_MS && beganMs <= atMs + LEAST_GAP_MS,
    );
    this.gapMs = (WINDOW_MS / Math.max(taken.length, 1)) * MARGIN;
  }
}
