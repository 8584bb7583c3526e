import { createHash } from "node:crypto";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js";
import { GlobalCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import fc from "fast-check";
import {
  canonicalRequest,
  parseAuthorization,
  parseSdkDate,
  signatureOf,
  type SignedRequest,
} from "../src/signature.js";

const EMPTY = Buffer.alloc(0);
const ACCOUNT = "0123456789abcdef0123456789abcdef";

interface Vector {
  readonly request: SignedRequest;
  readonly signed: string;
  readonly secretKey?: string;
  readonly hash: string;
  readonly signature?: string;
}

const VECTORS: Readonly<Record<string, Vector>> = {
  "A: GET, Go SDK": {
    request: { method: "GET", target: "/path?limit=1", headers: { "x-sdk-date": "20060102T150405Z" }, body: EMPTY },
    signed: "x-sdk-date",
    hash: "85c3b7730f308aee452b16138a42a914397e43a8f0d732dfa521c0ef2afa98a4",
    signature: "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
  },
  "B: POST with a line feed at the end of the body, Go SDK": {
    request: {
      method: "POST",
      target: "/path?key=value",
      headers: { "x-sdk-date": "20060102T150405Z" },
      body: Buffer.from('{"Name":"test","Id":1}\n'),
    },
    signed: "x-sdk-date",
    hash: "13f75ff5f5216199f986c7e7f2f77834d5e160ad9e46f37319816dc72ba7eeab",
    signature: "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
  },
  "C: GET, Python SDK": {
    request: {
      method: "GET",
      target: "/resources?size=1",
      headers: { host: "service.endpoint.myhuaweicloud.com", "x-sdk-date": "20200608T023900Z" },
      body: EMPTY,
    },
    signed: "host;x-sdk-date",
    hash: "de94dd1e1ccdb730b403ce35d7e14f7c7b04337f6def1c3a3a2ba936852b133f",
    signature: "cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842",
  },
  "D: POST, Python SDK": {
    request: {
      method: "POST",
      target: "/resources?size=1",
      headers: { host: "service.endpoint.myhuaweicloud.com", "x-sdk-date": "20200608T023900Z" },
      body: Buffer.from('{"name":"test","id":1}'),
    },
    signed: "host;x-sdk-date",
    hash: "2b1b2515e48cb55e043ff2ec5b93d3f13ec287e1da1d7a2e4e14b0611a341969",
    signature: "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f",
  },
  "E: the signing guide's example, whose secret key is masked": {
    request: {
      method: "GET",
      target: "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
      headers: {
        "content-type": "application/json",
        host: "service.region.example.com",
        "x-sdk-date": "20191115T033655Z",
      },
      body: EMPTY,
    },
    signed: "content-type;host;x-sdk-date",
    hash: "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a",
  },
  "a CloudPond list": {
    request: {
      method: "GET",
      target: `/v2/${ACCOUNT}/delivery-orders?limit=50&status=PROCESSING&status=ACCEPTING`,
      headers: { host: "ies.myhuaweicloud.com", "x-domain-id": ACCOUNT, "x-sdk-date": "20260612T080000Z" },
      body: EMPTY,
    },
    signed: "host;x-domain-id;x-sdk-date",
    hash: "10129beeefbd4868607a1e57a2030a19f1939e9a1a9950cd11ae9659b770e231",
    signature: "a8d5455ff143af30e962e367690dc63bef1218490cc230ccf0c90a85f3695792",
  },
  "a CloudPond order with a temporary key": {
    request: {
      method: "POST",
      target: `/v2/${ACCOUNT}/delivery-orders`,
      headers: {
        "content-type": "application/json",
        host: "ies.myhuaweicloud.com",
        "x-domain-id": ACCOUNT,
        "x-sdk-date": "20260612T080000Z",
        "x-security-token": "TOKEN",
      },
      body: Buffer.from('{"delivery_order":{"edge_site_id":"e"}}'),
    },
    signed: "content-type;host;x-domain-id;x-sdk-date;x-security-token",
    hash: "51fd1776c0cddc7f9f36aa153e35e34c59c1176d602c12cc28b45a0a0ebcf0a0",
    signature: "85440a68fd8e1b99829195573017a38c68056be5580b62b22b4f9aac8c6560bb",
  },
};

describe("signature verification", () => {
  test.each(Object.entries(VECTORS))("agrees with vector %s", (_name, { request, signed, hash, signature }) => {
    const names = signed.split(";");
    expect(createHash("sha256").update(canonicalRequest(request, names)).digest("hex")).toBe(hash);
    if (signature !== undefined) expect(signatureOf(request, names, "SecretKey")).toBe(signature);
  });

  test("encodes and sorts a query like vector F of the Go SDK", () => {
    const values = { limit: "1", enable: "true", test: "一 (&=?!#%.*)", path: "/tmp/123" };
    const pairs = [...Object.entries(values), ["multi", "3"], ["multi", "1"], ["multi", "2"]];
    const target = `/?${pairs.map(([key = "", value = ""]) => `${key}=${encodeURIComponent(value)}`).join("&")}`;
    const [, , query] = canonicalRequest({ method: "GET", target, headers: {}, body: EMPTY }, []).split("\n");
    expect(query).toBe(
      "enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29",
    );
  });

  test("takes the body's hash from the header only for UNSIGNED-PAYLOAD", () => {
    const hashFor = (declared: string): string | undefined =>
      canonicalRequest(
        { method: "PUT", target: "/", headers: { "x-sdk-content-sha256": declared }, body: Buffer.from("x") },
        ["x-sdk-content-sha256"],
      )
        .split("\n")
        .at(-1);
    expect(hashFor("UNSIGNED-PAYLOAD")).toBe("UNSIGNED-PAYLOAD");
    expect(hashFor("0000")).toBe(createHash("sha256").update("x").digest("hex"));
  });

  test("gives what the vendor's signer gives, for any body, values and order of parameters", () => {
    const value = fc.string({ unit: fc.constantFrom(..."abzAZ09-_.~ !'()*&=?/%ä一"), maxLength: 8 });
    const key = fc.stringMatching(/^[a-z_]{1,6}$/);
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.dictionary(key, value), (query, data) => {
        const signedByVendor: Record<string, string> = AKSKSigner.sign(
          {
            endpoint: "http://127.0.0.1:1/v2/account/delivery-orders",
            method: "POST",
            headers: { "content-type": "application/json" },
            queryParams: query,
            data,
          },
          new GlobalCredentials().withAk("AccessKey").withSk("SecretKey"),
        );
        const headers = Object.fromEntries(
          Object.entries(signedByVendor).map(([name, text]) => [name.toLowerCase(), text]),
        );
        const { signedHeaders, signature } = parseAuthorization(headers["authorization"] ?? "") ?? {};
        const search = Object.entries(query).map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
        const request: SignedRequest = {
          method: "POST",
          target: `/v2/account/delivery-orders?${search.reverse().join("&")}`,
          headers,
          body: Buffer.from(JSON.stringify(data)),
        };
        expect(signatureOf(request, signedHeaders ?? [], "SecretKey")).toBe(signature);
      }),
    );
  });

  test.each([
    ["another algorithm", `V11-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=${"0".repeat(64)}`],
    ["a short signature", "SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=00"],
    ["no access key", `SDK-HMAC-SHA256 SignedHeaders=x-sdk-date, Signature=${"0".repeat(64)}`],
  ])("reads no signature from %s", (_what, header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });

  test.each([
    ["20260612T080000Z", Date.UTC(2026, 5, 12, 8)],
    ["2026-06-12T08:00:00Z", undefined],
    ["20261301T000000Z", undefined],
    ["", undefined],
  ])("reads the date %j as %p", (text, ms) => {
    expect(parseSdkDate(text)).toBe(ms);
  });
});
