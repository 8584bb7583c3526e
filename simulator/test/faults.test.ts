import { textWith } from "./matchers.js";
import { DEFAULTS, order, TestBed, type Reply } from "./testClient.js";

let bed: TestBed;
beforeEach(async () => {
  bed = await TestBed.start();
});
afterEach(() => bed.close());

const place = (): Promise<Reply> => bed.v2("POST", "delivery-orders", order(DEFAULTS.berlin));
const placed = async (): Promise<number> => (await bed.simulator.orders()).length - 2;
const lastStatus = async (): Promise<number | null | undefined> => (await bed.simulator.journal()).at(-1)?.status;

describe("status", () => {
  const action = { kind: "status", status: 503, body: { error_code: "X" }, headers: { "retry-after": "7" } } as const;

  test("answers instead of the service, which sees nothing", async () => {
    await bed.simulator.fault({ operation: "CreateDeliveryOrder", action });
    const { status, body, headers } = await place();
    expect([status, body, headers.get("retry-after")]).toEqual([503, { error_code: "X" }, "7"]);
    expect([await placed(), await lastStatus()]).toEqual([0, 503]);
  });

  test("answers after the effect where it is told to", async () => {
    await bed.simulator.fault({ operation: "CreateDeliveryOrder", action: { ...action, when: "after" } });
    expect((await place()).status).toBe(503);
    expect(await placed()).toBe(1);
  });

  test("sends a text as it is, and no body where there is none", async () => {
    await bed.simulator.fault({ operation: "*", action: { kind: "status", status: 502, body: "<html>" } });
    await bed.simulator.fault({ operation: "*", action: { kind: "status", status: 504 } });
    expect((await place()).body).toBe("<html>");
    expect(await place()).toMatchObject({ status: 504, body: "" });
  });

  test("comes before authentication", async () => {
    await bed.simulator.fault({ operation: "ListQuotas", action });
    const response = await fetch(`${bed.simulator.url}/v1/${bed.simulator.account}/quotas`);
    expect(response.status).toBe(503);
  });

  test("can disguise an authentication fault as the documented 500", async () => {
    const body = { error_code: "IES.00001007", error_msg: "token invalid" };
    await bed.simulator.fault({ operation: "ListEdgeSites", action: { kind: "status", status: 500, body } });
    expect(await bed.v1("GET", "edge-sites")).toMatchObject({ status: 500, body });
  });
});

describe("dead connections", () => {
  test("dropRequest has no effect", async () => {
    await bed.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "dropRequest" } });
    await expect(place()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect([await placed(), await lastStatus()]).toEqual([0, null]);
  });

  test("dropResponse has the effect and no answer", async () => {
    await bed.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "dropResponse" } });
    await expect(place()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect([await placed(), await lastStatus()]).toEqual([1, null]);
    expect((await bed.simulator.journal()).at(-1)?.body).toEqual(order(DEFAULTS.berlin));
  });

  test("a client that gives up during a delay leaves status null, and its order behind", async () => {
    await bed.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 200 } });
    const { url, account } = bed.simulator;
    const headers = { "x-auth-token": await TestBed.token(bed.simulator) };
    const body = JSON.stringify(order(DEFAULTS.berlin));
    const signal = AbortSignal.timeout(50);
    const request = fetch(`${url}/v2/${account}/delivery-orders`, { method: "POST", headers, body, signal });
    await expect(request).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await placed()).toBe(0);
    while ((await placed()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await lastStatus()).toBeNull();
  });
});

describe("delay", () => {
  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("%s: while the answer is outstanding there are %d orders", async (when, meanwhile) => {
    await bed.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 150, when } });
    const started = performance.now();
    const answer = place();
    while ((await lastStatus()) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await placed()).toBe(meanwhile);
    expect((await answer).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(140);
    expect([await placed(), await lastStatus()]).toEqual([1, 200]);
  });

  test("does not keep the simulator from closing", async () => {
    await bed.simulator.fault({ operation: "*", action: { kind: "delay", ms: 3_600_000 } });
    const answer = place().catch((error: unknown) => error);
    while ((await lastStatus()) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    await bed.close();
    expect(await answer).toMatchObject({ message: "fetch failed" });
    bed = await TestBed.start();
  });
});

test("garbage has the effect; the answer keeps its status and cannot be read", async () => {
  await bed.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "garbage", body: '{"delivery_or' } });
  expect(await place()).toMatchObject({ status: 200, body: '{"delivery_or' });
  expect(await placed()).toBe(1);
});

describe("the queue", () => {
  const fail = (status: number) => ({ kind: "status", status }) as const;
  const quotas = async (): Promise<number> => (await bed.v1("GET", "quotas")).status;
  const zones = async (): Promise<number> => (await bed.v1("GET", "zones")).status;

  test("is first in, first out, and every fault lasts for its times", async () => {
    await bed.simulator.fault({ operation: "ListQuotas", times: 2, action: fail(500) });
    await bed.simulator.fault({ operation: "ListQuotas", action: fail(429) });
    expect([await quotas(), await quotas(), await quotas(), await quotas()]).toEqual([500, 500, 429, 200]);
  });

  test("keeps operations apart, and * meets whichever comes first", async () => {
    await bed.simulator.fault({ operation: "ListQuotas", action: fail(500) });
    await bed.simulator.fault({ operation: "*", action: fail(502) });
    expect([await zones(), await quotas(), await zones()]).toEqual([502, 500, 200]);
  });

  test("is emptied by clearFaults, and by a reset", async () => {
    await bed.simulator.fault({ operation: "*", times: 100, action: fail(500) });
    await bed.simulator.clearFaults();
    expect(await quotas()).toBe(200);
    await bed.simulator.fault({ operation: "*", times: 100, action: fail(500) });
    await bed.simulator.reset();
    expect(await quotas()).toBe(401);
  });

  test("does not touch the control API", async () => {
    await bed.simulator.fault({ operation: "*", action: { kind: "dropRequest" } });
    expect(await bed.simulator.orders()).toHaveLength(2);
  });
});

test.each<[unknown, string]>([
  [{}, "operation is missing"],
  [{ operation: "ListRacks", action: { kind: "dropRequest" } }, "operation must be one of *, CreateDeliveryOrder"],
  [{ operation: "*", action: { kind: "explode" } }, "action.kind must be one of status, dropResponse"],
  [{ operation: "*", action: { kind: "status" } }, "action.status is missing"],
  [{ operation: "*", action: { kind: "dropResponse", when: "after" } }, "action.when is not known here"],
  [{ operation: "*", action: { kind: "delay", ms: -1 } }, "action.ms must be a whole number"],
  [{ operation: "*", times: 0, action: { kind: "dropRequest" } }, "times must be a whole number of at least 1"],
])("the fault %j is refused", async (fault, why) => {
  await expect(bed.simulator.fault(fault as never)).rejects.toMatchObject({
    status: 400,
    message: textWith(why),
  });
});
