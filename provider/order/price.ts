import type { ListedSite, Offering, ProductInfo, StorageGear } from "./catalogue.js";
import type { NewDeliveryOrder } from "./service.js";

// What an order costs, as far as the billing service can be asked before (BSS, ListRateOnPeriodDetail). Nobody could try any
// of it against the real service.

/** The billing service, in the domain's own words; `provider/cloudpond` satisfies it by shape. */
export interface RatingService {
  /** ListRateOnPeriodDetail. @throws {ServiceError} */
  listRateOnPeriodDetail(request: RatingRequest): Promise<Rating>;
}

export interface RatingRequest {
  readonly projectId: string;
  readonly products: readonly RatedProduct[];
}

interface RatedProduct {
  /** The line's path in the inputs. */
  readonly id: string;
  readonly cloudServiceType: string;
  readonly resourceType: string;
  readonly resourceSpec: string;
  readonly region: string;
  readonly periodNum: number;
  readonly subscriptionNum: number;
  readonly feeInstallmentMode?: string;
}

interface RatedAmount {
  /** A plain decimal. */
  readonly officialWebsiteAmount: string;
  readonly installmentOfficialWebsiteAmount?: string;
  /** 2: by month, 3: by year. */
  readonly installmentPeriodType?: number;
}

export interface Rating extends RatedAmount {
  readonly currency: string;
  readonly products: readonly (RatedAmount & { readonly id: string })[];
}

/** Money, exactly: a plain decimal such as `"123456.5"` in units of the price's currency. */
export type Amount = string;

/** What is due. */
export interface Due {
  /**
   * At once. It is the amount that the billing service answers with; that this is the first payment and not the total is not
   * documented for ways of paying in instalments. A limit on it would then refuse too much, never too little.
   */
  readonly upfront: Amount;
  /** What follows, where it is paid in instalments. How many there are is not part of the answer. */
  readonly instalment?: { readonly amount: Amount; readonly period: "month" | "year" };
}

/** The official price of an order, without discounts and taxes. */
export interface Price extends Due {
  /** As ISO 4217 writes it: `CNY`, `USD`, `EUR`. */
  readonly currency: string;
  readonly lines: readonly PriceLine[];
}

/** The part of one line. */
export interface PriceLine extends Due {
  /** Where it stands in the order: `servers[0]`. */
  readonly path: string;
}

/** A price, or why there is none. */
export type Priced = { readonly price: Price } | { readonly why: string };

/** What a price is made from. */
export interface PriceBasis {
  readonly site: ListedSite;
  readonly serverOfferings: readonly Offering[];
  readonly networkDeviceOfferings: readonly Offering[];
  readonly storageGears: readonly StorageGear[];
  /** Which Huawei Cloud bills; payment in instalments is rated by the one in China only. */
  readonly billingSite: "china" | "international";
}

/**
 * How the billing service calls a way of paying, and how its instalments have to come. It knows no word for PAID_BY_YEAR, and
 * one word for nothing up front, whether the rest is paid by month or by year.
 */
const INSTALMENT_MODES: Readonly<Record<string, { readonly mode: string; readonly period?: "month" | "year" }>> = {
  FULL: { mode: "NA" },
  HALF: { mode: "HALF_PAY" },
  ZERO_PAID_BY_YEAR: { mode: "ZERO_PAY", period: "year" },
  ZERO_PAID_BY_MONTH: { mode: "ZERO_PAY", period: "month" },
};

/** What to ask the billing service for an order, or why it cannot be asked. */
export function ratingRequest(
  order: NewDeliveryOrder,
  { site, serverOfferings, networkDeviceOfferings, storageGears, billingSite }: PriceBasis,
): { readonly request: RatingRequest } | { readonly why: string } {
  const { payMode, periodNum } = order.marketOptions.prepaidOptions;
  const mode = Object.hasOwn(INSTALMENT_MODES, payMode) ? INSTALMENT_MODES[payMode]!.mode : undefined;
  if (mode === undefined) return { why: `the billing service documents no price for what is paid ${payMode}.` };
  if (billingSite === "international" && mode !== "NA") {
    return { why: `the international billing service prices what is paid FULL only, not ${payMode}.` };
  }
  const { regionId, projectId } = site;
  if (regionId === undefined || projectId === undefined) {
    return { why: `edge site ${site.id} names no region and project, and the billing service asks for both.` };
  }
  const products: RatedProduct[] = [];
  const missing: string[] = [];
  const add = (path: string, what: string, product: ProductInfo | undefined, subscriptionNum: number): void => {
    if (product === undefined) missing.push(`${path} (${what})`);
    else {
      const { cloudServiceType, resourceType, resourceSpecCode: resourceSpec } = product;
      const rated = { cloudServiceType, resourceType, resourceSpec, region: regionId, periodNum, subscriptionNum };
      // What is not known on the international site is not sent there.
      products.push({ id: path, ...rated, ...(billingSite === "china" ? { feeInstallmentMode: mode } : {}) });
    }
  };
  for (const [index, { offeringId, count }] of (order.servers ?? []).entries()) {
    add(`servers[${index}]`, offeringId, productOf(offeringId, serverOfferings), count);
  }
  for (const [index, { offeringId, count }] of (order.networkDevices ?? []).entries()) {
    add(`networkDevices[${index}]`, offeringId, productOf(offeringId, networkDeviceOfferings), count);
  }
  for (const [index, { storageType, size }] of (order.storagePools ?? []).entries()) {
    const tier = tierOf(storageType, size, site.location.zoneCode, storageGears);
    add(`storagePools[${index}]`, `${size} TB of ${storageType}`, tier?.productInfo, 1);
  }
  if (missing.length > 0) return { why: `the catalogue names no product to price for ${missing.join(", ")}.` };
  return { request: { projectId, products } };
}

const productOf = (offeringId: string, offerings: readonly Offering[]): ProductInfo | undefined =>
  offerings.find(({ id }) => id === offeringId)?.productInfo;

/** Storage is billed in tiers: the smallest one of the type that holds the size. */
function tierOf(
  storageType: string,
  size: number,
  zone: string | undefined,
  gears: readonly StorageGear[],
): StorageGear | undefined {
  return gears
    .filter((gear) => gear.storageType === storageType && gear.gear >= size)
    .filter(({ zoneCode }) => zone === undefined || zoneCode.toUpperCase() === zone.toUpperCase())
    .sort((a, b) => a.gear - b.gear)[0];
}

const PERIODS: Readonly<Record<number, "month" | "year">> = { 2: "month", 3: "year" };

/** What the billing service's answer says of an order that is paid in this way. */
export function pricedBy(rating: Rating, { products }: RatingRequest, payMode: string): Priced {
  const { period } = INSTALMENT_MODES[payMode] ?? {};
  const answered = new Map(rating.products.map((product) => [product.id, product]));
  const unpriced = products.filter(({ id }) => !answered.has(id)).map(({ id }) => id);
  if (unpriced.length > 0) return { why: `the billing service's answer has no price for ${unpriced.join(", ")}.` };
  const odd = [rating, ...answered.values()].some((amount) => isPaidLater(amount) && periodOf(amount) === undefined);
  if (odd) return { why: "the billing service's answer has instalments, but not how often they are due." };
  const total = dueOf(rating);
  if (period !== undefined && total.instalment?.period !== period) {
    return { why: `the billing service's answer has no instalments by ${period}, as ${payMode} says.` };
  }
  const lines = products.map(({ id }) => ({ path: id, ...dueOf(answered.get(id)!) }));
  return { price: { currency: rating.currency, ...total, lines } };
}

const periodOf = ({ installmentPeriodType }: RatedAmount): "month" | "year" | undefined =>
  installmentPeriodType === undefined ? undefined : PERIODS[installmentPeriodType];

const isPaidLater = ({ installmentOfficialWebsiteAmount: amount }: RatedAmount): boolean =>
  amount !== undefined && exact(amount) > 0n;

function dueOf(rated: RatedAmount): Due {
  const { officialWebsiteAmount: upfront, installmentOfficialWebsiteAmount: amount } = rated;
  const period = periodOf(rated);
  if (amount === undefined || period === undefined || !isPaidLater(rated)) return { upfront };
  return { upfront, instalment: { amount, period } };
}

/** Why a price is not within a limit, in words that follow `maxUpfront`; undefined when it is. */
export function capProblem(
  priced: Priced,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): string | undefined {
  const limit = money(String(amount), currency);
  if ("why" in priced) {
    return `the order cannot be checked against ${limit}, because its price is not known: ${priced.why} Leave maxUpfront out to order without a limit`;
  }
  const { price } = priced;
  const due = money(price.upfront, price.currency);
  if (price.currency !== currency) {
    return `the order costs ${due} up front (ListRateOnPeriodDetail), and the limit is in ${currency}: give it in ${price.currency}`;
  }
  if (exact(price.upfront) <= exact(String(amount))) return undefined;
  return `the order costs ${due} up front (ListRateOnPeriodDetail), which is more than ${limit}: order less or raise the limit`;
}

/** The lines of a preview that show a price. */
export function quoteOf({ currency, lines, ...total }: Price): string {
  const named = ({ upfront, instalment }: Due): string =>
    `${money(upfront, currency)} up front` +
    (instalment === undefined ? "" : `, then ${money(instalment.amount, currency)} each ${instalment.period}`);
  return [
    `costs ${named(total)} (official price without discounts and taxes, ListRateOnPeriodDetail):`,
    ...lines.map(({ path, ...due }) => `  - ${path}: ${named(due)}`),
  ].join("\n");
}

const DECIMALS = 10;

/** A plain decimal as a whole number of its smallest parts, so that it can be compared. */
function exact(amount: Amount): bigint {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, "0"));
}

/** "1,234.50 CNY". */
function money(amount: Amount, currency: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/gu, ",")}.${fraction.padEnd(2, "0")} ${currency}`;
}
