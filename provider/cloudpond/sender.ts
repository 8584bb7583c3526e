import type { Authenticator } from "../auth/authenticator.js";
import type { Pace } from "../http/pace.js";
import type { ServiceError } from "../http/serviceError.js";
import type { HttpRequest, HttpResponse, Transport } from "../http/transport.js";
import { segment } from "./addresses.js";
import { AuthenticationGate } from "./authenticationGate.js";
import {
  outcomeBeforeSending,
  outcomeHeldBack,
  outcomeOfAnswer,
  outcomeOfFailure,
  outcomeTooLate,
  type CreateOutcome,
} from "./createOutcome.js";
import { createBody, type CreateDeliveryOrderOption } from "./deliveryOrders.js";
import { errorOf, isTransient, TokenExpiredError, unreachable } from "./errors.js";

/** What a client is made of. */
export interface ClientOptions {
  readonly transport: Transport;
  readonly authenticator: Authenticator;
  /** CloudPond's address, without a closing slash. */
  readonly endpoint: string;
  /** Deadline of each call, in ms. */
  readonly requestTimeoutMs: number;
  /** Repetitions of a read after its first try. */
  readonly maxRetries: number;
  readonly clock: { now(): number };
  /** Address of the billing service, without a closing slash. */
  readonly billingEndpoint: string;
  /** Shared by clients of the same account. */
  readonly pace: Pick<Pace, "turn" | "firstTurn" | "calm">;
  /** Shared by clients of the same credentials, so that what one of them has been refused no other one tries. */
  readonly gate?: AuthenticationGate;
}

/** A call that may be repeated. */
export type RepeatableCall = (AccountCall | BillingCall) & {
  readonly operation: string;
  /** Bounds the call more closely than the settings do, and rules out repetitions. */
  readonly withinMs?: number | undefined;
};

interface AccountCall {
  readonly method: "GET" | "DELETE";
  readonly version: "v1" | "v2";
  /** What follows the account in the path, encoded, with its query. */
  readonly resource: string;
}

/** A call of the billing service that only reads, although it is a POST. */
interface BillingCall {
  readonly method: "POST";
  /** Path, encoded; no account is part of it. */
  readonly billingPath: string;
  readonly body: Buffer;
}

/** An answer with the instant at which the request that it answers was sent, by the clock; what waited before is not counted. */
export type SentResponse = HttpResponse & { readonly sentMs: number };

/** How long an order waits in line, in ms, where turns are no further apart; then the site is looked at again, because somebody else may have ordered. */
const LONGEST_TURN_MS = 10_000;

const headersOf = ({ headers }: HttpRequest): HttpRequest["headers"] => headers;

/** Sends calls: those that may be repeated, and the one that must not. */
export class Sender {
  private readonly gate: AuthenticationGate;

  constructor(private readonly options: ClientOptions) {
    this.gate = options.gate ?? new AuthenticationGate();
  }

  /** @throws {ServiceError} */
  async account(): Promise<string> {
    try {
      return await this.gate.pass(() => this.options.authenticator.account());
    } catch (error) {
      throw unreachable("ListAuthDomains", error);
    }
  }

  /**
   * Sends a call that may be repeated: on passing faults as often as allowed, and once with a renewed token.
   *
   * @returns a 2xx answer.
   * @throws {ServiceError}
   */
  async repeatable(call: RepeatableCall): Promise<SentResponse> {
    try {
      const isBilling = "billingPath" in call;
      const passed = async (): Promise<SentResponse> => {
        try {
          return await this.attempt(call);
        } catch (error) {
          if (!(error instanceof TokenExpiredError)) throw error;
          // Another call has found out meanwhile that it cannot be renewed.
          this.gate.check();
          if (!(await this.options.authenticator.renew())) throw error;
          return await this.attempt(call);
        }
      };
      return await (isBilling ? this.gate.heed(passed) : this.gate.prove(passed));
    } catch (error) {
      throw unreachable(call.operation, error);
    }
  }

  private async attempt(call: RepeatableCall): Promise<SentResponse> {
    const { operation, method, withinMs } = call;
    const { maxRetries, requestTimeoutMs, billingEndpoint } = this.options;
    const json = { Accept: "application/json" };
    const isBilling = "billingPath" in call;
    const url = isBilling
      ? `${billingEndpoint}${call.billingPath}`
      : await this.urlOf(operation, call.version, call.resource);
    const unsigned: HttpRequest = {
      url,
      method,
      ...(isBilling
        ? { headers: { ...json, "Content-Type": "application/json" }, body: call.body }
        : { headers: json }),
      timeoutMs: Math.min(requestTimeoutMs, withinMs ?? requestTimeoutMs),
    };
    const { authenticator, clock, pace, transport } = this.options;
    let sentMs = clock.now();
    const signed = await authenticator.authorize(unsigned);
    const retry = {
      retries: withinMs === undefined ? maxRetries : 0,
      isTransient,
      ...(isBilling
        ? {}
        : {
            turn: async () => {
              const heard = await pace.turn();
              this.gate.check();
              sentMs = clock.now();
              return heard;
            },
            headers: () => authenticator.authorize(unsigned).then(headersOf, () => signed.headers),
          }),
    };
    const response = await transport.send({ ...signed, retry });
    if (response.status < 200 || response.status >= 300) throw errorOf(operation, response);
    return { ...response, sentMs };
  }

  /** Sends an order at most once, and never throws: an exception would hide what is known of the money. */
  async order(order: CreateDeliveryOrderOption, sendBeforeMs: number): Promise<CreateOutcome> {
    let account: string;
    let request: HttpRequest;
    try {
      [account, request] = await this.gate.pass(async () => [
        await this.options.authenticator.account(),
        await this.options.authenticator.authorize({
          url: await this.urlOf("CreateDeliveryOrder", "v2", "delivery-orders"),
          method: "POST",
          headers: { Accept: "application/json", "Content-Type": "application/json" },
          body: createBody(order),
          timeoutMs: this.options.requestTimeoutMs,
        }),
      ]);
    } catch (error) {
      return outcomeBeforeSending(error);
    }
    const { clock, pace, transport } = this.options;
    if (clock.now() > sendBeforeMs) return outcomeTooLate();
    const heard = await pace.firstTurn(LONGEST_TURN_MS, sendBeforeMs);
    if (heard === undefined || clock.now() > sendBeforeMs) return outcomeHeldBack();
    try {
      this.gate.check();
    } catch (error) {
      return outcomeBeforeSending(error);
    }
    let response: HttpResponse;
    try {
      response = await transport.send(request);
    } catch (error) {
      return outcomeOfFailure(error);
    }
    heard(response);
    const outcome = outcomeOfAnswer(response, { edgeSiteId: order.edgeSiteId, account }, clock.now());
    if (outcome.kind === "tokenExpired") return this.renewed(outcome.error);
    // Any other refusal of the credentials closes nothing yet: the look for the order that follows must get its try.
    if (outcome.kind === "rejectedByGateway") this.gate.notice(outcome.error);
    return outcome;
  }

  private async renewed(error: ServiceError): Promise<CreateOutcome> {
    try {
      if (await this.options.authenticator.renew()) return { kind: "tokenRenewed", error };
      this.gate.notice(error);
      return { kind: "rejectedByGateway", error };
    } catch (failure) {
      this.gate.notice(failure);
      return { kind: "rejectedByGateway", error: unreachable("CreateDeliveryOrder", failure) };
    }
  }

  private async urlOf(operation: string, version: string, resource: string): Promise<string> {
    const { authenticator, endpoint } = this.options;
    return `${endpoint}/${version}/${segment(operation, "the account id", await authenticator.account())}/${resource}`;
  }
}
