import * as t from "io-ts";
import type { HttpResponse } from "../http/transport.js";
import {
  decoded,
  fieldsOf,
  Identifier,
  lenient,
  OptionalText,
  present,
  Quantity,
  listOf,
  record,
  Text,
} from "./wire.js";

// The billing service's rating call (BSS, ListRateOnPeriodDetail). Nobody could try it against the real service; names and
// kinds are those of the official SDK for the China site.

/** What is to be rated. */
export interface RatingRequest {
  /** Project of the site; the call does not go without one. */
  readonly projectId: string;
  readonly products: readonly RatedProduct[];
}

/** One line of a rating. */
export interface RatedProduct {
  /** Names the line within the request. */
  readonly id: string;
  readonly cloudServiceType: string;
  readonly resourceType: string;
  readonly resourceSpec: string;
  /** Region of the site. */
  readonly region: string;
  /** Years. */
  readonly periodNum: number;
  /** How many, 1 to 10,000. */
  readonly subscriptionNum: number;
  /** `HALF_PAY`, `ZERO_PAY` or `NA`; known on the China site only. Default `NA`. */
  readonly feeInstallmentMode?: string;
}

/** What something costs; amounts are plain decimals. */
export interface RatedAmount {
  /** Official price, without discounts. */
  readonly officialWebsiteAmount: string;
  /** Official price of each instalment. */
  readonly installmentOfficialWebsiteAmount?: string;
  /** 2: instalments by month, 3: by year. */
  readonly installmentPeriodType?: number;
}

/** The answer. */
export interface Rating extends RatedAmount {
  /** As ISO 4217 writes it. */
  readonly currency: string;
  /** By line; `id` is that of the request. */
  readonly products: readonly (RatedAmount & { readonly id: string })[];
}

/** Numbers and texts alike: both occur in the SDKs. What is no plain decimal is refused, because it would be guessed. */
const Amount = new t.Type<string, string, unknown>(
  "a decimal of at least 0",
  (value): value is string => typeof value === "string",
  (value, context) => {
    const text = typeof value === "number" ? String(value) : value;
    return typeof text === "string" && /^\d{1,15}(\.\d{1,10})?$/u.test(text)
      ? t.success(text)
      : t.failure(value, context);
  },
  t.identity,
);

const AMOUNTS = {
  official_website_amount: Amount,
  installment_official_website_amount: t.union([Amount, t.literal(""), t.null, t.undefined], "a decimal, or nothing"),
  installment_period_type: lenient(Quantity),
};

const Answer = record({
  currency: Text,
  official_website_rating_result: fieldsOf({
    ...AMOUNTS,
    product_rating_results: listOf(fieldsOf({ id: Identifier, product_id: lenient(OptionalText), ...AMOUNTS })),
  }),
});

type WireAmounts = (typeof Answer)["_A"]["official_website_rating_result"];

const amountsOf = (wire: Omit<WireAmounts, "product_rating_results">): RatedAmount =>
  present({
    officialWebsiteAmount: wire.official_website_amount,
    installmentOfficialWebsiteAmount: wire.installment_official_website_amount || undefined,
    installmentPeriodType: wire.installment_period_type,
  });

/** @throws {UnreadableAnswerError} */
export function rating(operation: string, response: HttpResponse): Rating {
  const { currency, official_website_rating_result: result } = decoded(operation, response, Answer);
  return {
    currency,
    ...amountsOf(result),
    products: result.product_rating_results.map((product) => ({ id: product.id, ...amountsOf(product) })),
  };
}

const YEAR = 3;

/** The exact bytes of the request. */
export function ratingBody({ projectId, products }: RatingRequest): Buffer {
  return Buffer.from(
    JSON.stringify({
      project_id: projectId,
      product_infos: products.map((product) => ({
        id: product.id,
        cloud_service_type: product.cloudServiceType,
        resource_type: product.resourceType,
        resource_spec: product.resourceSpec,
        region: product.region,
        period_type: YEAR,
        period_num: product.periodNum,
        subscription_num: product.subscriptionNum,
        fee_installment_mode: product.feeInstallmentMode,
      })),
    }),
    "utf8",
  );
}
