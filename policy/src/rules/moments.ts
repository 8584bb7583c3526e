import type { Order } from "../order.js";
import { EXCEPT, listed, texts, type Exceptions, type Rule, type Run, type Violation } from "../rule.js";

/** A time without purchases. */
export interface FrozenWindow {
  /** First instant, with its offset: `2026-12-20T00:00:00Z`. */
  readonly from: string;
  /** First instant after it, with its offset. */
  readonly until: string;
  /** Why nothing is bought, for the people who are told. */
  readonly reason: string;
}

/** Settings of {@link purchaseFreeze}. */
export interface PurchaseFreeze extends Exceptions {
  /** Times without purchases. */
  readonly windows: readonly FrozenWindow[];
}

/** Nothing is bought between two instants. Needs to see whether an order exists, so it is a rule of the stack. */
export const purchaseFreeze: Rule<PurchaseFreeze> = {
  name: "purchase-freeze",
  description: "Nothing is bought between two instants. Orders that exist are left alone.",
  settings: {
    windows: {
      type: "array",
      description: "Times without purchases.",
      items: {
        type: "object",
        required: ["from", "until", "reason"],
        additionalProperties: false,
        properties: {
          from: { type: "string", description: "First instant, such as 2026-12-20T00:00:00Z." },
          until: { type: "string", description: "First instant after it." },
          reason: { type: "string", description: "Why nothing is bought." },
        },
      },
    },
    ...EXCEPT,
  },
  judge: (order, { windows = [] }, run) => {
    const bought = momentOfPurchase(order, run);
    if (bought === undefined) return [];
    return windows.flatMap((window) => {
      const [from, until] = [instantOf(window.from), instantOf(window.until)];
      if (from === undefined || until === undefined || from >= until) return [unreadable(window)];
      return from <= bought && bought < until ? [frozen(window, order.exists)] : [];
    });
  },
};

/**
 * When this run buys it, or has bought it: an `up` is judged when it has ended, and then every order exists. Undefined for
 * orders from before the run. Times of the service may be cut to whole seconds.
 */
function momentOfPurchase({ exists, createdAt }: Order, { now, startedAt }: Run): number | undefined {
  if (!exists) return now;
  const created = instantOf(createdAt);
  return created !== undefined && created >= Math.floor(startedAt / 1000) * 1000 ? created : undefined;
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined || !/T.*(Z|[+-]\d\d:?\d\d)$/u.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

const frozen = ({ from, until, reason }: FrozenWindow, isBought: boolean): Violation => ({
  path: "The order",
  problem: `${isBought ? "was" : "would be"} bought while purchases are frozen from ${from} until ${until} (${reason})`,
  remedy: isBought
    ? "cancel it in the billing console while it is unpaid, or have it approved; this run's preview was skipped"
    : `wait until ${until}, or leave the order out until then`,
});

const unreadable = ({ from, until }: FrozenWindow): Violation => ({
  path: "The order",
  problem: `cannot be judged, because the window from ${from} until ${until} is none`,
  remedy:
    "write two instants with their offsets in the policy's configuration, the earlier one first, such as 2026-12-20T00:00:00Z",
});

/** Settings of {@link purchasingStacks}. */
export interface PurchasingStacks extends Exceptions {
  /** Stacks that may buy: `production`, or `project/production`. */
  readonly stacks: readonly string[];
}

/** Only listed stacks buy. Needs to see whether an order exists, so it is a rule of the stack. */
export const purchasingStacks: Rule<PurchasingStacks> = {
  name: "purchasing-stacks",
  description: "Only listed stacks buy. Orders that exist are left alone.",
  settings: { stacks: texts("Stacks that may buy, as stack or project/stack."), ...EXCEPT },
  judge: ({ exists, stack, project }, { stacks }) => {
    if (exists || stacks === undefined) return [];
    if (stacks.includes(stack) || stacks.includes(`${project}/${stack}`)) return [];
    return [
      {
        path: "The order",
        problem: `would be bought by the stack ${project}/${stack}, which may not buy`,
        remedy: `declare it in a stack that may (${listed(stacks)}), or set cloudpond:allowPurchases to false in this one`,
      },
    ];
  },
};
