import type { HttpResponse, TransportError } from "../../provider/http/transport.js";
import { ANSWER_KINDS } from "./answerKinds.js";
import { LIST_KINDS } from "./listKinds.js";
import { WIRE_KINDS } from "./wireKinds.js";

/**
 * What the service makes of a request that meets a fault.
 * - `none`: it never comes to the service, or has no effect.
 * - `once`: it is executed, whatever the client sees.
 * - `late`: it is executed after the client has given up, within deadline + settle time.
 * - `tooLate`: the same, after that.
 * - `twice`: something on the way repeats it, and both are executed.
 */
export type Effect = "none" | "once" | "late" | "tooLate" | "twice";

/** What a client can know from what it sees; the auditor's own judgement, which shares nothing with the provider's. */
export type Meaning = "placed" | "refused" | "ambiguous";

/** What the client sees instead of, or as well as, the service's answer. */
export type Sight = { readonly answer: HttpResponse } | { readonly error: TransportError };

/** One kind of fault that a request may meet. */
export interface FaultKind {
  /** Its name in tables and stories. */
  readonly key: string;
  /** For people: "the connection is reset after the request". */
  readonly title: string;
  /** Which requests it may meet: an order, a list of orders, or any reading call. */
  readonly meets: readonly ("order" | "list" | "read")[];
  /** What may become of an order that meets it. */
  readonly effects: readonly Effect[];
  readonly means: Meaning;
  /** Whether the client waits until its deadline before it sees anything. */
  readonly tookDeadline: boolean;
  /** How much longer than usual the answer takes. */
  readonly delayMs?: number;
  /** What the client sees, given what the service answered or would have answered. */
  readonly sight: (answer: HttpResponse, nowMs: number) => Sight;
}

/** Whether what is seen is an error of the gateway in its own words. */
export function isOfGateway({ sight }: FaultKind): boolean {
  const seen = sight({ status: 500, headers: {}, body: "" }, 0);
  return "answer" in seen && /"error_code":"API(GW|G)\./u.test(seen.answer.body);
}

/** Every kind of fault, by its key. */
export const KINDS: ReadonlyMap<string, FaultKind> = new Map(
  [...WIRE_KINDS, ...ANSWER_KINDS, ...LIST_KINDS].map((kind) => [kind.key, kind]),
);
