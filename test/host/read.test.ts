import { PROVIDER_KEY } from "../../provider/dynamic/shim.js";
import type { Host, Values } from "./harness.js";
import { failureOf, inputsFor, Ordering } from "./ordering.js";
import { until } from "../until.js";

let ordering: Ordering;
let host: Host;
let id: string;
let state: Values;

beforeAll(async () => {
  ordering = await Ordering.start();
});
// A process that has looked at several orders reads further ones from a list.
beforeEach(async () => {
  host = await ordering.host();
  ({ id, properties: state } = await host.create(inputsFor(ordering.freshSite())));
});
afterEach(() => ordering.simulator.clearFaults());
afterAll(() => ordering.stop());

it("keeps the inputs, hidden ones too, and refreshes the rest", async () => {
  await ordering.simulator.advance(id, "SUCCESS");
  const read = await host.read(id, state);
  expect(read.id).toBe(id);
  expect(read.properties).toEqual({
    ...state,
    status: "SUCCESS",
    effectedAt: expect.any(String) as unknown,
    updatedAt: expect.any(String) as unknown,
  });
});

it("reads many orders at once", async () => {
  const reads = await Promise.all(Array.from({ length: 16 }, () => host.read(id, state)));
  expect(reads.map((read) => read.id)).toEqual(Array(16).fill(id));
});

describe("an answer that does not say that the order is gone is an error, and the order stays", () => {
  const HTML = "<html><body>Not Found, says proxy-7.corp.example</body></html>";
  it.each([
    ["403", { status: 403, body: { error_code: "IES.00001003", error_msg: "no" } }, "HTTP 403, IES.00001003"],
    ["401", { status: 401, body: { error_code: "APIGW.0301", error_msg: "no" } }, "HTTP 401, APIGW.0301"],
    ["500", { status: 500, body: { error_code: "IES.00001000", error_msg: "oops" } }, "HTTP 500, IES.00001000"],
    ["503 without a body", { status: 503 }, "HTTP 503"],
    ["the gateway's 404", { status: 404, body: { error_code: "APIGW.0101", error_msg: "no API" } }, "APIGW.0101"],
    ["a proxy's 404", { status: 404, body: HTML, headers: { "content-type": "text/html" } }, "HTTP 404"],
    [
      "a proxy's 200",
      { status: 200, body: HTML, headers: { "content-type": "text/html" } },
      "ShowDeliveryOrder failed",
    ],
    ["a redirect", { status: 302, headers: { location: "https://login.corp.example" } }, "HTTP 302"],
  ])("%s", async (_, answer, says) => {
    const before = await host.stderr();
    await ordering.simulator.fault({ operation: "ShowDeliveryOrder", action: { kind: "status", ...answer } });
    const { message } = await failureOf(host.read(id, state));
    expect(message).toContain(says);
    expect(message).not.toContain("proxy-7");
    expect((await host.stderr()).slice(before.length)).toMatch(/^cloudpond read: ShowDeliveryOrder · [^\n]+\n$/);
  });

  it("a connection that dies", async () => {
    await ordering.simulator.fault({ operation: "ShowDeliveryOrder", action: { kind: "dropResponse" } });
    expect((await failureOf(host.read(id, state))).message).toContain("ShowDeliveryOrder failed");
  });

  it("the service's own 404 while the list cannot be read", async () => {
    await ordering.simulator.fault({
      operation: "ShowDeliveryOrder",
      action: { kind: "status", status: 404, body: GONE },
    });
    await ordering.simulator.fault({ operation: "ListDeliveryOrders", action: { kind: "status", status: 502 } });
    expect((await failureOf(host.read(id, state))).message).toContain("ListDeliveryOrders failed");
  });
});

const GONE = { error_code: "SYS.0404", error_msg: "no such order" };

it("the service's own 404 beside a list that shows the order changes nothing", async () => {
  await ordering.simulator.fault({
    operation: "ShowDeliveryOrder",
    action: { kind: "status", status: 404, body: GONE },
  });
  expect((await host.read(id, state)).properties["status"]).toBe("PROCESSING");
});

it("an order whose record is gone keeps its id, is DELETED, and remembers what it was", async () => {
  await ordering.simulator.advance(id, "DELETED");
  const read = await host.read(id, state);
  expect(read.id).toBe(id);
  expect(read.properties).toEqual({ ...state, status: "DELETED", __lastStatus: "PROCESSING" });
  expect((await host.read(id, read.properties)).properties).toEqual(read.properties);
});

it("a first read by id answers with what the service shows, and is an error when it shows nothing", async () => {
  const { properties } = await host.read(id, {});
  expect(properties).toMatchObject({ status: "PROCESSING", domainId: ordering.simulator.account });
  expect((await failureOf(host.read("nobody", {}))).message).toBe(
    `There is no order nobody in account ${ordering.simulator.account}. Check the id and whose credentials these are.\nNothing was read or bought.`,
  );
});

it("another account's credentials are refused before they are taken for a deletion", async () => {
  const { message } = await failureOf(host.read(id, { ...state, domainId: "f".repeat(32) }));
  expect(message).toContain(`Order ${id} belongs to account ${"f".repeat(32)}`);
  expect(message).toContain("The state is unchanged");
});

it("says of a dead order, on its row, that nothing comes of it", async () => {
  await ordering.simulator.advance(id, "CANCELLED");
  await host.read(id, state);
  // Among the lines of the other orders of this file, whose last ones may still be on their way.
  const warnings = () => host.log.filter(({ severity, message }) => severity === "warning" && message.includes(id));
  await until(() => warnings().length > 0);
  expect(warnings()).toEqual([
    {
      severity: "warning",
      message: expect.stringContaining(`Order ${id} is CANCELLED: no hardware will come of it`) as unknown,
      urn: state["__urn"],
      isEphemeral: false,
    },
  ]);
});

it("never sends an order", async () => {
  expect(state).not.toHaveProperty(PROVIDER_KEY);
  expect(await ordering.postsFor(state["edgeSiteId"] as string)).toBe(1);
});
