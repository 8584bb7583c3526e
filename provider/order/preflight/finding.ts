/** What the comparison of a new order with the service has found. */
export interface Finding {
  /**
   * - `error`: the service will certainly refuse the order, or something else than is meant would be bought.
   * - `warning`: it may; the documentation leaves it open.
   * - `info`: nothing is wrong, and a person should know it.
   */
  readonly severity: "error" | "warning" | "info";
  /** Where: `servers[0].offeringId`. */
  readonly path: string;
  /** What, why, what is allowed (nearest first) and which list says so, in words that follow the path. */
  readonly message: string;
}

const NAMED = 5;

/** "a, b, c and 4 more". */
export function few(items: readonly string[]): string {
  const more = items.length - NAMED;
  return more > 0 ? `${items.slice(0, NAMED).join(", ")} and ${more} more` : items.join(", ");
}
