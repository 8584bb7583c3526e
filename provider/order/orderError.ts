/**
 * Errors of an order, one class per reaction. `message` is complete: what was attempted on which site, what happened,
 * what to do, and last whether money was spent.
 */
abstract class OrderError extends Error {
  /** One line for the log of the engine: operation · HTTP status, code, request id. */
  get technical(): string {
    return this.cause === undefined ? "see the error of the DeliveryOrder" : traceOf(this.cause);
  }
}

/** Nothing was bought; a person has to decide or to mend something. */
export class RefusedError extends OrderError {
  override readonly name = "RefusedError";
}

/** A POST may have been executed and nobody can say; the order, if any, is in no state. */
export class UnknownOutcomeError extends OrderError {
  override readonly name = "UnknownOutcomeError";
}

/** The order exists and is kept, though something after it failed. */
export class KeptError extends OrderError {
  override readonly name = "KeptError";
  constructor(
    message: string,
    readonly id: string,
    /** Complete outputs: the state after this error. */
    readonly outputs: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The technical line of an error of the service. */
export const technicalOf = (error: unknown): string | undefined =>
  error instanceof Error && "technical" in error && typeof error.technical === "string" ? error.technical : undefined;

/** The same of whatever was thrown: of what nobody foresaw, where it was thrown. */
export function traceOf(error: unknown): string {
  const technical = technicalOf(error);
  if (technical !== undefined || !(error instanceof Error)) return technical ?? "an unknown error";
  const frame = error.stack?.match(/^ +at .+/mu)?.[0].trim();
  return [error.name, frame].filter((part) => part !== undefined).join(" · ");
}

/** Whether the service may answer to a repetition. */
export const mayPass = (error: unknown): boolean =>
  error instanceof Error && "isPassing" in error && error.isPassing === true;

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : "an unknown error");
