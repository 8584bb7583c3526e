import type { Host, Values } from "./harness.js";
import { PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import { failureOf, inputsFor, Ordering } from "./ordering.js";

let ordering: Ordering;
let host: Host;
let site: string;
let id: string;
let state: Values;

beforeAll(async () => {
  ordering = await Ordering.start();
  host = await ordering.host();
});
beforeEach(async () => {
  site = ordering.freshSite();
  ({ id, properties: state } = await host.create(inputsFor(site)));
});
afterAll(() => ordering.stop());

it("writes nothing to the service and answers with the inputs and what the service shows", async () => {
  await ordering.simulator.advance(id, "ACCEPTING");
  const before = (await ordering.simulator.journal()).length;
  const { properties } = await host.update(
    id,
    state,
    inputsFor(site, { afterOrderId: "order-0", __secrets: ["servers"] }),
  );
  expect(properties).toEqual({
    ...state,
    status: "ACCEPTING",
    updatedAt: expect.any(String) as unknown,
    afterOrderId: "order-0",
    __secrets: ["servers"],
  });
  const requests = (await ordering.simulator.journal()).slice(before);
  expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

it("keeps what was bought as it was written then, whatever the order of its items", async () => {
  const [servers] = state["servers"] as [{ offeringId: string }];
  const split = inputsFor(site, {
    servers: [
      { ...servers, count: 1 },
      { ...servers, count: 1 },
    ],
  });
  expect((await host.update(id, state, split)).properties).toEqual(state);
});

it("refuses other purchase inputs", async () => {
  const { message, kept } = await failureOf(host.update(id, state, inputsFor(site, { storagePools: [] })));
  expect(message).toBe(
    `Order ${id} cannot be updated: storagePools[storageType=SSD].size changed after the preview. ` +
      "Run `pulumi preview` again.\nThe state is unchanged and nothing was bought.",
  );
  expect(kept).toBeUndefined();
});

it("goes on with a wait, and keeps the order when that takes too long", async () => {
  const waiting = inputsFor(site, { waitForStatus: "ACCEPTING", __timeouts: { create: "9h", update: "10ms" } });
  expect(await host.diff(id, state, waiting)).toMatchObject({ changes: true, replaces: [] });
  const { message, kept } = await failureOf(host.update(id, state, waiting));
  expect(message).toContain(`Order ${id} is not yet ACCEPTING`);
  expect(message).toMatch(new RegExp(`Order ${id} is kept in the state\\.$`));
  expect(kept).toEqual({ id, reasons: [message], properties: { ...state, ...waiting, __provider: PROVIDER_TEXT } });
  await ordering.simulator.advance(id, "SUCCESS");
  expect((await host.update(id, state, waiting)).properties).toMatchObject({ ...waiting, status: "SUCCESS" });
  expect(await ordering.postsFor(site)).toBe(1);
});
