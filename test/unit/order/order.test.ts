import type { DeliveryOrderInputs } from "../../../provider/order/inputs.js";
import { hashOf, linesOf, newOrderOf } from "../../../provider/order/order.js";
import { recordOutputs } from "../../../provider/order/outputs.js";
import { INPUTS, SITE } from "./world.js";

it("what is sent is what is bought: no precondition, no wait, no list that was left out", () => {
  const { edgeSiteId, servers, marketOptions } = INPUTS;
  const inputs: DeliveryOrderInputs = { edgeSiteId, servers: servers!, marketOptions, waitForStatus: "SUCCESS" };
  expect(newOrderOf({ ...inputs, afterOrderId: "o" })).toStrictEqual({ edgeSiteId, servers, marketOptions });
  expect(newOrderOf(INPUTS)).toStrictEqual(INPUTS);
  expect(newOrderOf({ edgeSiteId, marketOptions })).toStrictEqual({ edgeSiteId, marketOptions });
});

it("the lines of an order are those of all its lists", () => {
  expect([...linesOf(INPUTS).values()]).toEqual([2, 2, 26]);
});

describe("the hash tells one purchase from another", () => {
  const withPayMode = (payMode: string): DeliveryOrderInputs["marketOptions"] => ({
    ...INPUTS.marketOptions,
    prepaidOptions: { ...INPUTS.marketOptions.prepaidOptions, payMode },
  });
  it.each<Partial<DeliveryOrderInputs>>([
    { edgeSiteId: "site-2" },
    { servers: [{ offeringId: "srv", count: 3 }] },
    { networkDevices: [] },
    { storagePools: [{ storageType: "SAS", size: 26 }] },
    { marketOptions: withPayMode("HALF") },
    { afterOrderId: "o" },
    { siteRevision: "o" },
    { adoptOrderId: "o" },
  ])("by %j", (change) => expect(hashOf({ ...INPUTS, ...change })).not.toBe(hashOf(INPUTS)));

  it("and not by what is waited for", () => {
    expect(hashOf({ ...INPUTS, waitForStatus: "SUCCESS" })).toBe(hashOf(INPUTS));
    expect(hashOf(INPUTS)).toMatch(/^[0-9a-f]{64}$/u);
  });
});

it("an output that the record lacks is left out, never undefined, and so is the account, which is who ordered", () => {
  const record = { id: "o", domainId: "account-1", status: "PROCESSING", edgeSiteId: SITE };
  expect(recordOutputs(record, "ACCEPTING")).toStrictEqual({ status: "PROCESSING" });
  const times = { name: "n", effectedAt: "e", createdAt: "c", updatedAt: "u" };
  expect(recordOutputs({ ...record, ...times }, undefined)).toStrictEqual({
    status: "PROCESSING",
    ...times,
  });
});

it("a deleted record is remembered with what it was, where somebody knows", () => {
  const record = { id: "o", domainId: "account-1", status: "DELETED", edgeSiteId: SITE };
  expect(recordOutputs(record, "SUCCESS")).toMatchObject({ status: "DELETED", __lastStatus: "SUCCESS" });
  expect(recordOutputs(record, undefined)).not.toHaveProperty("__lastStatus");
});
