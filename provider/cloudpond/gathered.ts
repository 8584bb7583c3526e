import type { PaceClock } from "../http/pace.js";

/** Once several ask side by side, a reading waits until so many are there, */
const COMPANY = 4;
/** or until the first of them has waited for so long. */
const LONGEST_MS = 200;
/** Who asks when there was no reading for so long is alone, and does not wait. */
const ALONE_MS = 1_000;

/** What the readings go by. */
export interface Gathering extends PaceClock {
  /** Waits until no request is held back. */
  calm(): Promise<void>;
}

/**
 * One reading for all who wait for it. Who asks is answered by a reading that begins afterwards, never by one that is under
 * way, so that whatever has happened until then is in the answer.
 */
export class Gathered<K, T> {
  private keys: K[] = [];
  private next: Promise<T> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private lastMs = -Infinity;
  private joined: () => void = () => undefined;

  /**
   * @param read gets the keys of all who asked, in their order
   * @param company how many a reading waits for: 1 where those who ask come at the same moment anyway
   */
  constructor(
    private readonly read: (keys: readonly K[]) => Promise<T>,
    private readonly gathering: Gathering,
    private readonly company = COMPANY,
  ) {}

  ask(key: K): Promise<T> {
    this.keys.push(key);
    this.joined();
    this.next ??= this.begin();
    return this.next;
  }

  private async begin(): Promise<T> {
    let keys: K[] = [];
    try {
      await this.last;
      await this.gathering.calm();
      if (this.gathering.now() - this.lastMs < ALONE_MS) await this.inCompany();
    } finally {
      // Who asks from here on waits for another reading, whatever becomes of this one.
      this.next = undefined;
      keys = this.keys;
      this.keys = [];
    }
    this.lastMs = this.gathering.now();
    const answer = this.read(keys);
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async inCompany(): Promise<void> {
    if (this.keys.length >= this.company) return;
    const enough = new Promise<void>((resolve) => {
      this.joined = () => {
        if (this.keys.length >= this.company) resolve();
      };
    });
    await Promise.race([enough, this.gathering.sleep(LONGEST_MS)]);
  }
}
