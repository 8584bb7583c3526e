import { type Clock, instant, instantMs } from "./clock.js";
import type { DeliveryOrderRecord } from "./service.js";

// The last sentence of every message: what a tired person at night wants to know first.

export const nothingPlaced = (name: string): string => `This run placed no order for "${name}".`;

/** Of a verb on an order that the state holds. */
export const UNCHANGED = "The state is unchanged and nothing was bought.";

/** Of a first read, as of `get`: no state holds anything yet. */
export const NOTHING_READ = "Nothing was read or bought.";

export const placedAndKept = (id: string): string => `Order ${id} was placed and is kept in the state.`;

/** Of an order that was not bought by this run: adopted, or found by a look. */
export const kept = (id: string): string => `Order ${id} is kept in the state.`;

/** Why an order is not sent where the stack or the machine may not buy. The preview says it, too. */
export const PURCHASES_FORBIDDEN =
  "purchases are switched off by cloudpond:allowPurchases or CLOUDPOND_ALLOW_PURCHASES (false). Order from a stack and a " +
  "machine that may buy; only where this is one, remove the setting.";

/** What to do about a dead order. */
export const ORDER_ANEW =
  "To order anew, change its inputs or run `pulumi up --replace` on it; or remove it from the program.";

export const exists = ({ id, createdAt }: Pick<DeliveryOrderRecord, "id" | "createdAt">): string =>
  createdAt === undefined ? `Order ${id} exists.` : `Order ${id} exists since ${createdAt}.`;

export const unknownWhether = (edgeSiteId: string, what: string, untilMs: number): string =>
  `It is unknown whether an order was placed: ${what}; ` +
  `do not run again before ${instant(untilMs)}; look for orders of site ${edgeSiteId} in the CloudPond console first.`;

/** "placed 2 days ago": how long an order has stood, in its largest unit. */
export function age(createdAt: string | undefined, clock: Clock): string {
  const ms = instantMs(createdAt);
  if (ms === undefined) return "at an unknown time";
  const seconds = Math.max(0, Math.round((clock.now() - ms) / 1000));
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
