import type { Policies, PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { orderOf, type DeclaredResource, type Order } from "./order.js";
import { sentence, type Exceptions, type Rule, type Run, type Violation } from "./rule.js";
import { purchaseFreeze, purchasingStacks } from "./rules/moments.js";
import { allowedOfferings } from "./rules/offerings.js";
import { paymentTerms } from "./rules/payment.js";
import { allowedSites, allowedZones } from "./rules/places.js";
import { protectRequired } from "./rules/protection.js";
import { maximumCount, maximumStorage } from "./rules/quantities.js";

/** Whom a rule is about. */
interface Scope {
  /** Whether it is also about orders that are adopted and not bought. Default false. */
  readonly includesAdopted?: boolean;
}

/**
 * A rule as a policy about one resource. It runs in the preview and, in an `up`, before each purchase, and it is shown inputs
 * only: so it judges orders that exist as well, unless `except` names them.
 */
export function resourcePolicy<C extends Exceptions>(rule: Rule<C>, scope: Scope = {}): ResourceValidationPolicy {
  return {
    ...about(rule),
    validateResource: (args, report) => {
      const config = args.getConfig<Partial<C>>();
      for (const violation of violationsOf(rule, args, config, scope)) report(sentence(violation));
    },
  };
}

/**
 * A rule as a policy about the stack. It is shown outputs, and so can tell a new order from one that exists; but an `up` runs
 * it only after its last resource, so what it refuses is refused by the preview.
 */
export function stackPolicy<C extends object>(rule: Rule<C>, scope: Scope = {}): StackValidationPolicy {
  return {
    ...about(rule),
    validateStack: (args, report) => {
      const config = args.getConfig<Partial<C>>();
      for (const resource of args.resources) {
        for (const violation of violationsOf(rule, resource, config, scope)) report(sentence(violation), resource.urn);
      }
    },
  };
}

/** Every rule of this package as a mandatory policy; the pack `pulumi-cloudpond-policy` consists of them. */
export const policies = (): Policies => [
  resourcePolicy(allowedSites),
  resourcePolicy(allowedZones),
  resourcePolicy(allowedOfferings),
  resourcePolicy(maximumCount),
  resourcePolicy(maximumStorage),
  resourcePolicy(paymentTerms),
  resourcePolicy(protectRequired, { includesAdopted: true }),
  stackPolicy(purchaseFreeze),
  stackPolicy(purchasingStacks),
];

function about<C extends object>({ name, description, settings }: Rule<C>) {
  const configSchema: PolicyConfigSchema = { properties: settings };
  return { name, description, enforcementLevel: "mandatory" as const, configSchema };
}

function violationsOf<C extends object>(
  rule: Rule<C>,
  resource: DeclaredResource,
  config: Partial<C> & Partial<Exceptions>,
  { includesAdopted = false }: Scope,
): Violation[] {
  const order = orderOf(resource);
  if (order === undefined) return [];
  const misspelt = misspeltSettings(rule, config);
  if (misspelt.length > 0) return misspelt;
  return isJudged(order, config, includesAdopted) ? rule.judge(order, config, thisRun()) : [];
}

/** The engine starts a pack's process with the run that it judges. */
const thisRun = (): Run => ({ now: Date.now(), startedAt: performance.timeOrigin });

const isJudged = (order: Order, { except = [] }: Partial<Exceptions>, includesAdopted: boolean): boolean =>
  (includesAdopted || !order.adopts) && !except.includes(order.name);

/** The engine lets unknown settings pass, and a rule whose only setting is misspelt would allow everything. */
function misspeltSettings<C extends object>({ name, settings }: Rule<C>, config: object): Violation[] {
  const known = Object.keys(settings);
  return Object.keys(config)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: "The order",
      problem: `cannot be judged, because the policy ${name} has no setting ${JSON.stringify(key)}`,
      remedy: `correct the policy's configuration (settings: ${known.join(", ")})`,
    }));
}
