import { startSimulator, type Simulator } from "../src/index.js";
import { signatureOf } from "../src/signature.js";
import { objectWith } from "./matchers.js";
import { send, TestBed, tokenRequest, type Reply } from "./testClient.js";

const NOW = Date.UTC(2026, 5, 12, 8);
const MINUTE = 60_000;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({
    now: () => NOW,
    seed: {
      temporaryCredentials: [
        { accessKey: "TEMPORARY", secretKey: "secret", securityToken: "token", expiresAt: "2026-06-12T09:00:00Z" },
      ],
    },
  });
});
afterAll(() => simulator.close());
afterEach(() => simulator.reset());

interface Signing {
  readonly path?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly atMs?: number;
  readonly extra?: Record<string, string>;
  readonly signed?: readonly string[];
  readonly unsigned?: Record<string, string>;
  /** Signed as if it were there with an empty value, and not sent. */
  readonly omitted?: string;
}

/** A signed GET, with whatever a test wants to be wrong about it. */
function get(signing: Signing = {}): Promise<Reply> {
  const { accessKey = simulator.accessKey, secretKey = simulator.secretKey, atMs = NOW } = signing;
  const target = signing.path ?? `/v1/${simulator.account}/quotas`;
  const headers: Record<string, string> = {
    host: new URL(simulator.url).host,
    "x-domain-id": simulator.account,
    "x-sdk-date": `${new Date(atMs).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`,
    ...signing.extra,
  };
  if (signing.omitted !== undefined) headers[signing.omitted] = "";
  const signed = signing.signed ?? Object.keys(headers).sort();
  const signature = signatureOf({ method: "GET", target, headers, body: Buffer.alloc(0) }, signed, secretKey);
  const { host: _setByFetch, ...sent } = headers;
  if (signing.omitted !== undefined) delete sent[signing.omitted];
  return send(`${simulator.url}${target}`, "GET", undefined, {
    ...sent,
    ...signing.unsigned,
    authorization: `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${signed.join(";")}, Signature=${signature}`,
  });
}

function expectGatewayRefusal(reply: Reply, status: number, code: string): void {
  expect([reply.status, reply.body.error_code]).toEqual([status, code]);
  expect(reply.body.request_id).toBe(reply.headers.get("x-request-id"));
}

describe("signed requests", () => {
  test("pass with the right key", async () => {
    expect((await get()).status).toBe(200);
  });

  test("pass when a percent-encoded path and query were signed", async () => {
    const path = `/v1/${simulator.account}/edge-sites?name=a%20b&name=%C3%A4&id=`;
    expect((await get({ path })).status).toBe(200);
  });

  const wrong: Readonly<Record<string, Signing>> = {
    "an unknown access key": { accessKey: "NOBODY" },
    "another secret key": { secretKey: "wrong" },
    "a date that is not signed": { signed: ["host", "x-domain-id"] },
    "a date too far in the past": { atMs: NOW - 15 * MINUTE - 1000 },
    "a date too far in the future": { atMs: NOW + 15 * MINUTE + 1000 },
    "an unreadable date": { extra: { "x-sdk-date": "yesterday" } },
    "a security token beside a permanent key": { extra: { "x-security-token": "token" } },
    "a temporary key without its token": { accessKey: "TEMPORARY", secretKey: "secret" },
    "a temporary key with another token": {
      accessKey: "TEMPORARY",
      secretKey: "secret",
      extra: { "x-security-token": "other" },
    },
    "a header changed after signing": { unsigned: { "x-sdk-date": "20260612T080001Z" } },
  };
  test.each(Object.entries(wrong))("are refused with %s", async (_what, signing) => {
    expectGatewayRefusal(await get(signing), 401, "APIGW.0301");
  });

  test("are refused with a token beside the signature, though both are right", async () => {
    const token = await TestBed.token(simulator);
    expectGatewayRefusal(await get({ unsigned: { "x-auth-token": token } }), 401, "APIGW.0301");
  });

  test.each([-15 * MINUTE, 15 * MINUTE])("pass %d ms beside the service's clock", async (difference) => {
    expect((await get({ atMs: NOW + difference })).status).toBe(200);
  });

  test("are judged by the skewed clock, and not by the advanced one", async () => {
    await simulator.clock({ advanceMs: 48 * 60 * MINUTE });
    expect((await get()).status).toBe(200);
    await simulator.clock({ skewMs: -20 * MINUTE });
    expectGatewayRefusal(await get(), 401, "APIGW.0301");
    expect((await get({ atMs: NOW - 20 * MINUTE })).status).toBe(200);
  });

  test("pass with a temporary key until it expires", async () => {
    const signing = { accessKey: "TEMPORARY", secretKey: "secret", extra: { "x-security-token": "token" } };
    expect((await get(signing)).status).toBe(200);
    await simulator.clock({ advanceMs: 60 * MINUTE });
    expectGatewayRefusal(await get(signing), 401, "APIGW.0301");
  });

  const foreign: Readonly<Record<string, Signing>> = {
    "another account in the path": { path: "/v1/ffffffffffffffffffffffffffffffff/quotas" },
    "another account in X-Domain-Id": { extra: { "x-domain-id": "ffffffffffffffffffffffffffffffff" } },
    "an X-Domain-Id that is signed and not sent": { omitted: "x-domain-id" },
    "an X-Domain-Id that is not signed": { signed: ["host", "x-sdk-date"] },
  };
  test.each(Object.entries(foreign))("are forbidden with %s", async (_what, signing) => {
    expectGatewayRefusal(await get(signing), 403, "APIGW.0302");
  });

  test("need no account to look it up at IAM", async () => {
    const { status, body } = await get({ path: "/v3/auth/domains", signed: ["x-sdk-date"] });
    expect([status, body.domains[0]?.id]).toEqual([200, simulator.account]);
  });
});

describe("tokens", () => {
  const quotas = (token: string, headers: Record<string, string> = {}): Promise<Reply> =>
    send(`${simulator.url}/v1/${simulator.account}/quotas`, "GET", undefined, { "x-auth-token": token, ...headers });

  test("are issued for a name and a password, and open the API", async () => {
    const { url, userName, password, domainName, account } = simulator;
    const reply = await send(`${url}/v3/auth/tokens`, "POST", tokenRequest(userName, password, domainName));
    expect(reply.status).toBe(201);
    expect(reply.body.token).toMatchObject({
      issued_at: "2026-06-12T08:00:00.000000Z",
      expires_at: "2026-06-13T08:00:00.000000Z",
      domain: { id: account, name: domainName },
      catalog: [],
    });
    expect((await quotas(reply.headers.get("x-subject-token") ?? "")).status).toBe(200);
  });

  test("come without a catalogue where none is wanted", async () => {
    const { url, userName, password, domainName } = simulator;
    const request = tokenRequest(userName, password, domainName);
    const reply = await send(`${url}/v3/auth/tokens?nocatalog=true`, "POST", request);
    expect(reply.body.token).not.toHaveProperty("catalog");
  });

  test("expire after 24 hours of simulated time", async () => {
    const token = await TestBed.token(simulator);
    await simulator.clock({ advanceMs: 24 * 60 * MINUTE - 1 });
    expect((await quotas(token)).status).toBe(200);
    await simulator.clock({ advanceMs: 1 });
    expectGatewayRefusal(await quotas(token), 401, "APIGW.0307");
  });

  test("are refused when nobody has issued them, or when none is sent", async () => {
    expectGatewayRefusal(await quotas("invented"), 401, "APIGW.0301");
    const bare = await send(`${simulator.url}/v1/${simulator.account}/quotas`, "GET");
    expectGatewayRefusal(bare, 401, "APIGW.0301");
  });

  test("do not open another account", async () => {
    const token = await TestBed.token(simulator);
    expectGatewayRefusal(await quotas(token, { "x-domain-id": "f".repeat(32) }), 403, "APIGW.0302");
    const path = `${simulator.url}/v1/${"f".repeat(32)}/quotas`;
    expectGatewayRefusal(await send(path, "GET", undefined, { "x-auth-token": token }), 403, "APIGW.0302");
  });

  test.each([
    ["a wrong password", 401, (s: Simulator) => tokenRequest(s.userName, "wrong", s.domainName)],
    ["an unknown user", 401, (s: Simulator) => tokenRequest("nobody", s.password, s.domainName)],
    ["another account", 401, (s: Simulator) => tokenRequest(s.userName, s.password, "elsewhere")],
    ["a body that is no token request", 400, () => ({ auth: {} })],
    ["a body that is not JSON", 400, () => "{"],
  ])("are not issued for %s", async (_what, status, body) => {
    const reply = await send(`${simulator.url}/v3/auth/tokens`, "POST", body(simulator));
    expect([reply.status, reply.body.error]).toEqual([status, objectWith({ code: status })]);
    expect(reply.headers.has("x-subject-token")).toBe(false);
  });
});

test("an unknown path is answered as the gateway does", async () => {
  expectGatewayRefusal(await send(`${simulator.url}/v1/${simulator.account}/racks`, "GET"), 404, "APIGW.0101");
});

test("every answer has a request id and the service's time", async () => {
  await simulator.clock({ advanceMs: 60 * MINUTE, skewMs: MINUTE });
  const { headers } = await send(`${simulator.url}/nothing`, "GET");
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
  expect(headers.get("date")).toBe("Fri, 12 Jun 2026 09:01:00 GMT");
});
