import { finish } from "../../../provider/order/finish.js";
import type { DeliveryOrderInputs } from "../../../provider/order/inputs.js";
import { KeptError, RefusedError } from "../../../provider/order/orderError.js";
import type { OrderState } from "../../../provider/order/outputs.js";
import { createWorld, declare, INPUTS, type TestWorld } from "./world.js";

const STATE: OrderState = {
  ...INPUTS,
  orderIds: ["CS1"],
  conflictingOrderIds: [],
  status: "PROCESSING",
  domainId: "account-1",
  name: "delivery_order-mine",
  createdAt: "2026-06-12T08:00:00.000Z",
};

type Finishing = TestWorld & {
  finished: (inputs?: Partial<DeliveryOrderInputs>, state?: OrderState) => Promise<OrderState>;
};

function world(status = "PROCESSING"): Finishing {
  const made = createWorld();
  made.service.add(INPUTS, { id: "mine", status });
  const compared = { id: "mine", name: "berlin", secretKeys: [] };
  return {
    ...made,
    finished: (inputs, state = STATE) => finish(compared, state, declare(inputs), made.context),
  };
}

it("refreshes the outputs and sends nothing", async () => {
  const { finished, service } = world("ACCEPTING");
  expect(await finished()).toEqual({ ...STATE, status: "ACCEPTING", orderIds: ["CS1", "CS-mine"] });
  expect(service.posts).toEqual([]);
  expect(service.deleted).toEqual([]);
});

it("takes over what states no purchase, and lets go of what is declared no more", async () => {
  const { finished } = world();
  const before = { ...STATE, adoptOrderId: "mine" };
  const after = await finished({ afterOrderId: "a" }, before);
  expect(after).toMatchObject({ afterOrderId: "a" });
  expect(after).not.toHaveProperty("adoptOrderId");
});

it("keeps the old purchase inputs as they were written", async () => {
  const servers = [
    { offeringId: "srv", count: 1 },
    { offeringId: "srv", count: 1 },
  ];
  expect((await world().finished({ servers }))["servers"]).toEqual(INPUTS.servers);
});

it.each<Partial<DeliveryOrderInputs>>([
  { edgeSiteId: "site-2" },
  { servers: [] },
  { storagePools: [{ storageType: "SSD", size: 27 }] },
])("refuses other purchase inputs (%j) and asks the service nothing", async (inputs) => {
  const { finished, service } = world();
  const error = await finished(inputs).catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(RefusedError);
  expect((error as Error).message).toMatch(/^Order mine cannot be updated: .* changed after the preview\./u);
  expect((error as Error).message).toMatch(/The state is unchanged and nothing was bought\.$/u);
  expect(service.calls).toEqual([]);
});

it("names each input that changed after the preview", async () => {
  const changed = { servers: [], storagePools: [{ storageType: "SSD", size: 27 }] };
  await expect(world().finished(changed)).rejects.toThrow(
    "Order mine cannot be updated: servers[offeringId=srv].count, storagePools[storageType=SSD].size changed after the " +
      "preview. Run `pulumi preview` again.\nThe state is unchanged and nothing was bought.",
  );
});

it("finishes the confirmation that the create left", async () => {
  const { finished, service } = world();
  service.add(INPUTS, { id: "theirs" });
  const after = await finished({}, { ...STATE, __unconfirmed: ["old"] });
  expect(after).toMatchObject({ conflictingOrderIds: ["theirs"] });
  expect(after).not.toHaveProperty("__unconfirmed");
});

it("goes on with a wait, and keeps the order when that ends too early", async () => {
  const { finished, service } = world();
  const error = (await finished({ waitForStatus: "SUCCESS" }).catch((thrown: Error) => thrown)) as KeptError;
  expect(error).toBeInstanceOf(KeptError);
  expect(error.id).toBe("mine");
  expect(error.outputs).toMatchObject({ ...INPUTS, waitForStatus: "SUCCESS", status: "PROCESSING" });
  expect(error.message).toMatch(/Order mine is kept in the state\.$/u);
  service.change("mine", { status: "SUCCESS" });
  expect((await finished({ waitForStatus: "SUCCESS" })).status).toBe("SUCCESS");
});

it("does not wait for an order whose record is deleted", async () => {
  const { finished, service, clock } = world();
  service.orders.splice(0);
  const after = await finished({ waitForStatus: "SUCCESS" });
  expect(after).toMatchObject({ status: "DELETED", __lastStatus: "PROCESSING", waitForStatus: "SUCCESS" });
  expect(clock.slept).toEqual([]);
});

it("leaves no change for the next diff: what it saw is in the state", async () => {
  const { finished, context } = world("ACCEPTING");
  await finished();
  expect(context.memory.takeChange("mine")).toBe(false);
});

it("fails as a read does when the account is another one", async () => {
  const { finished, service } = world();
  service.account = "account-2";
  await expect(finished()).rejects.toThrow("belongs to account account-1");
});
