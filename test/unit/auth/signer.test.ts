import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner";
import fc from "fast-check";
import { canonicalQuery, sign, signatureOf, type SignableRequest } from "../../../provider/auth/signer.js";

const published = { accessKey: "AccessKey", secretKey: "SecretKey" };
const account = "0123456789abcdef0123456789abcdef";
const service = "https://service.endpoint.myhuaweicloud.com/resources?size=1";
const orders = `https://ies.myhuaweicloud.com/v2/${account}/delivery-orders`;

interface Vector {
  readonly name: string;
  readonly request: SignableRequest;
  readonly hash: string;
  readonly signature: string;
}

const vectors: readonly Vector[] = [
  {
    name: "Go SDK, GET",
    request: { method: "GET", url: "https://x/path?limit=1", headers: { "X-Sdk-Date": "20060102T150405Z" } },
    hash: "85c3b7730f308aee452b16138a42a914397e43a8f0d732dfa521c0ef2afa98a4",
    signature: "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
  },
  {
    name: "Go SDK, POST (its encoder ends the body with a newline)",
    request: {
      method: "POST",
      url: "https://x/path?key=value",
      headers: { "X-Sdk-Date": "20060102T150405Z" },
      body: Buffer.from('{"Name":"test","Id":1}\n'),
    },
    hash: "13f75ff5f5216199f986c7e7f2f77834d5e160ad9e46f37319816dc72ba7eeab",
    signature: "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
  },
  {
    name: "Python SDK, GET",
    request: {
      method: "get",
      url: service,
      headers: { Host: "service.endpoint.myhuaweicloud.com", "X-Sdk-Date": " 20200608T023900Z " },
    },
    hash: "de94dd1e1ccdb730b403ce35d7e14f7c7b04337f6def1c3a3a2ba936852b133f",
    signature: "cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842",
  },
  {
    name: "Python SDK, POST",
    request: {
      method: "POST",
      url: service,
      headers: { Host: "service.endpoint.myhuaweicloud.com", "X-Sdk-Date": "20200608T023900Z" },
      body: Buffer.from('{"name":"test","id":1}'),
    },
    hash: "2b1b2515e48cb55e043ff2ec5b93d3f13ec287e1da1d7a2e4e14b0611a341969",
    signature: "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f",
  },
  {
    name: "CloudPond's shape, GET",
    request: {
      method: "GET",
      url: `${orders}?limit=50&status=ACCEPTING&status=PROCESSING`,
      headers: { Host: "ies.myhuaweicloud.com", "X-Sdk-Date": "20260612T080000Z", "X-Domain-Id": account },
    },
    hash: "10129beeefbd4868607a1e57a2030a19f1939e9a1a9950cd11ae9659b770e231",
    signature: "a8d5455ff143af30e962e367690dc63bef1218490cc230ccf0c90a85f3695792",
  },
  {
    name: "CloudPond's shape, POST with a temporary key",
    request: {
      method: "POST",
      url: orders,
      headers: {
        "Content-Type": "application/json",
        Host: "ies.myhuaweicloud.com",
        "X-Sdk-Date": "20260612T080000Z",
        "X-Domain-Id": account,
        "X-Security-Token": "TOKEN",
      },
      body: Buffer.from('{"delivery_order":{"edge_site_id":"e"}}'),
    },
    hash: "51fd1776c0cddc7f9f36aa153e35e34c59c1176d602c12cc28b45a0a0ebcf0a0",
    signature: "85440a68fd8e1b99829195573017a38c68056be5580b62b22b4f9aac8c6560bb",
  },
];

describe("the signature", () => {
  it.each(vectors)("of $name is as published", ({ request, hash, signature }) => {
    expect(signatureOf(request, published)).toMatchObject({ canonicalRequestHash: hash, signature });
  });

  it("of the documentation's example has the published canonical request; its secret key is masked there", () => {
    const { canonicalRequestHash, authorization } = signatureOf(
      {
        method: "GET",
        url: "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
        headers: {
          "Content-Type": "application/json",
          Host: "service.region.example.com",
          "X-Sdk-Date": "20191115T033655Z",
        },
      },
      published,
    );
    expect(canonicalRequestHash).toBe("b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a");
    expect(authorization).toMatch(
      /^SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=content-type;host;x-sdk-date, Signature=[0-9a-f]{64}$/u,
    );
  });

  it("sorts and escapes the query as the Go SDK does", () => {
    const query = new URLSearchParams([
      ["test", "一 (&=?!#%.*)"],
      ["multi", "2"],
      ["limit", "1"],
      ["multi", "1"],
      ["path", "/tmp/123"],
      ["multi", "3"],
      ["enable", "true"],
    ]);
    expect(canonicalQuery(query)).toBe(
      "enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29",
    );
  });

  it.each([
    ["a=", "a="],
    ["", ""],
    ["q=~-_.'", "q=~-_.%27"],
    ["a=1+2", "a=1%202"],
    ["b=1&a=2", "a=2&b=1"],
  ])("writes the query %j as %j", (sent, canonical) => {
    expect(canonicalQuery(new URLSearchParams(sent))).toBe(canonical);
  });
});

describe("a signed request", () => {
  const date = new Date("2026-06-12T08:00:00.987Z");

  it("is sent with exactly what was signed, and nothing of it changes but the headers", () => {
    const request = {
      method: "POST",
      url: orders,
      headers: { "Content-Type": "application/json", "X-Domain-Id": account },
      body: Buffer.from('{"delivery_order":{"edge_site_id":"e"}}'),
      timeoutMs: 7,
    } as const;
    expect(sign(request, { kind: "accessKey", ...published, securityToken: "TOKEN" }, date)).toEqual({
      ...request,
      headers: {
        "Content-Type": "application/json",
        "X-Domain-Id": account,
        "X-Sdk-Date": "20260612T080000Z",
        "X-Security-Token": "TOKEN",
        Authorization:
          "SDK-HMAC-SHA256 Access=AccessKey, " +
          "SignedHeaders=content-type;host;x-domain-id;x-sdk-date;x-security-token, " +
          "Signature=85440a68fd8e1b99829195573017a38c68056be5580b62b22b4f9aac8c6560bb",
      },
    });
  });

  it("covers a port that is not the usual one, as it stands in the header Host", () => {
    const request = { method: "GET", headers: {}, timeoutMs: 7 } as const;
    const authorization = (url: string): string | undefined =>
      sign({ ...request, url }, { kind: "accessKey", ...published }, date).headers["Authorization"];
    expect(authorization("https://h:8443/")).not.toBe(authorization("https://h/"));
    expect(authorization("https://h:443/")).toBe(authorization("https://h/"));
  });
});

describe("against the vendor's own signer", () => {
  // It escapes a path that is escaped already once more, writes the body anew with JSON.stringify and always signs
  // `host`: paths that need no escape, bodies that JSON.stringify wrote and requests with `host` are where the two can
  // be compared.
  const segment = fc.stringMatching(/^[A-Za-z0-9_.~-]{1,12}$/u).filter((part) => !/^\.{1,2}$/u.test(part));
  const text = fc.string({ unit: "grapheme", maxLength: 12 });
  const query = fc.uniqueArray(fc.tuple(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }))), {
    selector: ([name]) => name,
    maxLength: 5,
  });
  const header = fc.stringMatching(/^[!-~]{1,20}$/u);
  const headers = fc.record({ "X-Domain-Id": header, "X-Security-Token": header }, { requiredKeys: [] });
  const body = fc.option(fc.dictionary(text, fc.jsonValue()), { nil: undefined });

  it("signs every comparable request alike", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("GET", "POST", "PUT", "DELETE"),
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        query,
        headers,
        body,
        fc.string({ minLength: 1 }),
        (method, segments, parameters, chosen, data, secretKey) => {
          const search = new URLSearchParams(
            parameters.flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
          );
          const url = `https://ies.myhuaweicloud.com/${segments.join("/")}`;
          const dated = { ...chosen, "content-type": "application/json", "X-Sdk-Date": "20260612T080000Z" };
          const theirs = AKSKSigner.sign(
            {
              method,
              endpoint: url,
              queryParams: Object.fromEntries(parameters),
              headers: dated,
              ...(data === undefined ? {} : { data }),
            },
            { getAk: () => "AK", getSk: () => secretKey } as unknown as Parameters<typeof AKSKSigner.sign>[1],
          ) as Record<string, string>;
          const ours = signatureOf(
            {
              method,
              url: search.size === 0 ? url : `${url}?${search.toString()}`,
              headers: { ...dated, host: "ies.myhuaweicloud.com" },
              body: data === undefined ? undefined : Buffer.from(JSON.stringify(data)),
            },
            { accessKey: "AK", secretKey },
          );
          expect(ours.authorization).toBe(theirs["Authorization"]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
