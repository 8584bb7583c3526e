import type { HttpResponse } from "./transport.js";
import { printable } from "./printable.js";

/** What is known of a call that failed. */
export interface CallFacts {
  /** Operation as the API calls it: `ListDeliveryOrders`, `CreateToken`, … */
  readonly operation: string;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** Code of the service (`IES.…`, `SYS.…`) or of the gateway (`APIGW.…`, `APIG.…`). */
  readonly code?: string;
  readonly requestId?: string;
  /** The service's own words, cut and made printable. */
  readonly serviceMessage?: string;
  /** Whether the call may have had its effect all the same; then it is not said to have failed. */
  readonly isInDoubt?: boolean;
}

/** A call to the service that failed. `message` is for people, `technical` is one line for a log. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";
  constructor(
    /** Why it failed and what to do, in one or more whole sentences. */
    explanation: string,
    readonly facts: CallFacts,
    options?: ErrorOptions,
  ) {
    const verdict = facts.isInDoubt === true ? "gave no usable answer" : "failed";
    super(`${facts.operation} ${verdict}: ${explanation}${described(facts)}`, options);
  }

  /** Whether a repetition may pass. */
  readonly isPassing: boolean = false;

  /** Operation · HTTP status, code, request id. */
  get technical(): string {
    return [this.facts.operation, trace(this.facts) || "no answer"].join(" · ");
  }
}

function described(facts: CallFacts): string {
  const { serviceMessage } = facts;
  const said =
    serviceMessage === undefined
      ? ""
      : ` The service says: "${serviceMessage}"${/[.!?…]$/u.test(serviceMessage) ? "" : "."}`;
  const traced = trace(facts);
  return `${said}${traced === "" ? "" : ` (${traced})`}`;
}

function trace(facts: CallFacts): string {
  return [
    facts.status === undefined ? undefined : `HTTP ${facts.status}`,
    // IAM's code is the status once more.
    facts.code === String(facts.status) ? undefined : facts.code,
    facts.requestId === undefined ? undefined : `request id ${facts.requestId}`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

/** The error body of CloudPond, of its gateway and of IAM, in any of the envelopes that the official SDKs accept. */
export interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
}

const MESSAGE_LIMIT = 300;
const CODE_LIMIT = 64;

/**
 * Reads `{error_code, error_msg, request_id?}`, `{code, message}`, either of them nested one level deep, and IAM's
 * `{error: {code, title, message}}`. A code is needed: without one it is nobody's error body and the answer is empty.
 */
export function errorBodyOf(response: HttpResponse): ErrorBody {
  const body = parsed(response.body);
  for (const candidate of [body, ...(isObject(body) ? Object.values(body) : [])]) {
    if (!isObject(candidate)) continue;
    const code = text(candidate["error_code"]) ?? text(candidate["code"]);
    if (code === undefined) continue;
    const message = text(candidate["error_msg"]) ?? text(candidate["message"]);
    const requestId = text(candidate["request_id"]);
    return {
      code: printable(code, CODE_LIMIT),
      ...(message === undefined ? {} : { message: printable(message, MESSAGE_LIMIT) }),
      ...(requestId === undefined ? {} : { requestId: printable(requestId, CODE_LIMIT) }),
    };
  }
  return {};
}

/** The facts of an answer that is an error. */
export function factsOf(operation: string, response: HttpResponse): CallFacts {
  const body = errorBodyOf(response);
  const requestId = response.headers["x-request-id"] ?? body.requestId;
  return {
    operation,
    status: response.status,
    ...(body.code === undefined ? {} : { code: body.code }),
    ...(requestId === undefined ? {} : { requestId: printable(requestId, CODE_LIMIT) }),
    ...(body.message === undefined ? {} : { serviceMessage: body.message }),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
