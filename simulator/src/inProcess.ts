import type { LedgerOrder } from "./controlClient.js";
import { serve, type PathParams, type ServedAnswer } from "./gateway.js";
import type { Operation, OperationId } from "./operation.js";
import { OPERATIONS } from "./operations.js";
import type { OrderOption } from "./orderOption.js";
import { judgeOrder } from "./orderRules.js";
import { ledgerEntry } from "./orders.js";
import type { Seed } from "./seed.js";
import type { SignedRequest } from "./signature.js";
import { Simulation } from "./simulation.js";

/** An answer with everything that a client sees of it. */
export interface InProcessAnswer extends ServedAnswer {
  /** The operation that was called; undefined where no operation has this method and path. */
  readonly operation: OperationId | undefined;
}

/**
 * A simulator without server, journal and faults: each request is handled at once, in this process. For tests that call it
 * a hundred thousand times, in a time of their own.
 */
export class InProcessSimulator {
  private readonly world: Simulation;
  private requests = 0;

  /** @param now milliseconds since 1970 */
  constructor(seed: Seed, now: () => number) {
    this.world = new Simulation(seed, now);
  }

  /** Handles a request; its effects have happened when this returns. */
  answer(request: SignedRequest): InProcessAnswer {
    const { operation, params } = routed(request);
    this.requests += 1;
    const requestId = this.requests.toString(16).padStart(32, "0");
    const served = serve(this.world, operation, params, request, requestId);
    const headers = { date: new Date(this.world.clock.service()).toUTCString(), "x-request-id": requestId };
    return { ...served, operation: operation?.id, headers: { ...headers, ...served.headers } };
  }

  /** An order placed by somebody else, as in the console; @throws Refusal for one that the service would refuse */
  order(option: OrderOption): string {
    const { site, lines } = judgeOrder(this.world.seed, this.world.ledger, option);
    return this.world.ledger.place(site, lines).id;
  }

  /** Every order ever accepted, in order of acceptance, deleted ones too. */
  orders(): readonly LedgerOrder[] {
    return this.world.ledger.orders.map(ledgerEntry) as readonly LedgerOrder[];
  }

  /** Moves an order on; @throws Refusal for a step that the lifecycle does not have */
  advance(id: string, to: string): void {
    const order = this.world.ledger.order(id);
    if (order !== undefined) this.world.ledger.advance(order, to);
  }

  /** Sets how far the service's clock stands from the real one, in ms; negative means behind. */
  setSkew(ms: number): void {
    this.world.clock.setSkew(ms);
  }
}

/** The operation of a request, as the API names it; undefined where there is none. */
export const operationOf = (request: Pick<SignedRequest, "method" | "target">): OperationId | undefined =>
  routed(request).operation?.id;

const ROUTES = OPERATIONS.map((operation) => ({
  operation,
  names: [...operation.path.matchAll(/:(\w+)/gu)].map(([, name = ""]) => name),
  pattern: new RegExp(`^${operation.path.replace(/:\w+/gu, "([^/]+)")}$`, "u"),
}));

function routed({ method, target }: Pick<SignedRequest, "method" | "target">): {
  readonly operation: Operation | undefined;
  readonly params: PathParams;
} {
  const [path = ""] = target.split("?");
  for (const { operation, names, pattern } of ROUTES) {
    const values = operation.method === method ? pattern.exec(path) : null;
    if (values === null) continue;
    const params = names.map((name, index) => [name, decodeURIComponent(values[index + 1] ?? "")]);
    return { operation, params: Object.fromEntries(params) as PathParams };
  }
  return { operation: undefined, params: {} };
}
