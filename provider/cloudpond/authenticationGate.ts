import { ServiceError } from "../http/serviceError.js";
import { AuthenticationError, TokenExpiredError } from "./errors.js";

/**
 * Keeps credentials that are refused from being sent again: five failures in a row lock an access key for five minutes
 * (signing FAQ), and a refresh reads many resources at once. The first call goes alone, the others wait until it shows
 * whether the credentials hold. After a refusal every call fails with the same error, and nothing is sent.
 */
export class AuthenticationGate {
  private proof: Promise<unknown> | undefined;
  private refusal: ServiceError | undefined;

  /** For a call whose answer shows whether the credentials hold. */
  async prove<T>(call: () => Promise<T>): Promise<T> {
    if (this.proof !== undefined || this.refusal !== undefined) return this.pass(call);
    const alone = this.watched(call);
    this.proof = alone.catch(() => undefined);
    return alone;
  }

  /** For a call that may show nothing, because it may be answered without the service. */
  async pass<T>(call: () => Promise<T>): Promise<T> {
    await this.proof;
    this.check();
    return this.watched(call);
  }

  /** For a call of another service, whose refusal says nothing about this one. */
  async heed<T>(call: () => Promise<T>): Promise<T> {
    await this.proof;
    this.check();
    return call();
  }

  /**
   * For a call that has waited since it came through here.
   * @throws {ServiceError} the refusal that has come meanwhile.
   */
  check(): void {
    if (this.refusal !== undefined) throw this.refusal;
  }

  /** Takes note of an error that was not thrown through here. */
  notice(error: unknown): void {
    const isRefusal = error instanceof AuthenticationError || error instanceof TokenExpiredError;
    // IAM's own refusal of a password or a key is another class of error.
    if (isRefusal || (error instanceof ServiceError && error.facts.status === 401)) this.refusal ??= error;
  }

  private async watched<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      this.notice(error);
      throw error;
    }
  }
}
