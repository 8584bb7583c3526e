import { ServiceError } from "../http/serviceError.js";
import { isPassing } from "./iam.js";
import type { IssuedToken } from "./tokenExchange.js";

/** A token is renewed this long before its end, so that none ends on the way of a request. */
const MARGIN_MS = 10 * 60_000;

interface HeldToken {
  readonly value: string;
  readonly renewAtMs: number;
  readonly endsAtMs: number;
}

/** Holds the token of one user and renews it before its end. Callers at the same time share one exchange. */
export class TokenStore {
  #held: HeldToken | undefined;
  #pending: Promise<string> | undefined;
  #refusal: ServiceError | undefined;

  /**
   * @param exchange gets a new token; asked again after a passing fault, never after a refusal, because five failed
   *   authentications lock the user.
   */
  constructor(
    private readonly exchange: () => Promise<IssuedToken>,
    private readonly clock: { now(): number },
  ) {}

  /** A token that is good for the next minutes. */
  async get(): Promise<string> {
    const held = this.#held;
    if (held !== undefined && this.clock.now() < held.renewAtMs) return held.value;
    try {
      return await this.renew();
    } catch (error) {
      const isBridged = error instanceof ServiceError && isPassing(error) && this.clock.now() < (held?.endsAtMs ?? 0);
      if (isBridged && held !== undefined) return held.value;
      throw error;
    }
  }

  /** A new token, whatever the held one is worth. */
  renew(): Promise<string> {
    this.#pending ??= this.#exchanged().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #exchanged(): Promise<string> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      const { value, lifetimeMs } = await this.exchange();
      const now = this.clock.now();
      const untilRenewalMs = Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2);
      this.#held = { value, renewAtMs: now + untilRenewalMs, endsAtMs: now + lifetimeMs };
      return value;
    } catch (error) {
      if (error instanceof ServiceError && !isPassing(error)) this.#refusal = error;
      throw error;
    }
  }
}
