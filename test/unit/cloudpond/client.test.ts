import {
  AuthenticationError,
  isTransient,
  NotFoundError,
  PermissionError,
  RejectedError,
  TokenExpiredError,
  UnavailableError,
  UnreadableAnswerError,
} from "../../../provider/cloudpond/errors.js";
import { createBody } from "../../../provider/cloudpond/deliveryOrders.js";
import { ServiceError } from "../../../provider/http/serviceError.js";
import { TransportError } from "../../../provider/http/transport.js";
import { AuthenticationGate } from "../../../provider/cloudpond/authenticationGate.js";
import type { CloudPondClient } from "../../../provider/cloudpond/client.js";
import type { CreateOutcome } from "../../../provider/cloudpond/createOutcome.js";
import type { HttpRequest, HttpResponse } from "../../../provider/http/transport.js";
import { ACCOUNT, answer, DATE, EXAMPLE, fake, FREE, refusal, wireOrder } from "./fakeService.js";
import { settle } from "./heldClock.js";

const BASE = `https://ies.example.com/v2/${ACCOUNT}`;
const wireSite = { id: "site-1", domain_id: ACCOUNT, name: "berlin", status: "initial", description: "x" };

const READS: readonly [string, (client: CloudPondClient) => Promise<unknown>][] = [
  ["showEdgeSite", (client) => client.showEdgeSite("site-1")],
  ["listDeliveryOrders", (client) => client.listDeliveryOrders()],
  ["showDeliveryOrder", (client) => client.showDeliveryOrder("order-1")],
  ["listServers", (client) => client.listServers({ edgeSiteId: "site-1" })],
  ["listNetworkDevices", (client) => client.listNetworkDevices({ edgeSiteId: "site-1" })],
  ["listStoragePools", (client) => client.listStoragePools({ edgeSiteId: "site-1" })],
];
const REPEATABLE: typeof READS = [...READS, ["deleteDeliveryOrder", (client) => client.deleteDeliveryOrder("order-1")]];

describe("each operation has its documented verb and path", () => {
  const device = { id: "d1", edge_site_id: "site-1", offering_id: "server-a", status: "USING" };
  it.each<[string, (client: CloudPondClient) => Promise<unknown>, unknown, string, string, unknown]>([
    [
      "showEdgeSite",
      (client) => client.showEdgeSite("site/1"),
      { edge_site: wireSite },
      "GET",
      `https://ies.example.com/v1/${ACCOUNT}/edge-sites/site%2F1`,
      { id: "site-1", domainId: ACCOUNT, name: "berlin", status: "initial", description: "x", location: {} },
    ],
    [
      "showDeliveryOrder",
      (client) => client.showDeliveryOrder("order-1"),
      {
        delivery_order: wireOrder("order-1", { status: "NEWER", edge_site_id: 0, effected_at: "2026-11-23T08:48:16Z" }),
      },
      "GET",
      `${BASE}/delivery-orders/order-1`,
      {
        id: "order-1",
        name: "delivery_order-zurcq",
        domainId: ACCOUNT,
        status: "NEWER",
        edgeSiteId: "0",
        effectedAt: "2026-11-23T08:48:16Z",
        createdAt: "2026-01-04T07:05:14.405839Z",
      },
    ],
    [
      "deleteDeliveryOrder",
      (client) => client.deleteDeliveryOrder("order-1"),
      "",
      "DELETE",
      `${BASE}/delivery-orders/order-1`,
      undefined,
    ],
    [
      "listDeliveryOrders",
      (client) => client.listDeliveryOrders(),
      { delivery_orders: [], page_info: { current_count: 0 } },
      "GET",
      `${BASE}/delivery-orders?limit=1000`,
      { orders: [], serverTimeMs: Date.parse(DATE), beganMs: Date.parse(DATE) },
    ],
    [
      "listServers",
      (client) => client.listServers({ edgeSiteId: "site-1" }),
      { servers: [{ ...device, market_options: { prepaid_options: { order_id: "CS1", product_id: "p" } } }] },
      "GET",
      `${BASE}/servers?edge_site_id=site-1&limit=1000`,
      [{ id: "d1", offeringId: "server-a", status: "USING", orderNumber: "CS1" }],
    ],
    [
      "listNetworkDevices",
      (client) => client.listNetworkDevices({ deliveryOrderId: "order 1" }),
      { network_devices: [{ ...device, market_options: null }] },
      "GET",
      `${BASE}/network-devices?delivery_order_id=order%201&limit=1000`,
      [{ id: "d1", offeringId: "server-a", status: "USING" }],
    ],
    [
      "listStoragePools",
      (client) => client.listStoragePools({ edgeSiteId: "site-1" }),
      {
        storage_pools: [
          { id: "p1", storage_type: "SSD", assigned_size: 26, capacity: 104, status: "AVAILABLE", parent_id: null },
          { id: "p2", storage_type: "SSD", assigned_size: 9, status: "CREATING", parent_id: "p1", market_options: {} },
        ],
      },
      "GET",
      `${BASE}/storage-pools?edge_site_id=site-1&limit=1000`,
      [
        { id: "p1", storageType: "SSD", size: 26, status: "AVAILABLE" },
        { id: "p2", storageType: "SSD", size: 9, status: "CREATING", parentId: "p1" },
      ],
    ],
  ])("%s", async (_, call, body, method, url, expected) => {
    const { client, requests } = fake([answer(method === "DELETE" ? 204 : 200, body, { date: DATE })]);
    expect(await call(client)).toStrictEqual(expected);
    expect(requests).toEqual([
      {
        method,
        url,
        headers: { Accept: "application/json", "X-Auth-Token": "token" },
        timeoutMs: 60_000,
        retry: {
          retries: 4,
          isTransient,
          turn: expect.any(Function) as unknown,
          headers: expect.any(Function) as unknown,
        },
      },
    ]);
  });

  it("is signed anew for each try, and as before where that fails", async () => {
    let signatures = 0;
    const authorize = async (request: HttpRequest) => {
      if (++signatures > 2) throw new Error("no");
      return { ...request, headers: { "X-Auth-Token": `${signatures}` } };
    };
    const { client, requests } = fake([answer(200, { delivery_orders: [] })], { authorize });
    await client.listDeliveryOrders();
    const [{ retry, headers }] = requests as [HttpRequest];
    expect(headers).toEqual({ "X-Auth-Token": "1" });
    expect(await retry?.headers?.()).toEqual({ "X-Auth-Token": "2" });
    expect(await retry?.headers?.()).toEqual({ "X-Auth-Token": "1" });
  });

  it("identify", async () => {
    const { client, requests } = fake([]);
    expect(await client.identify()).toEqual({ account: ACCOUNT, principal: "AKID" });
    expect(requests).toEqual([]);
  });
});

describe("an order", () => {
  const accepted = answer(200, { delivery_order: wireOrder("order-1"), order_ids: ["CS1"] });

  it("is sent once, as JSON, without any rule for repeating it", async () => {
    const { client, requests } = fake([accepted]);
    expect(await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })).toMatchObject({
      kind: "placed",
      order: { id: "order-1" },
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toEqual({
      method: "POST",
      url: `${BASE}/delivery-orders`,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-Auth-Token": "token" },
      body: createBody(EXAMPLE),
      timeoutMs: 60_000,
    });
    expect(requests[0]).not.toHaveProperty("retry");
  });

  it.each([
    refusal(429, "APIGW.0308"),
    refusal(401, "APIGW.0307"),
    refusal(500, "APIGW.0601"),
    answer(503),
    answer(302),
    answer(200),
    new TransportError("refused", true, false),
    new TransportError("reset", false, false),
    new Error("unexpected"),
  ])("is sent once whatever comes back: %j", async (step) => {
    const { client, requests } = fake([step], { renew: () => Promise.resolve(true) });
    const outcome = await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity });
    expect(outcome.kind).not.toBe("placed");
    expect(requests).toHaveLength(1);
  });

  it.each<[string, () => Promise<boolean>, CreateOutcome["kind"], new (...args: never[]) => ServiceError]>([
    ["is renewed", () => Promise.resolve(true), "tokenRenewed", TokenExpiredError],
    ["cannot be renewed", () => Promise.resolve(false), "rejectedByGateway", TokenExpiredError],
    [
      "cannot be renewed now",
      () => Promise.reject(new TransportError("reset", false, false)),
      "rejectedByGateway",
      UnavailableError,
    ],
  ])("whose token has expired says whether it %s", async (_, renew, kind, ErrorClass) => {
    const { client, renewals } = fake([refusal(401, "APIGW.0307")], { renew });
    const outcome = await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity });
    expect(outcome.kind).toBe(kind);
    expect("error" in outcome && outcome.error).toBeInstanceOf(ErrorClass);
    expect(renewals()).toBe(1);
  });

  it("is not sent any more when making it ready has taken too long", async () => {
    const { client, requests } = fake([answer(200, { delivery_order: { id: "order-1" } })]);
    const outcome = await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Date.parse(DATE) - 1 });
    expect(outcome).toMatchObject({ kind: "notSent", isPermanent: false });
    expect(requests).toEqual([]);
  });

  it("waits for its turn before all others, ten seconds at most, and tells what became of it", async () => {
    const waits: [patienceMs: number, untilMs: number][] = [];
    const heard: (number | undefined)[] = [];
    const turns = [20, 20, undefined, undefined];
    let nowMs = 0;
    const pace = {
      ...FREE,
      firstTurn: (patienceMs: number, untilMs: number) => {
        waits.push([patienceMs, untilMs]);
        const tookMs = turns.shift();
        nowMs += tookMs ?? 0;
        const hear = (response: HttpResponse | undefined) => void heard.push(response?.status);
        return Promise.resolve(tookMs === undefined ? undefined : hear);
      },
    };
    const { client, requests } = fake([refusal(429, "APIGW.0308")], {}, pace, { now: () => nowMs });
    const order = async (sendBeforeMs: number) => client.createDeliveryOrder(EXAMPLE, { sendBeforeMs });
    const heldBack = { kind: "notSent", isPermanent: false, isHeldBack: true };
    expect((await order(30)).kind).toBe("throttled");
    expect(await order(30)).toMatchObject(heldBack);
    expect(await order(50)).toMatchObject(heldBack);
    expect(await order(60_000)).toMatchObject(heldBack);
    const late = await order(39);
    expect(late).toMatchObject({ kind: "notSent", isPermanent: false });
    expect(late).not.toHaveProperty("isHeldBack");
    expect(waits).toEqual([30, 30, 50, 60_000].map((untilMs) => [10_000, untilMs]));
    expect([heard, requests.length]).toEqual([[429], 1]);
  });

  it("tells when the first request of a list was sent: what waited in line before it did not make the list older", async () => {
    let nowMs = 0;
    const turn = () => {
      nowMs += 40_000;
      return Promise.resolve(() => undefined);
    };
    const page = (id: string, marker?: string) =>
      answer(200, { delivery_orders: [wireOrder(id)], page_info: { next_marker: marker } });
    const walk = [page("a", "1"), page("b")];
    const { client } = fake([...walk, ...walk], {}, { ...FREE, turn }, { now: () => nowMs });
    expect(await client.listDeliveryOrders()).toMatchObject({ orders: [{ id: "a" }, { id: "b" }], beganMs: 40_000 });
  });

  it("asks for no new token where another call has found out meanwhile that there is none", async () => {
    const gate = new AuthenticationGate();
    const over = new TokenExpiredError("over", { operation: "ListServers", status: 401 });
    const expired = () => {
      gate.notice(over);
      return refusal(401, "APIGW.0307");
    };
    const { client, renewals } = fake([expired], {}, FREE, undefined, gate);
    await expect(client.listDeliveryOrders()).rejects.toBe(over);
    expect(renewals()).toBe(0);
  });

  it("is not sent at its turn with credentials that were refused while it waited, nor is anything else", async () => {
    let go: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => (go = resolve)).then(() => () => undefined);
    const gate = new AuthenticationGate();
    const { client, requests } = fake(
      [answer(200, {})],
      {},
      { ...FREE, turn: () => turn, firstTurn: () => turn },
      undefined,
      gate,
    );
    const refused = new AuthenticationError("revoked", { operation: "ListServers", status: 401 });
    const order = client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity });
    const list = client.listDeliveryOrders();
    // Both wait for their turn.
    await settle();
    gate.notice(refused);
    go();
    expect(await order).toMatchObject({ kind: "notSent", isPermanent: true });
    await expect(list).rejects.toBe(refused);
    expect(requests).toEqual([]);
  });

  it("does not renew a token for an answer that leaves its fate open", async () => {
    const { client, renewals } = fake([refusal(500, "APIGW.0307")]);
    expect((await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })).kind).toBe("ambiguous");
    expect(renewals()).toBe(0);
  });

  it.each<[string, Parameters<typeof fake>[1]]>([
    ["the account cannot be found", { account: () => Promise.reject(new Error("no")) }],
    ["it cannot be signed", { authorize: () => Promise.reject(new TransportError("reset", false, false)) }],
    ["the account id cannot stand in an address", { account: () => Promise.resolve("..") }],
  ])("is not sent where %s", async (_, authenticator) => {
    const { client, requests } = fake([accepted], authenticator);
    expect(await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })).toMatchObject({
      kind: "notSent",
      error: { facts: { operation: "CreateDeliveryOrder" } },
    });
    expect(requests).toEqual([]);
  });
});

describe("what does not exist", () => {
  const shows = [
    ["showEdgeSite", (client: CloudPondClient) => client.showEdgeSite("x")],
    ["showDeliveryOrder", (client: CloudPondClient) => client.showDeliveryOrder("x")],
    ["deleteDeliveryOrder", (client: CloudPondClient) => client.deleteDeliveryOrder("x")],
  ] as const;

  it.each(shows)("%s takes the service's own 404 for it", async (_, call) => {
    expect(await call(fake([refusal(404, "IES.00011002")]).client)).toBeUndefined();
    expect(await call(fake([refusal(404, "SYS.0404")]).client)).toBeUndefined();
  });

  it.each(shows)("%s takes no other 404 for it", async (_, call) => {
    for (const step of [refusal(404, "APIGW.0101"), answer(404, "<html>"), answer(404), answer(410)]) {
      await expect(call(fake([step]).client)).rejects.toThrow(RejectedError);
    }
    await expect(call(fake([refusal(403, "SYS.0404")]).client)).rejects.toThrow(ServiceError);
  });

  it("a list that is not found is an error, never an empty list", async () => {
    await expect(fake([refusal(404, "SYS.0404")]).client.listDeliveryOrders()).rejects.toThrow(NotFoundError);
  });

  it.each(["", ".", ".."])("the id %j is refused before anything is sent", async (id) => {
    const { client, requests } = fake([answer(200, {})]);
    await expect(client.showDeliveryOrder(id)).rejects.toThrow(RejectedError);
    await expect(client.deleteDeliveryOrder(id)).rejects.toThrow(RejectedError);
    await expect(client.showEdgeSite(id)).rejects.toThrow(RejectedError);
    expect(requests).toEqual([]);
  });
});

describe("lists", () => {
  it("hand on the marker until there is none, twice", async () => {
    const first = answer(200, {
      delivery_orders: [wireOrder("a")],
      page_info: { next_marker: "m&1", current_count: 1 },
    });
    const second = answer(200, { delivery_orders: [wireOrder("b")], page_info: { current_count: 1 } });
    const { client, requests } = fake([first, second, first, second]);
    expect((await client.listDeliveryOrders()).orders.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(requests.map(({ url }) => url)).toEqual([
      `${BASE}/delivery-orders?limit=1000`,
      `${BASE}/delivery-orders?limit=1000&marker=m%261`,
      `${BASE}/delivery-orders?limit=1000`,
      `${BASE}/delivery-orders?limit=1000&marker=m%261`,
    ]);
  });

  it("go back to small pages, for good, where the service refuses the usual ones", async () => {
    const { client, requests } = fake([
      (request) =>
        request.url.includes("limit=1000")
          ? refusal(400, "IES.00001005", "limit must be from 1 to 200")
          : answer(200, { delivery_orders: [wireOrder("a")], servers: [] }),
    ]);
    expect((await client.listDeliveryOrders()).orders.map(({ id }) => id)).toEqual(["a"]);
    await client.listServers({ edgeSiteId: "site-1" });
    expect(requests.map(({ url }) => new URL(url).searchParams.get("limit"))).toEqual(["1000", "100", "100"]);
  });

  it("that are refused with small pages, too, say so, and the next one tries the usual ones again", async () => {
    const { client, requests } = fake([refusal(400, "IES.00001005", "marker is not known")]);
    await expect(client.listDeliveryOrders()).rejects.toThrow("marker is not known");
    await expect(client.listDeliveryOrders()).rejects.toThrow(RejectedError);
    expect(requests.map(({ url }) => new URL(url).searchParams.get("limit"))).toEqual(["1000", "100", "1000", "100"]);
  });

  it("that are forbidden are not asked for in another way", async () => {
    const { client, requests } = fake([refusal(403, "IES.00001003")]);
    await expect(client.listDeliveryOrders()).rejects.toThrow(ServiceError);
    expect(requests).toHaveLength(1);
  });

  it("bound the whole walk where that is asked for, and repeat nothing then", async () => {
    const { client, requests } = fake([
      answer(200, { delivery_orders: [wireOrder("a")], page_info: { next_marker: "a" } }),
      answer(200, { delivery_orders: [wireOrder("b")] }),
      answer(200, { delivery_orders: [wireOrder("a")], page_info: { next_marker: "a" } }),
      answer(200, { delivery_orders: [wireOrder("b")] }),
    ]);
    await client.listDeliveryOrders({ withinMs: 5_000 });
    expect(requests.map(({ timeoutMs, retry }) => [timeoutMs, retry?.retries])).toEqual(Array(4).fill([5_000, 0]));
    await client.listDeliveryOrders();
    expect(requests.at(-1)).toMatchObject({ timeoutMs: 60_000, retry: { retries: 4 } });
  });

  it("refuse hardware of another site: the filter was not understood", async () => {
    const foreign = { id: "d1", edge_site_id: "site-2", offering_id: "server-a", status: "USING" };
    const { client } = fake([answer(200, { servers: [foreign] })]);
    await expect(client.listServers({ edgeSiteId: "site-1" })).rejects.toThrow(UnreadableAnswerError);
    expect(await client.listServers({ deliveryOrderId: "order-1" })).toHaveLength(1);
  });

  it("refuse an empty filter, which would list everything", async () => {
    const { client, requests } = fake([answer(200, { servers: [], storage_pools: [] })]);
    await expect(client.listServers({ edgeSiteId: "" })).rejects.toThrow(RejectedError);
    await expect(client.listStoragePools({ deliveryOrderId: "" })).rejects.toThrow(RejectedError);
    expect(requests).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a size that is a text", { assigned_size: "26" }, "storage_pools[0].assigned_size must be a number of at least 0"],
    ["a negative size", { assigned_size: -1 }, "storage_pools[0].assigned_size"],
    ["a number for billing options", { market_options: 5 }, "storage_pools[0].market_options must be an object"],
    [
      "an odd billing number",
      { market_options: { prepaid_options: { order_id: {} } } },
      "storage_pools[0].market_options.prepaid_options.order_id must be",
    ],
  ])("name the path of %s", async (_, more, said) => {
    const pool = { id: "p1", storage_type: "SSD", assigned_size: 26, status: "AVAILABLE", ...more };
    const { client } = fake([answer(200, { storage_pools: [pool] })]);
    await expect(client.listStoragePools({ edgeSiteId: "site-1" })).rejects.toThrow(said);
  });
});

describe("credentials that are refused", () => {
  it.each([refusal(401, "APIGW.0301"), refusal(500, "IES.00001001"), refusal(500, "IES.00001007"), answer(401)])(
    "are sent once, whatever is asked for afterwards ($status $body)",
    async (step) => {
      const { client, requests } = fake([step]);
      const failures = await Promise.all(REPEATABLE.map(([, call]) => call(client).catch((error: unknown) => error)));
      expect(failures[0]).toBeInstanceOf(AuthenticationError);
      expect(new Set(failures).size).toBe(1);
      expect(await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })).toEqual({
        kind: "notSent",
        isPermanent: true,
        error: failures[0],
      });
      await expect(client.identify()).rejects.toBe(failures[0]);
      expect(requests).toHaveLength(1);
    },
  );

  it("are not sent again after an order was refused for them", async () => {
    const { client, requests } = fake([refusal(401, "APIGW.0301")]);
    expect((await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })).kind).toBe("rejectedByGateway");
    await expect(client.listDeliveryOrders()).rejects.toThrow(AuthenticationError);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["ambiguous", refusal(500, "IES.00001007")],
    ["rejectedByService", refusal(401, "SYS.0401")],
  ])("get one more try after an order that is %s, because it has to be looked for", async (kind, step) => {
    const { client, requests } = fake([step]);
    expect((await client.createDeliveryOrder(EXAMPLE, { sendBeforeMs: Infinity })).kind).toBe(kind);
    await expect(client.listDeliveryOrders()).rejects.toThrow(AuthenticationError);
    await expect(client.listDeliveryOrders()).rejects.toThrow(AuthenticationError);
    expect(requests).toHaveLength(2);
  });

  it("at IAM are not sent again either", async () => {
    let asked = 0;
    const { client, requests } = fake([answer(200, {})], {
      account: () => {
        asked++;
        return Promise.reject(new ServiceError("no", { operation: "CreateToken", status: 401 }));
      },
    });
    await expect(client.identify()).rejects.toThrow("CreateToken failed");
    await expect(client.listDeliveryOrders()).rejects.toThrow("CreateToken failed");
    expect(asked).toBe(1);
    expect(requests).toEqual([]);
  });
});

describe("a token that has expired", () => {
  const expired = refusal(401, "APIGW.0307");

  it.each(REPEATABLE)("is renewed once by %s", async (_, call) => {
    const { client, requests, renewals } = fake([expired, refusal(403, "APIGW.0302")], {
      renew: () => Promise.resolve(true),
    });
    await expect(call(client)).rejects.toThrow(PermissionError);
    expect(requests).toHaveLength(2);
    expect(renewals()).toBe(1);
  });

  it("is renewed once only, and then nothing more is sent", async () => {
    const { client, requests, renewals } = fake([expired], { renew: () => Promise.resolve(true) });
    await expect(client.listDeliveryOrders()).rejects.toThrow(TokenExpiredError);
    await expect(client.showEdgeSite("site-1")).rejects.toThrow(TokenExpiredError);
    expect(requests).toHaveLength(2);
    expect(renewals()).toBe(1);
  });

  it("that cannot be renewed is an error at once", async () => {
    const { client, requests } = fake([expired]);
    await expect(client.listDeliveryOrders()).rejects.toThrow(TokenExpiredError);
    expect(requests).toHaveLength(1);
  });

  it("signs the repetition anew", async () => {
    let token = 1;
    const { client, requests } = fake([expired, answer(200, { edge_site: wireSite })], {
      authorize: (request) => Promise.resolve({ ...request, headers: { "X-Auth-Token": `token ${token}` } }),
      renew: () => Promise.resolve(++token > 1),
    });
    await client.showEdgeSite("site-1");
    expect(requests.map(({ headers }) => headers["X-Auth-Token"])).toEqual(["token 1", "token 2"]);
  });
});

describe("every read", () => {
  it.each(READS)("%s reports an answer that cannot be read", async (_, call) => {
    for (const body of ["", "<html>", "null", {}]) {
      await expect(call(fake([answer(200, body)]).client)).rejects.toThrow(UnreadableAnswerError);
    }
  });

  it.each(REPEATABLE)("%s reports a missing answer and an unexpected status", async (_, call) => {
    await expect(call(fake([new TransportError("reset", false, false)]).client)).rejects.toThrow(UnavailableError);
    await expect(call(fake([new Error("unexpected")]).client)).rejects.toThrow(UnavailableError);
    await expect(call(fake([answer(302)]).client)).rejects.toThrow(RejectedError);
    await expect(call(fake([answer(199)]).client)).rejects.toThrow(ServiceError);
  });
});
