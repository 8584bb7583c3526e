/**
 * Errors of an order, one class per reaction. `message` is complete: what was attempted on which site, what happened,
 * what to do, and last whether money was spent.
 */
abstract class OrderError extends Error {
  /** One line for the log of the engine: operation · HTTP status, code, request id. */
  get technical(): string {
    return technicalOf(this.cause) ?? "no call failed; the resource's own error says what to do";
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

/** The technical line of whatever was thrown below, where it has one. */
export function technicalOf(error: unknown): string | undefined {
  return error instanceof Error && "technical" in error && typeof error.technical === "string"
    ? error.technical
    : undefined;
}

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : "an unknown error");
