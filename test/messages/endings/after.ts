import type { Ending, Scene } from "../scene.js";
import { SERVER, type Values } from "../shop.js";
import { site } from "./seeds.js";

// After the POST: looking for an order whose answer nobody has, confirming one, waiting for its status.

const TWO_ORDERS = site("initial", { behaviour: { oneOrderPerSite: false } });
const SAME: Values = {
  servers: [{ offering_id: SERVER, count: 2 }],
  network_devices: [{ offering_id: "30000000-0000-4000-8000-000000000001", count: 2 }],
  storage_pools: [{ storage_type: "SSD", size: 26 }],
};

/** The answer to the POST is lost, and meanwhile somebody else orders. */
const lostBeside = (title: string, others: readonly Values[], effect: "none" | "once" = "once"): Ending => ({
  title,
  seed: TWO_ORDERS,
  play: async (scene) => {
    scene.meet("CreateDeliveryOrder", "gatewayTimeout", { effect });
    for (const lines of others) scene.when("CreateDeliveryOrder", () => void scene.orderInConsole(lines));
    await scene.create();
  },
});

const withoutTimes = (scene: Scene): string =>
  JSON.stringify({
    delivery_orders: scene.service.orders().map(({ id, status, edge_site_id }) => ({
      id,
      status,
      edge_site_id,
      domain_id: "0123456789abcdef0123456789abcdef",
    })),
  });

const reconciling: readonly Ending[] = [
  lostBeside("answer lost: nothing appears", [], "none"),
  lostBeside("answer lost: ours appears", []),
  lostBeside("answer lost: ours and somebody else's of the same lines appear", [SAME]),
  lostBeside("answer lost: ours and somebody else's of other lines appear", [{ servers: SAME["servers"] }]),
  lostBeside("answer lost: only somebody else's of other lines appears", [{ servers: SAME["servers"] }], "none"),
  {
    title: "answer lost: the hardware of the order that appears cannot be read",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "gatewayTimeout", { effect: "once" });
      scene.meet("ListServers", "internal", { skip: 1, times: 100 });
      await scene.create();
    },
  },
  {
    title: "answer lost: the hardware of the order that appears does not show yet",
    seed: site("initial", { behaviour: { deviceVisibilityDelayMs: 3_600_000 } }),
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "gatewayTimeout", { effect: "once" });
      await scene.create();
    },
  },
  {
    title: "answer lost: the order that appears has no time",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "gatewayTimeout", { effect: "once" });
      for (let look = 0; look < 20; look++) {
        scene.meet("ListDeliveryOrders", () => ({ status: 200, body: withoutTimes(scene) }), { skip: look + 1 });
      }
      await scene.create();
    },
  },
  {
    title: "answer lost: the list cannot be read either",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "gatewayTimeout", { effect: "once" });
      scene.meet("ListDeliveryOrders", "unavailable", { skip: 1, times: 100 });
      await scene.create();
    },
  },
  {
    title: "refused by the service: the look that follows fails",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "invalidParameter");
      scene.meet("ListDeliveryOrders", "unavailable", { skip: 1, times: 100 });
      await scene.create();
    },
  },
  {
    title: "refused by the service: somebody else's order has appeared",
    play: async (scene) => {
      scene.when("CreateDeliveryOrder", () => void scene.orderInConsole());
      await scene.create();
    },
  },
  {
    title: "answer lost: dead when it is found",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "gatewayTimeout", { effect: "once" });
      scene.when("ListDeliveryOrders", () => scene.service.advance(scene.newest().id, "CANCELLED"), 1);
      await scene.create();
    },
  },
  {
    title: "something fails that nobody foresaw",
    play: async (scene) => {
      scene.failInLog("the log has gone away");
      await scene.create();
    },
  },
];

const confirming: readonly Ending[] = [
  {
    title: "confirmed: the only order of its site",
    play: (scene) => scene.create(),
  },
  {
    title: "confirmed: somebody else ordered at the same moment",
    seed: TWO_ORDERS,
    play: async (scene) => {
      scene.when("CreateDeliveryOrder", () => void scene.orderInConsole());
      await scene.create();
    },
  },
  {
    title: "not confirmed: the list does not show it",
    seed: site("initial", { behaviour: { listVisibilityDelayMs: 3_600_000 } }),
    play: (scene) => scene.create(),
  },
  {
    title: "confirmed: already cancelled",
    play: async (scene) => {
      scene.when("ListDeliveryOrders", () => scene.service.advance(scene.newest().id, "CANCELLED"), 1);
      await scene.create();
    },
  },
  {
    title: "placed for another site than asked",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", {
        status: 200,
        body: { delivery_order: { id: "the-order", edge_site_id: "site-munich", status: "PROCESSING" } },
      });
      await scene.create();
    },
  },
];

const waiting: readonly Ending[] = [
  {
    title: "waiting: the time is over",
    play: (scene) => scene.create({ waitForStatus: "ACCEPTING" }),
  },
  {
    title: "waiting: the order cannot be read",
    play: async (scene) => {
      scene.meet("ShowDeliveryOrder", "internal", { times: 3 });
      scene.meet("ShowDeliveryOrder", "notAuthorised", { skip: 3, times: 1000 });
      await scene.create({ waitForStatus: "SUCCESS" });
    },
  },
  {
    title: "waiting: the order is cancelled",
    play: async (scene) => {
      scene.when("ShowDeliveryOrder", () => scene.service.advance(scene.newest().id, "CANCELLED"), 2);
      await scene.create({ waitForStatus: "SUCCESS" });
    },
  },
  {
    title: "waiting: the order's record is deleted",
    seed: site("initial", { behaviour: { deletedOrders: "status" } }),
    play: async (scene) => {
      scene.when("ShowDeliveryOrder", () => scene.service.advance(scene.newest().id, "DELETED"), 2);
      await scene.create({ waitForStatus: "SUCCESS" });
    },
  },
  {
    title: "waiting: reached",
    play: async (scene) => {
      scene.when("ShowDeliveryOrder", () => scene.service.advance(scene.newest().id, "ACCEPTING"), 2);
      await scene.create({ waitForStatus: "ACCEPTING" });
    },
  },
  {
    title: "waiting: the time is over, and the order has more lines than an error can carry",
    play: async (scene) => {
      const servers = Array.from({ length: 900 }, () => ({ offeringId: SERVER, count: 1 }));
      await scene.create({ servers, waitForStatus: "ACCEPTING" });
    },
  },
];

export const AFTER: readonly Ending[] = [...reconciling, ...confirming, ...waiting];
