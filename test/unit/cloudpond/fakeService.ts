import type { Authenticator } from "../../../provider/auth/authenticator.js";
import { AuthenticationGate } from "../../../provider/cloudpond/authenticationGate.js";
import { createClient, type ClientOptions, type CloudPondClient } from "../../../provider/cloudpond/client.js";
import type { HttpRequest, HttpResponse } from "../../../provider/http/transport.js";

export const ACCOUNT = "0123456789abcdef0123456789abcdef";
export const DATE = "Fri, 12 Jun 2026 08:00:00 GMT";

/** An answer with a JSON body, or with the given text. */
export const answer = (status: number, body: unknown = "", headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

/** An error answer in CloudPond's and the gateway's envelope. */
export const refusal = (status: number, code: string, message = "no"): HttpResponse =>
  answer(status, { error_code: code, error_msg: message }, { "x-request-id": "req-1" });

type Step = HttpResponse | Error | ((request: HttpRequest) => HttpResponse | Promise<HttpResponse>);

export interface Fake {
  readonly client: CloudPondClient;
  /** Every request that reached the transport. */
  readonly requests: HttpRequest[];
  /** How often a token renewal was asked for. */
  readonly renewals: () => number;
}

/** Nobody waits. */
export const FREE: ClientOptions["pace"] = {
  turn: () => Promise.resolve(() => undefined),
  firstTurn: () => Promise.resolve(() => undefined),
  calm: () => Promise.resolve(),
};

/** A client whose transport plays these steps, one per request; the last one is repeated. */
export function fake(
  steps: readonly Step[],
  authenticator: Partial<Authenticator> = {},
  pace: ClientOptions["pace"] = FREE,
  clock: ClientOptions["clock"] = { now: () => Date.parse(DATE) },
  gate = new AuthenticationGate(),
): Fake {
  const requests: HttpRequest[] = [];
  let renewals = 0;
  const { renew = () => Promise.resolve(false), ...rest } = authenticator;
  const options: ClientOptions = {
    endpoint: "https://ies.example.com",
    billingEndpoint: "https://bss.example.com",
    requestTimeoutMs: 60_000,
    maxRetries: 4,
    clock,
    pace,
    gate,
    authenticator: {
      principal: "AKID",
      account: () => Promise.resolve(ACCOUNT),
      authorize: (request) => Promise.resolve({ ...request, headers: { ...request.headers, "X-Auth-Token": "token" } }),
      ...rest,
      renew: () => {
        renewals++;
        return renew();
      },
    },
    transport: {
      async send(request) {
        await request.retry?.turn?.();
        const step = steps[Math.min(requests.push(request), steps.length) - 1]!;
        if (step instanceof Error) throw step;
        return typeof step === "function" ? step(request) : step;
      },
    },
  };
  return { client: createClient(options), requests, renewals: () => renewals };
}

export const wireOrder = (id: string, more: object = {}): object => ({
  id,
  name: "delivery_order-zurcq",
  domain_id: ACCOUNT,
  status: "PROCESSING",
  edge_site_id: "site-1",
  effected_at: null,
  created_at: "2026-01-04T07:05:14.405839Z",
  updated_at: null,
  ...more,
});

/** The documented example of an order, with ids of our own. */
export const EXAMPLE = {
  edgeSiteId: "site-1",
  servers: [{ offeringId: "server-a", count: 2 }],
  networkDevices: [{ offeringId: "switch-b", count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" } },
};
