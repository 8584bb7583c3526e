import { SimulatorControl, startSimulator } from "../src/index.js";
import { anyText, objectWith, textLike, textWith } from "./matchers.js";
import { DEFAULTS, order, send, TestBed, tokenRequest } from "./testClient.js";

let bed: TestBed;
beforeEach(async () => {
  bed = await TestBed.start();
});
afterEach(() => bed.close());

const { berlin, hamburg, delivered, running } = DEFAULTS;

describe("the journal", () => {
  test("has every request in order of arrival, and no call of the control API", async () => {
    await bed.v2("GET", "delivery-orders?status=SUCCESS&status=FAIL&limit=5");
    await bed.simulator.orders();
    await bed.v2("POST", "delivery-orders", order(berlin));
    await bed.v1("DELETE", "edge-sites/none");
    const account = bed.simulator.account;
    expect((await bed.simulator.journal()).slice(1)).toEqual([
      {
        time: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        operation: "ListDeliveryOrders",
        method: "GET",
        path: `/v2/${account}/delivery-orders`,
        query: { status: ["SUCCESS", "FAIL"], limit: ["5"] },
        status: 200,
        body: null,
      },
      objectWith({ operation: "CreateDeliveryOrder", query: {}, status: 200, body: order(berlin) }),
      objectWith({ operation: "DeleteEdgeSite", status: 404, path: `/v1/${account}/edge-sites/none` }),
    ]);
  });

  test("has requests that no operation serves, and refused ones", async () => {
    await send(`${bed.simulator.url}/v9/nothing`, "PATCH", { a: 1 });
    await send(`${bed.simulator.url}/v1/${bed.simulator.account}/quotas`, "GET");
    expect((await bed.simulator.journal()).slice(1)).toEqual([
      objectWith({ operation: null, method: "PATCH", path: "/v9/nothing", status: 404, body: { a: 1 } }),
      objectWith({ operation: "ListQuotas", status: 401 }),
    ]);
  });

  test("never has a password, a token or a key, whatever the body looks like", async () => {
    const { url, userName, password, domainName } = bed.simulator;
    const request = tokenRequest(userName, password, domainName);
    for (const path of ["/v3/auth/tokens", "/v3/auth/tokens/", "/v3/token"]) {
      await send(url + path, "POST", request);
      await send(url + path, "POST", `${JSON.stringify(request)}}`);
    }
    await send(`${url}/v3/auth/tokens`, "POST", {
      auth: { identity: { token: { id: "t0ken" } }, totp: { passcode: "c0de" } },
    });
    const token = await TestBed.token(bed.simulator);
    await send(`${url}/v3/auth/domains`, "GET", undefined, { "x-auth-token": token });
    const text = JSON.stringify(await bed.simulator.journal());
    for (const secret of [password, token, "t0ken", "c0de"]) expect(text).not.toContain(secret);
    expect((await bed.simulator.journal())[1]).toMatchObject({
      operation: "CreateToken",
      body: { auth: { identity: { password: { user: { name: userName, password: "[redacted]" } } } } },
    });
  });

  test("keeps an order's body as text where it is not JSON", async () => {
    await bed.v2("POST", "delivery-orders", "{");
    expect((await bed.simulator.journal()).at(-1)).toMatchObject({ status: 400, body: "{" });
  });
});

describe("the ledger of orders", () => {
  test("has what was bought, in order of acceptance, deleted ones too", async () => {
    const id = await bed.place(berlin, { network_devices: [] });
    await bed.v2("DELETE", `delivery-orders/${delivered}`);
    const orders = await bed.simulator.orders();
    expect(orders.map((entry) => [entry.id, entry.status, entry.deleted])).toEqual([
      [delivered, "SUCCESS", true],
      [running, "PROCESSING", false],
      [id, "PROCESSING", false],
    ]);
    expect(orders[2]).toEqual({
      id,
      name: textLike(/^delivery_order-/),
      edge_site_id: berlin,
      status: "PROCESSING",
      servers: [{ offering_id: DEFAULTS.server, count: 2 }],
      network_devices: [],
      storage_pools: [{ storage_type: "SSD", size: 26 }],
      market_options: {
        charge_mode: "prepaid",
        prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" },
      },
      order_ids: [textLike(/^CS/), textLike(/^CS/)],
      created_at: anyText,
      deleted: false,
    });
  });

  test("shows an order that lists do not show yet", async () => {
    const slow = await TestBed.start({ seed: { behaviour: { listVisibilityDelayMs: 60_000 } } });
    const id = await slow.place(berlin);
    expect((await slow.simulator.orders()).at(-1)?.id).toBe(id);
    await slow.close();
  });
});

describe("control calls", () => {
  test("answer 404 for an order that was never accepted and for a path that does not exist", async () => {
    await expect(bed.simulator.advance("none", "SUCCESS")).rejects.toMatchObject({ status: 404 });
    const reply = await send(`${bed.simulator.url}/_simulator/nothing`, "GET");
    expect([reply.status, reply.body]).toEqual([404, { error: "there is no GET /_simulator/nothing" }]);
  });

  test.each([
    ["clock", {}, "advanceMs or skewMs is missing"],
    ["clock", { advanceMs: -1 }, "advanceMs must be a whole number"],
    ["clock", { advance: 1 }, "advance is not known here"],
    [`orders/${running}/advance`, {}, "to is missing"],
    [`orders/${running}/advance`, "SUCCESS", "the body is not JSON"],
  ])("POST %s %j is refused with 400", async (path, body, why) => {
    const reply = await send(`${bed.simulator.url}/_simulator/${path}`, "POST", body);
    expect([reply.status, reply.body.error]).toEqual([400, textWith(why)]);
  });

  test("the clock answers how it is set; advances add up, a skew replaces the one before", async () => {
    const post = async (body: object): Promise<unknown> =>
      (await send(`${bed.simulator.url}/_simulator/clock`, "POST", body)).body;
    await post({ advanceMs: 1000, skewMs: 5 });
    expect(await post({ advanceMs: 500, skewMs: -7 })).toEqual({
      advancedMs: 1500,
      skewMs: -7,
      now: anyText,
    });
  });

  test("a reset brings everything back to the seed and voids tokens", async () => {
    await bed.place(berlin);
    await bed.simulator.clock({ advanceMs: 1000, skewMs: 1000 });
    await bed.simulator.reset();
    expect(await bed.simulator.journal()).toEqual([]);
    expect((await bed.simulator.orders()).map(({ id }) => id)).toEqual([delivered, running]);
    const fresh = await TestBed.token(bed.simulator);
    const { url, account } = bed.simulator;
    const site = await send(`${url}/v1/${account}/edge-sites/${berlin}`, "GET", undefined, { "x-auth-token": fresh });
    expect(site.body.edge_site.status).toBe("initial");
    expect(Math.abs(Date.parse(site.headers.get("date") ?? "") - Date.now())).toBeLessThan(2000);
    expect((await bed.v2("GET", "delivery-orders")).status).toBe(401);
  });

  test("work from any process that knows the address", async () => {
    const control = new SimulatorControl(bed.simulator.url);
    await control.advance(running, "SUCCESS");
    expect((await control.orders())[1]?.status).toBe("SUCCESS");
  });
});

test("a simulator listens on the loopback interface only, and can be told its port", async () => {
  expect(new URL(bed.simulator.url).hostname).toBe("127.0.0.1");
  const port = Number(new URL(bed.simulator.url).port);
  await expect(startSimulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE", address: "127.0.0.1" });
});

test("a body of more than 12 MB is answered 413", async () => {
  const { status } = await bed.v2("POST", "delivery-orders", `"${"x".repeat(12 * 1024 * 1024)}"`);
  expect(status).toBe(413);
});

test("a path that cannot be decoded is answered 400 APIGW.0201", async () => {
  const { status, body } = await bed.v1("GET", `edge-sites/%E0%A4%A?id=${hamburg}`);
  expect([status, body.error_code]).toEqual([400, "APIGW.0201"]);
});

test("no more requests pass in a second than the seed says; other services have limits of their own", async () => {
  const busy = await TestBed.start({ seed: { behaviour: { requestsPerSecond: 3 } } });
  try {
    const ask = async () => Promise.all([1, 2, 3, 4, 5].map(() => busy.v2("GET", "sale-cycles")));
    const answers = await ask();
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.body.error_code).toBe("APIGW.0308");
    await busy.simulator.clock({ advanceMs: 1_000 });
    expect((await ask()).filter(({ status }) => status === 200)).toHaveLength(3);
  } finally {
    await busy.close();
  }
});

test("every answer takes as long as the seed says", async () => {
  const slow = await TestBed.start({ seed: { behaviour: { latencyMs: 60 } } });
  try {
    const beganMs = performance.now();
    await Promise.all([1, 2, 3].map(() => slow.v2("GET", "sale-cycles")));
    const tookMs = performance.now() - beganMs;
    expect(tookMs).toBeGreaterThanOrEqual(59);
  } finally {
    await slow.close();
  }
});
