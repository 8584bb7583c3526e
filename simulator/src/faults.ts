import type { OperationId } from "./operation.js";

/** Before the request has any effect (and before authentication), or when its effect has happened. */
export type FaultMoment = "before" | "after";

/** What goes wrong. */
export type FaultAction =
  | {
      readonly kind: "status";
      readonly status: number;
      /** JSON, or a text that is sent as it is; without it the answer has no body. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      /** Default `before`. */
      readonly when?: FaultMoment;
    }
  /** The effect happens, the connection is reset instead of an answer. */
  | { readonly kind: "dropResponse" }
  /** The request is read, has no effect, and the connection is reset. */
  | { readonly kind: "dropRequest" }
  /** The answer comes `ms` later; with `before` (the default) so does the effect. */
  | { readonly kind: "delay"; readonly ms: number; readonly when?: FaultMoment }
  /** The effect happens; the answer keeps its status and has this text for a body. */
  | { readonly kind: "garbage"; readonly body: string };

/** A fault for the next `times` requests of an operation, or of any operation. */
export interface Fault {
  readonly operation: OperationId | "*";
  /** Default 1. */
  readonly times?: number;
  readonly action: FaultAction;
}

/** Faults that wait for their request; first in, first out. */
export class Faults {
  private waiting: { readonly operation: OperationId | "*"; readonly action: FaultAction; left: number }[] = [];

  /** Queues a fault behind those already waiting. */
  add({ operation, times = 1, action }: Fault): void {
    this.waiting.push({ operation, action, left: times });
  }

  /** The fault that this request runs into, if any; it is used up by that. */
  take(operation: OperationId): FaultAction | undefined {
    const fault = this.waiting.find((candidate) => candidate.operation === operation || candidate.operation === "*");
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left === 0) this.waiting = this.waiting.filter((candidate) => candidate !== fault);
    return fault.action;
  }

  /** Forgets every fault that still waits. */
  clear(): void {
    this.waiting = [];
  }
}
