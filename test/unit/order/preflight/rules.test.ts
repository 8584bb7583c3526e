import type { Quota, SaleCycle, StorageType } from "../../../../provider/order/catalogue.js";
import type { Finding } from "../../../../provider/order/preflight/finding.js";
import {
  NETWORK_DEVICES,
  offeringFindings,
  type OfferingView,
  SERVERS,
} from "../../../../provider/order/preflight/offerings.js";
import { Program, repeatFindings } from "../../../../provider/order/preflight/program.js";
import { quotaFindings } from "../../../../provider/order/preflight/quota.js";
import { siteFindings } from "../../../../provider/order/preflight/site.js";
import { additionFindings, storageFindings } from "../../../../provider/order/preflight/storage.js";
import { termFindings } from "../../../../provider/order/preflight/terms.js";
import { UNKNOWN } from "../../../../provider/order/unknown.js";
import { ACCOUNT } from "../world.js";
import { offering, previewed, site } from "./account.js";

const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, path, message }) => `${severity} ${path}: ${message}`);

const FULL = { payMode: "FULL", periodType: "year", periodNum: 3 };

describe("the site", () => {
  const identity = { account: ACCOUNT, principal: "ak:1" };
  it.each<[string, Parameters<typeof siteFindings>[1], string[]]>([
    ["is one of the account's", [site("site-1")], []],
    [
      "is nowhere, and there are others",
      [site("munich-1"), site("site-2")],
      [
        "error edgeSiteId: there is no edge site site-1 in account account-1 (ListEdgeSites); it has site-2 (name of site-2), " +
          "munich-1 (name of munich-1)",
      ],
    ],
    [
      "is nowhere, and there are none",
      [],
      ["error edgeSiteId: there is no edge site site-1 in account account-1 (ListEdgeSites); it has none"],
    ],
    [
      "is somebody else's",
      [site("site-1", { domainId: "account-2" })],
      [
        "error edgeSiteId: edge site site-1 belongs to account account-2, and the credentials to account-1 (ListEdgeSites): use " +
          "the credentials of the site's account",
      ],
    ],
    [
      "is one of very many",
      Array.from({ length: 9 }, (_, index) => site(`shop-${index}`)),
      [expect.stringMatching(/\(name of shop-4\) and 4 more$/u)],
    ],
  ])("%s", (_, sites, expected) => {
    expect(told(siteFindings("site-1", sites, identity))).toEqual(expected);
  });
});

describe("an offering", () => {
  const view = (more: Partial<OfferingView> = {}): OfferingView => ({
    kind: SERVERS,
    offerings: [
      offering("srv"),
      offering("srv-large"),
      offering("abroad", { zoneCode: "SG" }),
      offering("old", { status: "RETIREMENT" }),
    ],
    others: [offering("another"), offering("net")],
    otherKind: NETWORK_DEVICES,
    zone: "de",
    term: FULL,
    ...more,
  });
  const ON_SALE = "on sale in de: srv (spec of srv), srv-large (spec of srv-large)";

  it.each<[string, string | undefined, Partial<OfferingView>, string[]]>([
    ["on sale in the zone, however its code is written", "srv", {}, []],
    ["not known yet", undefined, {}, []],
    [
      "without a name",
      "x",
      { offerings: [offering("bare", { spec: {} })], zone: undefined },
      ["error servers[0].offeringId: there is no server offering x (ListServerOfferings); on sale: bare"],
    ],
    ["on sale abroad, for a site that names no zone", "abroad", { zone: undefined }, []],
    [
      "that is none",
      "srv-lagre",
      {},
      [
        `error servers[0].offeringId: there is no server offering srv-lagre (ListServerOfferings); on sale in de: srv-large (spec of srv-large), srv (spec of srv)`,
      ],
    ],
    [
      "of the other kind",
      "net",
      {},
      [
        "error servers[0].offeringId: net is a network device offering (ListNetworkDeviceOfferings): order it under " +
          `networkDevices, or take one of ListServerOfferings: ${ON_SALE}`,
      ],
    ],
    [
      "of the other kind, when that list is not known",
      "net",
      { others: undefined },
      [`error servers[0].offeringId: there is no server offering net (ListServerOfferings); ${ON_SALE}`],
    ],
    [
      "sold elsewhere",
      "abroad",
      {},
      [
        `error servers[0].offeringId: abroad (spec of abroad) is sold in SG, and the site lies in de (ListServerOfferings); ${ON_SALE}`,
      ],
    ],
    [
      "no longer on sale, which the service decides",
      "old",
      {},
      [
        `warning servers[0].offeringId: old (spec of old) is RETIREMENT, and only what is ONSALE is sure to be sold (ListServerOfferings); ${ON_SALE}`,
      ],
    ],
    [
      "not sold under the term",
      "srv",
      { term: { ...FULL, payMode: "HALF", periodNum: 2 } },
      [
        "error servers[0].offeringId: srv (spec of srv) is not sold for 2 years paid HALF (ListServerOfferings); it is for 3 " +
          "years paid HALF, 1 year paid FULL, 3 years paid FULL",
      ],
    ],
    ["whose term has been objected to already", "srv", { term: undefined }, []],
    ["of which no terms are known", "srv", { offerings: [offering("srv", { saleCycles: [] })] }, []],
    [
      "of a zone where nothing is on sale",
      "x",
      { zone: "CN" },
      [
        "error servers[0].offeringId: there is no server offering x (ListServerOfferings); no server offering is on sale in CN",
      ],
    ],
  ])("%s", (_, offeringId, more, expected) => {
    const line = { path: "servers[0]", ...(offeringId === undefined ? {} : { offeringId }) };
    expect(told(offeringFindings(line, view(more)))).toEqual(expected);
  });
});

describe("term and payment in the zone", () => {
  const CYCLES: SaleCycle[] = [
    { payMode: "FULL", periodType: "year", periodNum: [1, 3] },
    { payMode: "HALF", periodType: "year", periodNum: [3] },
  ];
  it.each<[object, SaleCycle[], string[]]>([
    [{}, CYCLES, []],
    [{ periodNum: 1 }, CYCLES, []],
    [
      { periodNum: 5 },
      CYCLES,
      [
        "5 years paid FULL is not sold in DE (ListSaleCycles); sold: 3 years paid FULL, 1 year paid FULL, 3 years paid HALF",
      ],
    ],
    [
      { payMode: "HALF", periodNum: 1 },
      CYCLES,
      [
        "1 year paid HALF is not sold in DE (ListSaleCycles); sold: 3 years paid HALF, 1 year paid FULL, 3 years paid FULL",
      ],
    ],
    [{ periodType: "month" }, CYCLES, [expect.stringMatching(/^3 months paid FULL is not sold/u)]],
    [{ periodNum: 5 }, [], []],
  ])("%j", (term, cycles, expected) => {
    const findings = termFindings({ ...FULL, ...term }, "DE", cycles);
    expect(findings.map(({ message }) => message)).toEqual(expected);
    for (const { severity, path } of findings)
      expect([severity, path]).toEqual(["error", "marketOptions.prepaidOptions"]);
  });
});

describe("storage", () => {
  const type = (name: string, step: number, listed: number[], zoneCode = "DE"): StorageType => ({
    id: name,
    name,
    zoneCode,
    expandCapacityStep: step,
    supportedCapacities: listed,
  });
  const TYPES = [
    type("SSD", 2, []),
    type("SAS", 0, [36, 72]),
    type("MIX", 10, [17, 36]),
    type("ANY", 0, []),
    type("FAR", 1, [], "SG"),
    type("TWO", 2, []),
    type("TWO", 5, []),
  ];
  it.each<[string | undefined, number | undefined, string[]]>([
    ["SSD", 26, []],
    ["SSD", undefined, []],
    [undefined, 3, []],
    ["SAS", 72, []],
    ["MIX", 17, []],
    ["MIX", 27, []],
    ["MIX", 20, []],
    ["TWO", 15, []],
    ["ANY", 7, []],
    [
      "SSD",
      27,
      [
        "warning storagePools[0].size: 27 TB of SSD may not be for sale (ListStorageTypes): it is sold in steps of 2 TB, the nearest are 26 TB and 28 TB",
      ],
    ],
    [
      "SSD",
      1,
      [
        "warning storagePools[0].size: 1 TB of SSD may not be for sale (ListStorageTypes): it is sold in steps of 2 TB, the nearest are 2 TB",
      ],
    ],
    [
      "SAS",
      60,
      [
        "warning storagePools[0].size: 60 TB of SAS may not be for sale (ListStorageTypes): only certain sizes are, the nearest are 72 TB, 36 TB",
      ],
    ],
    [
      "MIX",
      25,
      [
        "warning storagePools[0].size: 25 TB of MIX may not be for sale (ListStorageTypes): it is sold in steps of 10 TB, the nearest are 20 TB and 30 TB; listed besides: 17 TB, 36 TB",
      ],
    ],
    [
      "SSDD",
      26,
      [
        "error storagePools[0].storageType: there is no storage type SSDD in DE (ListStorageTypes); sold in DE: SSD, SAS, MIX, ANY, TWO",
      ],
    ],
    [
      "FAR",
      1,
      [
        "error storagePools[0].storageType: there is no storage type FAR in DE (ListStorageTypes); sold in DE: SAS, SSD, MIX, ANY, TWO",
      ],
    ],
  ])("%s of %s TB", (storageType, size, expected) => {
    const line = {
      path: "storagePools[0]",
      ...(storageType === undefined ? {} : { storageType }),
      ...(size === undefined ? {} : { size }),
    };
    expect(told(storageFindings(line, TYPES, "DE"))).toEqual(expected);
  });

  it("of a site without a zone may be of any type there is", () => {
    expect(storageFindings({ path: "p", storageType: "FAR", size: 1 }, TYPES, undefined)).toEqual([]);
    expect(told(storageFindings({ path: "p", storageType: "X", size: 1 }, [], undefined))).toEqual([
      "error p.storageType: there is no storage type X (ListStorageTypes); sold: none is",
    ]);
  });

  const pool = (storageType: string, size: number, parentId?: string) => ({
    id: `${storageType}${size}`,
    storageType,
    size,
    status: "AVAILABLE",
    ...(parentId === undefined ? {} : { parentId }),
  });
  it.each<[string, ReturnType<typeof pool>[], string[]]>([
    ["nothing of its type", [pool("SAS", 36)], []],
    [
      "a pool of its type",
      [pool("SSD", 26), pool("SAS", 36)],
      ["info storagePools[0].size: SSD: 26 TB now, 20 TB ordered, 46 TB then"],
    ],
    [
      "a pool that is growing already",
      [pool("SSD", 26), pool("SSD", 10, "SSD26")],
      ["info storagePools[0].size: SSD: 26 TB now, 10 TB on their way, 20 TB ordered, 56 TB then"],
    ],
  ])("where the site has %s", (_, pools, expected) => {
    const line = { path: "storagePools[0]", storageType: "SSD", size: 20 };
    expect(told(additionFindings(line, pools))).toEqual(expected);
    expect(additionFindings({ path: "storagePools[0]", storageType: "SSD" }, pools)).toEqual([]);
  });
});

describe("quotas", () => {
  const QUOTAS: Quota[] = [
    { type: "edge_site", quota: 1, used: 1 },
    { type: "compute_device", quota: 10, used: 3 },
  ];
  it.each<[number, Quota[], string[]]>([
    [7, QUOTAS, []],
    [
      8,
      QUOTAS,
      [
        "warning servers: the new orders of this program up to this one want 8 servers, and the account may have 7 more (ListQuotas: 3 of 10 compute devices are used): ask for a higher quota. This is said once, whatever the orders that follow want.",
      ],
    ],
    [8, [], []],
    [0, [{ type: "compute_device", quota: 1, used: 2 }], []],
  ])("for %d servers", (servers, quotas, expected) => {
    expect(told(quotaFindings(servers, quotas))).toEqual(expected);
  });
});

describe("a product twice in a list", () => {
  it("is pointed out, because both entries are ordered", () => {
    const order = previewed({
      servers: [
        { offeringId: "srv", count: 2 },
        { offeringId: UNKNOWN, count: 1 },
        { offeringId: "srv", count: 3 },
      ],
      networkDevices: [{ offeringId: "srv", count: 1 }],
      storagePools: [
        { storageType: "SSD", size: 1 },
        { storageType: "SSD", size: 1 },
      ],
    });
    expect(told(repeatFindings(order))).toEqual([
      "warning servers[2].offeringId: srv repeats servers[0].offeringId, and both entries are ordered: if that is meant, add them up in one",
      "warning storagePools[1].storageType: SSD repeats storagePools[0].storageType, and both entries are ordered: if that is meant, add them up in one",
    ]);
  });

  it("is not when it is in two lists, or not known", () => {
    expect(repeatFindings(previewed())).toEqual([]);
    expect(repeatFindings(previewed({ servers: UNKNOWN, storagePools: [UNKNOWN, UNKNOWN] }))).toEqual([]);
  });
});

describe("two orders of a program", () => {
  const CLASH =
    'error edgeSiteId: the order "one" of this program is for the same site, which takes only one of them at a time: ' +
    "put both into one order, or let this one come after the other (afterOrderId with the other's id), which is possible once that is delivered";
  it.each<[string, object, object, string[]]>([
    ["for one site", {}, {}, [CLASH]],
    ["after the same order", { afterOrderId: "head" }, { afterOrderId: "head" }, [CLASH]],
    ["under the same revision", { siteRevision: "abc" }, { siteRevision: "abc" }, [CLASH]],
    ["for two sites", {}, { edgeSiteId: "site-2" }, []],
    ["one after the other", {}, { afterOrderId: UNKNOWN }, []],
    ["after different orders", { afterOrderId: "head" }, { afterOrderId: "next" }, []],
    ["of which one is taken over", { adoptOrderId: "head" }, {}, []],
    ["of which one may be taken over", {}, { adoptOrderId: UNKNOWN }, []],
    ["for sites that are not known", { edgeSiteId: UNKNOWN }, { edgeSiteId: UNKNOWN }, []],
  ])("%s", (_, one, other, expected) => {
    const program = new Program();
    expect(program.findings(previewed(one, "one"))).toEqual([]);
    expect(told(program.findings(previewed(other, "other")))).toEqual(expected);
  });

  it("are two resources, not one that is looked at twice", () => {
    const program = new Program();
    for (const _ of [1, 2]) expect(program.findings(previewed())).toEqual([]);
    expect(program.servers).toBe(2);
  });

  it("add up their servers, but for those that are taken over", () => {
    const program = new Program();
    program.findings(previewed({}, "one"));
    program.findings(previewed({ edgeSiteId: "site-2", servers: [{ offeringId: "srv", count: 5 }] }, "two"));
    program.findings(previewed({ adoptOrderId: "head" }, "three"));
    expect(program.servers).toBe(7);
  });
});
