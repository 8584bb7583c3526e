import { printable } from "../http/printable.js";
import { errorBodyOf, factsOf, ServiceError, type CallFacts } from "../http/serviceError.js";
import { TransportError, type HttpResponse } from "../http/transport.js";

/** The credentials are not accepted. Never to be repeated: five failures in a row lock an access key for five minutes. */
export class AuthenticationError extends ServiceError {
  override readonly name = "AuthenticationError";
}

/** The token has to be replaced by a new one (APIGW.0307). */
export class TokenExpiredError extends ServiceError {
  override readonly name = "TokenExpiredError";
}

/** The principal is known and may not do this. */
export class PermissionError extends ServiceError {
  override readonly name = "PermissionError";
}

/** The service itself, not something on the way to it, says that there is no such object. */
export class NotFoundError extends ServiceError {
  override readonly name = "NotFoundError";
}

/** Too many calls. */
export class ThrottledError extends ServiceError {
  override readonly name = "ThrottledError";
  override readonly isPassing = true;
}

/** A limit of the account is reached. */
export class QuotaError extends ServiceError {
  override readonly name = "QuotaError";
}

/** The call is refused as it is; repeating it changes nothing. */
export class RejectedError extends ServiceError {
  override readonly name = "RejectedError";
}

/** No answer, or a passing fault of the service. */
export class UnavailableError extends ServiceError {
  override readonly name = "UnavailableError";
  override readonly isPassing = true;
}

/** A list has more pages than it was worth; it is no failure of the service. */
export class LongListError extends ServiceError {
  override readonly name = "LongListError";
  constructor(operation: string, mostPages: number) {
    super(`the list has more than ${mostPages} pages.`, { operation });
  }
}

/** An answer that does not say what it has to say. */
export class UnreadableAnswerError extends ServiceError {
  override readonly name = "UnreadableAnswerError";
}

/** What an error answer means and what a person can do about it. */
interface Reaction {
  readonly error: new (explanation: string, facts: CallFacts, options?: ErrorOptions) => ServiceError;
  readonly advice: string;
  /** What to do besides, where the call may be repeated: it must not be said of an order. */
  readonly repetition?: string;
  /** What to know besides of an order that is refused. */
  readonly ordering?: string;
}

const AUTHENTICATION: Reaction = {
  error: AuthenticationError,
  advice:
    "the credentials are not accepted. Check HW_ACCESS_KEY and HW_SECRET_KEY (cloudpond:accessKey, cloudpond:secretKey) or whatever else you sign in with, the account they belong to and this machine's clock (a signature may be 15 minutes off at most). Refresh and destroy use the stack configuration of the last up; the environment counts at once. Nothing more is sent with these credentials, because five failures lock an access key for five minutes.",
};

const PERMISSION: Reaction = {
  error: PermissionError,
  advice:
    "the principal is not allowed to do this. Check that HW_DOMAIN_ID (cloudpond:domainId), where it is set, is the account of the credentials. The IAM actions of the order calls are not published, so try an administrator of the account, or ask Huawei Cloud support.",
};

const LOCKED: Reaction = {
  error: PermissionError,
  advice: "the feature is in beta and has to be unlocked for the account. Ask Huawei Cloud support to unlock it.",
};

const THROTTLED: Reaction = {
  error: ThrottledError,
  advice: "too many calls were made.",
  repetition: "Run the command again in a minute.",
};

const UNAVAILABLE: Reaction = {
  error: UnavailableError,
  advice: "the service or something on the way to it is out of order.",
  repetition: "Run the command again later.",
};

const WRONG_ADDRESS: Reaction = {
  error: RejectedError,
  advice:
    "this address does not offer the call. Check the endpoint (CLOUDPOND_ENDPOINT / cloudpond:endpoint), and whether CloudPond's order API is open to this account there.",
};

const REFUSED: Reaction = {
  error: RejectedError,
  advice: "the service refuses the call as it is. Correct what its words name.",
  ordering:
    "It has no codes of its own for a site that already has an order, an offering that is not on sale or a size that cannot be bought.",
};

const UNCLEAR: Reaction = {
  error: RejectedError,
  advice: "the answer is a refusal, but not one that shows that the order was not taken.",
};

const FOREIGN: Reaction = {
  error: RejectedError,
  advice:
    "the answer is not CloudPond's: something on the way to it, such as a proxy, refuses the call. Check the endpoint (CLOUDPOND_ENDPOINT / cloudpond:endpoint) and HTTPS_PROXY / NO_PROXY.",
};

const TOKEN_EXPIRED: Reaction = {
  error: TokenExpiredError,
  advice:
    "the token is no longer accepted, or belongs to another region. Get a new account-scoped token, or use an access key, which does not expire.",
};

/** Codes come first, because the service disguises authentication faults as 500 (pages ErrorCode, api-sign-errorcode). */
const BY_CODE: Readonly<Record<string, Reaction>> = {
  "IES.00001001": AUTHENTICATION,
  "IES.00001007": AUTHENTICATION,
  "SYS.0401": AUTHENTICATION,
  "APIGW.0301": AUTHENTICATION,
  "APIGW.0303": AUTHENTICATION,
  "APIGW.0304": AUTHENTICATION,
  "APIGW.0305": AUTHENTICATION,
  "APIGW.0306": AUTHENTICATION,
  "APIGW.0307": TOKEN_EXPIRED,
  "APIGW.0302": PERMISSION,
  "IES.00001003": LOCKED,
  "APIGW.0308": THROTTLED,
  "APIG.0308": THROTTLED,
  "IES.00001008": {
    error: QuotaError,
    advice:
      "a limit of the account is reached. The limit of delivery orders cannot be asked for through the API: delete order records that are no longer needed, or ask for a higher quota.",
  },
  "CBC.0151": {
    error: PermissionError,
    advice:
      "asking for prices needs a permission of the billing service. Grant the principal the right to ask for prices in the billing centre (BSS), or ask the administrator of the account.",
  },
  "CBC.0100": {
    error: RejectedError,
    advice:
      "the billing service refuses the call as it is. It may not know the product, the region or the project on this site (CLOUDPOND_BILLING_SITE / cloudpond:billingSite).",
  },
  "APIGW.0101": WRONG_ADDRESS,
  "APIGW.0103": WRONG_ADDRESS,
};

const BY_STATUS: Readonly<Record<number, Reaction>> = {
  401: AUTHENTICATION,
  403: PERMISSION,
  404: WRONG_ADDRESS,
  407: {
    error: RejectedError,
    advice: "the proxy wants authentication. Put its user name and password into HTTPS_PROXY.",
  },
  408: UNAVAILABLE,
  425: UNAVAILABLE,
  429: THROTTLED,
};

const NOT_FOUND: Reaction = {
  error: NotFoundError,
  advice: "the service says that there is no such object in this account. Check the id and the account.",
};

const MOVED: Reaction = {
  error: RejectedError,
  advice:
    "the address redirects, and redirects are not followed. Set the final address as endpoint (CLOUDPOND_ENDPOINT / cloudpond:endpoint).",
};

/** Error codes of the CloudPond service itself, as opposed to those of the gateway before it. */
export const isServiceCode = (code: string | undefined): boolean => code !== undefined && /^(IES|SYS)\./.test(code);

function reactionTo(status: number, code: string | undefined): Reaction {
  if (code !== undefined && Object.hasOwn(BY_CODE, code)) return BY_CODE[code]!;
  if (status === 404 && isServiceCode(code)) return NOT_FOUND;
  // Without any code it is no answer of the service or of its gateway.
  if (status === 403 && code === undefined) return FOREIGN;
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  if (status >= 500) return UNAVAILABLE;
  if (status >= 300 && status < 400) return MOVED;
  return code === undefined ? FOREIGN : REFUSED;
}

/**
 * The error that an answer other than 2xx stands for.
 *
 * @param isOrder for the one call that must not be repeated: its message then never suggests it.
 */
export function errorOf(
  operation: string,
  response: HttpResponse,
  { isOrder = false, isInDoubt = false }: { readonly isOrder?: boolean; readonly isInDoubt?: boolean } = {},
): ServiceError {
  const found = reactionTo(response.status, errorBodyOf(response).code);
  const { error: ErrorClass, advice, repetition, ordering } = isInDoubt && found === REFUSED ? UNCLEAR : found;
  const more = isOrder ? ordering : repetition;
  const explanation = more === undefined ? advice : `${advice} ${more}`;
  return new ErrorClass(explanation, { ...factsOf(operation, response), ...(isInDoubt ? { isInDoubt } : {}) });
}

/** The error for a call that had no complete answer, or that failed before it was sent. */
export function unreachable(operation: string, cause: unknown, isInDoubt = false): ServiceError {
  if (cause instanceof ServiceError) return cause;
  const reason = printable(cause instanceof Error ? cause.message : String(cause), 600);
  const explanation =
    cause instanceof TransportError
      ? reason
      : `${reason.replace(/\.$/u, "")}. Check the network, the endpoint (CLOUDPOND_ENDPOINT / cloudpond:endpoint) and HTTPS_PROXY / NO_PROXY.`;
  return new UnavailableError(explanation, { operation, ...(isInDoubt ? { isInDoubt } : {}) }, { cause });
}

const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const TRANSIENT_CODES: ReadonlySet<string> = new Set(["APIGW.0601", "APIGW.0605", "APIGW.0606"]);

/** Whether a read may pass when it is repeated; the two authentication faults that come as 500 never do. */
export function isTransient(response: HttpResponse): boolean {
  if (response.status >= 200 && response.status < 300) return false;
  const { code } = errorBodyOf(response);
  if (code !== undefined && Object.hasOwn(BY_CODE, code)) return BY_CODE[code] === THROTTLED;
  return TRANSIENT_STATUSES.has(response.status) || (code !== undefined && TRANSIENT_CODES.has(code));
}
