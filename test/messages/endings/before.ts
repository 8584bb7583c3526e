import { LIST_KINDS } from "../../faults/listKinds.js";
import { Machine } from "../../faults/machine.js";
import type { Ending, Scene } from "../scene.js";
import { ACCOUNT, INPUTS, PASSWORD, SERVER, SITE } from "../shop.js";
import type { Met, Operation } from "../plans.js";
import { delivered, IAM_IS_BROKEN, IAM_REFUSES, order, site } from "./seeds.js";

// What can end a purchase before its POST: no identity, an unreadable site, somebody else's note.

const service = (status: number, code: string, message = "as the service says"): Met => ({
  status,
  body: { error_code: code, error_msg: message },
});

const HTML: Met = { status: 404, body: "<html>Not Found</html>" };

const meeting = (
  title: string,
  operation: Operation,
  met: Met,
  more: Partial<Ending> & { readonly skip?: number } = {},
): Ending => ({
  title,
  ...(more.seed === undefined ? {} : { seed: more.seed }),
  play: async (scene) => {
    scene.meet(operation, met, { skip: more.skip ?? 0 });
    await scene.create();
  },
});

const asPassword = (title: string, operation: Operation, met: Met): Ending => ({
  title,
  play: async (scene) => {
    scene.set({ credentials: PASSWORD, asksForAccount: true });
    scene.meet(operation, met);
    await scene.create();
  },
});

const identity: readonly Ending[] = [
  asPassword("IAM: the password is refused", "CreateToken", IAM_REFUSES),
  asPassword("IAM: it is out of order", "CreateToken", IAM_IS_BROKEN),
  asPassword("IAM: the answer holds no token", "CreateToken", { status: 201, body: { token: {} } }),
  {
    title: "IAM: the access key is refused",
    play: async (scene) => {
      scene.set({ asksForAccount: true });
      scene.meet("ListAuthDomains", IAM_REFUSES);
      await scene.create();
    },
  },
  {
    title: "IAM: the given token is refused",
    play: async (scene) => {
      scene.set({ asksForAccount: true, credentials: { kind: "token", token: "stale" } });
      await scene.create();
    },
  },
  {
    title: "IAM: it names no account",
    play: async (scene) => {
      scene.set({ asksForAccount: true });
      scene.meet("ListAuthDomains", { status: 200, body: { domains: [] } });
      await scene.create();
    },
  },
  {
    title: "IAM: it names several accounts",
    play: async (scene) => {
      scene.set({ asksForAccount: true });
      const domains = [
        { id: "a".repeat(32), name: "shop" },
        { id: "b".repeat(32), name: "shop-test" },
      ];
      scene.meet("ListAuthDomains", { status: 200, body: { domains } });
      await scene.create();
    },
  },
];

const OTHER_SITE = { edge_site: { id: "site-Berlin", domain_id: ACCOUNT, name: "Berlin", status: "initial" } };
const FOREIGN_SITE = { edge_site: { id: SITE, domain_id: "f".repeat(32), name: "Berlin", status: "initial" } };

const looking: readonly Ending[] = [
  meeting("site: there is none", "ShowEdgeSite", service(404, "IES.00011002", "the edge site does not exist")),
  meeting("site: the answer is about another site", "ShowEdgeSite", { status: 200, body: OTHER_SITE }),
  meeting("site: it belongs to another account", "ShowEdgeSite", { status: 200, body: FOREIGN_SITE }),
  meeting("site: the credentials are refused", "ShowEdgeSite", "badSignature"),
  meeting("site: the credentials are refused as 500", "ShowEdgeSite", "contextEmpty"),
  meeting("site: the principal may not", "ShowEdgeSite", "notAuthorised"),
  meeting("site: the feature is locked", "ShowEdgeSite", "betaLocked"),
  meeting("site: the token has expired", "ShowEdgeSite", "tokenExpired"),
  meeting("site: throttled", "ShowEdgeSite", "throttled"),
  meeting("site: the service is out of order", "ShowEdgeSite", "internal"),
  meeting("site: no such call at this address", "ShowEdgeSite", "notPublished"),
  meeting("site: a web page's 404", "ShowEdgeSite", HTML),
  meeting("site: a redirect", "ShowEdgeSite", { status: 302 }),
  meeting("site: a web page instead of JSON", "ShowEdgeSite", { status: 200, body: "<html>Welcome</html>" }),
  meeting("site: JSON of another shape", "ShowEdgeSite", {
    status: 200,
    body: { edge_site: { id: 12, status: null } },
  }),
  meeting("hardware: the service is out of order", "ListServers", "internal"),
  meeting("hardware: that of other sites is among it", "ListServers", {
    status: 200,
    body: { servers: [{ id: "server-1", edge_site_id: "site-munich", offering_id: SERVER, status: "USING" }] },
  }),
  meeting("list: the service is out of order", "ListDeliveryOrders", "unavailable"),
  ...LIST_KINDS.map(({ key, title }) => ({
    ...meeting(`list: ${title}`, "ListDeliveryOrders", key, { skip: 1 }),
    seed: delivered(),
  })),
  {
    title: "list: it changes while it is read",
    seed: site("initial", {
      behaviour: { pageLimit: 1 },
      deliveryOrders: [order("first", "CANCELLED"), order("second", "CANCELLED")],
    }),
    play: async (scene) => {
      const extra = (): void => {
        const placed = scene.orderInConsole();
        scene.service.advance(placed, "CANCELLED");
      };
      for (let page = 0; page < 12; page++) scene.when("ListDeliveryOrders", extra, page);
      await scene.create();
    },
  },
  {
    title: "list: it takes too long",
    play: async (scene) => {
      scene.meet("ListDeliveryOrders", { status: 200, body: { delivery_orders: [] } }, { tookDeadline: true });
      await scene.create();
    },
  },
];

/** A process that was killed while its POST was on its way. */
async function killed(scene: Scene): Promise<void> {
  const process = scene.newRun();
  scene.when("CreateDeliveryOrder", () => process.kill());
  scene.meet("CreateDeliveryOrder", "unavailable", { effect: "none" });
  await scene.create({}, { process });
  scene.newRun();
}

/** The same, and its order is not to be seen yet. */
const HIDDEN: Ending["seed"] = site("initial", { behaviour: { listVisibilityDelayMs: 3_600_000 } });

const notes: readonly Ending[] = [
  {
    title: "note: an earlier run was killed while it ordered, and no order is to be seen",
    play: async (scene) => {
      await killed(scene);
      await scene.create();
    },
  },
  {
    title: "note: an earlier run was killed while it ordered, and its order appears",
    play: async (scene) => {
      const process = scene.newRun();
      scene.when("CreateDeliveryOrder", () => scene.timeline.at(scene.timeline.now() + 30, () => process.kill()));
      await scene.create({}, { process });
      scene.newRun();
      await scene.create();
    },
  },
  {
    title: "note: another resource's run was killed while it ordered",
    play: async (scene) => {
      await killed(scene);
      await scene.create({}, { name: "second" });
    },
  },
  {
    title: "note: an earlier run placed an order that is not listed yet, and another resource orders for the site",
    seed: HIDDEN,
    play: async (scene) => {
      await scene.bought();
      await scene.create({}, { name: "second" });
    },
  },
  {
    title: "note: two runs order for the site at the same time, each for its own resource",
    seed: site("initial", { behaviour: { oneOrderPerSite: false } }),
    play: async (scene) => {
      await scene.createTwice(scene.newRun(), scene.newRun());
    },
  },
  {
    title: "note: a run on another machine left it, and nobody can say whether it still orders",
    play: async (scene) => {
      const there = new Machine("there", scene.timeline.now);
      there.folder = (pass) => scene.here.folder(pass);
      const process = scene.newRun(there);
      scene.when("CreateDeliveryOrder", () => process.kill());
      scene.meet("CreateDeliveryOrder", "unavailable");
      await scene.create({}, { process });
      scene.newRun();
      await scene.create();
    },
  },
  {
    title: "note: it is damaged",
    play: async (scene) => {
      await killed(scene);
      scene.here.damageNotes();
      await scene.create();
    },
  },
  {
    title: "note: the folder cannot be looked at",
    play: async (scene) => {
      scene.here.disk = "unreadable";
      await scene.create();
    },
  },
  {
    title: "note: none can be written, as the disk is full",
    play: async (scene) => {
      scene.here.disk = "full";
      await scene.create();
    },
  },
  {
    title: "note: an error hook calls a create again whose outcome is unknown",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "unavailable");
      await scene.create();
      scene.forget();
      await scene.create(INPUTS);
    },
  },
];

export const BEFORE: readonly Ending[] = [...identity, ...looking, ...notes];
