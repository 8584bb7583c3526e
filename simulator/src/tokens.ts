import type { Clock } from "./clock.js";
import { newToken } from "./identifiers.js";

/** Tokens that IAM has given out. */
export class Tokens {
  private readonly expiryByToken = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
  ) {}

  /** A new token and the simulated times of its life. */
  issue(): { readonly token: string; readonly issuedMs: number; readonly expiresMs: number } {
    const token = newToken();
    this.expiryByToken.set(token, this.clock.elapsed() + this.lifetimeMs);
    const issuedMs = this.clock.service();
    return { token, issuedMs, expiresMs: issuedMs + this.lifetimeMs };
  }

  /** Whether a token can be used. */
  judge(token: string): "valid" | "expired" | "unknown" {
    const expiresAt = this.expiryByToken.get(token);
    if (expiresAt === undefined) return "unknown";
    return this.clock.elapsed() < expiresAt ? "valid" : "expired";
  }
}
