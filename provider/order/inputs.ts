import { isLeft } from "fp-ts/lib/Either.js";
import type * as t from "io-ts";
import { ChargeMode, DiscountType, PayMode, PeriodType, StorageType } from "./enums.js";
import {
  closedEnum,
  currencyCode,
  isRecord,
  list,
  moneyAmount,
  openEnum,
  record,
  text,
  wholeNumber,
} from "./inputCodecs.js";
import { ruleProblems } from "./inputRules.js";
import { type Problem, problemsOf } from "./problems.js";

// The inputs of an order, named and counted as in the API (CreateDeliveryOrder). Codec and type share a name.

const PAY_MODES =
  "how it is paid, which is never filled in because it is money: FULL (all up front), HALF (half up front), PAID_BY_YEAR " +
  "(yearly), ZERO_PAID_BY_YEAR (yearly, nothing up front) or ZERO_PAID_BY_MONTH (monthly, nothing up front)";

const ServerInputs = record(
  "ServerInputs",
  "a server offering and how many of it",
  {
    offeringId: text("ServerOfferingId", "the id of a server offering (ListServerOfferings)"),
    count: wholeNumber("ServerCount", "how many servers to order"),
  },
  {},
);

const NetworkDeviceInputs = record(
  "NetworkDeviceInputs",
  "a network device offering and how many of it",
  {
    offeringId: text("NetworkDeviceOfferingId", "the id of a network device offering (ListNetworkDeviceOfferings)"),
    count: wholeNumber("NetworkDeviceCount", "how many network devices to order"),
  },
  {},
);

const StoragePoolInputs = record(
  "StoragePoolInputs",
  "a storage type and its capacity",
  {
    storageType: openEnum("StorageType", StorageType, 'the name of a storage type (ListStorageTypes) such as "SSD"'),
    size: wholeNumber("StorageSize", "the capacity to order, in TB"),
  },
  {},
);

const PrepaidOptionsInputs = record(
  "PrepaidOptionsInputs",
  "period and mode of payment, with at least periodNum and payMode",
  {
    periodType: openEnum("PeriodType", PeriodType, 'the unit of periodNum, "year"'),
    periodNum: wholeNumber("PeriodNum", "the number of years (ListSaleCycles names the possible ones)"),
    payMode: openEnum("PayMode", PayMode, PAY_MODES),
  },
  {},
);

const DiscountInputs = record(
  "DiscountInputs",
  "a discount",
  {},
  {
    id: text("DiscountId", "the id of the discount"),
    type: openEnum("DiscountType", DiscountType, "the type of the discount"),
  },
);

const MarketOptionsInputs = record(
  "MarketOptionsInputs",
  "how the order is paid, with at least prepaidOptions: { periodNum, payMode }",
  {
    chargeMode: openEnum("ChargeMode", ChargeMode, 'how the order is charged, "prepaid"'),
    prepaidOptions: PrepaidOptionsInputs,
  },
  { discounts: list("DiscountsInputs", DiscountInputs) },
);

const MaxUpfrontInputs = record(
  "MaxUpfrontInputs",
  'the most that may be due at once, as { amount: 250000, currency: "CNY" }',
  {
    amount: moneyAmount("MaxUpfrontAmount", "the most that may be due at once"),
    currency: currencyCode("MaxUpfrontCurrency", "the currency of the amount, in which the account is billed"),
  },
  {},
);

const REQUIRED = {
  edgeSiteId: text("EdgeSiteId", "the id of the edge site that receives the hardware (ListEdgeSites)"),
  marketOptions: MarketOptionsInputs,
};

const OPTIONAL = {
  servers: list("ServersInputs", ServerInputs),
  networkDevices: list("NetworkDevicesInputs", NetworkDeviceInputs),
  storagePools: list("StoragePoolsInputs", StoragePoolInputs),
  afterOrderId: text("AfterOrderId", "the id of the site's newest order"),
  siteRevision: text("SiteRevision", "the token that a refusal printed"),
  adoptOrderId: text("AdoptOrderId", "the id of the order to take over"),
  maxUpfront: MaxUpfrontInputs,
  waitForStatus: closedEnum("WaitForStatus", ["ACCEPTING", "SUCCESS"], "leave it out to wait for nothing"),
};

export const DeliveryOrderInputs = record("DeliveryOrderInputs", "the inputs of an order", REQUIRED, OPTIONAL);
export type DeliveryOrderInputs = t.TypeOf<typeof DeliveryOrderInputs>;

/** The inputs that say what is bought for whom: no order can be changed in any of them. */
export const PURCHASE_KEYS = [
  "edgeSiteId",
  "servers",
  "networkDevices",
  "storagePools",
  "marketOptions",
] as const satisfies readonly (keyof DeliveryOrderInputs)[];

/** The inputs that say under which condition an order may come about; they count at its creation only. */
export const PRECONDITION_KEYS = [
  "afterOrderId",
  "siteRevision",
  "adoptOrderId",
  "maxUpfront",
] as const satisfies readonly (keyof DeliveryOrderInputs)[];

/**
 * Fills in the defaults and names everything that is wrong, all at once. `UNKNOWN` passes at any depth; hidden keys
 * (beginning with `__`) are handed on untouched.
 */
export function checkInputs(raw: Readonly<Record<string, unknown>>): {
  inputs: Record<string, unknown>;
  problems: Problem[];
} {
  const inputs = withDefaults(raw);
  const declared = Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
  const result = DeliveryOrderInputs.decode(declared);
  return { inputs, problems: [...(isLeft(result) ? problemsOf(result.left) : []), ...ruleProblems(declared)] };
}

/**
 * The inputs among wholly known values, which may be the outputs of an order as well: these mirror its inputs. An input
 * that an old state lacks counts as its default.
 * @throws {Error} naming the paths that cannot be read; `where` says whose they are.
 */
export function decodeInputs(
  raw: Readonly<Record<string, unknown>>,
  where = "The inputs of the order cannot be read",
): DeliveryOrderInputs {
  const known = { ...REQUIRED, ...OPTIONAL };
  const inputs = Object.entries(withDefaults(raw)).filter(
    ([key, value]) => Object.hasOwn(known, key) && value !== undefined,
  );
  const result = DeliveryOrderInputs.decode(Object.fromEntries(inputs));
  if (!isLeft(result)) return result.right;
  const flaws = result.left.flatMap((error) => problemsOf([{ ...error, value: undefined }]));
  throw new InputsError(`${where}: ${flaws.map(({ path, message }) => `${path} ${message}`).join("; ")}.`);
}

/** What should be inputs cannot be read as such. */
class InputsError extends Error {
  /** For the log: where it was thrown says nothing to anybody. */
  readonly technical = "the inputs cannot be read";
}

/** The only values that the API documents; how money is paid (`payMode`) has no default. */
function withDefaults(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { marketOptions } = raw;
  if (!isRecord(marketOptions)) return { ...raw };
  const { chargeMode = ChargeMode.Prepaid, prepaidOptions } = marketOptions;
  if (!isRecord(prepaidOptions)) return { ...raw, marketOptions: { ...marketOptions, chargeMode } };
  const { periodType = PeriodType.Year } = prepaidOptions;
  return {
    ...raw,
    marketOptions: { ...marketOptions, chargeMode, prepaidOptions: { ...prepaidOptions, periodType } },
  };
}
