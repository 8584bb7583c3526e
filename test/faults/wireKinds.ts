import { TransportError } from "../../provider/http/transport.js";
import type { Effect, FaultKind, Meaning, Sight } from "./kinds.js";
import type { Outcome } from "./wire/recorded.js";
import recorded from "./wireOutcomes.json";

// The faults that live below the transport, as they were recorded when they were played on loopback (see `wire/`).

const EFFECTS: Readonly<Record<Outcome["reached"], readonly Effect[]>> = {
  never: ["none"],
  perhaps: ["none", "once", "late", "tooLate", "twice"],
  whole: ["none", "once", "late", "tooLate", "twice"],
};

/** The error bodies of the service and of the gateway that say "not executed". */
const REFUSAL = /"error_code":"(IES|SYS|APIGW\.0[1-3])/u;

function meaningOf(outcome: Outcome): Meaning {
  if ("error" in outcome) return outcome.error.isUnsent ? "refused" : "ambiguous";
  const { status, body } = outcome.answer;
  return status >= 400 && status < 500 && REFUSAL.test(body) ? "refused" : "ambiguous";
}

function sightOf(outcome: Outcome): () => Sight {
  if ("answer" in outcome) return () => ({ answer: outcome.answer });
  const { message, isUnsent, isPermanent } = outcome.error;
  return () => ({ error: new TransportError(message, isUnsent, isPermanent) });
}

function kindOf([key, outcome]: [string, Outcome]): FaultKind {
  const means = meaningOf(outcome);
  return {
    key,
    title: outcome.title,
    meets: ["order", "list", "read"],
    effects: means === "refused" && "answer" in outcome ? ["none", "once"] : EFFECTS[outcome.reached],
    means,
    tookDeadline: outcome.tookDeadline,
    sight: sightOf(outcome),
  };
}

/** Odd ways in which an honest answer arrives: no fault to a history. */
const isHonest = (outcome: Outcome): boolean =>
  "answer" in outcome && outcome.answer.status === 201 && outcome.answer.body === '{"delivery_order":{"id":"do-1"}}';

export const WIRE_KINDS: readonly FaultKind[] = Object.entries(recorded as Record<string, Outcome>)
  .filter(([, outcome]) => !isHonest(outcome))
  .map(kindOf);
