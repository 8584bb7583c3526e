import { accountLookup } from "../../../provider/auth/accountLookup.js";
import { TransportError } from "../../../provider/http/transport.js";
import { domains, refused, scriptedIam, type ScriptedIam, type Step } from "./scriptedIam.js";

const acme = { id: "a1", name: "acme" };
const other = { id: "o1", name: "other" };

function lookup(steps: readonly Step[], domainName?: string): [() => Promise<string>, ScriptedIam] {
  const transport = scriptedIam(...steps);
  const find = accountLookup(
    {
      authorize: async (request) => ({ ...request, headers: { ...request.headers, "X-Auth-Token": "T" } }),
      domainName,
      advice: "Check the token.",
      secrets: ["T0K3N"],
    },
    { iamEndpoint: "https://iam.example/v3", transport, requestTimeoutMs: 7000, maxRetries: 3 },
  );
  return [find, transport];
}

describe("the account", () => {
  it("is asked for once, with the same credentials", async () => {
    const [find, iam] = lookup([domains(acme)]);
    expect(await Promise.all([find(), find()])).toEqual(["a1", "a1"]);
    expect(await find()).toBe("a1");
    expect(iam.requests).toEqual([
      expect.objectContaining({
        method: "GET",
        url: "https://iam.example/v3/auth/domains",
        headers: { "X-Auth-Token": "T" },
        timeoutMs: 7000,
      }),
    ]);
  });

  it.each([
    ["the only one", undefined, [acme], "a1"],
    ["the one of the given name", "other", [acme, other], "o1"],
    ["the only usable one", undefined, [{ id: "", name: "x" }, { id: 7 }, acme], "a1"],
  ])("is %s", async (_name, domainName, found, id) => {
    const [find] = lookup([domains(...found)], domainName);
    expect(await find()).toBe(id);
  });

  it.each([
    ["several", undefined, domains(acme, other), /several: acme \(a1\), other \(o1\)\./u],
    ["several of one name", "acme", domains(acme, { ...acme, id: "a2" }), /several: acme \(a1\), acme \(a2\)\./u],
    ["none", undefined, domains(), /no account/u],
    [
      "several with hostile names",
      undefined,
      domains({ ...acme, name: `a\u001b[2J${"x".repeat(200_000)}` }, other),
      /several: a \[2Jx{58,60}… \(a1\), other \(o1\)\./u,
    ],
    ["one whose id no address or state should hold", undefined, domains({ ...acme, id: "../a1\u001b" }), /no account/u],
    ["many", undefined, domains(...Array.from({ length: 90 }, () => acme)), /\(a1\) and 85 more\./u],
    ["none of the given name", "third", domains(acme), /no account/u],
    ["no list", undefined, { status: 200, headers: {}, body: '{"domains":{}}' }, /no account/u],
    ["no JSON", undefined, { status: 200, headers: {}, body: "<html>" }, /no account/u],
  ])("is an error where IAM names %s", async (_name, domainName, step, message) => {
    const [find] = lookup([step], domainName);
    await expect(find()).rejects.toThrow(message);
    await expect(find()).rejects.toThrow(/Set the account id in HW_DOMAIN_ID \(cloudpond:domainId\)/u);
  });

  it("is not asked for again after a refusal, because failures lock the key", async () => {
    const [find, iam] = lookup([refused(401, "bad T0K3N"), domains(acme)]);
    for (let time = 0; time < 3; time += 1) {
      await expect(find()).rejects.toMatchObject({ facts: { operation: "ListAuthDomains", status: 401 } });
    }
    await expect(find()).rejects.toThrow(/Check the token\. With HW_DOMAIN_ID .*says: "bad \*\*\*"/u);
    expect(iam.requests).toHaveLength(1);
  });

  it.each([refused(503), refused(429), new TransportError("Nobody listens.", true, false)])(
    "may be asked for again after a passing fault",
    async (step) => {
      const [find, iam] = lookup([step, domains(acme)]);
      await expect(find()).rejects.toThrow();
      expect(await find()).toBe("a1");
      expect(iam.requests).toHaveLength(2);
    },
  );
});
