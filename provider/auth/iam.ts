import { withoutSecrets } from "../http/redaction.js";
import { factsOf, ServiceError } from "../http/serviceError.js";
import { TransportError, type HttpRequest, type HttpResponse, type Transport } from "../http/transport.js";

/** How IAM is reached. */
export interface IamOptions {
  /** Address of IAM, with or without `/v3`. */
  readonly iamEndpoint: string;
  readonly transport: Transport;
  /** Deadline of one request. */
  readonly requestTimeoutMs: number;
  /** Repetitions of a request after passing faults. */
  readonly maxRetries: number;
}

/** A call to IAM: its request, and what to say when it fails. */
export interface IamCall {
  readonly operation: "CreateToken" | "ListAuthDomains";
  readonly request: HttpRequest;
  /** The status of success. */
  readonly expectedStatus: number;
  /** What a person does about a refusal, in whole sentences. */
  readonly advice: string;
  /** Never to be seen in an error, even if IAM repeats them. */
  readonly secrets: readonly string[];
}

/** The address of an operation, `/v3` included once. */
export function iamUrl(iamEndpoint: string, path: string): string {
  const base = iamEndpoint.replace(/\/+$/u, "").replace(/\/v3$/u, "");
  return `${base}/v3${path}`;
}

/** How requests to IAM travel. Both operations only ask, so that they may be repeated. */
export function travel(options: IamOptions): Pick<HttpRequest, "timeoutMs" | "retry"> {
  return {
    timeoutMs: options.requestTimeoutMs,
    retry: { retries: options.maxRetries, isTransient: ({ status }) => isPassingStatus(status) },
  };
}

/**
 * Sends the call.
 * @throws {ServiceError} for every answer but the expected one, and for none.
 */
export async function ask(call: IamCall, transport: Transport): Promise<HttpResponse> {
  const answer = await transport.send(call.request).catch((error: unknown) => {
    if (!(error instanceof TransportError)) throw error;
    throw new ServiceError(error.message, { operation: call.operation }, { cause: error });
  });
  const response = withoutSecrets(answer, call.secrets);
  if (response.status === call.expectedStatus) return response;
  throw new ServiceError(
    isPassingStatus(response.status) ? "IAM cannot answer at the moment. Try again later." : call.advice,
    factsOf(call.operation, response),
  );
}

/** Whether the same call may succeed later: there was no answer, or IAM was busy or broken. */
export function isPassing(error: ServiceError): boolean {
  return error.facts.status === undefined || isPassingStatus(error.facts.status);
}

function isPassingStatus(status: number): boolean {
  return status === 429 || status >= 500;
}
