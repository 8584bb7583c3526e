import type { HttpResponse, TransportError } from "../../provider/http/transport.js";
import { ANSWER_KINDS } from "../faults/answerKinds.js";
import type { Effect, FaultKind, Sight } from "../faults/kinds.js";
import { LIST_KINDS } from "../faults/listKinds.js";
import type { Exchange, MetFault } from "../faults/network.js";

export type Operation = NonNullable<Exchange["operation"]>;

/** What a request meets: a kind of the fault tables, an answer, or no answer. */
export type Met = string | Answered | (() => Answered) | TransportError;

interface Answered {
  readonly status: number;
  readonly body?: unknown;
}

export interface MeetOptions {
  readonly effect?: Effect;
  readonly skip?: number;
  readonly times?: number;
  readonly tookDeadline?: boolean;
}

function kindOf(met: Met, tookDeadline: boolean): FaultKind {
  if (typeof met === "string") return KINDS.get(met)!;
  return {
    key: "",
    title: "",
    meets: ["order", "list", "read"],
    effects: [],
    means: "ambiguous",
    tookDeadline,
    sight: (answer) => sightOf(met, answer),
  };
}

function sightOf(met: Exclude<Met, string>, { headers }: HttpResponse): Sight {
  if (met instanceof Error) return { error: met };
  const { status, body = "" } = typeof met === "function" ? met() : met;
  return { answer: { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) } };
}

const KINDS: ReadonlyMap<string, FaultKind> = new Map([...ANSWER_KINDS, ...LIST_KINDS].map((kind) => [kind.key, kind]));

interface Plan {
  readonly operation: Operation;
  skip: number;
  times: number;
  readonly fault: MetFault | undefined;
  readonly act: (() => void) | undefined;
}

/** What the requests of a scene meet, and who acts meanwhile. */
export class Plans {
  private readonly plans: Plan[] = [];

  /** A fault for coming requests of the operation: after `skip` of them, for `times`. */
  meet(
    operation: Operation,
    met: Met,
    { effect = "none", skip = 0, times = 1, tookDeadline = false }: MeetOptions,
  ): void {
    this.plans.push({ operation, skip, times, fault: { kind: kindOf(met, tookDeadline), effect }, act: undefined });
  }

  /** Somebody acts just when the request is sent. */
  when(operation: Operation, act: () => void, skip: number): void {
    this.plans.push({ operation, skip, times: 1, fault: undefined, act });
  }

  /** A request is sent. @returns the fault that it meets */
  faultFor(operation: Operation | undefined): MetFault | undefined {
    let met: MetFault | undefined;
    for (const plan of this.plans.filter((one) => one.operation === operation && one.times > 0)) {
      if (plan.skip > 0) {
        plan.skip -= 1;
        continue;
      }
      if (plan.fault !== undefined && met !== undefined) continue;
      plan.times -= 1;
      plan.act?.();
      met ??= plan.fault;
    }
    return met;
  }
}
