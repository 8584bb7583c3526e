import { TransportError } from "../../provider/http/transport.js";
import type { Effect, FaultKind, Sight } from "./kinds.js";
import recorded from "./wireOutcomes.json";

/** What the real transport made of a fault when it was played on loopback (see `wire/`). */
interface WireOutcome {
  readonly title: string;
  readonly family: string;
  /** How much of the request the service can have read. */
  readonly reached: "never" | "whole" | "perhaps";
  readonly tookDeadline: boolean;
  readonly error?: { readonly isUnsent: boolean; readonly isPermanent: boolean; readonly message: string };
  readonly answer?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

const EFFECTS: Readonly<Record<WireOutcome["reached"], readonly Effect[]>> = {
  never: ["none"],
  perhaps: ["none", "once", "late", "tooLate", "twice"],
  whole: ["none", "once", "late", "tooLate", "twice"],
};

function sightOf({ error, answer }: WireOutcome): () => Sight {
  if (error !== undefined) {
    return () => ({ error: new TransportError(error.message, error.isUnsent, error.isPermanent) });
  }
  const { status, headers, body } = answer!;
  return () => ({ answer: { status, headers, body } });
}

/** A fault below the transport after which an honest answer comes through all the same is none to a history. */
const isHarmless = ({ answer }: WireOutcome): boolean =>
  answer !== undefined && answer.status === 200 && answer.body.includes("delivery_order");

/** The faults that live below the transport, as they were recorded. */
export const WIRE_KINDS: readonly FaultKind[] = Object.entries(recorded as Readonly<Record<string, WireOutcome>>)
  .filter(([, outcome]) => !isHarmless(outcome))
  .map(([key, outcome]) => ({
    key,
    title: outcome.title,
    meets: ["order", "list", "read"],
    effects: EFFECTS[outcome.reached],
    means: outcome.reached === "never" ? "refused" : "ambiguous",
    tookDeadline: outcome.tookDeadline,
    sight: sightOf(outcome),
  }));
