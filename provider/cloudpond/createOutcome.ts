import { factsOf, ServiceError } from "../http/serviceError.js";
import { TransportError, type HttpResponse } from "../http/transport.js";
import { createdOrder, type CreatedOrder } from "./deliveryOrders.js";
import {
  errorOf,
  isServiceCode,
  ThrottledError,
  UnavailableError,
  unreachable,
  UnreadableAnswerError,
} from "./errors.js";
import { jsonOf } from "./wire.js";

/**
 * What became of the one POST, by the evidence at hand. Only `placed` says that there is an order, and only `notSent`,
 * `throttled`, `tokenExpired` / `tokenRenewed` and `rejectedByGateway` say that there is none.
 */
export type CreateOutcome = Evidence | { readonly kind: "tokenRenewed"; readonly error: ServiceError };

/** What the answer, or its absence, shows. */
export type Evidence =
  /** 2xx with an order id. */
  | ({ readonly kind: "placed" } & CreatedOrder)
  /** The connection never stood. `isPermanent`: a repetition cannot mend it. `isHeldBack`: its turn did not come. */
  | {
      readonly kind: "notSent";
      readonly isPermanent: boolean;
      readonly isHeldBack?: boolean;
      readonly error: ServiceError;
    }
  /** Throttled by the gateway itself. `retryAfterMs` is what the answer asks for, at most one minute. */
  | { readonly kind: "throttled"; readonly retryAfterMs?: number; readonly error: ServiceError }
  /** The gateway's own refusal: the service never saw the order. */
  | { readonly kind: "rejectedByGateway"; readonly error: ServiceError }
  /** Refused with the service's own error body. */
  | { readonly kind: "rejectedByService"; readonly error: ServiceError }
  /** Everything else: the order may have been executed. */
  | { readonly kind: "ambiguous"; readonly error: ServiceError };

/** The answer says that the token is to be renewed; whether that is possible is the caller's knowledge. */
export interface TokenExpired {
  readonly kind: "tokenExpired";
  readonly error: ServiceError;
}

const OPERATION = "CreateDeliveryOrder";

const THROTTLING_CODES: ReadonlySet<string> = new Set(["APIGW.0308", "APIG.0308"]);
const RENEWAL_CODE = "APIGW.0307";

/** Request, routing and authentication faults, which the gateway finds before it calls the service. */
const GATEWAY_REFUSAL = /^APIGW\.0[1-3]\d\d$/;

/** The statuses with which the service refuses an order; any other one, even with its error body, is not understood. */
const SERVICE_REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 409, 413, 422]);

/** Client errors that come from a timeout or a replay guard on the way: the request may have been passed on. */
const PASSED_ON: ReadonlySet<number> = new Set([408, 425]);

const LONGEST_PAUSE_MS = 60_000;

/** Classifies an answer. Whatever is not positively known fails closed, as `ambiguous`. */
export function outcomeOfAnswer(
  response: HttpResponse,
  asked: { readonly edgeSiteId: string; readonly account: string },
  nowMs: number,
): Evidence | TokenExpired {
  const { status } = response;
  if (status >= 200 && status < 300) {
    const created = createdOrder(response, asked);
    return created === undefined ? { kind: "ambiguous", error: unnamed(response) } : { kind: "placed", ...created };
  }
  const kind = kindOf(status, ownCode(response));
  const error = errorOf(OPERATION, response, { isOrder: true, isInDoubt: kind === "ambiguous" });
  if (kind !== "throttled") return { kind, error };
  const retryAfterMs = askedPauseMs(response, nowMs);
  return { kind, error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function kindOf(
  status: number,
  code: string | undefined,
): "throttled" | "tokenExpired" | "rejectedByGateway" | "rejectedByService" | "ambiguous" {
  if (status < 400 || status >= 500 || PASSED_ON.has(status) || code === undefined) return "ambiguous";
  if (THROTTLING_CODES.has(code)) return "throttled";
  if (status === 429) return "ambiguous";
  if (code === RENEWAL_CODE) return "tokenExpired";
  if (GATEWAY_REFUSAL.test(code)) return "rejectedByGateway";
  if (isServiceCode(code) && SERVICE_REFUSALS.has(status)) return "rejectedByService";
  return "ambiguous";
}

/**
 * The code of the answer's own error body. Only the top level counts: a nested code was passed on by someone else, who
 * may have acted before.
 */
function ownCode(response: HttpResponse): string | undefined {
  const body = jsonOf(response);
  if (typeof body !== "object" || body === null) return undefined;
  const { error_code: errorCode, code } = body as { readonly error_code?: unknown; readonly code?: unknown };
  const own = errorCode ?? code;
  return typeof own === "string" ? own : undefined;
}

const unnamed = (response: HttpResponse): ServiceError =>
  new UnreadableAnswerError("the service accepts the order, but its answer names none.", {
    ...factsOf(OPERATION, response),
    isInDoubt: true,
  });

/** `Retry-After` in seconds or as a date. */
function askedPauseMs({ headers }: HttpResponse, nowMs: number): number | undefined {
  const asked = headers["retry-after"]?.trim() ?? "";
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS);
}

/** Classifies a POST without an answer. What is not the transport's own word that nothing was sent is ambiguous. */
export function outcomeOfFailure(cause: unknown): Evidence {
  if (!(cause instanceof TransportError) || !cause.isUnsent) {
    return { kind: "ambiguous", error: unreachable(OPERATION, cause, true) };
  }
  return { kind: "notSent", isPermanent: cause.isPermanent, error: unreachable(OPERATION, cause) };
}

/** For a failure while the POST was made ready, at IAM for instance: none was sent. */
export function outcomeBeforeSending(cause: unknown): Evidence {
  const fault = cause instanceof ServiceError ? cause.cause : cause;
  const isPermanent = !(fault instanceof TransportError) || fault.isPermanent;
  return { kind: "notSent", isPermanent, error: unreachable(OPERATION, cause) };
}

/** For a POST whose turn did not come in time, because the service takes so few requests. */
export const outcomeHeldBack = (): Evidence => ({
  kind: "notSent",
  isPermanent: false,
  isHeldBack: true,
  error: new ThrottledError("the service takes so few requests that the order's turn did not come.", {
    operation: OPERATION,
  }),
});

/** For a POST that was made ready too late to be sent, after a slow answer of IAM for instance. */
export const outcomeTooLate = (): Evidence => ({
  kind: "notSent",
  isPermanent: false,
  error: new UnavailableError("the credentials took so long that the order was not sent any more.", {
    operation: OPERATION,
  }),
});
