import { type Audit, INVARIANTS, type Invariant, type Violation } from "./auditor.js";
import { type History, story } from "./history.js";
import type { Evidence } from "./evidence.js";

/** A history that breaks an invariant, and nothing documented explains it. */
export interface Defect {
  readonly story: string;
  readonly violations: readonly Violation[];
  /** Seed and path of a random history, with which it can be told in full. */
  readonly origin?: string;
}

/** What many histories came to. Plain data, so that processes can add theirs up. */
export interface Tally {
  readonly histories: number;
  readonly requests: number;
  readonly orders: number;
  readonly checks: Readonly<Record<Invariant, number>>;
  /** Fault and how the create that met it ended. */
  readonly combinations: readonly string[];
  /** How many histories break which invariant in which documented open case: "I1 twoWriters". */
  readonly open: Readonly<Record<string, number>>;
  readonly defects: readonly Defect[];
}

/** Counts histories. */
export class Counter {
  private histories = 0;
  private requests = 0;
  private orders = 0;
  private readonly checks = Object.fromEntries(INVARIANTS.map((name) => [name, 0])) as Record<Invariant, number>;
  private readonly combinations = new Set<string>();
  private readonly open = new Map<string, number>();
  private readonly defects: Defect[] = [];

  /** @returns what nothing documented explains */
  add(evidence: Evidence, { checks, violations }: Audit): readonly Violation[] {
    this.histories += 1;
    this.requests += evidence.exchanges.length;
    this.orders += evidence.exchanges.reduce((sum, { accepted }) => sum + accepted.length, 0);
    for (const name of INVARIANTS) this.checks[name] += checks[name];
    for (const { operation, fault, creation } of evidence.exchanges) {
      if (creation === undefined || fault === undefined) continue;
      this.combinations.add(`${operation} ${fault.kind.key} ${fault.effect} > ${creation.end ?? "gone"}`);
    }
    const openCases = violations.flatMap(({ invariant, openCase }) =>
      openCase === undefined ? [] : [`${invariant} ${openCase}`],
    );
    for (const name of new Set(openCases)) this.open.set(name, (this.open.get(name) ?? 0) + 1);
    return violations.filter(({ openCase }) => openCase === undefined);
  }

  report(history: History, violations: readonly Violation[], more: { told?: string; origin?: string } = {}): void {
    const { told, ...origin } = more;
    const lines = [story(history), ...(told === undefined ? [] : [told])];
    this.defects.push({ story: lines.join("\n"), violations, ...origin });
  }

  tally(): Tally {
    const { histories, requests, orders, checks, combinations, open, defects } = this;
    return {
      histories,
      requests,
      orders,
      checks,
      combinations: [...combinations],
      open: Object.fromEntries(open),
      defects,
    };
  }
}

/** What several processes counted, together. */
export function together(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const open = [...new Set(tallies.flatMap((tally) => Object.keys(tally.open)))].sort();
  return {
    histories: sum(({ histories }) => histories),
    requests: sum(({ requests }) => requests),
    orders: sum(({ orders }) => orders),
    checks: Object.fromEntries(INVARIANTS.map((name) => [name, sum(({ checks }) => checks[name])])) as Tally["checks"],
    combinations: [...new Set(tallies.flatMap(({ combinations }) => combinations))],
    open: Object.fromEntries(open.map((name) => [name, sum((tally) => tally.open[name] ?? 0)])),
    defects: tallies.flatMap(({ defects }) => defects),
  };
}
