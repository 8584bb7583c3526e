import fc from "fast-check";
import {
  outcomeBeforeSending,
  outcomeOfAnswer,
  outcomeOfFailure,
  type Evidence,
  type TokenExpired,
} from "../../../provider/cloudpond/createOutcome.js";
import { AuthenticationError, UnavailableError } from "../../../provider/cloudpond/errors.js";
import type { ServiceError } from "../../../provider/http/serviceError.js";
import { TransportError, type HttpResponse } from "../../../provider/http/transport.js";
import { ACCOUNT, answer, DATE, refusal, wireOrder } from "./fakeService.js";

const NOW = Date.parse(DATE);
const ASKED = { edgeSiteId: "site-1", account: ACCOUNT };
const classify = (response: HttpResponse): Evidence | TokenExpired => outcomeOfAnswer(response, ASKED, NOW);

const SERVICE_CODES = ["IES.00001005", "IES.00001008", "IES.00001003", "SYS.0400", "SYS.0404", "IES.99999999"];
const GATEWAY_CODES = ["APIGW.0101", "APIGW.0106", "APIGW.0201", "APIGW.0301", "APIGW.0302", "APIGW.0306"];

describe("a 2xx answer", () => {
  it.each([200, 201, 202, 299])("%i with an id is placed", (status) => {
    const outcome = classify(answer(status, { delivery_order: wireOrder("order-1"), order_ids: ["CS1", "CS2"] }));
    expect(outcome).toEqual({
      kind: "placed",
      order: {
        id: "order-1",
        name: "delivery_order-zurcq",
        domainId: ACCOUNT,
        status: "PROCESSING",
        edgeSiteId: "site-1",
        createdAt: "2026-01-04T07:05:14.405839Z",
      },
      orderIds: ["CS1", "CS2"],
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ["missing", undefined, []],
    ["null", null, []],
    ["a text", "CS1", []],
    ["half readable", ["CS1", null, 7, {}], ["CS1", "7"]],
  ])("keeps the order where its billing numbers are %s", (_, numbers, expected) => {
    const outcome = classify(answer(200, { delivery_order: wireOrder("order-1"), order_ids: numbers }));
    expect(outcome).toMatchObject({ kind: "placed", order: { id: "order-1" }, orderIds: expected });
  });

  it("keeps the order where nothing but its id is readable", () => {
    const body = { delivery_order: { id: "order-1", name: 1.5, status: null, created_at: {}, domain_id: [] } };
    expect(classify(answer(200, body))).toEqual({
      kind: "placed",
      order: { id: "order-1", domainId: ACCOUNT, status: "UNKNOWN", edgeSiteId: "site-1" },
      orderIds: [],
    });
  });

  it("keeps an order whose account or site is not the one asked for: the id is known", () => {
    const body = { delivery_order: wireOrder("order-1", { domain_id: "other", edge_site_id: 0 }) };
    expect(classify(answer(200, body))).toMatchObject({
      kind: "placed",
      order: { id: "order-1", domainId: "other", edgeSiteId: "0" },
    });
  });

  it.each<[string, unknown]>([
    ["no id", { delivery_order: { status: "PROCESSING" }, order_ids: ["CS1"] }],
    ["an empty id", { delivery_order: wireOrder("") }],
    ["a null id", { delivery_order: wireOrder("x", { id: null }) }],
    ["an id that JSON cannot carry exactly", '{"delivery_order":{"id":12345678901234567890}}'],
    ["no order", {}],
    ["a null order", { delivery_order: null }],
    ["a list", [wireOrder("order-1")]],
    ["null", "null"],
    ["nothing", ""],
    ["half a body", '{"delivery_order":{"id":"order-1"'],
    ["a page of HTML", "<html>order-1</html>"],
    ["an error body", { error_code: "APIGW.0308", error_msg: "throttled" }],
  ])("with %s is ambiguous", (_, body) => {
    const outcome = classify(answer(200, body, { "x-request-id": "req-9" }));
    expect(outcome.kind).toBe("ambiguous");
    expect((outcome as { error: ServiceError }).error.message).toContain("req-9");
  });
});

type Row = readonly [what: string, response: HttpResponse];

const ROWS: Readonly<Record<Exclude<(Evidence | TokenExpired)["kind"], "placed" | "notSent">, readonly Row[]>> = {
  throttled: [
    ["429 APIGW.0308", refusal(429, "APIGW.0308")],
    ["429 APIG.0308", refusal(429, "APIG.0308")],
    ["429 in the SDKs' other envelope", answer(429, { code: "APIGW.0308", message: "slow" })],
    ["another 4xx with the gateway's own code", refusal(403, "APIGW.0308")],
  ],
  tokenExpired: [
    ["401 APIGW.0307", refusal(401, "APIGW.0307")],
    ["403 APIGW.0307", refusal(403, "APIGW.0307")],
  ],
  rejectedByGateway: [
    ...GATEWAY_CODES.flatMap((code) =>
      [400, 401, 403, 404, 405, 413].map((status): Row => [`${status} ${code}`, refusal(status, code)]),
    ),
  ],
  rejectedByService: [
    ...SERVICE_CODES.flatMap((code) =>
      [400, 401, 403, 404, 409, 413, 422].map((status): Row => [`${status} ${code}`, refusal(status, code)]),
    ),
  ],
  ambiguous: [
    ["429 without a body", answer(429)],
    ["429 of the service", refusal(429, "SYS.0429")],
    ["429 with another gateway code", refusal(429, "APIGW.0301")],
    ["429 of a proxy", answer(429, "<html>Too many</html>")],
    ["429 that passes a throttling on", answer(429, { error: { code: "APIGW.0308", message: "inner" } })],
    ["429 that only speaks of it", answer(429, { error_code: "X.1", error_msg: "APIGW.0308" })],
    ["429 with a longer code", refusal(429, "APIGW.03081")],
    ["408", answer(408)],
    ["408 with a gateway code", refusal(408, "APIGW.0201")],
    ["408 with a service code", refusal(408, "IES.00001005")],
    ["408 with a throttling code", refusal(408, "APIGW.0308")],
    ["425", answer(425)],
    ["425 with a gateway code", refusal(425, "APIGW.0301")],
    ["400 APIGW.0602", refusal(400, "APIGW.0602")],
    ["400 APIGW.0601", refusal(400, "APIGW.0601")],
    ["400 with an unknown code", refusal(400, "CBC.0001")],
    ["400 with a code that only begins alike", refusal(400, "APIGW.01015")],
    ["400 with the older gateway's refusal", refusal(400, "APIG.0301")],
    ["405 of the service", refusal(405, "SYS.0405")],
    ["410 of the service", refusal(410, "IES.00001005")],
    ...[400, 401, 403, 404, 407, 409, 413, 422].flatMap((status): Row[] => [
      [`${status} without a body`, answer(status)],
      [`${status} of a proxy`, answer(status, "<html>no</html>")],
      [`${status} with JSON of nobody`, answer(status, { message: "no" })],
      [`${status} with a number for a code`, answer(status, { error_code: 5, error_msg: "no" })],
      [`${status} with a list`, answer(status, ["IES.00001005"])],
      [`${status} with a nested code`, answer(status, { error: { code: "IES.00001005", message: "inner" } })],
    ]),
    ...[300, 301, 302, 303, 307, 308].map((status): Row => [`${status}`, answer(status, "", { location: "/x" })]),
    ["302 with a service code", refusal(302, "IES.00001005")],
    ["304 with a throttling code", refusal(304, "APIGW.0308")],
    ["101", answer(101)],
    ["0", answer(0)],
    ["500 that means an unreadable token", refusal(500, "IES.00001001")],
    ["500 that means an invalid token", refusal(500, "IES.00001007")],
    ["500 SYS.0500", refusal(500, "SYS.0500")],
    ["500 APIGW.0601", refusal(500, "APIGW.0601")],
    ["500 with a token code", refusal(500, "APIGW.0307")],
    ["503 with a throttling code", refusal(503, "APIGW.0308")],
    ["500 that holds an order", answer(500, { delivery_order: wireOrder("order-1") })],
    ["400 that holds an order", answer(400, { delivery_order: wireOrder("order-1") })],
    ["502 of a proxy", answer(502, "<html>Bad Gateway</html>")],
    ["504 without a body", answer(504)],
    ["600", answer(600)],
  ],
};

describe.each(Object.entries(ROWS))("%s:", (kind, rows) => {
  it.each(rows)("%s", (_, response) => {
    const outcome = classify(response);
    expect(outcome.kind).toBe(kind);
    expect((outcome as { error: ServiceError }).error.facts).toMatchObject({
      operation: "CreateDeliveryOrder",
      status: response.status,
    });
    expect((outcome as { error: ServiceError }).error.message).not.toMatch(/run the command again/i);
  });
});

describe("the pause that a throttled answer asks for", () => {
  it.each<[string, number | undefined]>([
    ["7", 7000],
    [" 0 ", 0],
    ["86400", 60_000],
    ["Fri, 12 Jun 2026 08:00:20 GMT", 20_000],
    ["Fri, 12 Jun 2026 07:00:00 GMT", 0],
    ["Sat, 13 Jun 2026 08:00:00 GMT", 60_000],
    ["soon", undefined],
    ["-5 minutes", undefined],
  ])("%j is read as %s ms", (header, expected) => {
    const outcome = classify({ ...refusal(429, "APIGW.0308"), headers: { "retry-after": header } });
    expect("retryAfterMs" in outcome ? outcome.retryAfterMs : undefined).toBe(expected);
  });
});

describe("a POST without an answer", () => {
  it.each<[string, unknown, object]>([
    ["a refused connection", new TransportError("refused", true, false), { kind: "notSent", isPermanent: false }],
    ["a refused certificate", new TransportError("certificate", true, true), { kind: "notSent", isPermanent: true }],
    ["a reset after connecting", new TransportError("reset", false, false), { kind: "ambiguous" }],
    ["a permanent fault after connecting", new TransportError("body", false, true), { kind: "ambiguous" }],
    ["a code that often means unsent", Object.assign(new Error("x"), { code: "ECONNREFUSED" }), { kind: "ambiguous" }],
    ["something with the right fields", { isUnsent: true, isPermanent: false }, { kind: "ambiguous" }],
    ["nothing", undefined, { kind: "ambiguous" }],
  ])("after %s", (_, cause, expected) => {
    const outcome = outcomeOfFailure(cause);
    expect(outcome).toMatchObject(expected);
    expect((outcome as { error: ServiceError }).error).toBeInstanceOf(UnavailableError);
  });
});

describe("a failure before the POST was sent", () => {
  const facts = { operation: "CreateToken" };
  it.each<[string, unknown, boolean]>([
    ["a passing fault of the network at IAM", new TransportError("reset", false, false), false],
    [
      "the same, wrapped",
      new UnavailableError("no", facts, { cause: new TransportError("reset", false, false) }),
      false,
    ],
    ["a refused certificate at IAM", new TransportError("certificate", true, true), true],
    ["refused credentials", new AuthenticationError("no", facts), true],
    ["a fault of our own", new TypeError("oops"), true],
  ])("%s: permanent is %s", (_, cause, isPermanent) => {
    expect(outcomeBeforeSending(cause)).toMatchObject({ kind: "notSent", isPermanent });
  });
});

describe("whatever comes back", () => {
  const code = fc.oneof(
    fc.constantFrom(...SERVICE_CODES, ...GATEWAY_CODES, "APIGW.0307", "APIGW.0308", "APIG.0308", "IES.00001007"),
    fc.string(),
    fc.constant(undefined),
  );
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          error_code: code,
          code,
          delivery_order: fc.oneof(fc.record({ id: fc.anything() }), fc.constant(wireOrder("order-1"))),
          order_ids: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? undefined : inner))),
  );
  const status = fc.oneof(
    fc.integer({ min: 0, max: 699 }),
    fc.constantFrom(200, 400, 401, 403, 404, 408, 425, 429, 500),
  );
  const response = fc.record({ status, body, headers: fc.constant({}) });

  it("only a 2xx answer with an id is placed, and it always is", () => {
    fc.assert(
      fc.property(response, (given) => {
        let id: unknown;
        try {
          id = (JSON.parse(given.body) as { delivery_order?: { id?: unknown } } | null)?.delivery_order?.id;
        } catch {
          id = undefined;
        }
        const isNamed = (typeof id === "string" && id !== "") || Number.isSafeInteger(id);
        const is2xx = given.status >= 200 && given.status <= 299;
        expect(classify(given).kind === "placed").toBe(is2xx && isNamed);
      }),
      { numRuns: 2000 },
    );
  });

  it("nothing outside 2xx and 4xx, and no 408 or 425, is anything but ambiguous", () => {
    fc.assert(
      fc.property(response, (given) => {
        fc.pre(
          given.status < 200 || [3, 5, 6].includes(Math.floor(given.status / 100)) || [408, 425].includes(given.status),
        );
        expect(classify(given).kind).toBe("ambiguous");
      }),
      { numRuns: 2000 },
    );
  });

  it("nothing without a known code of its own says that there is no order", () => {
    const known = /^(APIGW\.0[1-3]\d\d|APIG\.0308|(IES|SYS)\..*)$/s;
    fc.assert(
      fc.property(response, (given) => {
        const { kind } = classify(given);
        fc.pre(kind !== "placed" && kind !== "ambiguous");
        const own = JSON.parse(given.body) as { error_code?: string; code?: string };
        expect(own.error_code ?? own.code).toMatch(known);
      }),
      { numRuns: 2000 },
    );
  });
});
