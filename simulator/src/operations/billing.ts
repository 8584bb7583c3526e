import { ok, parseJson, type Answer, type Call, type Operation } from "../operation.js";
import type { ProductPrice } from "../priceList.js";
import { Refusal } from "../refusal.js";
import { listOf, object, oneOf, sentence, text, whole, type Shape } from "../shape.js";

interface RatedProduct {
  readonly id: string;
  readonly cloud_service_type: string;
  readonly resource_type: string;
  readonly resource_spec: string;
  readonly region: string;
  readonly available_zone?: string;
  readonly resource_size?: number;
  readonly size_measure_id?: number;
  readonly period_type: 3;
  readonly period_num: number;
  readonly subscription_num: number;
  readonly fee_installment_mode?: "HALF_PAY" | "ZERO_PAY" | "NA";
}

interface RatingRequest {
  readonly project_id: string;
  readonly product_infos: readonly RatedProduct[];
}

const ratingRequest: Shape<RatingRequest> = object<RatingRequest>({
  project_id: text({ max: 64 }),
  product_infos: listOf(
    object<RatedProduct>(
      {
        id: text({ max: 64 }),
        cloud_service_type: text(),
        resource_type: text(),
        resource_spec: text(),
        region: text(),
        period_type: oneOf(3),
        period_num: whole(1),
        subscription_num: whole(1, 10_000),
      },
      {
        available_zone: text(),
        resource_size: whole(1),
        size_measure_id: oneOf(14, 15, 17),
        fee_installment_mode: oneOf("HALF_PAY", "ZERO_PAY", "NA"),
      },
    ),
    1,
  ),
});

/** Hundredths of the currency. */
interface Charge {
  readonly upfront: number;
  readonly instalment: number;
}

const inUnits = (hundredths: number): string => (hundredths / 100).toFixed(2);

/** ListRateOnPeriodDetail: the official prices, without discounts. What an order says must be paid at once comes first. */
function rate({ world, body }: Call): Answer {
  const { priceList, behaviour } = world.seed;
  const value = parseJson(body);
  const problems = ratingRequest(value, "");
  if (problems.length > 0) throw refuseRating(sentence(problems));
  const { product_infos: products } = value as RatingRequest;
  if (new Set(products.map(({ id }) => id)).size < products.length)
    throw refuseRating("product_infos names an id twice");
  const period = products.some(({ fee_installment_mode: mode }) => mode === "HALF_PAY") ? 2 : priceList.zero_pay_period;
  const isRatedInParts = behaviour.billingSite === "china";
  const charges = products.map((product, index) => {
    const price = priceList.products.find((known) => isSameProduct(known, product));
    if (price === undefined) throw refuseRating(`product_infos[${index}] has no price`);
    return chargeFor(price, isRatedInParts ? product : { ...product, fee_installment_mode: "NA" }, period);
  });
  const amounts = ({ upfront, instalment }: Charge) => ({
    official_website_amount: Number(inUnits(upfront)),
    measure_id: 1,
    ...(isRatedInParts && instalment > 0
      ? { installment_official_website_amount: inUnits(instalment), installment_period_type: period }
      : {}),
  });
  const sum = (part: keyof Charge): number => charges.reduce((total, charge) => total + charge[part], 0);
  return ok({
    currency: priceList.currency,
    official_website_rating_result: {
      ...amounts({ upfront: sum("upfront"), instalment: sum("instalment") }),
      product_rating_results: products.map(({ id, resource_spec: spec }, index) => ({
        id,
        product_id: `price-of-${spec}`,
        ...amounts(charges[index]!),
      })),
    },
  });
}

function isSameProduct(price: ProductPrice, product: RatedProduct): boolean {
  return (
    price.cloud_service_type === product.cloud_service_type &&
    price.resource_type === product.resource_type &&
    price.resource_spec === product.resource_spec
  );
}

function chargeFor({ price_per_year: perYear }: ProductPrice, product: RatedProduct, period: 2 | 3): Charge {
  const { period_num: years, subscription_num: count, fee_installment_mode: mode = "NA" } = product;
  const total = perYear * 100 * years * count;
  const upfront = { NA: total, HALF_PAY: Math.ceil(total / 2), ZERO_PAY: 0 }[mode];
  const times = period === 2 ? years * 12 : years;
  return { upfront, instalment: Math.ceil((total - upfront) / times) };
}

const refuseRating = (message: string): Refusal =>
  new Refusal("service", 400, "CBC.0100", `Invalid parameter. ${message}`);

/** The call of the billing service (BSS) that says what something costs. Reads only, although it is a POST. */
export const billingOperations: readonly Operation[] = [
  {
    id: "ListRateOnPeriodDetail",
    method: "POST",
    path: "/v2/bills/ratings/period-resources/subscribe-rate",
    access: "caller",
    handle: rate,
  },
];
