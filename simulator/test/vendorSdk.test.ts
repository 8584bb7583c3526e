import { GlobalCredentials, Region } from "@huaweicloud/huaweicloud-sdk-core";
import { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient.js";
import { DefaultHttpClient, type ClientOptions } from "@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient.js";
import type { LogLevel } from "@huaweicloud/huaweicloud-sdk-core/logger/index.js";
import { startSimulator, type Simulator } from "../src/index.js";
import type { SdkResponse } from "@huaweicloud/huaweicloud-sdk-core/SdkResponse.js";
import { textLike } from "./matchers.js";
import { DEFAULTS, order, type Body } from "./testClient.js";

/** The SDK logs every refused request with all its headers. */
const nothing = (): void => undefined;
const silent: ClientOptions = {
  logger: {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    getLevel: () => "error" as LogLevel,
    setName: nothing,
  },
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({
    seed: { temporaryCredentials: [{ accessKey: "TEMPORARY", secretKey: "secret", securityToken: "token" }] },
  });
});
afterAll(() => simulator.close());

function client(credential: GlobalCredentials): HcClient {
  return new HcClient(new DefaultHttpClient(silent, [simulator.url]), silent)
    .withEndpoints([simulator.url])
    .withCredential(credential);
}

function permanent(): GlobalCredentials {
  const { accessKey, secretKey, account } = simulator;
  return new GlobalCredentials().withAk(accessKey).withSk(secretKey).withDomainId(account);
}

function call(
  by: HcClient,
  method: string,
  url: string,
  queryParams: object = {},
  data?: object,
): Promise<Body & SdkResponse> {
  return by.sendRequest({
    method,
    url,
    contentType: "application/json",
    queryParams: { ...queryParams },
    pathParams: {},
    headers: {},
    ...(data === undefined ? {} : { data: data as Record<string, unknown> }),
  });
}

describe("the vendor's own SDK", () => {
  test("lists edge sites with a signature, array parameters included", async () => {
    const answer = await call(client(permanent()), "GET", "/v1/{domain_id}/edge-sites", {
      status: ["initial", "available"],
      name: ["berlin", "hamburg"],
      limit: 1,
    });
    expect(answer.httpStatusCode).toBe(200);
    expect(answer.edge_sites.map((site) => site.name)).toEqual(["berlin"]);
    expect(answer.page_info).toEqual({ next_marker: DEFAULTS.berlin, current_count: 1 });
  });

  test("places an order and deletes its record", async () => {
    const sdk = client(permanent());
    const placed = await call(sdk, "POST", "/v2/{domain_id}/delivery-orders", {}, order(DEFAULTS.munich) as object);
    expect(placed.delivery_order.status).toBe("PROCESSING");
    await simulator.advance(placed.delivery_order.id, "CANCELLED");
    const deleted = await call(sdk, "DELETE", `/v2/{domain_id}/delivery-orders/${placed.delivery_order.id}`);
    expect(deleted.httpStatusCode).toBe(204);
  });

  test("works with a temporary key", async () => {
    const credential = new GlobalCredentials().withAk("TEMPORARY").withSk("secret").withDomainId(simulator.account);
    credential.withSecurityToken("token");
    const answer = await call(client(credential), "GET", "/v2/{domain_id}/sale-cycles");
    expect(answer.sale_cycles).not.toHaveLength(0);
  });

  test("looks up the account that it was not told", async () => {
    const credential = new GlobalCredentials().withAk(simulator.accessKey).withSk(simulator.secretKey);
    credential.withIamEndpoint(simulator.url);
    const sdk = client(credential).withRegion(new Region("cn-north-4", [simulator.url]));
    const answer = await call(sdk, "GET", "/v1/{domain_id}/zones");
    expect(answer.zones).toContainEqual({ code: "DE", name: "Germany" });
    expect((await simulator.journal()).map((entry) => entry.operation)).toContain("ListAuthDomains");
  });

  test("reads code, text and request id of a refusal", async () => {
    const wrong = permanent().withSk("another secret");
    await expect(call(client(wrong), "GET", "/v1/{domain_id}/quotas")).rejects.toMatchObject({
      httpStatusCode: 401,
      errorCode: "APIGW.0301",
      requestId: textLike(/^[0-9a-f]{32}$/),
    });
    await expect(call(client(permanent()), "GET", "/v1/{domain_id}/edge-sites/none")).rejects.toMatchObject({
      httpStatusCode: 404,
      errorCode: "IES.00011002",
    });
  });
});
