import { authenticate, authorize } from "./authentication.js";
import type { Answer, Call, Operation } from "./operation.js";
import { Query } from "./query.js";
import { refuse, Refusal } from "./refusal.js";
import type { SignedRequest } from "./signature.js";
import type { Simulation } from "./simulation.js";

/** The parts of the path that stand for something. */
export interface PathParams {
  readonly domain_id?: string;
  readonly id?: string;
}

/** An answer as it goes out, but for the headers that every answer has. */
export interface ServedAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request passes the gateway (authentication, account) and is handled by its operation. */
export function serve(
  world: Simulation,
  operation: Operation | undefined,
  { domain_id: account = "", id = "" }: PathParams,
  received: SignedRequest,
  requestId: string,
): ServedAnswer {
  try {
    if (operation === undefined) {
      throw refuse("APIGW.0101", "The API does not exist or has not been published in the environment");
    }
    if (operation.access !== "open") authenticate(received, world);
    // IAM and the billing service are other services, with limits of their own.
    if (operation.access === "account" && !world.throttle.pass()) {
      throw refuse("APIGW.0308", "The throttling threshold has been reached");
    }
    if (operation.access === "account") authorize(received, account, world.seed.account.id);
    const call: Call = {
      world,
      id,
      query: new Query(received.target),
      language: received.headers["x-language"],
      body: received.body,
    };
    return served(operation.handle(call));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return served({ status: error.status, body: error.body(requestId) });
  }
}

function served({ status, body, headers = {} }: Answer): ServedAnswer {
  return body === undefined
    ? { status, text: "", headers }
    : { status, text: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
}
