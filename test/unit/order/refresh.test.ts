import { lastStatusOf, refresh } from "../../../provider/order/refresh.js";
import { RefusedError } from "../../../provider/order/orderError.js";
import { StatusMemory } from "../../../provider/order/status.js";
import type { OrderState } from "../../../provider/order/outputs.js";
import { createWorld, declare, INPUTS, serviceError, type TestWorld } from "./world.js";

const STATE: OrderState = {
  ...INPUTS,
  orderIds: ["CS1"],
  conflictingOrderIds: [],
  status: "PROCESSING",
  domainId: "account-1",
  createdAt: "2026-06-12T08:00:00.000Z",
};

const UNREADABLE = { operation: "listServers", error: serviceError("403.") };
const FOREIGN = { id: "x", offeringId: "x", status: "USING" };

function world(
  status = "PROCESSING",
): TestWorld & { read: (state?: OrderState) => Promise<OrderState>; warnings: string[] } {
  const made = createWorld();
  made.service.add(INPUTS, { id: "mine", status });
  const { log, logged } = declare();
  return {
    ...made,
    warnings: logged.warnings,
    read: (state = STATE) => refresh("mine", state, made.context, log),
  };
}

it("keeps the inputs and refreshes the rest, with the billing numbers that devices name", async () => {
  const { read, service } = world("ACCEPTING");
  service.change("mine", { updatedAt: "2026-06-13T00:00:00Z" });
  expect(await read()).toMatchObject({
    ...INPUTS,
    status: "ACCEPTING",
    updatedAt: "2026-06-13T00:00:00Z",
    orderIds: ["CS1", "CS-mine"],
  });
});

it("asks for no billing numbers after SUCCESS was read", async () => {
  const { read, service } = world("SUCCESS");
  expect((await read({ ...STATE, status: "SUCCESS" })).orderIds).toEqual(["CS1"]);
  expect(service.calls).toEqual(["identify", "showDeliveryOrder"]);
});

it.each<[string, string[], boolean]>([
  ["asks for no billing numbers while lists of the account show none that is new", ["CS1"], false],
  ["nor where the site has no hardware", [], false],
  ["asks when the site shows one that is new", ["CS1", "CS-mine"], true],
])("%s", async (_, onSite, isAsked) => {
  const { read, service } = world();
  service.recentNumbers = new Set(onSite);
  expect((await read()).orderIds).toEqual(isAsked ? ["CS1", "CS-mine"] : ["CS1"]);
  expect(service.calls.includes("listServers")).toBe(isAsked);
});

it("asks with the read that sees SUCCESS, whatever lists of a moment ago show", async () => {
  const { read, service } = world("SUCCESS");
  service.recentNumbers = new Set(["CS1"]);
  expect((await read()).orderIds).toEqual(["CS1", "CS-mine"]);
});

it("keeps the billing numbers it has, with a warning, when devices cannot be read", async () => {
  const { read, service, warnings } = world();
  service.failures = [{ operation: "listServers", error: serviceError("403.") }];
  expect((await read()).orderIds).toEqual(["CS1"]);
  expect(warnings).toHaveLength(1);
});

it("asks again after a SUCCESS beside which they could not be read, and no more once they were", async () => {
  const { read, service } = world("SUCCESS");
  service.failures = [{ operation: "listServers", error: serviceError("429.") }];
  const open = await read();
  expect(open).toMatchObject({ status: "SUCCESS", orderIds: ["CS1"], __numbersOpen: true });
  const complete = await read(open);
  expect(complete.orderIds).toEqual(["CS1", "CS-mine"]);
  expect(complete).not.toHaveProperty("__numbersOpen");
  service.calls.length = 0;
  await read(complete);
  expect(service.calls).not.toContain("listServers");
});

it("leaves none open where the order is not delivered yet, or gone", async () => {
  const { read, service } = world();
  service.failures = [{ operation: "listServers", error: serviceError("429.") }];
  expect(await read()).not.toHaveProperty("__numbersOpen");
  service.orders.splice(0);
  expect(await read({ ...STATE, status: "SUCCESS", __numbersOpen: true })).not.toHaveProperty("__numbersOpen");
});

it.each([["another account", { account: "account-2" }, "belongs to account account-1"]])(
  "refuses %s",
  async (_, change, says) => {
    const { read, service } = world();
    Object.assign(service, change);
    await expect(read()).rejects.toThrow(says);
  },
);

it.each([
  ["under another id", { id: "mine" }, { domainId: "account-2" }, "belongs to account account-2"],
  ["for another site", { id: "mine" }, { edgeSiteId: "site-2" }, "is for site site-2"],
])("refuses an order %s", async (_, { id }, change, says) => {
  const { read, service } = world();
  service.change(id, change);
  await expect(read()).rejects.toThrow(says);
});

it("a failing read is an error, never a deletion", async () => {
  const { read, service } = world();
  service.failures = [{ operation: "showDeliveryOrder", error: serviceError("HTTP 403.") }];
  await expect(read()).rejects.toThrow("HTTP 403.");
});

it("a 404 beside a list that shows the order is no deletion", async () => {
  const { read, service } = world();
  service.showDeliveryOrder = () => Promise.resolve(undefined);
  expect((await read()).status).toBe("PROCESSING");
});

it("a list that shows other orders only does not stand for this one", async () => {
  const { read, service } = world();
  service.orders.splice(0);
  service.add(INPUTS, { id: "theirs" });
  expect((await read()).status).toBe("DELETED");
});

it("keeps a gone order as DELETED and remembers what it was", async () => {
  const { read, service, warnings } = world();
  service.orders.splice(0);
  const gone = await read({ ...STATE, status: "SUCCESS" });
  expect(gone).toMatchObject({ ...INPUTS, status: "DELETED", __lastStatus: "SUCCESS", orderIds: ["CS1"] });
  expect(warnings.join()).toContain("its hardware may stand");
  expect(await read(gone)).toEqual(gone);
});

it("a first read of an order that is not there is an error", async () => {
  const { read, service } = world();
  service.orders.splice(0);
  await expect(read({})).rejects.toThrow(RefusedError);
});

it("a first read answers with what the service shows", async () => {
  const { read } = world();
  expect(await read({})).toMatchObject({
    edgeSiteId: "site-1",
    status: "PROCESSING",
    orderIds: ["CS-mine"],
    conflictingOrderIds: [],
    domainId: "account-1",
  });
});

it("tells the next diff of a visible change, once, and of no other", async () => {
  const { read, context, service } = world();
  const settled = await read();
  context.memory.takeChange("mine");
  await read(settled);
  expect(context.memory.takeChange("mine")).toBe(false);
  service.change("mine", { status: "SUCCESS" });
  await read(settled);
  expect(context.memory.takeChange("mine")).toBe(true);
  expect(context.memory.takeChange("mine")).toBe(false);
});

it("finishes a confirmation that the create left, and names the second writer", async () => {
  const { read, service, warnings } = world();
  service.add(INPUTS, { id: "theirs" });
  const read1 = await read({ ...STATE, __unconfirmed: ["old"] });
  expect(read1).toMatchObject({ conflictingOrderIds: ["theirs"] });
  expect(read1).not.toHaveProperty("__unconfirmed");
  expect(warnings.join()).toContain("theirs");
  service.change("theirs", { status: "CANCELLED" });
  expect((await read(read1)).conflictingOrderIds).toEqual([]);
});

it("warns that a dead order brings nothing", async () => {
  const { read, warnings } = world("CANCELLED");
  await read();
  expect(warnings.join()).toContain("Order mine is CANCELLED");
});

it("a conflict that cannot be read stays one", async () => {
  const { read, service, warnings } = world();
  service.failures = [{ operation: "showDeliveryOrder", error: serviceError("403.") }];
  const show = service.showDeliveryOrder;
  service.showDeliveryOrder = (id) => (id === "mine" ? Promise.resolve(service.orders[0]) : show(id));
  expect((await read({ ...STATE, conflictingOrderIds: ["theirs"] })).conflictingOrderIds).toEqual(["theirs"]);
  expect(warnings.join()).toContain("theirs");
});

it("a gone order is no longer to be confirmed", async () => {
  const { read, service } = world();
  service.orders.splice(0);
  expect(await read({ ...STATE, __unconfirmed: ["old"] })).not.toHaveProperty("__unconfirmed");
});

it("takes the billing numbers with the read that sees SUCCESS, also where a pool has merged", async () => {
  const { read, service } = world("SUCCESS");
  service.change("mine", { storagePools: [{ id: "merged", storageType: "SSD", size: 60, status: "AVAILABLE" }] });
  expect((await read()).orderIds).toEqual(["CS1", "CS-mine"]);
});

it("takes no billing numbers from a service that shows everybody's hardware", async () => {
  const { read, service } = world();
  service.change("mine", { servers: [...service.orders[0]!.servers, { id: "x", offeringId: "x", status: "USING" }] });
  expect((await read()).orderIds).toEqual(["CS1"]);
});

describe("an order that was found by looking", () => {
  const inferred: OrderState = { ...STATE, __unconfirmed: ["old"], __inferred: true };

  it("is looked beside again while a second one may still appear", async () => {
    const { read } = world();
    expect(await read(inferred)).toMatchObject({ __unconfirmed: ["old"], __inferred: true, conflictingOrderIds: [] });
  });

  it("is confirmed once that time is over", async () => {
    const { read, clock } = world();
    clock.ms += 10 * 60_000 + 1;
    const state = await read(inferred);
    expect(Object.keys(state)).not.toContain("__unconfirmed");
    expect(Object.keys(state)).not.toContain("__inferred");
  });

  it("has the second one named, whoever placed it", async () => {
    const { read, service, warnings } = world();
    service.add(INPUTS, { id: "late", createdMs: service.clock.ms + 10_000 });
    expect((await read(inferred)).conflictingOrderIds).toEqual(["late"]);
    expect(warnings.join()).toContain("late");
  });

  it("is forgotten as such when its record is gone", async () => {
    const { read, service } = world();
    service.change("mine", { status: "DELETED" });
    expect(Object.keys(await read(inferred))).not.toContain("__inferred");
  });
});

describe("what is said in full", () => {
  it.each<[string, string | undefined, OrderState, string]>([
    [
      "of a dead order",
      "CANCELLED",
      STATE,
      "Order mine is CANCELLED: no hardware will come of it. To order anew, change its inputs or run `pulumi up --replace` " +
        "on it; or remove it from the program.",
    ],
    [
      "of a dead order whose record is gone",
      undefined,
      { ...STATE, status: "FAIL" },
      "Order mine was FAIL before its record was deleted: no hardware will come of it. To order anew, change its inputs or " +
        "run `pulumi up --replace` on it; or remove it from the program.",
    ],
    [
      "of a gone order that was delivered",
      undefined,
      { ...STATE, status: "SUCCESS" },
      "The record of order mine is deleted; it was SUCCESS before, so its hardware may stand and be billed. It is kept in " +
        "the state.",
    ],
    [
      "of a gone order of which nobody knows what it was",
      "DELETED",
      { ...STATE, status: "DELETED" },
      "The record of order mine is deleted; it was of unknown status before, so its hardware may stand and be billed. It is " +
        "kept in the state.",
    ],
    [
      "of orders beside it",
      "PROCESSING",
      { ...STATE, conflictingOrderIds: ["a", "b"] },
      "Beside order mine its site has order a and order b, placed by somebody else at the same moment. Decide which one is right and " +
        "cancel the other in the billing console while it is unpaid.",
    ],
  ])("%s", async (_, status, state, says) => {
    const { read, service, warnings } = world(status);
    if (status === undefined) service.orders.splice(0);
    await read(state);
    expect(warnings).toEqual([says]);
  });

  it("of billing numbers that cannot be completed", async () => {
    const { read, service, warnings } = world();
    service.failures = [{ operation: "listServers", error: serviceError("HTTP 403.") }];
    await read();
    expect(warnings).toEqual(["The billing order numbers of order mine could not be completed: HTTP 403."]);
  });

  it("of an order that is as it should be: nothing", async () => {
    const { read, warnings } = world();
    await read();
    expect(warnings).toEqual([]);
  });

  it("of another account", async () => {
    const { read, service } = world();
    service.account = "account-2";
    await expect(read()).rejects.toThrow(
      "Order mine belongs to account account-1, but the credentials belong to account account-2. Use credentials of the " +
        "order's account.\nThe state is unchanged and nothing was bought.",
    );
  });

  it("of a service that answers with another order", async () => {
    const { read, service } = world();
    service.showDeliveryOrder = () =>
      Promise.resolve({ ...service.orders[0]!, id: "MINE", domainId: "account-2", edgeSiteId: "site-2" });
    await expect(read()).rejects.toThrow(
      "The service answers for order mine with one that has the id MINE and belongs to account account-2, the credentials " +
        "to account-1 and is for site site-2, the state says another site. Check the endpoint and whose credentials these " +
        "are, or ask Huawei Cloud support.\nThe state is unchanged and nothing was bought.",
    );
  });

  it("of a first read that finds nothing", async () => {
    const { read, service } = world();
    service.orders.splice(0);
    await expect(read({})).rejects.toThrow(
      "There is no order mine in account account-1. Check the id and whose credentials these are.\nNothing was read or bought.",
    );
  });
});

describe("a state", () => {
  it("that names no account or no site takes them from what is read", async () => {
    const { read } = world();
    const { domainId: _, edgeSiteId: __, ...nameless } = STATE;
    expect(await read(nameless)).toMatchObject({ domainId: "account-1", edgeSiteId: "site-1" });
  });

  it("that names no site keeps none for an order that is not found", async () => {
    const { read, service } = world();
    service.orders.splice(0);
    const { edgeSiteId: _, ...siteless } = STATE;
    expect(await read(siteless)).not.toHaveProperty("edgeSiteId");
  });

  it("changes visibly neither by hidden outputs nor by equal ones", async () => {
    const { read, context } = world();
    const settled = await read();
    context.memory.takeChange("mine");
    expect(await read({ ...settled, __unconfirmed: [] })).not.toHaveProperty("__unconfirmed");
    expect(context.memory.takeChange("mine")).toBe(false);
    const { name: _, ...nameless } = settled;
    await read(nameless);
    expect(context.memory.takeChange("mine")).toBe(true);
  });

  it("unites billing numbers without repeating one", async () => {
    const { read } = world();
    expect((await read({ ...STATE, orderIds: ["CS-mine", "CS1"] })).orderIds).toEqual(["CS-mine", "CS1"]);
    const { orderIds: _, ...numberless } = STATE;
    expect((await read(numberless)).orderIds).toEqual(["CS-mine"]);
  });

  it.each<[string, string, (made: ReturnType<typeof world>) => unknown]>([
    ["was delivered before", "SUCCESS", () => undefined],
    ["has devices that cannot be read", "PROCESSING", ({ service }) => service.failures.push(UNREADABLE)],
    ["is beside everybody's devices", "PROCESSING", ({ service }) => service.orders[0]!.servers.push(FOREIGN)],
  ])("that names no billing numbers has an empty list of them where the order %s", async (_, status, prepare) => {
    const made = world(status);
    prepare(made);
    const { orderIds: __, ...numberless } = STATE;
    expect((await made.read({ ...numberless, status })).orderIds).toEqual([]);
  });

  it("of a gone order of which nobody knows what it was invents neither a status nor a conflict", async () => {
    const { read, service, warnings } = world();
    service.orders.splice(0);
    const { conflictingOrderIds: _, ...alone } = STATE;
    expect(await read({ ...alone, status: "DELETED" })).not.toHaveProperty("__lastStatus");
    expect(warnings).toEqual([expect.stringMatching(/^The record of order mine is deleted/u)]);
  });

  it("of an order read with `get`, which declares nothing, takes whatever numbers are shown", async () => {
    const { read } = world();
    expect((await read({ edgeSiteId: "site-1" })).orderIds).toEqual(["CS-mine"]);
  });

  it("of an order that is not listed yet stays unconfirmed, and names the conflicts that are", async () => {
    const { read, service, clock } = world();
    service.change("mine", { visibleMs: Infinity });
    service.add(INPUTS, { id: "theirs" });
    const before = clock.now();
    const after = await read({ ...STATE, __unconfirmed: ["old"], conflictingOrderIds: ["earlier"] });
    expect(clock.now()).toBe(before);
    expect(after).toMatchObject({ __unconfirmed: ["old"], conflictingOrderIds: ["earlier", "theirs"] });
  });

  it("keeps a conflict that is not found and lets go of one that is dead", async () => {
    const { read, service } = world();
    service.add(INPUTS, { id: "dead", status: "FAIL" });
    const after = await read({ ...STATE, conflictingOrderIds: ["unfound", "dead"] });
    expect(after.conflictingOrderIds).toEqual(["unfound"]);
  });
});

it.each<[string, OrderState, string | undefined, string | undefined]>([
  ["the state's, which is the newest", { status: "FAIL", __lastStatus: "PROCESSING" }, "ACCEPTING", "FAIL"],
  ["the state's from before the deletion", { status: "DELETED", __lastStatus: "FAIL" }, "ACCEPTING", "FAIL"],
  ["what this process has seen", { status: "DELETED" }, "ACCEPTING", "ACCEPTING"],
  ["what this process has seen, without a state", {}, "ACCEPTING", "ACCEPTING"],
  ["nothing that anybody knows", { status: "DELETED" }, undefined, undefined],
])("the last status before a deletion is %s", (_, state, seen, expected) => {
  const statuses = new StatusMemory();
  if (seen !== undefined) statuses.see({ id: "mine", status: seen });
  expect(lastStatusOf("mine", state, statuses)).toBe(expected);
});

it("remembers the status that it has read", async () => {
  const { read, context } = world("ACCEPTING");
  await read();
  expect(context.memory.statuses.lastStatus("mine")).toBe("ACCEPTING");
});
