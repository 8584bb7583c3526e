import { Clock } from "./clock.js";
import { Faults } from "./faults.js";
import { Journal } from "./journal.js";
import { Ledger } from "./ledger.js";
import type { Seed } from "./seed.js";
import { Throttle } from "./throttle.js";
import { Tokens } from "./tokens.js";

/** One simulated CloudPond: its seed and everything that changes. */
export class Simulation {
  readonly clock: Clock;
  readonly journal = new Journal();
  readonly faults = new Faults();
  ledger: Ledger;
  tokens: Tokens;
  throttle: Throttle;

  constructor(
    readonly seed: Seed,
    realNow: () => number,
  ) {
    this.clock = new Clock(realNow);
    this.ledger = new Ledger(seed, this.clock);
    this.tokens = new Tokens(this.clock, seed.behaviour.tokenLifetimeMs);
    this.throttle = this.newThrottle();
  }

  /** Back to the seed: records, tokens, journal, faults and clock. */
  reset(): void {
    this.clock.reset();
    this.journal.clear();
    this.faults.clear();
    this.ledger = new Ledger(this.seed, this.clock);
    this.tokens = new Tokens(this.clock, this.seed.behaviour.tokenLifetimeMs);
    this.throttle = this.newThrottle();
  }

  private newThrottle(): Throttle {
    return new Throttle(this.seed.behaviour.requestsPerSecond, () => this.clock.elapsed());
  }
}
