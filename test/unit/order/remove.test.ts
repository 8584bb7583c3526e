import { remove } from "../../../provider/order/remove.js";
import { RefusedError } from "../../../provider/order/orderError.js";
import type { OrderState } from "../../../provider/order/outputs.js";
import { createWorld, INPUTS, serviceError, type TestWorld } from "./world.js";

const STATE: OrderState = { ...INPUTS, status: "PROCESSING", domainId: "account-1" };

function world(status?: string): TestWorld & { destroy: (state?: OrderState) => Promise<void> } {
  const made = createWorld();
  if (status !== undefined) made.service.add(INPUTS, { id: "mine", status });
  return { ...made, destroy: (state = STATE) => remove("mine", state, made.context) };
}

it.each(["CANCELLED", "FAIL"])("deletes the record of a %s order", async (status) => {
  const { destroy, service } = world(status);
  await destroy();
  expect(service.deleted).toEqual(["mine"]);
});

it.each(["PROCESSING", "ACCEPTING", "SUCCESS", "SOMETHING_NEW", "DELETED"])("refuses a %s order", async (status) => {
  const { destroy, service } = world(status);
  const error = await destroy().catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(RefusedError);
  expect((error as Error).message).toContain("retainOnDelete");
  expect((error as Error).message).toContain("billing goes on");
  expect(service.deleted).toEqual([]);
});

it("has nothing to do for a record that is gone and was dead", async () => {
  const { destroy, service } = world();
  await destroy({ ...STATE, status: "CANCELLED" });
  await destroy({ ...STATE, status: "DELETED", __lastStatus: "FAIL" });
  expect(service.deleted).toEqual([]);
});

it("refuses a record that is gone and was live: its hardware may stand", async () => {
  const { destroy } = world();
  await expect(destroy()).rejects.toThrow("DELETED (before: PROCESSING)");
  await expect(destroy({ ...STATE, status: "DELETED", __lastStatus: "SUCCESS" })).rejects.toThrow(RefusedError);
});

it("refuses what it cannot read, and another account's order", async () => {
  const { destroy, service } = world("CANCELLED");
  service.failures = [{ operation: "showDeliveryOrder", error: serviceError("HTTP 500.") }];
  await expect(destroy()).rejects.toThrow("Order mine was not removed: HTTP 500.");
  service.account = "account-2";
  await expect(destroy()).rejects.toThrow("belongs to account account-1");
  expect(service.deleted).toEqual([]);
});

it("remembers that the order was dead, so that its replacement may be bought where the list shows it as DELETED", async () => {
  const { destroy, context } = world("CANCELLED");
  await destroy();
  expect(context.memory.statuses.lastStatus("mine")).toBe("CANCELLED");
});

it("forgets the note of an order whose record is gone and was dead", async () => {
  const { destroy, context } = world();
  const forgotten: string[][] = [];
  context.notes.forget = (...order) => Promise.resolve(void forgotten.push(order));
  await destroy({ ...STATE, status: "CANCELLED" });
  expect(forgotten).toEqual([["account-1", "site-1", "mine"]]);
  expect(context.memory.statuses.lastStatus("mine")).toBe("CANCELLED");
});

describe("deleting a record", () => {
  it("remembers the hardware it may leave behind, and forgets the order's note", async () => {
    const { destroy, context } = world("CANCELLED");
    const forgotten: string[][] = [];
    context.notes.forget = (...order) => Promise.resolve(void forgotten.push(order));
    await destroy();
    expect(context.memory.statuses.buried("site-1")).toEqual([
      {
        id: "mine",
        hardwareIds: [
          "mine-server-srv-0",
          "mine-server-srv-1",
          "mine-network-net-0",
          "mine-network-net-1",
          "mine-pool-SSD",
        ],
      },
    ]);
    expect(forgotten).toEqual([["account-1", "site-1", "mine"]]);
  });

  it("goes on when its hardware cannot be read", async () => {
    const { destroy, service, context } = world("CANCELLED");
    service.failures = [{ operation: "listServers", error: serviceError("HTTP 403.") }];
    await destroy();
    expect(service.deleted).toEqual(["mine"]);
    expect(context.memory.statuses.buried("site-1")).toStrictEqual([{ id: "mine", hardwareIds: [] }]);
  });

  it("that fails says so, and nothing is remembered as deleted", async () => {
    const { destroy, service, context } = world("FAIL");
    const cause = serviceError("HTTP 500.");
    service.failures = [{ operation: "deleteDeliveryOrder", error: cause }];
    const error = (await destroy().catch((thrown: Error) => thrown)) as Error;
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe("Order mine was not removed: HTTP 500.\nThe state is unchanged and nothing was bought.");
    expect(error.cause).toBe(cause);
    expect(context.memory.statuses.buried("site-1")).toEqual([]);
  });
});

it("another account's order is refused in the words of that refusal alone", async () => {
  const { destroy, service } = world("CANCELLED");
  service.account = "account-2";
  await expect(destroy()).rejects.toThrow(/^Order mine belongs to account account-1/u);
});

it("a record that is gone and was dead has no note where nobody knows its site", async () => {
  const { destroy, context } = world();
  context.notes.forget = () => Promise.reject(new Error("asked to forget"));
  const { edgeSiteId: _, ...siteless } = { ...STATE, status: "CANCELLED" };
  await destroy(siteless);
});

describe("the whole refusal", () => {
  const LETTING_GO =
    "  - let go of it without touching it: set the resource option retainOnDelete: true, run `pulumi up`, then remove it; or " +
    "`pulumi state delete <urn>`";
  const CANCELLING =
    "  - while it is unpaid, cancel it in the billing console (My Orders), run `pulumi refresh`, and destroy it then";
  const MONEY = "Nothing was removed, cancelled or bought.";
  const EXISTS = `${MONEY} Order mine exists since 2026-06-12T08:00:00.000Z.`;

  it.each<[string, string | undefined, OrderState, string, string[]]>([
    ["an open order", "PROCESSING", STATE, "PROCESSING", [LETTING_GO, CANCELLING, EXISTS]],
    ["a delivered order", "SUCCESS", STATE, "SUCCESS", [LETTING_GO, EXISTS]],
    ["a deleted record", "DELETED", STATE, "DELETED (before: PROCESSING)", [LETTING_GO, MONEY]],
    ["a record that is not found", undefined, STATE, "DELETED (before: PROCESSING)", [LETTING_GO, MONEY]],
    [
      "one of which nobody knows what it was",
      undefined,
      { ...STATE, status: "DELETED" },
      "DELETED (before: unknown)",
      [LETTING_GO, MONEY],
    ],
  ])("of %s", async (_, status, state, shown, rest) => {
    const error = (await world(status)
      .destroy(state)
      .catch((thrown: Error) => thrown)) as Error;
    expect(error.message.split("\n")).toEqual([
      `Refused to remove order mine, which is ${shown}. Destroying it would cancel nothing: the API cannot cancel an order, ` +
        "its hardware comes or stays, and billing goes on.",
      "Ways on:",
      "  - keep it in the program",
      ...rest,
    ]);
  });
});
