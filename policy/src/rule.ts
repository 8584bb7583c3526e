import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { Order } from "./order.js";

/** What a rule objects to. */
export interface Violation {
  /** Input or option that is meant, such as `servers[0].offeringId`. */
  readonly path: string;
  /** What is wrong with it and why, as the rest of a sentence that begins with the path. */
  readonly problem: string;
  /** What to do. */
  readonly remedy: string;
}

/** The preview or `up` that is judged, in milliseconds since 1970. */
export interface Run {
  readonly now: number;
  readonly startedAt: number;
}

/** A rule about one order: data in, violations out. `C` is what the pack's configuration says for it. */
export interface Rule<C extends object> {
  /** Name of the policy, under which the pack's configuration speaks of it. */
  readonly name: string;
  readonly description: string;
  /** The settings, all optional: what is not set is not judged. */
  readonly settings: Readonly<Record<keyof C & string, PolicyConfigJSONSchema>>;
  /** Whether it objects to an order. */
  readonly judge: (order: Order, config: Partial<C>, run: Run) => Violation[];
}

/** A setting of every rule, because a rule may take an order that exists for a purchase. */
export interface Exceptions {
  /** Names of resources that the rule leaves alone: orders from before the rule, which nobody can change any more. */
  readonly except: readonly string[];
}

/** A violation as people read it: where, what, why, what to do. */
export const sentence = ({ path, problem, remedy }: Violation): string => `${path} ${problem}: ${remedy}.`;

/** Values as a sentence lists them, at most `most`. */
export function listed(values: readonly string[], most = 5): string {
  if (values.length === 0) return "none is";
  const shown = values.slice(0, most).join(", ");
  return values.length > most ? `${shown} and ${values.length - most} more` : shown;
}

export const texts = (description: string): PolicyConfigJSONSchema => ({
  type: "array",
  items: { type: "string" },
  description,
});

export const atMost = (description: string): PolicyConfigJSONSchema => ({ type: "number", minimum: 0, description });

export const atMostEach = (description: string): PolicyConfigJSONSchema => ({
  type: "object",
  additionalProperties: { type: "number", minimum: 0 },
  description,
});

/** The schema of {@link Exceptions}. */
export const EXCEPT = { except: texts("Names of resources that this rule leaves alone.") };
