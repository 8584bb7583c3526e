import type { StorageGear } from "../../../provider/order/catalogue.js";
import {
  capProblem,
  type PriceBasis,
  type Priced,
  pricedBy,
  quoteOf,
  type Rating,
  ratingRequest,
} from "../../../provider/order/price.js";
import type { NewDeliveryOrder } from "../../../provider/order/service.js";
import { offering, site } from "./preflight/account.js";
import { INPUTS, SITE } from "./world.js";

const PRODUCT = { cloudServiceType: "ies", resourceType: "storage" };
const gear = (size: number, more: Partial<StorageGear> = {}): StorageGear => ({
  id: `gear-${size}`,
  gear: size,
  storageType: "SSD",
  zoneCode: "de",
  productInfo: { ...PRODUCT, resourceSpecCode: `ssd.${size}` },
  saleCycles: [],
  ...more,
});

const basis = (more: Partial<PriceBasis> = {}): PriceBasis => ({
  site: site(SITE),
  serverOfferings: [offering("srv")],
  networkDeviceOfferings: [offering("net")],
  storageGears: [gear(72), gear(36), gear(17), gear(30, { zoneCode: "SG" }), gear(28, { storageType: "SAS" })],
  billingSite: "china",
  ...more,
});

const paying = (payMode: string): NewDeliveryOrder => ({
  ...INPUTS,
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode } },
});

const products = (order: NewDeliveryOrder, more: Partial<PriceBasis> = {}) => {
  const rated = ratingRequest(order, basis(more));
  if ("why" in rated) throw new Error(rated.why);
  return rated.request.products;
};

describe("what the billing service is asked", () => {
  it("is a product for each line, with its number, for the term and where the site lies", () => {
    const common = {
      cloudServiceType: "ies",
      resourceType: "server",
      region: "region",
      periodNum: 3,
      feeInstallmentMode: "NA",
    };
    expect(ratingRequest(INPUTS, basis())).toEqual({
      request: {
        projectId: "project",
        products: [
          { ...common, id: "servers[0]", resourceSpec: "srv", subscriptionNum: 2 },
          { ...common, id: "networkDevices[0]", resourceSpec: "net", subscriptionNum: 2 },
          // The smallest tier of that type and zone that holds 26 TB.
          { ...common, id: "storagePools[0]", resourceType: "storage", resourceSpec: "ssd.36", subscriptionNum: 1 },
        ],
      },
    });
  });

  it("finds each product among many, and a tier that holds the size just so, wherever the site lies", () => {
    const { servers, networkDevices, ...storageOnly } = INPUTS;
    const of = (order: NewDeliveryOrder, more: Partial<PriceBasis> = {}) =>
      products(order, more).map(({ resourceSpec }) => resourceSpec);
    const many = { serverOfferings: [offering("other"), offering("srv")] };
    expect(
      of(
        { edgeSiteId: SITE, marketOptions: INPUTS.marketOptions, ...(servers === undefined ? {} : { servers }) },
        many,
      ),
    ).toEqual(["srv"]);
    expect(of({ ...storageOnly, storagePools: [{ storageType: "SSD", size: 36 }] })).toEqual(["ssd.36"]);
    const nowhere = { site: site(SITE, { location: {} }) };
    expect(of({ ...storageOnly, storagePools: [{ storageType: "SSD", size: 30 }] }, nowhere)).toEqual(["ssd.30"]);
    expect(networkDevices).toHaveLength(1);
  });

  it.each([
    ["FULL", "NA"],
    ["HALF", "HALF_PAY"],
    ["ZERO_PAID_BY_YEAR", "ZERO_PAY"],
    ["ZERO_PAID_BY_MONTH", "ZERO_PAY"],
  ])("calls %s %s", (payMode, mode) => {
    expect(products(paying(payMode)).map(({ feeInstallmentMode }) => feeInstallmentMode)).toEqual([mode, mode, mode]);
  });

  it("says nothing of instalments abroad, where nobody knows the word", () => {
    expect(products(INPUTS, { billingSite: "international" })[0]).not.toHaveProperty("feeInstallmentMode");
  });

  it.each<[string, NewDeliveryOrder, Partial<PriceBasis>, string]>([
    [
      "yearly payment",
      paying("PAID_BY_YEAR"),
      {},
      "the billing service documents no price for what is paid PAID_BY_YEAR.",
    ],
    [
      "a newer way of paying",
      paying("toString"),
      {},
      "the billing service documents no price for what is paid toString.",
    ],
    [
      "instalments abroad",
      paying("HALF"),
      { billingSite: "international" },
      "the international billing service prices what is paid FULL only, not HALF.",
    ],
    [
      "a site without a project",
      INPUTS,
      { site: { ...site(SITE), projectId: undefined } as never },
      "edge site site-1 names no region and project, and the billing service asks for both.",
    ],
    [
      "a site without a region",
      INPUTS,
      { site: { ...site(SITE), regionId: undefined } as never },
      "edge site site-1 names no region and project, and the billing service asks for both.",
    ],
    [
      "two lines without a product",
      INPUTS,
      { serverOfferings: [], networkDeviceOfferings: [] },
      "the catalogue names no product to price for servers[0] (srv), networkDevices[0] (net).",
    ],
    [
      "an offering without a product",
      INPUTS,
      { serverOfferings: [] },
      "the catalogue names no product to price for servers[0] (srv).",
    ],
    [
      "storage beyond the largest tier",
      { ...INPUTS, storagePools: [{ storageType: "SSD", size: 73 }] },
      {},
      "the catalogue names no product to price for storagePools[0] (73 TB of SSD).",
    ],
  ])("is nothing for %s", (_, order, more, why) => {
    expect(ratingRequest(order, basis(more))).toEqual({ why });
  });
});

describe("a price", () => {
  const request = { projectId: "p", products: products(INPUTS) };
  const rating = (more: Partial<Rating> = {}): Rating => ({
    currency: "CNY",
    officialWebsiteAmount: "1000.50",
    products: request.products.map(({ id }) => ({ id, officialWebsiteAmount: "1" })),
    ...more,
  });

  it("is what the answer says, exactly, in all and by line", () => {
    expect(pricedBy(rating(), request, "FULL")).toEqual({
      price: {
        currency: "CNY",
        upfront: "1000.50",
        lines: ["servers[0]", "networkDevices[0]", "storagePools[0]"].map((path) => ({ path, upfront: "1" })),
      },
    });
  });

  it.each<[string, string, Partial<Rating>, object | string]>([
    [
      "monthly",
      "HALF",
      { installmentOfficialWebsiteAmount: "10", installmentPeriodType: 2 },
      { amount: "10", period: "month" },
    ],
    [
      "yearly",
      "ZERO_PAID_BY_YEAR",
      { installmentOfficialWebsiteAmount: "10", installmentPeriodType: 3 },
      { amount: "10", period: "year" },
    ],
    [
      "by the wrong period",
      "ZERO_PAID_BY_MONTH",
      { installmentOfficialWebsiteAmount: "10", installmentPeriodType: 3 },
      "the billing service's answer has no instalments by month, as ZERO_PAID_BY_MONTH says.",
    ],
    [
      "without any",
      "ZERO_PAID_BY_YEAR",
      {},
      "the billing service's answer has no instalments by year, as ZERO_PAID_BY_YEAR says.",
    ],
  ])("in instalments %s", (_, payMode, more, expected) => {
    const priced = pricedBy(rating(more), request, payMode);
    expect("why" in priced ? priced.why : priced.price.instalment).toEqual(expected);
  });

  it.each([undefined, 1, 4])("is none when instalments are due by the period %s", (installmentPeriodType) => {
    const more = {
      installmentOfficialWebsiteAmount: "10",
      ...(installmentPeriodType === undefined ? {} : { installmentPeriodType }),
    };
    expect(pricedBy(rating(more), request, "HALF")).toEqual({
      why: "the billing service's answer has instalments, but not how often they are due.",
    });
  });

  it("has no instalments where they come to nothing", () => {
    const priced = pricedBy(
      rating({ installmentOfficialWebsiteAmount: "0.00", installmentPeriodType: 2 }),
      request,
      "FULL",
    );
    expect(priced).not.toHaveProperty("price.instalment");
  });

  it("is none when a line is missing in the answer", () => {
    expect(pricedBy(rating({ products: [] }), request, "FULL")).toEqual({
      why: "the billing service's answer has no price for servers[0], networkDevices[0], storagePools[0].",
    });
  });

  it("is shown with its currency, its lines and what it leaves out", () => {
    const price = {
      currency: "CNY",
      upfront: "1234567.5",
      instalment: { amount: "8000", period: "month" as const },
      lines: [{ path: "servers[0]", upfront: "0" }],
    };
    expect(quoteOf(price)).toBe(
      "costs 1,234,567.50 CNY up front, then 8,000.00 CNY each month (official price without discounts and taxes, " +
        "ListRateOnPeriodDetail):\n  - servers[0]: 0.00 CNY up front",
    );
  });
});

describe("a limit on what is due at once", () => {
  const costing = (upfront: string, currency = "CNY"): Priced => ({ price: { currency, upfront, lines: [] } });
  it.each<[Priced, number, string | undefined]>([
    [costing("1000.00"), 1000, undefined],
    [costing("999.9999999999"), 1000, undefined],
    [costing("0.3"), 0.3, undefined],
    [
      costing("12345678901234.5"),
      9_999_999_999_999.99,
      "the order costs 12,345,678,901,234.50 CNY up front (ListRateOnPeriodDetail), which is more than 9,999,999,999,999.99 CNY: order less or raise the limit",
    ],
    [
      costing("1000.01"),
      1000,
      "the order costs 1,000.01 CNY up front (ListRateOnPeriodDetail), which is more than 1,000.00 CNY: order less or raise the limit",
    ],
    [
      costing("1000.0000000001"),
      1000,
      "the order costs 1,000.0000000001 CNY up front (ListRateOnPeriodDetail), which is more than 1,000.00 CNY: order less or raise the limit",
    ],
    [
      costing("1", "USD"),
      1000,
      "the order costs 1.00 USD up front (ListRateOnPeriodDetail), and the limit is in CNY: give it in USD",
    ],
    [
      { why: "nobody answers." },
      1000,
      "the order cannot be checked against 1,000.00 CNY, because its price is not known: nobody answers. Leave maxUpfront out to order without a limit",
    ],
  ])("%j against %d", (priced, amount, expected) => {
    expect(capProblem(priced, { amount, currency: "CNY" })).toBe(expected);
  });
});
