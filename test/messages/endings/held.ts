import type { Ending, Held, Scene } from "../scene.js";
import type { Values } from "../shop.js";
import { SERVER, SITE } from "../shop.js";
import { site } from "./seeds.js";

// What can be told of an order that the state holds: by read, diff, update and delete.

const DELETED_SHOWS = site("initial", { behaviour: { deletedOrders: "status" } });
const CHANGED: Values = { servers: [{ offeringId: SERVER, count: 3 }] };
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An order is bought, becomes what the status says, is read, and then the verb is called. */
const held = (
  title: string,
  act: (scene: Scene, order: Held) => Promise<unknown>,
  {
    status,
    seed,
    inputs,
    isSilent = true,
  }: { status?: string; seed?: Ending["seed"]; inputs?: Values; isSilent?: boolean } = {},
): Ending => ({
  title,
  ...(seed === undefined ? {} : { seed }),
  play: async (scene) => {
    let order = await scene.bought(inputs);
    for (const next of status?.split(" ") ?? []) {
      scene.service.advance(order.id, next);
      order = await scene.read(order);
    }
    if (isSilent) scene.forget();
    await act(scene, order);
  },
});

const readMeeting = (title: string, kind: Parameters<Scene["meet"]>[1]): Ending =>
  held(`read: ${title}`, async (scene, order) => {
    scene.meet("ShowDeliveryOrder", kind);
    await scene.read(order);
  });

const reading: readonly Ending[] = [
  held("read: nothing to tell", (scene, order) => scene.read(order)),
  held("read: cancelled", (scene, order) => scene.read(order), { status: "CANCELLED" }),
  held("read: failed, and its record is deleted", (scene, order) => scene.read(order), {
    status: "FAIL DELETED",
    seed: DELETED_SHOWS,
  }),
  held("read: delivered, and its record is deleted", (scene, order) => scene.read(order), {
    status: "SUCCESS DELETED",
  }),
  held("read: its record is deleted while it was on its way", (scene, order) => scene.read(order), {
    status: "DELETED",
  }),
  readMeeting("the service is out of order", "internal"),
  readMeeting("the service does not answer", { status: 504, body: "upstream request timeout" }),
  readMeeting("the credentials are refused", "badSignature"),
  readMeeting("the principal may not", "notAuthorised"),
  readMeeting("a web page's 404", { status: 404, body: "<html>Not Found</html>" }),
  readMeeting("not as documented", { status: 200, body: { delivery_order: { id: "x" } } }),
  readMeeting("another order's record", {
    status: 200,
    body: {
      delivery_order: { id: "another", domain_id: "f".repeat(32), edge_site_id: "site-munich", status: "SUCCESS" },
    },
  }),
  held("read: credentials of another account", async (scene, order) => {
    scene.set({ domainId: "f".repeat(32) });
    scene.newRun();
    await scene.read(order);
  }),
  held("read: the billing numbers cannot be completed", async (scene, order) => {
    scene.meet("ListServers", "unavailable");
    await scene.read(order);
  }),
  {
    title: "read: somebody ordered beside it at the same moment",
    seed: site("initial", { behaviour: { oneOrderPerSite: false } }),
    play: async (scene) => {
      scene.when("CreateDeliveryOrder", () => void scene.orderInConsole());
      const order = await scene.bought();
      await scene.read(order);
    },
  },
  {
    title: "get: there is no such order",
    play: (scene) => scene.read({ id: "no-such-order", outputs: {} }, "got"),
  },
  {
    title: "get: the order cannot be read",
    play: async (scene) => {
      scene.meet("ShowDeliveryOrder", "unavailable");
      await scene.read({ id: "no-such-order", outputs: {} }, "got");
    },
  },
  {
    title: "get: an id that cannot be part of an address",
    play: (scene) => scene.read({ id: "..", outputs: {} }, "got"),
  },
];

const differing = (
  title: string,
  inputs: Values,
  more: Parameters<typeof held>[2] & { secretKeys?: string[] } = {},
): Ending => held(`diff: ${title}`, (scene, order) => scene.diff(order, inputs, more.secretKeys), more);

const changing: readonly Ending[] = [
  differing("an order on its way, another count", CHANGED),
  differing("an order on its way, all kinds of changes", {
    edgeSiteId: "site-munich",
    servers: [{ offeringId: "20000000-0000-4000-8000-000000000002", count: 2 }],
    storagePools: [],
    marketOptions: {
      chargeMode: "prepaid",
      prepaidOptions: { periodType: "year", periodNum: 1, payMode: "HALF" },
      discounts: [{ id: "discount-1" }],
    },
  }),
  differing("a secret input of an order on its way", CHANGED, { secretKeys: ["servers"] }),
  differing("an order that is delivered", CHANGED, { status: "SUCCESS" }),
  differing("a delivered order whose record is deleted", CHANGED, { status: "SUCCESS DELETED" }),
  differing("an order on its way whose record is deleted", CHANGED, { status: "DELETED" }),
  differing("adoptOrderId names another order", { adoptOrderId: "order-of-january" }),
  differing("a dead order, and its replacement is not known yet", { edgeSiteId: UNKNOWN }, { status: "CANCELLED" }),
  differing(
    "a dead order, and two inputs of its replacement are not known yet",
    { edgeSiteId: UNKNOWN, servers: UNKNOWN },
    {
      status: "FAIL DELETED",
      seed: DELETED_SHOWS,
    },
  ),
  held(
    "diff: a dead order that was adopted",
    (scene, order) => scene.diff(order, { ...CHANGED, adoptOrderId: order.id }),
    {
      status: "CANCELLED",
    },
  ),
  held("diff: the settings name another account", async (scene, order) => {
    scene.set({ domainId: "f".repeat(32) });
    scene.newRun();
    await scene.diff(order, {});
  }),
  {
    title: "diff: the state does not hold what was ordered",
    play: (scene) => scene.diff({ id: "imported", outputs: { edgeSiteId: SITE, status: "SUCCESS" } }, {}),
  },
  held("update: the inputs have changed since the preview", (scene, order) => scene.update(order, CHANGED)),
  held("update: nothing is left to do", (scene, order) => scene.update(order)),
  held("update: the order cannot be read", async (scene, order) => {
    scene.meet("ShowDeliveryOrder", "internal");
    await scene.update(order);
  }),
  held("update: the wait goes on, and the time is over", (scene, order) =>
    scene.update(order, { waitForStatus: "ACCEPTING" }),
  ),
  held(
    "update: waiting for a status that cannot come any more",
    (scene, order) => scene.update(order, { waitForStatus: "SUCCESS" }),
    {
      status: "CANCELLED",
    },
  ),
];

const deleting = (title: string, more: Parameters<typeof held>[2] = {}): Ending =>
  held(`delete: ${title}`, (scene, order) => scene.delete(order), more);

const deleteMeeting = (
  title: string,
  operation: "ShowDeliveryOrder" | "DeleteDeliveryOrder",
  kind: Parameters<Scene["meet"]>[1],
  status = "PROCESSING",
): Ending =>
  held(
    `delete: ${title}`,
    async (scene, order) => {
      scene.meet(operation, kind);
      await scene.delete(order);
    },
    { status },
  );

const removing: readonly Ending[] = [
  deleting("an order on its way"),
  deleting("an order in acceptance", { status: "ACCEPTING" }),
  deleting("a delivered order", { status: "SUCCESS" }),
  deleting("an order in a status that nobody knows", { status: "PENDING_APPROVAL" }),
  deleting("a delivered order whose record is deleted", { status: "SUCCESS DELETED" }),
  deleting("an order whose record is deleted, and it shows", { status: "DELETED", seed: DELETED_SHOWS }),
  deleting("a dead order", { status: "CANCELLED" }),
  deleting("a dead order whose record is deleted", { status: "CANCELLED DELETED" }),
  deleteMeeting("the order cannot be read", "ShowDeliveryOrder", "internal"),
  deleteMeeting("the credentials are refused", "ShowDeliveryOrder", "badSignature"),
  deleteMeeting("the record of a dead order cannot be deleted", "DeleteDeliveryOrder", "unavailable", "CANCELLED"),
  deleteMeeting(
    "the service refuses to delete the record of a dead order",
    "DeleteDeliveryOrder",
    "invalidParameter",
    "CANCELLED",
  ),
  held("delete: credentials of another account", async (scene, order) => {
    scene.set({ domainId: "f".repeat(32) });
    scene.newRun();
    await scene.delete(order);
  }),
];

export const READ = reading;
export const CHANGE = changing;
export const DELETE = removing;
