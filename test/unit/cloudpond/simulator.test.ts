import { startSimulator, type Simulator } from "../../../simulator/src/index.js";
import { createAuthenticator } from "../../../provider/auth/createAuthenticator.js";
import type { Credentials } from "../../../provider/auth/credentials.js";
import { createClient, type CloudPondClient } from "../../../provider/cloudpond/client.js";
import { AuthenticationError } from "../../../provider/cloudpond/errors.js";
import { readSettings } from "../../../provider/config.js";
import { FREE } from "./fakeService.js";
import { createTransport, type ClosableTransport } from "../../../provider/http/axiosTransport.js";

const [INITIAL, AVAILABLE] = ["10000000-0000-4000-8000-000000000001", "10000000-0000-4000-8000-000000000003"];
const DELIVERED = "60000000-0000-4000-8000-000000000001";
const ORDER = {
  edgeSiteId: INITIAL,
  servers: [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 2 }],
  networkDevices: [{ offeringId: "30000000-0000-4000-8000-000000000001", count: 1 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" } },
};

let simulator: Simulator;
let transport: ClosableTransport;

beforeEach(async () => {
  // One entry per page, so that every list of more is walked over several pages, and twice.
  simulator = await startSimulator({ seed: { behaviour: { pageLimit: 1 } } });
  transport = createTransport({ insecure: false, random: () => 0 });
});

afterEach(async () => {
  transport.close();
  await simulator.close();
});

/** The client as the settings make it, over the real transport and with real signatures. */
function clientFor(given: Readonly<Record<string, string>>): CloudPondClient {
  const stackConfig = { "cloudpond:endpoint": simulator.url, "cloudpond:iamEndpoint": simulator.url };
  const settings = readSettings(stackConfig, given, { platform: "linux" });
  const clock = { now: Date.now };
  const authenticator = createAuthenticator({ ...settings, transport, clock });
  return createClient({
    ...settings,
    billingEndpoint: settings.billing.endpoint,
    transport,
    authenticator,
    pace: FREE,
    clock,
  });
}

const keyed = () => clientFor({ HW_ACCESS_KEY: simulator.accessKey, HW_SECRET_KEY: simulator.secretKey });
const posts = async () =>
  (await simulator.journal()).filter(({ method, path }) => method === "POST" && /orders/.test(path));

it.each<[Credentials["kind"], () => CloudPondClient]>([
  ["accessKey", keyed],
  [
    "password",
    () =>
      clientFor({
        HW_USER_NAME: simulator.userName,
        HW_USER_PASSWORD: simulator.password,
        HW_DOMAIN_NAME: simulator.domainName,
      }),
  ],
])("reads what is there with credentials of the kind %s", async (_, client) => {
  const cloudPond = client();
  expect((await cloudPond.identify()).account).toBe(simulator.account);
  const { orders, serverTimeMs } = await cloudPond.listDeliveryOrders();
  expect(orders.map(({ status }) => status)).toEqual(expect.arrayContaining(["SUCCESS", "PROCESSING"]));
  expect(Math.abs(Date.now() - serverTimeMs!)).toBeLessThan(60_000);
  expect(await cloudPond.showEdgeSite(AVAILABLE)).toMatchObject({ id: AVAILABLE, status: "available" });
  expect(await cloudPond.listServers({ edgeSiteId: AVAILABLE })).toHaveLength(2);
  expect(await cloudPond.listNetworkDevices({ deliveryOrderId: DELIVERED })).toHaveLength(2);
  const pools = await cloudPond.listStoragePools({ edgeSiteId: AVAILABLE });
  expect(pools).toMatchObject([{ storageType: "SSD", size: 26 }]);
  expect(pools[0]?.orderNumber).toMatch(/^CS/);
  expect(await cloudPond.showEdgeSite("nowhere")).toBeUndefined();
  expect(await cloudPond.showDeliveryOrder("nothing")).toBeUndefined();
});

it("places an order, follows it and deletes its record", async () => {
  const client = keyed();
  const outcome = await client.createDeliveryOrder(ORDER, { sendBeforeMs: Infinity });
  if (outcome.kind !== "placed") throw new Error(outcome.error.message);
  const { id } = outcome.order;
  expect(outcome).toMatchObject({ order: { status: "PROCESSING", edgeSiteId: INITIAL, domainId: simulator.account } });
  expect(await client.listServers({ deliveryOrderId: id })).toHaveLength(2);
  const numbers = (await client.listStoragePools({ deliveryOrderId: id })).map(({ orderNumber }) => orderNumber);
  expect(outcome.orderIds).toEqual(expect.arrayContaining(numbers));

  expect(await client.createDeliveryOrder(ORDER, { sendBeforeMs: Infinity })).toMatchObject({
    kind: "rejectedByService",
  });
  await expect(client.deleteDeliveryOrder(id)).rejects.toThrow("DeleteDeliveryOrder failed");
  await simulator.advance(id, "CANCELLED");
  expect(await client.showDeliveryOrder(id)).toMatchObject({ id, status: "CANCELLED" });
  await client.deleteDeliveryOrder(id);
  await client.deleteDeliveryOrder(id);
  expect(await client.showDeliveryOrder(id)).toBeUndefined();
  expect(await posts()).toHaveLength(2);
});

it.each([
  ["dropResponse", { kind: "dropResponse" }, "ambiguous", 3],
  ["dropRequest", { kind: "dropRequest" }, "ambiguous", 2],
  ["a broken answer", { kind: "garbage", body: '{"delivery_order":' }, "ambiguous", 3],
  ["503 after the effect", { kind: "status", status: 503, when: "after" }, "ambiguous", 3],
  [
    "throttling by the gateway",
    { kind: "status", status: 429, body: { error_code: "APIGW.0308", error_msg: "slow", request_id: "r" } },
    "throttled",
    2,
  ],
] as const)("one POST and no more under %s", async (_, action, kind, orders) => {
  await simulator.fault({ operation: "CreateDeliveryOrder", action });
  expect((await keyed().createDeliveryOrder(ORDER, { sendBeforeMs: Infinity })).kind).toBe(kind);
  expect(await posts()).toHaveLength(1);
  expect(await simulator.orders()).toHaveLength(orders);
});

it("reads pass over a passing fault", async () => {
  await simulator.fault({ operation: "ShowEdgeSite", times: 2, action: { kind: "status", status: 503 } });
  await simulator.fault({ operation: "ShowEdgeSite", times: 1, action: { kind: "dropRequest" } });
  expect(await keyed().showEdgeSite(INITIAL)).toMatchObject({ status: "initial" });
});

it("a wrong secret is sent once, whatever runs side by side", async () => {
  const client = clientFor({
    HW_ACCESS_KEY: simulator.accessKey,
    HW_SECRET_KEY: "wrong",
    HW_DOMAIN_ID: simulator.account,
  });
  const reads = [1, 2, 3, 4, 5, 6].map(() => client.listDeliveryOrders());
  const failures = await Promise.all(reads.map((read) => read.catch((error: unknown) => error)));
  for (const failure of failures) expect(failure).toBeInstanceOf(AuthenticationError);
  expect(await simulator.journal()).toHaveLength(1);
});
