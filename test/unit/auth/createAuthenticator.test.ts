import { inspect } from "node:util";
import { createAuthenticator } from "../../../provider/auth/createAuthenticator.js";
import type { Authenticator } from "../../../provider/auth/authenticator.js";
import type { Credentials } from "../../../provider/auth/credentials.js";
import { signatureOf } from "../../../provider/auth/signer.js";
import type { HttpRequest } from "../../../provider/http/transport.js";
import { domains, issued, refused, scriptedIam, type ScriptedIam, type Step } from "./scriptedIam.js";

const token: Credentials = { kind: "token", token: "GIVEN" };
const key: Credentials = { kind: "accessKey", accessKey: "AK", secretKey: "SK-secret" };
const temporary: Credentials = { ...key, securityToken: "STS-secret" };
const user: Credentials = { kind: "password", userName: "buyer", userPassword: "PW-secret", domainName: "acme" };
const all: readonly [string, Credentials][] = [
  ["a given token", token],
  ["an access key", key],
  ["a temporary key", temporary],
  ["user and password", user],
];

const request: HttpRequest = {
  method: "POST",
  url: "https://ies.example/v2/a1/delivery-orders?x=1",
  headers: { "Content-Type": "application/json" },
  body: Buffer.from("{}"),
  timeoutMs: 9000,
};

function create(
  credentials: Credentials,
  domainId: string | undefined,
  ...steps: Step[]
): [Authenticator, ScriptedIam] {
  const transport = scriptedIam(...steps);
  const authenticator = createAuthenticator({
    credentials,
    iamEndpoint: "https://iam.example",
    domainId,
    transport,
    clock: { now: () => Date.parse("2026-06-12T08:00:00Z") },
    requestTimeoutMs: 7000,
    maxRetries: 3,
  });
  return [authenticator, transport];
}

describe("authorization", () => {
  it("with a given token sends the token, and asks nobody", async () => {
    const [authenticator, iam] = create(token, undefined);
    expect(await authenticator.authorize(request)).toEqual({
      ...request,
      headers: { "Content-Type": "application/json", "X-Auth-Token": "GIVEN" },
    });
    expect(iam.requests).toEqual([]);
  });

  it("with user and password sends a token from IAM, got once", async () => {
    const [authenticator, iam] = create(user, undefined, issued("T1"));
    const [one, two] = await Promise.all([authenticator.authorize(request), authenticator.authorize(request)]);
    expect(one.headers).toEqual({ "Content-Type": "application/json", "X-Auth-Token": "T1" });
    expect(two).toEqual(one);
    expect(iam.requests).toHaveLength(1);
  });

  it.each([
    [key, "content-type;host;x-domain-id;x-sdk-date"],
    [temporary, "content-type;host;x-domain-id;x-sdk-date;x-security-token"],
  ])("with an access key signs account, host and date, and sends no token: %#", async (credentials, signedHeaders) => {
    const [authenticator] = create(credentials, "a1");
    const { headers, ...rest } = await authenticator.authorize(request);
    const { Authorization, ...signed } = headers;
    expect({ ...rest, headers: request.headers }).toEqual(request);
    expect(headers).toMatchObject({ "X-Domain-Id": "a1", "X-Sdk-Date": "20260612T080000Z" });
    expect(headers).not.toHaveProperty("X-Auth-Token");
    expect(Authorization).toContain(`SignedHeaders=${signedHeaders},`);
    expect(Authorization).toBe(
      signatureOf(
        { ...request, headers: { ...signed, Host: "ies.example" } },
        { accessKey: "AK", secretKey: "SK-secret" },
      ).authorization,
    );
  });

  it("with an access key looks the account up where it is not configured, in a request that does not name it", async () => {
    const [authenticator, iam] = create(temporary, undefined, domains({ id: "a1", name: "acme" }));
    const { headers } = await authenticator.authorize(request);
    expect(headers["X-Domain-Id"]).toBe("a1");
    expect(await authenticator.account()).toBe("a1");
    expect(iam.requests).toHaveLength(1);
    expect(Object.keys(iam.requests[0]?.headers ?? {}).sort()).toEqual([
      "Authorization",
      "X-Sdk-Date",
      "X-Security-Token",
    ]);
    expect(iam.requests[0]?.headers["Authorization"]).toContain("SignedHeaders=host;x-sdk-date;x-security-token,");
  });
});

describe("the account", () => {
  it.each(all)("of %s is the configured one, without a question", async (_name, credentials) => {
    const [authenticator, iam] = create(credentials, "configured");
    expect(await authenticator.account()).toBe("configured");
    expect(iam.requests).toEqual([]);
  });

  it("of a user is the one of the given name", async () => {
    const found = domains({ id: "o1", name: "other" }, { id: "a1", name: "acme" });
    const [authenticator, iam] = create(user, undefined, issued("T1"), found);
    expect(await authenticator.account()).toBe("a1");
    expect(iam.requests[1]?.headers).toEqual({ "X-Auth-Token": "T1" });
  });

  it.each([
    ["a given token", token, ["HW_AUTH_TOKEN (cloudpond:authToken)"], "GIVEN"],
    [
      "a temporary key",
      temporary,
      [
        "HW_ACCESS_KEY (cloudpond:accessKey)",
        "HW_SECRET_KEY (cloudpond:secretKey)",
        "HW_SECURITY_TOKEN (cloudpond:securityToken)",
      ],
      "SK-secret, x-security-token:STS-secret",
    ],
  ])("of %s that IAM refuses names the settings, and never a secret", async (_name, credentials, names, echo) => {
    const [authenticator, iam] = create(credentials, undefined, refused(401, echo));
    const error: unknown = await authenticator.account().catch((thrown: unknown) => thrown);
    for (const name of [...names, "HW_DOMAIN_ID (cloudpond:domainId)"]) expect(String(error)).toContain(name);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/GIVEN|SK-secret|STS-secret/u);

    await expect(authenticator.account()).rejects.toBe(error);
    expect(iam.requests).toHaveLength(1);
  });
});

describe("renewal", () => {
  it.each([
    ["a given token", token],
    ["an access key", key],
  ])("of %s is not possible, and asks nobody", async (_name, credentials) => {
    const [authenticator, iam] = create(credentials, "a1");
    expect(await authenticator.renew()).toBe(false);
    expect(iam.requests).toEqual([]);
  });

  it("of a user's token gets another, under the same principal", async () => {
    const [authenticator] = create(user, "a1", issued("T1"), issued("T2"));
    await authenticator.authorize(request);
    const before = authenticator.principal;
    expect(await authenticator.renew()).toBe(true);
    expect((await authenticator.authorize(request)).headers["X-Auth-Token"]).toBe("T2");
    expect(authenticator.principal).toBe(before);
  });

  it("after a refusal does not ask again", async () => {
    const [authenticator, iam] = create(user, "a1", refused(401), issued("T1"));
    await expect(authenticator.authorize(request)).rejects.toMatchObject({ facts: { operation: "CreateToken" } });
    await expect(authenticator.renew()).rejects.toMatchObject({ facts: { status: 401 } });
    await expect(authenticator.authorize(request)).rejects.toMatchObject({ facts: { status: 401 } });
    expect(iam.requests).toHaveLength(1);
  });
});

describe("the principal", () => {
  const principalOf = (credentials: Credentials): string => create(credentials, "a1")[0].principal;

  it.each(all)("of %s says nothing of it", (_name, credentials) => {
    expect(principalOf(credentials)).toMatch(/^(ak|token|user):[0-9a-f]{16}$/u);
    expect(principalOf(credentials)).toBe(principalOf({ ...credentials }));
  });

  it("tells different ones apart", () => {
    const others: Credentials[] = [
      { ...token, token: "OTHER" },
      { ...key, accessKey: "AK2" },
      { ...user, userName: "second" },
      { ...user, domainName: "elsewhere" },
    ];
    const principals = [token, key, user, ...others].map(principalOf);
    expect(new Set(principals).size).toBe(principals.length);
  });

  it("is the same for a user with a new password and for a key with a new secret", () => {
    expect(principalOf({ ...user, userPassword: "new" })).toBe(principalOf(user));
    expect(principalOf({ ...key, secretKey: "new" })).toBe(principalOf(key));
  });
});
