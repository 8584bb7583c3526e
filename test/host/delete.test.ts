import type { Host, Values } from "./harness.js";
import { failureOf, inputsFor, Ordering } from "./ordering.js";

let ordering: Ordering;
let host: Host;
let id: string;
let state: Values;

beforeAll(async () => {
  ordering = await Ordering.start();
  host = await ordering.host();
});
beforeEach(async () => {
  ({ id, properties: state } = await host.create(inputsFor(ordering.freshSite())));
});
afterEach(() => ordering.simulator.clearFaults());
afterAll(() => ordering.stop());

const deletions = async (): Promise<number> =>
  (await ordering.simulator.journal()).filter(
    ({ operation, path }) => operation === "DeleteDeliveryOrder" && path.endsWith(id),
  ).length;

it.each(["PROCESSING", "ACCEPTING", "SUCCESS", "A_NEWER_STATUS"])(
  "refuses a %s order: its hardware and its bill would go on",
  async (status) => {
    await ordering.simulator.advance(id, status);
    const { message } = await failureOf(host.delete(id, state));
    expect(message).toContain(`Refused to remove order ${id}, which is ${status}.`);
    expect(message).toContain("billing goes on");
    expect(message).toContain("retainOnDelete: true");
    expect(message).toMatch(
      new RegExp(`Nothing was removed, cancelled or bought\\. Order ${id} exists since \\S+\\.$`),
    );
    expect(await deletions()).toBe(0);
  },
);

it.each(["CANCELLED", "FAIL"])("deletes the record of a %s order, once", async (status) => {
  await ordering.simulator.advance(id, status);
  await host.delete(id, state);
  expect(await deletions()).toBe(1);
  await host.delete(id, { ...state, status });
  expect(await deletions()).toBe(1);
});

it("has nothing to do where a dead order's record is gone, and refuses where a live one's is", async () => {
  await ordering.simulator.advance(id, "DELETED");
  await host.delete("order-of-old", { ...state, status: "DELETED", __lastStatus: "CANCELLED" });
  const { message } = await failureOf(host.delete(id, state));
  expect(message).toContain("DELETED (before: PROCESSING)");
  expect(await deletions()).toBe(0);
});

it("a record that somebody else deletes in the same moment is fine", async () => {
  await ordering.simulator.advance(id, "CANCELLED");
  await ordering.simulator.fault({
    operation: "DeleteDeliveryOrder",
    action: {
      kind: "status",
      status: 404,
      body: { error_code: "SYS.0404", error_msg: "no such order" },
      when: "after",
    },
  });
  await expect(host.delete(id, state)).resolves.toBeUndefined();
});

it.each([
  ["403", { status: 403, body: { error_code: "IES.00001003", error_msg: "no" } }],
  ["503", { status: 503 }],
  ["a proxy's page", { status: 404, body: "<html></html>", headers: { "content-type": "text/html" } }],
])("an order that cannot be read (%s) stays", async (_, answer) => {
  await ordering.simulator.advance(id, "CANCELLED");
  await ordering.simulator.fault({ operation: "ShowDeliveryOrder", action: { kind: "status", ...answer } });
  const { message } = await failureOf(host.delete(id, state));
  expect(message).toMatch(
    new RegExp(
      `^Order ${id} was not removed: ShowDeliveryOrder failed: .*\\nThe state is unchanged and nothing was bought\\.$`,
    ),
  );
  expect(await deletions()).toBe(0);
});

it("after the record of a dead order is deleted its site takes a new one", async () => {
  await ordering.simulator.advance(id, "CANCELLED");
  await host.delete(id, state);
  const { id: next } = await host.create(inputsFor(state["edgeSiteId"] as string));
  expect(next).not.toBe(id);
  expect(await ordering.postsFor(state["edgeSiteId"] as string)).toBe(2);
});
