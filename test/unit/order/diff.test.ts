import fc from "fast-check";
import { type Difference, difference } from "../../../provider/order/diff.js";
import { RefusedError } from "../../../provider/order/orderError.js";
import type { OrderState } from "../../../provider/order/outputs.js";
import { UNKNOWN } from "../../../provider/order/unknown.js";
import { INPUTS } from "./world.js";

const ORDER = { id: "o", name: "berlin", secretKeys: [] };

const state = (change: OrderState = {}): OrderState => ({
  ...INPUTS,
  orderIds: ["CS1"],
  conflictingOrderIds: [],
  status: "PROCESSING",
  domainId: "account-1",
  createdAt: "2026-06-12T08:00:00Z",
  ...change,
});

const withPayment = (change: object): object => ({
  marketOptions: { ...INPUTS.marketOptions, prepaidOptions: { ...INPUTS.marketOptions.prepaidOptions, ...change } },
});

const of = (olds: OrderState, news: object, order: Partial<typeof ORDER> = {}): Difference =>
  difference({ ...ORDER, ...order }, state(olds), { ...INPUTS, ...news });

const refusalOf = (olds: OrderState, news: object, order: object = {}): string => {
  try {
    of(olds, news, order);
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedError);
    return (error as Error).message;
  }
  throw new Error("expected a refusal");
};

const SPLIT = {
  servers: [
    { offeringId: "srv", count: 1 },
    { offeringId: "srv", count: 1 },
  ],
};
const { chargeMode: _, ...spareOptions } = INPUTS.marketOptions;

describe("nothing is to be done", () => {
  it.each<[string, OrderState, object]>([
    ["when nothing changed", {}, {}],
    ["for a dead order as it was", { status: "CANCELLED" }, {}],
    ["for a gone order as it was", { status: "DELETED", __lastStatus: "FAIL" }, {}],
    ["when items are split or joined", {}, SPLIT],
    ["when a default is written out or left out", {}, { marketOptions: spareOptions }],
    ["when an old state lacks a default", { marketOptions: spareOptions }, {}],
    ["when an empty list stands for none", { networkDevices: [] as never }, { networkDevices: undefined }],
    ["when a precondition of the creation changes", { afterOrderId: "a" }, { afterOrderId: "b" }],
    ["when a precondition is taken away", { siteRevision: "0123456789ab" }, {}],
    ["when a precondition is not known yet", {}, { siteRevision: UNKNOWN }],
    ["when the order held is the one to adopt", {}, { adoptOrderId: "o" }],
    ["when adoptOrderId is taken away", { adoptOrderId: "o" }, {}],
    ["when the awaited status is reached", { status: "SUCCESS" }, { waitForStatus: "ACCEPTING" }],
    ["when a dead order is to be waited for", { status: "FAIL" }, { waitForStatus: "SUCCESS" }],
    ["when only hidden inputs changed", {}, { __urn: "another" }],
  ])("%s", (_name, olds, news) => expect(of(olds, news)).toEqual({ kind: "none" }));

  it("in whatever order the items of a list stand", () => {
    const items = [
      { offeringId: "a", count: 1 },
      { offeringId: "b", count: 2 },
      { offeringId: "c", count: 3 },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: 3 }), (shuffled) => {
        expect(of({ servers: items }, { servers: shuffled })).toEqual({ kind: "none" });
      }),
    );
  });
});

it.each(["PROCESSING", "ACCEPTING", "A_NEWER_ONE"])("a wait for SUCCESS goes on while the order is %s", (status) => {
  expect(of({ status }, { waitForStatus: "SUCCESS" })).toEqual({ kind: "finish" });
});

/** One change of each input: what it is called and how it is shown. */
const CHANGES: readonly [name: string, news: object, key: string, shown: string[]][] = [
  ["the site", { edgeSiteId: "site-2" }, "edgeSiteId", ['edgeSiteId: "site-1" => "site-2"']],
  ["a count", { servers: [{ offeringId: "srv", count: 3 }] }, "servers", ["servers[offeringId=srv].count: 2 => 3"]],
  [
    "a product",
    { networkDevices: [{ offeringId: "other", count: 2 }] },
    "networkDevices",
    ["networkDevices[offeringId=net].count: 2 => (none)", "networkDevices[offeringId=other].count: (none) => 2"],
  ],
  [
    "a size",
    { storagePools: [{ storageType: "SSD", size: 27 }] },
    "storagePools",
    ["storagePools[storageType=SSD].size: 26 => 27"],
  ],
  ["a list that is left out", { servers: undefined }, "servers", ["servers[offeringId=srv].count: 2 => (none)"]],
  [
    "the mode of payment",
    withPayment({ payMode: "HALF" }),
    "marketOptions",
    ['marketOptions.prepaidOptions.payMode: "FULL" => "HALF"'],
  ],
  ["the period", withPayment({ periodNum: 1 }), "marketOptions", ["marketOptions.prepaidOptions.periodNum: 3 => 1"]],
  [
    "the unit of the period",
    withPayment({ periodType: "month" }),
    "marketOptions",
    ['marketOptions.prepaidOptions.periodType: "year" => "month"'],
  ],
  [
    "the way of charging",
    { marketOptions: { ...INPUTS.marketOptions, chargeMode: "postpaid" } },
    "marketOptions",
    ['marketOptions.chargeMode: "prepaid" => "postpaid"'],
  ],
  [
    "a discount",
    { marketOptions: { ...INPUTS.marketOptions, discounts: [{ id: "d" }] } },
    "marketOptions",
    ["marketOptions.discounts[id=d, type=(none)]: (none) => 1"],
  ],
  [
    "the order to adopt",
    { adoptOrderId: "p" },
    "adoptOrderId",
    ['adoptOrderId: "o" (the order held) => another order'],
  ],
];

describe.each(CHANGES)("another order is declared by %s", (_name, news, key, shown) => {
  it.each(["PROCESSING", "ACCEPTING", "SUCCESS", "A_NEWER_ONE"])("refused while it is %s", (status) => {
    const message = refusalOf({ status }, news);
    const changes = message.split("\n").filter((line) => line.includes(" => "));
    expect(changes).toEqual(shown.map((line) => `  - ${line}`));
    expect(message).toContain(`Its status is ${status} as of 2026-06-12T08:00:00Z; run \`pulumi refresh\``);
    expect(message).toContain('afterOrderId: "o"');
    expect(message.endsWith("The state is unchanged and nothing was bought.")).toBe(true);
  });

  it("refused when it is gone and was live, or nobody knows what it was", () => {
    expect(refusalOf({ status: "DELETED", __lastStatus: "SUCCESS" }, news)).toContain("DELETED (before: SUCCESS)");
    expect(refusalOf({ status: "DELETED" }, news)).toContain("DELETED (before: unknown)");
    expect(refusalOf({ status: undefined as never }, news)).toContain("Its status is unknown");
  });

  it.each<OrderState>([{ status: "CANCELLED" }, { status: "FAIL" }, { status: "DELETED", __lastStatus: "CANCELLED" }])(
    "a replacement when it is dead: %j",
    (olds) => expect(of(olds, news)).toEqual({ kind: "replace", keys: [key] }),
  );
});

it("a dead order that was adopted is not ordered anew while adoptOrderId names it", () => {
  const message = refusalOf({ status: "CANCELLED" }, { adoptOrderId: "o", edgeSiteId: "site-2" });
  expect(message).toContain("Remove adoptOrderId, then preview again.");
  expect(of({ status: "CANCELLED", adoptOrderId: "o" }, { edgeSiteId: "site-2" })).toMatchObject({ kind: "replace" });
});

describe("what is not known yet", () => {
  const UNKNOWNS: readonly [path: string, news: object, key: string][] = [
    ["a whole input", { marketOptions: UNKNOWN }, "marketOptions"],
    ["an id", { edgeSiteId: UNKNOWN }, "edgeSiteId"],
    ["an item", { servers: [UNKNOWN] }, "servers"],
    ["a value three levels down", withPayment({ periodNum: UNKNOWN }), "marketOptions"],
    ["the order to adopt", { adoptOrderId: UNKNOWN }, "adoptOrderId"],
  ];
  it.each(UNKNOWNS)("%s neither refuses nor replaces a live order", (_name, news) => {
    expect(of({}, news)).toEqual({ kind: "unknown" });
  });

  it.each(UNKNOWNS)("%s is refused for a dead order", (_name, news, key) => {
    const message = refusalOf({ status: "CANCELLED" }, news);
    expect(message).toContain(`Order o is CANCELLED, so this would order anew, but ${key} is not known`);
    expect(message).toContain("Apply what it depends on first");
  });

  it("does not hide a change that is known", () => {
    expect(refusalOf({}, { edgeSiteId: UNKNOWN, servers: [{ offeringId: "srv", count: 9 }] })).toContain("2 => 9");
  });

  it("says of a gone order what it was", () => {
    expect(refusalOf({ status: "DELETED", __lastStatus: "FAIL" }, { edgeSiteId: UNKNOWN })).toContain(
      "Order o is FAIL",
    );
  });
});

describe("secrets", () => {
  const NEWS = { edgeSiteId: "site-2", servers: [{ offeringId: "other", count: 5 }] };

  it("of a marked input neither text nor number is shown, and no id in its path", () => {
    const message = refusalOf({}, NEWS, { secretKeys: ["servers"] });
    expect(message).toContain("servers[…].count: [secret] => (none)");
    expect(message).toContain("servers[…].count: (none) => [secret]");
    expect(message).toContain('edgeSiteId: "site-1" => "site-2"');
    expect(message).not.toContain("other");
  });

  it("where nobody said what is secret, numbers are shown and texts are not", () => {
    const message = refusalOf({}, NEWS, { secretKeys: undefined });
    expect(message).toContain("edgeSiteId: (text) => (text)");
    expect(message).toContain("servers[…].count: (none) => 5");
    expect(message).not.toMatch(/site-[12]|other/u);
  });
});

it("a state whose inputs cannot be read is named by path, without its values", () => {
  const servers = "s3cr3t" as never;
  expect(() => of({ servers }, {})).toThrow(
    /^its state does not hold what was ordered.*: servers must be a list, got text\.$/u,
  );
  expect(() => of({ servers }, {})).not.toThrow(/s3cr3t/u);
});

it("nothing is waited for once the record is gone, and an unconfirmed order is to be confirmed", () => {
  expect(of({ status: "DELETED", __lastStatus: "SUCCESS" }, { waitForStatus: "SUCCESS" })).toEqual({ kind: "none" });
  expect(of({ status: "PROCESSING", __unconfirmed: [] }, {})).toEqual({ kind: "finish" });
});

describe("the whole refusal", () => {
  const SITE_2 = { edgeSiteId: "site-2" };
  const UNCHANGED = "The state is unchanged and nothing was bought.";
  const lines = (status: string, ways: string[]): string[] => [
    "Order o is placed and cannot be changed: the API has no update, and a replacement would be a second purchase.",
    "Changed inputs:",
    '  - edgeSiteId: "site-1" => "site-2"',
    `Its status is ${status}; run \`pulumi refresh\` if it has changed.`,
    "Ways on:",
    "  - put these inputs back to what was ordered",
    "  - to order for the new site, leave this order as it was and add a second DeliveryOrder with that edgeSiteId",
    ...ways.map((way) => `  - ${way}`),
    UNCHANGED,
  ];
  const MORE =
    'to buy more for the site, leave this order as it was and add a second DeliveryOrder with afterOrderId: "o"';

  it.each<[string, OrderState, string, string[]]>([
    [
      "of an open order",
      { updatedAt: "2026-06-13T00:00:00Z" },
      "PROCESSING as of 2026-06-13T00:00:00Z",
      [
        `${MORE}; it passes once this one is SUCCESS`,
        "while the order is unpaid, cancel it in the billing console, run `pulumi refresh`, then apply the change as a new " +
          "order",
      ],
    ],
    ["of a delivered order", { status: "SUCCESS" }, "SUCCESS as of 2026-06-12T08:00:00Z", [MORE]],
    [
      "of a gone order",
      { status: "DELETED", __lastStatus: "SUCCESS", createdAt: undefined as never },
      "DELETED (before: SUCCESS)",
      [
        "its record is gone, so nothing can be checked: see in the console whether hardware or billing remain; if not, let " +
          "go of it with `pulumi state delete <urn>` and order anew",
      ],
    ],
  ])("%s", (_, olds, status, ways) => {
    expect(refusalOf(olds, SITE_2).split("\n")).toEqual(lines(status, ways));
  });

  it("offers a second order for a new site only where the site has changed, whatever else has", () => {
    const way = "to order for the new site";
    const servers = [{ offeringId: "srv", count: 1 }];
    expect(refusalOf({}, { servers, ...SITE_2 })).toContain(way);
    expect(refusalOf({}, { servers })).not.toContain(way);
    expect(refusalOf({}, { servers })).toContain(`put these inputs back to what was ordered\n  - ${MORE}`);
  });

  it("of a list that the order was placed without", () => {
    const storagePools = [{ storageType: "SSD", size: 5 }];
    expect(refusalOf({ storagePools: undefined }, { storagePools })).toContain(
      "Changed inputs:\n  - storagePools[storageType=SSD].size: (none) => 5\nIts status",
    );
  });

  it("of a dead order that adoptOrderId still names", () => {
    expect(refusalOf({ status: "CANCELLED" }, { adoptOrderId: "o", ...SITE_2 })).toBe(
      "Order o is dead, and what has changed would be ordered anew; but adoptOrderId still names it, and it cannot be " +
        `adopted again. Remove adoptOrderId, then preview again.\n${UNCHANGED}`,
    );
  });

  it.each([
    [{ edgeSiteId: UNKNOWN }, "edgeSiteId is"],
    [{ edgeSiteId: UNKNOWN, servers: [UNKNOWN] }, "edgeSiteId and servers are"],
  ])("of a dead order with what is not known yet: %#", (news, what) => {
    expect(refusalOf({ status: "CANCELLED" }, news)).toBe(
      `Order o is CANCELLED, so this would order anew, but ${what} not known before other resources are applied, and ` +
        "nothing is bought that the preview has not shown. Apply what it depends on first (`pulumi up --target …`), then " +
        `preview again.\n${UNCHANGED}`,
    );
  });

  it("of a state that does not hold what was ordered", () => {
    expect(() => of({ edgeSiteId: null as never }, {})).toThrow(
      /^its state does not hold what was ordered; import it again with complete outputs \(pulumi import --file\)\. What is missing: edgeSiteId must not be null/u,
    );
  });
});

it("changes of several inputs are each named once among those that are replaced", () => {
  const servers = [
    { offeringId: "a", count: 1 },
    { offeringId: "b", count: 1 },
  ];
  expect(of({ status: "FAIL" }, { servers, storagePools: [] })).toEqual({
    kind: "replace",
    keys: ["servers", "storagePools"],
  });
});

it("a discount without an id is told by its type, and two equal ones add up", () => {
  const discounts = [{ type: "2" }, { type: "2" }];
  expect(refusalOf({}, { marketOptions: { ...INPUTS.marketOptions, discounts } })).toContain(
    "  - marketOptions.discounts[id=(none), type=2]: (none) => 2\n",
  );
});
