import type { HttpResponse } from "../../provider/http/transport.js";
import type { Effect, FaultKind, Meaning } from "./kinds.js";

// Answers that are whole, but not what was hoped for. Codes as on the pages ErrorCode and api-sign-errorcode.

const ESC = "\u001B";
/** What a hostile or broken service may write into a message. */
const HOSTILE_WORDS = `${ESC}[2J${ESC}]0;owned\u0007 %s %d %n undefined \u202E\u0000 ${"huge ".repeat(40_000)}`;

/** Something on the way repeats an executed order, and the client is told of the second try only. */
const REFUSED: readonly Effect[] = ["none", "once"];
const ANY: readonly Effect[] = ["none", "once", "late", "tooLate", "twice"];

interface Told {
  readonly title: string;
  readonly status: number;
  readonly body: unknown;
  readonly means: Meaning;
  readonly effects: readonly Effect[];
  readonly headers?: (nowMs: number) => Readonly<Record<string, string>>;
}

const service = (code: string, message = "as the service says"): unknown => ({ error_code: code, error_msg: message });
const gateway = (code: string, message = "as the gateway says"): unknown => ({
  error_code: code,
  error_msg: message,
  request_id: "0123456789abcdef0123456789abcdef",
});

const refusedByService = (status: number, code: string, message?: string): Told => ({
  title: `the service refuses with ${status} ${code}`,
  status,
  body: service(code, message),
  means: "refused",
  effects: REFUSED,
});
const refusedByGateway = (status: number, code: string): Told => ({
  title: `the gateway refuses with ${status} ${code}`,
  status,
  body: gateway(code),
  means: "refused",
  effects: REFUSED,
});
const unclear = (title: string, status: number, body: unknown, headers?: Told["headers"]): Told => ({
  title,
  status,
  body,
  means: "ambiguous",
  effects: ANY,
  ...(headers === undefined ? {} : { headers }),
});
const throttled = (title: string, headers?: Told["headers"]): Told => ({
  ...refusedByGateway(429, "APIGW.0308"),
  title,
  ...(headers === undefined ? {} : { headers }),
});

const TOLD: Readonly<Record<string, Told>> = {
  invalidParameter: refusedByService(400, "IES.00001005"),
  quotaReached: refusedByService(400, "IES.00001008"),
  betaLocked: refusedByService(403, "IES.00001003"),
  noSuchSite: refusedByService(404, "IES.00011002"),
  tokenOfService: refusedByService(401, "SYS.0401"),
  conflict: refusedByService(409, "SYS.0409"),
  unprocessable: refusedByService(422, "SYS.0422"),
  hugeHostileRefusal: {
    ...refusedByService(400, "SYS.0400", HOSTILE_WORDS),
    title: "the service refuses with 200 KB of terminal escapes",
  },
  notPublished: refusedByGateway(404, "APIGW.0101"),
  badRequest: refusedByGateway(400, "APIGW.0201"),
  badSignature: refusedByGateway(401, "APIGW.0301"),
  notAuthorised: refusedByGateway(403, "APIGW.0302"),
  tokenExpired: { ...refusedByGateway(401, "APIGW.0307"), title: "the token has expired (401 APIGW.0307)" },
  throttled: throttled("the gateway throttles (429 APIGW.0308)"),
  throttledForSeconds: throttled("the gateway throttles, Retry-After: 7", () => ({ "retry-after": "7" })),
  throttledUntilDate: throttled("the gateway throttles, Retry-After a date", (nowMs) => ({
    "retry-after": new Date(nowMs + 20_000).toUTCString(),
  })),
  throttledForAges: throttled("the gateway throttles, Retry-After: 1e9", () => ({ "retry-after": "1000000000" })),
  throttledOldCode: { ...refusedByGateway(429, "APIG.0308"), title: "the gateway throttles (429 APIG.0308)" },
  throttledByProxy: unclear("a proxy answers 429 with a page", 429, "<html>Too many requests</html>", () => ({
    "retry-after": "3",
  })),
  throttledByService: unclear("429 with a code of the service", 429, service("SYS.0429")),
  requestTimeout: unclear("408 of the service", 408, service("SYS.0408")),
  tooEarly: unclear("425", 425, ""),
  badBackend: unclear("the gateway could not read the service's answer (400 APIGW.0602)", 400, gateway("APIGW.0602")),
  nestedRefusal: unclear("a refusal that somebody else passed on", 400, { error: service("IES.00001005") }),
  otherEnvelope: {
    ...refusedByService(400, "IES.00001005"),
    title: "the service refuses in the other envelope",
    body: { code: "IES.00001005", message: "as the service says" },
  },
  pageOfProxy403: unclear("403 with a page of a proxy", 403, "<html>Forbidden</html>"),
  notJson400: unclear("400 with half a JSON", 400, '{"error_code": "IES.0000'),
  contextEmpty: unclear("500 IES.00001001, an authentication fault in disguise", 500, service("IES.00001001")),
  tokenInvalid500: unclear("500 IES.00001007, the other one", 500, service("IES.00001007")),
  internal: unclear("500 SYS.0500", 500, service("SYS.0500")),
  internalOfGateway: unclear("500 APIGW.0601", 500, gateway("APIGW.0601")),
  badGateway: unclear("502", 502, "<html>Bad gateway</html>"),
  unavailable: unclear("503 with Retry-After", 503, "", () => ({ "retry-after": "120" })),
  gatewayTimeout: unclear("504", 504, "upstream request timeout"),
  acceptedWithoutId: unclear("202 that names no order", 202, {}),
  idOfNothing: unclear("200 whose order has an empty id", 200, { delivery_order: { id: "" }, order_ids: [] }),
  otherShape: unclear("200 of another shape", 200, { order: { id: "x" } }),
};

function answering([key, { title, status, body, means, effects, headers }]: [string, Told]): FaultKind {
  return {
    key,
    title,
    meets: ["order", "list", "read"],
    effects,
    means,
    tookDeadline: false,
    sight: (answer, nowMs) => ({
      answer: {
        status,
        headers: { date: answer.headers["date"] ?? "", "x-request-id": "f00d", ...headers?.(nowMs) },
        body: typeof body === "string" ? body : JSON.stringify(body),
      },
    }),
  };
}

/** An answer to an executed order that says what it has to say, in a way that nobody expects. */
function placing(
  key: string,
  title: string,
  change: (body: Record<string, unknown>) => unknown,
  status = 200,
): FaultKind {
  const rewritten = (answer: HttpResponse): HttpResponse =>
    answer.status === 200
      ? { ...answer, status, body: JSON.stringify(change(JSON.parse(answer.body) as Record<string, unknown>)) }
      : answer;
  return {
    key,
    title,
    meets: ["order"],
    effects: ["once"],
    means: "placed",
    tookDeadline: false,
    sight: (answer) => ({ answer: rewritten(answer) }),
  };
}

const orderIn = (body: Record<string, unknown>): Record<string, unknown> =>
  body["delivery_order"] as Record<string, unknown>;

const withOrder = (body: Record<string, unknown>, change: Record<string, unknown>): unknown => ({
  ...body,
  delivery_order: { ...orderIn(body), ...change },
});

/** Whole answers of every other sort than the good one. */
export const ANSWER_KINDS: readonly FaultKind[] = [
  ...Object.entries(TOLD).map(answering),
  placing("created201", "201 instead of 200", (body) => body, 201),
  placing("onlyAnId", "200 with the id and nothing else", (body) => ({ delivery_order: { id: orderIn(body)["id"] } })),
  placing("unknownStatusPlaced", "200 with a status that nobody knows", (body) =>
    withOrder(body, { status: "PENDING_APPROVAL" }),
  ),
  placing("unknownFields", "200 with fields that nobody knows", (body) =>
    withOrder({ ...body, next: { deep: [1, null] } }, { extra: { a: [] }, constructor: "x" }),
  ),
  placing("otherAccountPlaced", "200 with another account in it", (body) =>
    withOrder(body, { domain_id: "another-account" }),
  ),
  placing("brokenBillingNumbers", "200 with billing numbers of the wrong type", (body) => ({
    ...body,
    order_ids: { CS: 1 },
  })),
  placing("hostileNames", "200 with terminal escapes for a name", (body) =>
    withOrder(body, { name: HOSTILE_WORDS.slice(0, 400) }),
  ),
];
