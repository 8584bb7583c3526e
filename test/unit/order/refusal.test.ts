import { linesOf } from "../../../provider/order/order.js";
import { type Belief, objections } from "../../../provider/order/compare.js";
import { ProcessMemory } from "../../../provider/order/memory.js";
import { observe } from "../../../provider/order/observe.js";
import { refusal } from "../../../provider/order/refusal.js";
import { createWorld, declare, type FakeService, INPUTS, SITE } from "./world.js";

const OTHER = { edgeSiteId: SITE, servers: [{ offeringId: "x", count: 1 }] };
const HOUR = 3_600_000;

/** The message that an order, a first one unless another belief is given, meets on the site. */
async function refusalOn(
  prepare: (service: FakeService) => void,
  ownedIds: readonly string[] = [],
  belief: Belief = { kind: "first" },
): Promise<string> {
  const { service, clock } = createWorld();
  prepare(service);
  const observation = await observe(service, new ProcessMemory().statuses, clock, {
    edgeSiteId: SITE,
    name: "berlin",
  });
  const refused = {
    name: "berlin",
    declared: linesOf(declare().inputs),
    isOwned: (id: string) => ownedIds.includes(id),
  };
  return refusal(objections(belief, observation), observation, refused, clock).message;
}

const site = (service: FakeService, status: string): void => {
  service.site = { ...service.site!, status };
};

/** The ways on that a message offers. */
const waysOf = (message: string): string[] => {
  const lines = message.split("\n");
  return lines.slice(lines.indexOf("Ways on:") + 1, -1).map((line) => line.replace(/^ {2}- /u, ""));
};

it("reads as a whole", async () => {
  const message = await refusalOn((service) => {
    site(service, "available");
    service.add(OTHER, { id: "head", status: "SUCCESS", createdMs: service.clock.ms - 2 * HOUR });
    service.add(OTHER, { id: "dead", status: "CANCELLED", createdMs: service.clock.ms - 48 * HOUR });
    service.change("dead", { servers: [] });
  });
  expect(message.split("\n")).toEqual([
    "Refused to order for edge site site-1 (Berlin, available):",
    "  - order head (SUCCESS) already stands on the site",
    '  - the site is "available", and a first order needs "initial"',
    "  - the site already holds hardware (head-server-x-0)",
    "Orders of the site:",
    "  - head, SUCCESS, placed 2 hours ago: 1 × server x",
    "  - dead, CANCELLED, placed 2 days ago: no hardware yet",
    "Ways on:",
    '  - afterOrderId: "head" buys additional hardware',
    'This run placed no order for "berlin". Order head exists since 2026-06-12T06:00:00.000Z.',
  ]);
});

describe("the ways on are those that would pass now", () => {
  it("adoption alone where an order consists of what is declared", async () => {
    const ways = waysOf(await refusalOn((service) => void service.add(INPUTS, { id: "mine" })));
    expect(ways).toEqual([
      'adoptOrderId: "mine" takes this order over and buys nothing (it consists of what you declare); after a rename of the resource, give it the option aliases instead',
    ]);
  });

  it("adoption of each that may consist of it, where nothing is shown yet", async () => {
    const ways = waysOf(
      await refusalOn((service) => {
        service.add(INPUTS, { id: "a" });
        service.change("a", { servers: [], networkDevices: [], storagePools: [] });
        service.add(OTHER, { id: "b" });
      }),
    );
    expect(ways).toEqual([
      'adoptOrderId: "a" takes this order over and buys nothing; after a rename of the resource, give it the option aliases instead',
    ]);
  });

  it("adoption alone of the one that consists of it, beside others that may, and whatever could be bought", async () => {
    const prepare = (service: FakeService): void => {
      site(service, "available");
      service.add(INPUTS, { id: "mine", status: "SUCCESS", createdMs: service.clock.ms - HOUR });
      service.change("mine", { storagePools: [{ ...service.orders[0]!.storagePools[0]!, status: "USING" }] });
    };
    expect(waysOf(await refusalOn(prepare))).toEqual([
      expect.stringMatching(/^adoptOrderId: "mine" .* \(it consists of what you declare\)/u),
    ]);
    const beside = await refusalOn((service) => {
      prepare(service);
      service.add({ ...INPUTS, servers: [] }, { id: "partly" });
    });
    expect(waysOf(beside)).toEqual([expect.stringMatching(/^adoptOrderId: "mine" /u)]);
  });

  it("never adoption of one that another resource holds, or whose record is deleted", async () => {
    const held = waysOf(await refusalOn((service) => void service.add(INPUTS, { id: "held" }), ["held"]));
    expect(held.join()).not.toContain('adoptOrderId: "');
    const deleted = waysOf(await refusalOn((service) => void service.add(INPUTS, { id: "gone", status: "DELETED" })));
    expect(deleted.join()).not.toContain("adoptOrderId");
    expect(deleted).toEqual([expect.stringMatching(/^siteRevision: "[0-9a-f]{12}"/u), "remove this resource"]);
  });

  it("none that only this process could take: the next one does not remember whose unpaid records stand there", async () => {
    const { service, clock } = createWorld();
    service.loose.push({ id: "relic", offeringId: "x", status: "PENDING_PAYMENT" });
    const memory = new ProcessMemory();
    memory.statuses.bury(SITE, { id: "dead", hardwareIds: ["relic"] });
    const observation = await observe(service, memory.statuses, clock, { edgeSiteId: SITE, name: "berlin" });
    expect(objections({ kind: "first" }, observation)).toEqual([]);
    const refused = { name: "berlin", declared: linesOf(declare().inputs), isOwned: () => false };
    const ways = waysOf(refusal(["the site has changed"], observation, refused, clock).message);
    expect(ways).toEqual([expect.stringMatching(/^siteRevision: /u), "remove this resource"]);
  });

  it("a revision where only a person can say, beside letting it be, as the service may refuse what it overrules", async () => {
    const ways = waysOf(
      await refusalOn((service) => void service.loose.push({ id: "relic", offeringId: "x", status: "USING" })),
    );
    expect(ways).toEqual([
      expect.stringMatching(
        /^siteRevision: "[0-9a-f]{12}" buys although the rules above object; set it only when you have looked at the site in the console and know that the order is right$/u,
      ),
      "remove this resource",
    ]);
  });

  it("waiting, where an order is in progress that is not the declared one", async () => {
    expect(waysOf(await refusalOn((service) => void service.add(OTHER, { id: "open" })))).toEqual([
      "wait until order open is SUCCESS and order with afterOrderId",
      "declare what it consists of and set adoptOrderId",
      "cancel it in the billing console while it is unpaid and run again",
      "remove this resource",
    ]);
    const ofTwo = await refusalOn((service) => {
      service.add(OTHER, { id: "one" });
      service.add(OTHER, { id: "two" });
    });
    expect(waysOf(ofTwo)).toEqual([
      "wait until orders one and two are SUCCESS and order with afterOrderId",
      "declare what one of them consists of and set adoptOrderId",
      "cancel them in the billing console while they are unpaid and run again",
      "remove this resource",
    ]);
  });

  it("neither taking nor cancelling what another resource of the program holds, and says so", async () => {
    const message = await refusalOn((service) => void service.add(OTHER, { id: "theirs" }), ["theirs"]);
    expect(message).toContain("  - theirs, PROCESSING, placed just now, held by another resource of this program: 1 ×");
    expect(waysOf(message)).toEqual([
      "wait until order theirs is SUCCESS and order with afterOrderId",
      "remove this resource",
    ]);
  });

  it("a first order, where the site is free for one and more than that was believed", async () => {
    const message = await refusalOn(() => undefined, [], { kind: "expansion", afterOrderId: "old" });
    expect(waysOf(message)).toEqual(["leave out afterOrderId and siteRevision: the site is free for a first order"]);
  });

  it("adoption of an order that may be it beside a purchase after it", async () => {
    const ways = waysOf(
      await refusalOn((service) => {
        site(service, "available");
        service.add({ ...INPUTS, servers: [] }, { id: "head", status: "SUCCESS" });
      }),
    );
    expect(ways).toEqual([
      expect.stringMatching(/^adoptOrderId: "head" takes this order over and buys nothing; after a rename/u),
      'afterOrderId: "head" buys additional hardware',
    ]);
  });
});

it("an order of a bare site is described without hardware that nobody asked for", async () => {
  const message = await refusalOn((service) => {
    service.add(OTHER, { id: "open", createdMs: service.clock.ms - HOUR });
    service.change("open", { servers: [] });
  });
  expect(message).toContain("\n  - open, PROCESSING, placed 1 hour ago\n");
  expect(message).toContain('adoptOrderId: "open"');
});

it("ten orders are all named, and three of them by the last sentence", async () => {
  const message = await refusalOn((service) => {
    for (let number = 1; number <= 10; number++) service.add(OTHER, { id: `o${number}` });
  });
  expect(message).toContain("  - o10, PROCESSING");
  const since = "exists since 2026-06-12T08:00:00.000Z.";
  expect(message.split("\n").at(-1)).toBe(
    `This run placed no order for "berlin". Order o1 ${since} Order o2 ${since} Order o3 ${since}`,
  );
  expect(message).not.toContain("  - and 0 more");
});

it("a site without orders names none", async () => {
  const message = await refusalOn((service) => site(service, "unavailable"));
  expect(message.split("\n")).toEqual([
    "Refused to order for edge site site-1 (Berlin, unavailable):",
    '  - the site is "unavailable", and a first order needs "initial"',
    "Ways on:",
    expect.stringMatching(/^ {2}- siteRevision: /u),
    "  - remove this resource",
    'This run placed no order for "berlin".',
  ]);
});

it("a long list of orders is cut and counted, and the newest are named", async () => {
  const message = await refusalOn((service) => {
    for (let number = 1; number <= 14; number++) {
      service.add(OTHER, { id: `o${number}`, createdMs: service.clock.ms - (15 - number) * HOUR });
    }
  });
  expect(message).toMatch(/\n {2}- o14, PROCESSING, [^]*\n {2}- o5, PROCESSING, [^]*\n {2}- and 4 more\n/u);
  expect(message).not.toContain("  - o4,");
  expect(message).toMatch(/ Order o14 exists since \S+ Order o13 exists since \S+ Order o12 exists since \S+$/u);
});

it("says of no deleted record that it exists", async () => {
  const message = await refusalOn((service) => void service.add(OTHER, { id: "gone", status: "DELETED" }));
  expect(message).toContain("order gone (DELETED) already stands on the site");
  expect(message).not.toContain("Order gone exists");
});
