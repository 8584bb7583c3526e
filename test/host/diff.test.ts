import type { Host, Values } from "./harness.js";
import { failureOf, inputsFor, Ordering, UNKNOWN_TEXT } from "./ordering.js";

let ordering: Ordering;
let host: Host;

beforeAll(async () => {
  ordering = await Ordering.start();
  host = await ordering.host();
});
afterAll(() => ordering.stop());

const inputs = inputsFor("site-1");
const outputs = (status: string, more: Values = {}): Values => ({
  ...inputs,
  orderIds: ["CS1"],
  conflictingOrderIds: [],
  status,
  domainId: ordering.simulator.account,
  createdAt: "2026-06-12T08:00:01Z",
  ...more,
});
const SERVERS = [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 4 }];

const NO_CHANGE = { changes: false, replaces: [], deleteBeforeReplace: false };

it.each(["PROCESSING", "SUCCESS", "CANCELLED"])("finds nothing to do for an unchanged %s order", async (status) => {
  expect(await host.diff("order-1", outputs(status), inputs)).toEqual(NO_CHANGE);
});

it("replaces a dead order for which another one is declared, the old record first", async () => {
  expect(await host.diff("order-1", outputs("CANCELLED"), { ...inputs, servers: SERVERS })).toEqual({
    changes: true,
    replaces: ["servers"],
    deleteBeforeReplace: true,
  });
});

describe("a live order for which another one is declared", () => {
  it("fails the preview with every change and the ways on, and the row of the stack gets one line", async () => {
    const before = await host.stderr();
    const changed = { ...inputs, servers: SERVERS, edgeSiteId: "site-2" };
    const { message, kept } = await failureOf(host.diff("order-1", outputs("PROCESSING"), changed));
    expect(message.split("\n")).toEqual([
      "Order order-1 is placed and cannot be changed: the API has no update, and a replacement would be a second purchase.",
      "Changed inputs:",
      '  - edgeSiteId: "site-1" => "site-2"',
      "  - servers[offeringId=20000000-0000-4000-8000-000000000001].count: 2 => 4",
      "Its status is PROCESSING as of 2026-06-12T08:00:01Z; run `pulumi refresh` if it has changed.",
      "Ways on:",
      expect.stringContaining("put these inputs back"),
      expect.stringContaining("a second DeliveryOrder with that edgeSiteId"),
      expect.stringContaining('afterOrderId: "order-1"'),
      expect.stringContaining("cancel it in the billing console"),
      "The state is unchanged and nothing was bought.",
    ]);
    expect(kept).toBeUndefined();
    expect((await host.stderr()).slice(before.length)).toMatch(/^cloudpond diff: [^\n]+\n$/);
  });

  it("shows no text of an input that is marked secret, neither before nor after", async () => {
    const secret = { ...inputs, edgeSiteId: "site-of-the-shop", __secrets: ["edgeSiteId"] };
    const { message } = await failureOf(host.diff("order-1", outputs("PROCESSING"), secret));
    expect(message).toContain("edgeSiteId: [secret] => [secret]");
    expect(message + (await host.stderr()) + JSON.stringify(host.log)).not.toContain("site-of-the-shop");
    expect(message).not.toContain("site-1");
  });

  it("shows no text at all where nobody said what is secret", async () => {
    const unsaid = { ...inputs, servers: [{ offeringId: "other", count: 2 }], __secrets: null };
    const { message } = await failureOf(host.diff("order-1", outputs("PROCESSING"), unsaid));
    expect(message).toContain("servers[…].count: 2 => (none)");
    expect(message).toContain("servers[…].count: (none) => 2");
    expect(message).not.toContain("other]");
  });
});

describe("inputs that are not known yet", () => {
  const DEEP = {
    chargeMode: "prepaid",
    prepaidOptions: { periodType: "year", periodNum: UNKNOWN_TEXT, payMode: "FULL" },
  };

  it.each([
    ["at the top", { edgeSiteId: UNKNOWN_TEXT }],
    ["in a list", { servers: [{ offeringId: UNKNOWN_TEXT, count: 2 }] }],
    ["three levels down", { marketOptions: DEEP }],
    ["in adoptOrderId", { adoptOrderId: UNKNOWN_TEXT }],
  ])("%s neither refuse nor replace a live order: the engine compares", async (_, unknown) => {
    expect(await host.diff("order-1", outputs("PROCESSING"), { ...inputs, ...unknown })).toEqual({
      changes: undefined,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it("are refused for a dead order: it would be a purchase that the preview did not show", async () => {
    const { message } = await failureOf(
      host.diff("order-1", outputs("FAIL"), { ...inputs, marketOptions: DEEP, edgeSiteId: UNKNOWN_TEXT }),
    );
    expect(message).toContain("edgeSiteId and marketOptions are not known before other resources are applied");
    expect(message).toContain("pulumi up --target");
    expect(message).not.toContain(UNKNOWN_TEXT);
  });

  it("count for nothing where they only state a condition of the creation", async () => {
    expect(await host.diff("order-1", outputs("SUCCESS"), { ...inputs, afterOrderId: UNKNOWN_TEXT })).toEqual(
      NO_CHANGE,
    );
  });
});

it("a read that saw a change makes the next diff say so, once; another process knows nothing of it", async () => {
  const site = ordering.freshSite();
  const { id, properties } = await host.create(inputsFor(site));
  const steady = await host.read(id, properties);
  expect(await host.diff(id, steady.properties, inputsFor(site))).toEqual(NO_CHANGE);
  await ordering.simulator.advance(id, "ACCEPTING");
  const { properties: refreshed } = await host.read(id, steady.properties);
  expect(refreshed["status"]).toBe("ACCEPTING");
  const other = await ordering.host();
  expect(await other.diff(id, refreshed, inputsFor(site))).toEqual(NO_CHANGE);
  expect(await host.diff(id, refreshed, inputsFor(site))).toEqual({ ...NO_CHANGE, changes: true });
  expect(await host.diff(id, refreshed, inputsFor(site))).toEqual(NO_CHANGE);
});

it("an account that the settings name and that is not the order's is refused without a request", async () => {
  const before = (await ordering.simulator.journal()).length;
  const other = await ordering.host({ env: { HW_DOMAIN_ID: "f".repeat(32) } });
  const { message } = await failureOf(other.diff("order-1", outputs("PROCESSING"), inputs));
  expect(message).toContain(`Order order-1 belongs to account ${ordering.simulator.account}`);
  expect(message).toContain("HW_DOMAIN_ID (cloudpond:domainId)");
  expect(await ordering.simulator.journal()).toHaveLength(before);
});
