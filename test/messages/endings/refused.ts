import type { Ending } from "../scene.js";
import { SERVER, SITE } from "../shop.js";
import { deadOrder, delivered, JANUARY, onItsWay, order, SAME_LINES, site } from "./seeds.js";

// What the site holds is not what the purchase believes it to hold.

const refused = (title: string, seed: Ending["seed"], inputs: Record<string, unknown> = {}): Ending => ({
  title,
  ...(seed === undefined ? {} : { seed }),
  play: (scene) => scene.create(inputs),
});

const AFTER = { afterOrderId: "order-of-january" };
const FEBRUARY = "2026-02-01T00:00:00Z";

const oldServer = { servers: [{ id: "old-server", edge_site_id: SITE, offering_id: SERVER }] };

export const REFUSED: readonly Ending[] = [
  refused("first order: one of the same lines is on its way", onItsWay(SAME_LINES)),
  refused("first order: one of other lines is on its way", onItsWay()),
  refused("first order: one of the same lines is delivered", delivered(SAME_LINES)),
  refused("first order: one of other lines is delivered", delivered()),
  refused("first order: two are on their way", {
    ...site("deploying", {
      behaviour: { oneOrderPerSite: false },
      deliveryOrders: [order("first", "PROCESSING"), order("second", "ACCEPTING", { created_at: FEBRUARY })],
    }),
  }),
  refused("first order: twelve stand on the site", {
    ...site("available", {
      deliveryOrders: Array.from({ length: 12 }, (_, index) =>
        order(`order-${index + 1}`, "SUCCESS", { created_at: `2026-03-${String(index + 10)}T00:00:00Z` }),
      ),
    }),
  }),
  refused("first order: a dead one left unpaid records on a site that is still deploying", {
    ...site("deploying", {
      behaviour: { keepPendingRecordsOfDeadOrders: true },
      deliveryOrders: [order("order-of-january", "CANCELLED"), order("order-of-march", "PROCESSING", SAME_LINES)],
    }),
  }),
  refused("first order: the record of a delivered one is deleted", {
    ...site("available", {
      behaviour: { deletedOrders: "status" },
      deliveryOrders: [order("order-of-january", "SUCCESS", { deleted: true })],
    }),
  }),
  refused("first order: hardware older than the order API", site("available", oldServer)),
  refused("first order: a site that is unavailable", site("unavailable")),
  {
    title: "where purchases are switched off",
    play: (scene) => {
      scene.set({ allowPurchases: false });
      return scene.create();
    },
  },
  refused("first order: an order in a status that nobody knows", onItsWay({ status: "PENDING_APPROVAL" })),
  refused("expansion: the site has no order", deadOrder(), AFTER),
  refused("expansion: the order before it is on its way", onItsWay(), AFTER),
  refused(
    "expansion: another one is the newest",
    {
      ...site("available", {
        deliveryOrders: [
          order("order-of-january", "SUCCESS"),
          order("order-of-march", "SUCCESS", { created_at: FEBRUARY }),
        ],
      }),
    },
    AFTER,
  ),
  refused(
    "expansion: nobody can say which is the newest",
    {
      ...site("available", {
        deliveryOrders: [
          order("order-of-january", "SUCCESS"),
          order("order-of-march", "SUCCESS", { created_at: JANUARY }),
        ],
      }),
    },
    AFTER,
  ),
  refused("expansion: hardware that no order lists", { ...delivered(), ...oldServer }, AFTER),
  refused(
    "expansion: a site that is unavailable",
    {
      ...site("unavailable", { deliveryOrders: [order("order-of-january", "SUCCESS")] }),
    },
    AFTER,
  ),
  refused("siteRevision: the site has changed", delivered(), { siteRevision: "0123456789ab" }),
  refused("siteRevision: an order is on its way", onItsWay(), { siteRevision: "0123456789ab" }),
  {
    title: "first order: an order of the same program has just been placed there",
    seed: site("initial"),
    play: async (scene) => {
      const process = scene.newRun();
      await scene.create({}, { process });
      scene.forget();
      await scene.create({}, { name: "second", process });
    },
  },
];
