import type { Ending } from "../scene.js";
import { ACCOUNT, SERVER } from "../shop.js";
import type { Met } from "../plans.js";
import { delivered, onItsWay, SAME_LINES, SITE_ID, site } from "./seeds.js";

// An order that exists is taken over.

const ADOPT = { adoptOrderId: "order-of-january" };

const adopting = (title: string, seed: Ending["seed"], answer?: Met): Ending => ({
  title: `adopt: ${title}`,
  ...(seed === undefined ? {} : { seed }),
  play: async (scene) => {
    if (answer !== undefined) scene.meet("ShowDeliveryOrder", answer);
    await scene.create(ADOPT);
  },
});

const shown = (more: Record<string, unknown>): Met => ({
  status: 200,
  body: {
    delivery_order: {
      id: "order-of-january",
      domain_id: ACCOUNT,
      edge_site_id: SITE_ID,
      status: "PROCESSING",
      created_at: "2026-01-04T07:05:14Z",
      ...more,
    },
  },
});

export const ADOPTED: readonly Ending[] = [
  adopting("it consists of what is declared", delivered(SAME_LINES)),
  adopting("it shows a part of what is declared", onItsWay({ servers: [{ offering_id: SERVER, count: 2 }] })),
  adopting("it consists of something else and is delivered", delivered()),
  adopting("it consists of something else and is on its way", onItsWay()),
  adopting("there is no such order", site("initial")),
  adopting("it is cancelled", onItsWay({ ...SAME_LINES, status: "CANCELLED" })),
  adopting("it cannot be read", delivered(), "internal"),
  adopting("the principal may not read it", delivered(), "notAuthorised"),
  adopting("the answer is about another order", delivered(), shown({ id: "ORDER-OF-JANUARY" })),
  adopting("it belongs to another account", delivered(), shown({ domain_id: "f".repeat(32) })),
  adopting("it is an order of another site", delivered(), shown({ edge_site_id: "site-munich" })),
  {
    title: "adopt: its hardware cannot be read",
    seed: delivered(SAME_LINES),
    play: async (scene) => {
      scene.meet("ListServers", "unavailable");
      await scene.create(ADOPT);
    },
  },
  {
    title: "adopt: another resource of the program holds it",
    seed: delivered(SAME_LINES),
    play: async (scene) => {
      const process = scene.newRun();
      await scene.create(ADOPT, { process });
      scene.forget();
      await scene.create(ADOPT, { name: "second", process });
    },
  },
  {
    title: "adopt: the preview of it",
    play: (scene) => scene.check({ ...ADOPT, ...DECLARED }),
  },
];

const DECLARED = {
  edgeSiteId: SITE_ID,
  servers: [{ offeringId: SERVER, count: 2 }],
  marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
};
