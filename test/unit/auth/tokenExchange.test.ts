import { createToken } from "../../../provider/auth/tokenExchange.js";
import type { PasswordCredentials } from "../../../provider/auth/credentials.js";
import { issued, refused, scriptedIam, type ScriptedIam, type Step } from "./scriptedIam.js";

const credentials: PasswordCredentials = {
  kind: "password",
  userName: "buyer",
  userPassword: 'pa55"word',
  domainName: "acme",
};

function exchange(step: Step, iamEndpoint = "https://iam.example"): [ScriptedIam, ReturnType<typeof createToken>] {
  const transport = scriptedIam(step);
  const options = { iamEndpoint, transport, requestTimeoutMs: 7000, maxRetries: 3 };
  return [transport, createToken(credentials, options, Date.parse("2026-06-12T08:00:00Z"))];
}

describe("the exchange of user and password", () => {
  it("asks for a token of the whole account", async () => {
    const [iam, token] = exchange(issued("T1", 60_000));
    expect(await token).toEqual({ value: "T1", lifetimeMs: 60_000 });

    expect(iam.requests).toHaveLength(1);
    expect(iam.requests[0]).toMatchObject({
      method: "POST",
      url: "https://iam.example/v3/auth/tokens?nocatalog=true",
      headers: { "Content-Type": "application/json" },
      timeoutMs: 7000,
      retry: { retries: 3 },
    });
    expect(JSON.parse(String(iam.requests[0]?.body))).toEqual({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "buyer", password: 'pa55"word', domain: { name: "acme" } } },
        },
        scope: { domain: { name: "acme" } },
      },
    });
  });

  it("counts from this machine's clock where IAM does not say when the token was issued", async () => {
    const [, token] = exchange({
      status: 201,
      headers: { "x-subject-token": "T1" },
      body: '{"token":{"expires_at":"2026-06-12T09:00:00.000000Z"}}',
    });
    expect(await token).toEqual({ value: "T1", lifetimeMs: 3_600_000 });
  });

  it("that is refused names the settings to check", async () => {
    const [, token] = exchange(refused(401, 'The username or password "pa55\\"word" is wrong: pa55"word'));
    const error: unknown = await token.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ facts: { operation: "CreateToken", status: 401 } });
    for (const name of ["HW_USER_NAME", "cloudpond:userName", "HW_USER_PASSWORD", "cloudpond:userPassword"]) {
      expect(String(error)).toContain(name);
    }
    expect(String(error)).toMatch(/HW_DOMAIN_NAME \(cloudpond:domainName\)/u);
    expect(String(error)).not.toMatch(/pa55/u);
  });

  it("that fails for the moment does not blame the password", async () => {
    const [, token] = exchange(refused(503));
    await expect(token).rejects.toThrow("CreateToken failed: IAM cannot answer at the moment.");
  });

  it.each([
    ["no token", { status: 201, headers: {}, body: '{"token":{"expires_at":"2026-06-12T09:00:00Z"}}' }],
    [
      "an empty token",
      { status: 201, headers: { "x-subject-token": "" }, body: '{"token":{"expires_at":"2026-06-12T09:00:00Z"}}' },
    ],
    ["no end", { status: 201, headers: { "x-subject-token": "T" }, body: "{}" }],
    [
      "an unreadable end",
      { status: 201, headers: { "x-subject-token": "T" }, body: '{"token":{"expires_at":"soon"}}' },
    ],
    ["no JSON", { status: 201, headers: { "x-subject-token": "T" }, body: "<html>" }],
    ["a body that is null", { status: 201, headers: { "x-subject-token": "T" }, body: "null" }],
  ])("that is answered with %s names the endpoint's setting", async (_name, step) => {
    const [, token] = exchange(step);
    await expect(token).rejects.toThrow(/holds no token\. .*HW_AUTH_URL \(cloudpond:iamEndpoint\)/u);
  });
});
