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
