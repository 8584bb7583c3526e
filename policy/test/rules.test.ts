import {
  allowedOfferings,
  allowedSites,
  allowedZones,
  maximumCount,
  maximumStorage,
  orderOf,
  paymentTerms,
  protectRequired,
  purchaseFreeze,
  purchasingStacks,
  sentence,
  type Rule,
} from "../src/index.js";
import { resource, SERVER, SITE, SWITCH } from "./orders.js";

const OTHER = "another";
const START = Date.parse("2026-12-24T12:00:00.400Z");
const RUN = { startedAt: START, now: START + 60_000 };
const EXISTING = { status: "SUCCESS", createdAt: "2026-12-24T11:59:59Z" };
const BOUGHT_NOW = { status: "PROCESSING", createdAt: "2026-12-24T12:00:00Z" };
const CHRISTMAS = { from: "2026-12-20T00:00:00Z", until: "2027-01-07T00:00:00+01:00", reason: "nobody is there" };
const frozenIn = (window: object) => ({ windows: [{ ...CHRISTMAS, ...window }] });

interface Example {
  readonly name: string;
  readonly rule: Rule<never>;
  readonly config: object;
  /** Inputs and outputs beside those of the usual order. */
  readonly props?: object;
  readonly isProtected?: boolean;
  readonly says: readonly string[];
}

const about = <C extends object>(
  rule: Rule<C>,
  examples: readonly [
    name: string,
    config: Partial<C>,
    order: { props?: object; isProtected?: boolean },
    ...says: string[],
  ][],
): Example[] =>
  examples.map(([name, config, order, ...says]) => ({
    name: `${rule.name}: ${name}`,
    rule: rule,
    config,
    ...order,
    says,
  }));

const examples: Example[] = [
  ...about(allowedSites, [
    ["a listed site passes", { sites: [OTHER, SITE] }, {}],
    ["nothing is judged without a list", {}, {}],
    ["a site that is not known yet passes", { sites: [OTHER] }, { props: { edgeSiteId: undefined } }],
    [
      "another site is refused",
      { sites: [OTHER] },
      {},
      "edgeSiteId is not a site for which hardware may be bought: allowed: another.",
    ],
    [
      "an empty list allows nothing",
      { sites: [] },
      {},
      "edgeSiteId is not a site for which hardware may be bought: allowed: none is.",
    ],
    [
      "a long list is cut",
      { sites: ["a", "b", "c", "d", "e", "f", "g"] },
      {},
      "edgeSiteId is not a site for which hardware may be bought: allowed: a, b, c, d, e and 2 more.",
    ],
  ]),
  ...about(allowedZones, [
    ["a site in a listed zone passes", { zones: ["eu-1"], zoneOfSite: { [SITE]: "eu-1" } }, {}],
    ["nothing is judged without zones", { zoneOfSite: { [SITE]: "eu-1" } }, {}],
    ["a site that is not known yet passes", { zones: [] }, { props: { edgeSiteId: undefined } }],
    [
      "a site in another zone is refused",
      { zones: ["eu-1"], zoneOfSite: { [SITE]: "eu-2" } },
      {},
      "edgeSiteId lies in eu-2, a zone for which nothing may be bought: allowed: eu-1.",
    ],
    [
      "a site whose zone nobody wrote down is refused",
      { zones: ["eu-1"] },
      {},
      "edgeSiteId is a site whose zone the policy does not know: name the site's zone under zoneOfSite in the policy's configuration.",
    ],
    [
      "a name that every object has is no zone",
      { zones: ["eu-1"], zoneOfSite: {} },
      { props: { edgeSiteId: "constructor" } },
      "edgeSiteId is a site whose zone the policy does not know: name the site's zone under zoneOfSite in the policy's configuration.",
    ],
  ]),
  ...about(allowedOfferings, [
    ["listed offerings and types pass", { servers: [SERVER], networkDevices: [SWITCH], storageTypes: ["SSD"] }, {}],
    ["a kind without a list is not judged", { servers: [SERVER] }, {}],
    [
      "every other one is refused, each with its path",
      { servers: [SWITCH], networkDevices: [], storageTypes: ["SAS"] },
      { props: { servers: [{ offeringId: SWITCH }, { offeringId: SERVER }] } },
      `servers[1].offeringId is not a server offering that may be bought: allowed: ${SWITCH}.`,
      "networkDevices[0].offeringId is not a network device offering that may be bought: allowed: none is.",
      "storagePools[0].storageType is not a storage type that may be bought: allowed: SAS.",
    ],
    ["lists and items that are none pass, because check refuses them", { servers: [] }, { props: { servers: "two" } }],
  ]),
  ...about(maximumCount, [
    ["exactly the maximum passes", { servers: 2, networkDevices: 2, perOffering: { [SERVER]: 2, [SWITCH]: 2 } }, {}],
    ["nothing is judged without a maximum", {}, {}],
    [
      "the lines of one kind count together",
      { servers: 3, networkDevices: 1 },
      {
        props: {
          servers: [
            { offeringId: SERVER, count: 2 },
            { offeringId: OTHER, count: 2 },
          ],
        },
      },
      "servers asks for 4 pieces, more than one order may buy: allowed: at most 3.",
      "networkDevices asks for 2 pieces, more than one order may buy: allowed: at most 1.",
    ],
    [
      "the lines of one offering count together",
      { perOffering: { [SERVER]: 3 } },
      {
        props: {
          servers: [
            { offeringId: SERVER, count: 2 },
            { offeringId: SERVER, count: 2 },
          ],
        },
      },
      "servers[0].count + servers[1].count asks for 4 pieces, more than one order may buy: allowed: at most 3.",
    ],
  ]),
  ...about(maximumStorage, [
    ["exactly the maximum passes", { total: 26, perType: { SSD: 26, SAS: 0 } }, {}],
    ["nothing is judged without a maximum", {}, {}],
    [
      "more in total is refused",
      { total: 30 },
      {
        props: {
          storagePools: [
            { storageType: "SSD", size: 26 },
            { storageType: "SAS", size: 5 },
          ],
        },
      },
      "storagePools asks for 31 TB, more than one order may buy: allowed: at most 30.",
    ],
    [
      "more of one type is refused",
      { perType: { SSD: 20, SAS: 20 } },
      {},
      "storagePools[0].size asks for 26 TB, more than one order may buy: allowed: at most 20.",
    ],
  ]),
  ...about(paymentTerms, [
    ["the longest term and a listed way of paying pass", { maximumYears: 3, payModes: ["FULL"] }, {}],
    ["nothing is judged without settings", {}, {}],
    ["what is not known yet passes", { maximumYears: 1, payModes: [] }, { props: { marketOptions: undefined } }],
    [
      "a longer term and another way of paying are refused",
      { maximumYears: 2, payModes: ["PAID_BY_YEAR"] },
      {},
      "marketOptions.prepaidOptions.periodNum binds for 3 years, longer than an order may: allowed: at most 2.",
      "marketOptions.prepaidOptions.payMode is not a way of paying that may be used: allowed: PAID_BY_YEAR.",
    ],
    [
      "a term in another unit is refused, because it cannot be compared",
      { maximumYears: 2 },
      { props: { marketOptions: { prepaidOptions: { periodType: "month", periodNum: 1, payMode: "FULL" } } } },
      'marketOptions.prepaidOptions.periodType is not counted in years, so that the term cannot be compared with the longest allowed: choose "year" and at most 2.',
    ],
  ]),
  ...about(protectRequired, [
    ["a protected order passes", {}, {}],
    [
      "any other is refused, also without configuration",
      {},
      { isProtected: false },
      "protect is not set, and without it a slip in the program can replace or destroy the record of what was paid for: add the resource option { protect: true }.",
    ],
  ]),
  ...about(purchaseFreeze, [
    ["an order that exists passes", frozenIn({}), { props: EXISTING }],
    ["an order whose time cannot be read passes", frozenIn({}), { props: { ...EXISTING, createdAt: "yesterday" } }],
    ["nothing is judged without windows", {}, {}],
    ["a new order passes when the window has ended", frozenIn({ until: "2026-12-24T12:01:00.400Z" }), {}],
    ["a new order passes before the window begins", frozenIn({ from: "2026-12-24T12:01:00.401Z" }), {}],
    [
      "a new order is refused from the first instant on",
      frozenIn({ from: "2026-12-24T12:01:00.400Z" }),
      {},
      "The order would be bought while purchases are frozen from 2026-12-24T12:01:00.400Z until 2027-01-07T00:00:00+01:00 " +
        "(nobody is there): wait until 2027-01-07T00:00:00+01:00, or leave the order out until then.",
    ],
    [
      "an order that this run bought is reported",
      frozenIn({}),
      { props: BOUGHT_NOW },
      "The order was bought while purchases are frozen from 2026-12-20T00:00:00Z until 2027-01-07T00:00:00+01:00 " +
        "(nobody is there): cancel it in the billing console while it is unpaid, or have it approved; this run's preview was skipped.",
    ],
    ...[{ from: "Christmas" }, { until: "2027-01-07" }, { until: CHRISTMAS.from }].map((window) => {
      const { from, until } = { ...CHRISTMAS, ...window };
      return [
        `a window from ${from} until ${until} is refused`,
        frozenIn(window),
        {},
        `The order cannot be judged, because the window from ${from} until ${until} is none: ` +
          "write two instants with their offsets in the policy's configuration, the earlier one first, such as 2026-12-20T00:00:00Z.",
      ] as [string, object, object, string];
    }),
  ]),
  ...about(purchasingStacks, [
    ["a listed stack buys", { stacks: ["production"] }, {}],
    ["a stack listed with its project buys", { stacks: ["shop/production"] }, {}],
    ["an order that exists passes", { stacks: [] }, { props: EXISTING }],
    ["nothing is judged without a list", {}, {}],
    [
      "the same stack of another project is refused",
      { stacks: ["office/production"] },
      {},
      "The order would be bought by the stack shop/production, which may not buy: " +
        "declare it in a stack that may (office/production), or set cloudpond:allowPurchases to false in this one.",
    ],
  ]),
];

test.each(examples)("$name", ({ rule, config, props, isProtected, says }) => {
  const order = orderOf(resource(props, isProtected));
  if (order === undefined) throw new Error("The example is no order.");
  expect(rule.judge(order, config as never, RUN).map(sentence)).toEqual(says);
});
