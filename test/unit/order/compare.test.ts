import { type Belief, beliefOf, headOf, objections } from "../../../provider/order/compare.js";
import { type Observation, observe, siteRevisionOf } from "../../../provider/order/observe.js";
import { ProcessMemory } from "../../../provider/order/memory.js";
import type { DeviceRecord } from "../../../provider/order/service.js";
import { createWorld, type FakeService, INPUTS, SITE } from "./world.js";

const DAY = 86_400_000;
const OTHER = { edgeSiteId: SITE, servers: [{ offeringId: "x", count: 1 }] };

/** What a site holds, and which of the three beliefs hold of it then. `again`: the site's revision token as printed now. */
type Prepare = (service: FakeService) => void;

async function observed(prepare: Prepare): Promise<Observation> {
  const { service, clock } = createWorld();
  prepare(service);
  return observe(service, new ProcessMemory().statuses, clock, { edgeSiteId: SITE, name: "berlin" });
}

const site = (service: FakeService, status: string): void => {
  service.site = { ...service.site!, status };
};
const order = (service: FakeService, id: string, status: string, daysAgo: number): void => {
  service.add(OTHER, { id, status, createdMs: service.clock.ms - daysAgo * DAY });
};
const paid = (service: FakeService, id: string): void => {
  const stored = service.orders.find((each) => each.id === id)!;
  service.change(id, { servers: stored.servers.map((device) => ({ ...device, status: "USING" })) });
};
const undated = (service: FakeService, id: string): void => {
  const at = service.orders.findIndex((each) => each.id === id);
  const { createdAt: _, ...rest } = service.orders[at]!;
  service.orders[at] = rest;
};

const rows: [name: string, prepare: Prepare, first: boolean, afterHead: boolean, revision: boolean][] = [
  ["a bare site", () => undefined, true, false, true],
  ["a bare site that is deploying", (s) => site(s, "deploying"), false, false, true],
  ["a bare site that is available", (s) => site(s, "available"), false, false, true],
  [
    "an order in progress",
    (s) => {
      order(s, "head", "PROCESSING", 1);
      site(s, "deploying");
    },
    false,
    false,
    false,
  ],
  [
    "an order to be accepted",
    (s) => {
      order(s, "head", "ACCEPTING", 1);
      site(s, "deploying");
    },
    false,
    false,
    false,
  ],
  [
    "a delivered order",
    (s) => {
      order(s, "head", "SUCCESS", 1);
      site(s, "available");
    },
    false,
    true,
    true,
  ],
  [
    "a delivered order, the site unavailable",
    (s) => {
      order(s, "head", "SUCCESS", 1);
      site(s, "unavailable");
    },
    false,
    false,
    true,
  ],
  [
    "two delivered orders",
    (s) => {
      order(s, "old", "SUCCESS", 9);
      order(s, "head", "SUCCESS", 1);
      site(s, "available");
    },
    false,
    true,
    true,
  ],
  [
    "a delivered one after an open one",
    (s) => {
      order(s, "old", "ACCEPTING", 9);
      order(s, "head", "SUCCESS", 1);
      site(s, "available");
    },
    false,
    false,
    false,
  ],
  [
    "an order with a newer status",
    (s) => {
      order(s, "head", "IN_CUSTOMS", 1);
      site(s, "available");
    },
    false,
    false,
    true,
  ],
  ["a dead order", (s) => order(s, "head", "CANCELLED", 1), true, false, true],
  [
    "a dead order that left unpaid records",
    (s) => {
      order(s, "head", "FAIL", 1);
      site(s, "deploying");
    },
    true,
    false,
    true,
  ],
  [
    "a dead order's site that is available",
    (s) => {
      order(s, "head", "FAIL", 1);
      site(s, "available");
    },
    false,
    false,
    true,
  ],
  [
    "a dead order that left paid records",
    (s) => {
      order(s, "head", "FAIL", 1);
      paid(s, "head");
    },
    false,
    false,
    true,
  ],
  [
    "a dead order's deploying site with hardware of nobody",
    (s) => {
      order(s, "head", "FAIL", 1);
      site(s, "deploying");
      s.loose.push({ id: "l", offeringId: "x", status: "PENDING_PAYMENT" });
    },
    false,
    false,
    true,
  ],
  [
    "a dead order newer than the delivered one",
    (s) => {
      order(s, "head", "SUCCESS", 9);
      order(s, "dead", "CANCELLED", 1);
      site(s, "available");
    },
    false,
    true,
    true,
  ],
  [
    "a deleted record",
    (s) => {
      order(s, "head", "DELETED", 1);
      site(s, "available");
    },
    false,
    false,
    true,
  ],
  [
    "hardware of nobody",
    (s) => {
      order(s, "head", "SUCCESS", 1);
      site(s, "available");
      s.loose.push({ id: "l", offeringId: "x", status: "USING" });
    },
    false,
    false,
    true,
  ],
  [
    "equal times",
    (s) => {
      order(s, "head", "SUCCESS", 1);
      order(s, "twin", "SUCCESS", 1);
      site(s, "available");
    },
    false,
    false,
    true,
  ],
  [
    "a missing time",
    (s) => {
      order(s, "head", "SUCCESS", 1);
      order(s, "old", "SUCCESS", 9);
      undated(s, "old");
      site(s, "available");
    },
    false,
    false,
    true,
  ],
];

it.each(rows)(
  "%s: a first order %p, an expansion %p, a revision %p",
  async (_, prepare, first, afterHead, revision) => {
    const observation = await observed(prepare);
    const holds = (belief: Belief): boolean => objections(belief, observation).length === 0;
    expect({
      first: holds({ kind: "first" }),
      afterHead: holds({ kind: "expansion", afterOrderId: "head" }),
      revision: holds({ kind: "revision", siteRevision: siteRevisionOf(observation) }),
    }).toEqual({ first, afterHead, revision });
    expect(holds({ kind: "expansion", afterOrderId: "someone" })).toBe(false);
    expect(holds({ kind: "revision", siteRevision: "000000000000" })).toBe(false);
  },
);

it("objections name what they mean", async () => {
  const observation = await observed((service) => {
    order(service, "head", "ACCEPTING", 1);
    for (const id of ["l1", "l2", "l3", "l4", "l5"]) service.loose.push({ id, offeringId: "x", status: "USING" });
  });
  expect(objections({ kind: "first" }, observation)).toEqual([
    "order head (ACCEPTING) already stands on the site",
    expect.stringMatching(/^the site already holds hardware \(.+, .+, .+ and 3 more\)$/u),
  ]);
  expect(objections({ kind: "expansion", afterOrderId: "other" }, observation)).toEqual([
    "the newest order of the site is head, not other",
    "order head is ACCEPTING, and every order of the site must be SUCCESS",
    'the site is "initial", and an expansion needs "available"',
    "the site holds hardware that none of its orders lists (l1, l2, l3 and 2 more)",
  ]);
  expect(objections({ kind: "revision", siteRevision: "0" }, observation)).toEqual([
    "order head is ACCEPTING, and nothing may be bought beside an order in progress",
    "the site has changed since the siteRevision in the inputs was printed",
  ]);
});

it("objections say all that stands against an order", async () => {
  const live = await observed((service) => {
    service.add({ edgeSiteId: SITE }, { id: "head" });
    site(service, "deploying");
  });
  expect(objections({ kind: "first" }, live)).toEqual([
    "order head (PROCESSING) already stands on the site",
    'the site is "deploying", and a first order needs "initial"',
  ]);
  const abandoned = await observed((service) => {
    order(service, "dead", "FAIL", 1);
    site(service, "deploying");
    for (const id of ["l1", "l2", "l3"]) service.loose.push({ id, offeringId: "x", status: "USING" });
  });
  expect(objections({ kind: "first" }, abandoned)).toEqual([
    'the site is "deploying", and a first order needs "initial"',
    "the site already holds hardware (l1, l2, l3)",
  ]);
  expect(objections({ kind: "expansion", afterOrderId: "head" }, abandoned)[0]).toBe(
    "the site has no order, so there is none to come after head",
  );
  const undecided = await observed((service) => {
    for (const id of ["a", "b"]) order(service, id, "SUCCESS", 1);
    site(service, "available");
  });
  expect(objections({ kind: "expansion", afterOrderId: "a" }, undecided)).toEqual([
    "the newest order of the site cannot be told, as creation times are missing or equal",
  ]);
});

it("the head is the newest by instant, whatever the format", () => {
  const at = (id: string, createdAt: string) => ({ id, createdAt, domainId: "a", status: "SUCCESS", edgeSiteId: SITE });
  const older = at("older", "2026-06-12T10:30:00+02:00");
  const newer = at("newer", "2026-06-12T09:00:00.5Z");
  for (const orders of [
    [older, newer],
    [newer, older],
  ])
    expect(headOf(orders)?.id).toBe("newer");
  expect(headOf([older])?.id).toBe("older");
  expect(headOf([])).toBeUndefined();
  expect(headOf([newer, at("twin", "2026-06-12T11:00:00.500+02:00")])).toBeUndefined();
});

it.each([
  [{}, { kind: "first" }],
  [{ afterOrderId: "o" }, { kind: "expansion", afterOrderId: "o" }],
  [{ siteRevision: "r" }, { kind: "revision", siteRevision: "r" }],
])("the inputs %j state the belief %j", (inputs, belief) => expect(beliefOf(inputs)).toEqual(belief));

describe("the revision of a site", () => {
  const withProduct = ([first, ...rest]: DeviceRecord[]): DeviceRecord[] => [{ ...first!, offeringId: "y" }, ...rest];
  const withId = ([first, ...rest]: DeviceRecord[]): DeviceRecord[] => [{ ...first!, id: "y" }, ...rest];
  const revisionOf = async (change: Prepare): Promise<string> =>
    siteRevisionOf(
      await observed((service) => {
        service.add(INPUTS, { id: "a", status: "SUCCESS", createdMs: service.clock.ms - DAY });
        service.add(INPUTS, { id: "b", status: "SUCCESS" });
        change(service);
      }),
    );

  it.each<[string, Prepare]>([
    ["the status of the site", (s) => site(s, "available")],
    ["the status of an order", (s) => s.change("a", { status: "CANCELLED" })],
    ["a further order", (s) => order(s, "c", "CANCELLED", 0)],
    ["an order that is gone from the list", (s) => s.orders.pop()],
    ["a further device", (s) => s.loose.push({ id: "l", offeringId: "x", status: "USING" })],
    ["the product of a server", (s) => s.change("a", { servers: withProduct(s.orders[0]!.servers) })],
    ["the id of a server", (s) => s.change("a", { servers: withId(s.orders[0]!.servers) })],
    [
      "the product of a network device",
      (s) => s.change("a", { networkDevices: withProduct(s.orders[0]!.networkDevices) }),
    ],
    ["the id of a network device", (s) => s.change("a", { networkDevices: withId(s.orders[0]!.networkDevices) })],
    [
      "the pool that a pool grows",
      (s) => s.change("a", { storagePools: [{ ...s.orders[0]!.storagePools[0]!, parentId: "p" }] }),
    ],
    ["the size of a pool", (s) => s.change("a", { storagePools: [{ ...s.orders[0]!.storagePools[0]!, size: 27 }] })],
  ])("changes with %s", async (_, change) => {
    const revision = await revisionOf(() => undefined);
    expect(revision).toMatch(/^[0-9a-f]{12}$/u);
    expect(await revisionOf(change)).not.toBe(revision);
  });

  it("tells which pool a pool grows", async () => {
    const growing = (parentId: string): Promise<string> =>
      revisionOf((s) => s.change("a", { storagePools: [{ ...s.orders[0]!.storagePools[0]!, parentId }] }));
    expect(await growing("p")).not.toBe(await growing("q"));
  });

  it("does not change with the order of a list or a later look", async () => {
    const revision = await revisionOf(() => undefined);
    expect(await revisionOf((service) => service.orders.reverse())).toBe(revision);
    expect(await revisionOf((service) => void (service.clock.ms += DAY))).toBe(revision);
  });
});
