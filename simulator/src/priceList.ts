import { listOf, object, oneOf, text, whole, type Shape } from "./shape.js";

/** What the billing service charges for one product. */
export interface ProductPrice {
  readonly cloud_service_type: string;
  readonly resource_type: string;
  readonly resource_spec: string;
  /** Whole units of the currency. */
  readonly price_per_year: number;
}

/** What the billing service knows. */
export interface PriceList {
  readonly currency: string;
  /** How what is paid with nothing up front falls due, since the API has one word for both: 2 by month, 3 by year. */
  readonly zero_pay_period: 2 | 3;
  readonly products: readonly ProductPrice[];
}

/** Shape of a price list in a seed. */
export const priceListShape: Shape<PriceList> = object<PriceList>({
  currency: text({ pattern: /^[A-Z]{3}$/, describe: "a currency such as CNY" }),
  zero_pay_period: oneOf(2, 3),
  products: listOf(
    object<ProductPrice>({
      cloud_service_type: text(),
      resource_type: text(),
      resource_spec: text(),
      price_per_year: whole(0),
    }),
  ),
});
