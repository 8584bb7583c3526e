import { TestBed, type Body } from "./testClient.js";

interface Amounts {
  readonly official_website_amount: number;
  readonly installment_official_website_amount?: string;
  readonly installment_period_type?: number;
}

interface Rating extends Body {
  readonly currency: string;
  readonly official_website_rating_result: Amounts & {
    readonly product_rating_results: readonly (Amounts & { readonly id: string; readonly product_id: string })[];
  };
}

const SERVER = {
  id: "1",
  cloud_service_type: "hws.service.type.ies",
  resource_type: "hws.resource.type.ies.server",
  resource_spec: "ies.compute.c6.64",
  region: "eu-west-101",
  period_type: 3,
  period_num: 3,
  subscription_num: 2,
};
const SWITCH = {
  ...SERVER,
  id: "2",
  resource_type: "hws.resource.type.ies.network",
  resource_spec: "ies.network.leaf.48",
  subscription_num: 1,
};

let bed: TestBed;
beforeAll(async () => {
  bed = await TestBed.start();
});
afterAll(() => bed.close());

const rate = async (products: readonly object[], more: object = {}, of = bed) => {
  const body = { project_id: "project", product_infos: products, ...more };
  const { status, body: answer } = await of.billing("ratings/period-resources/subscribe-rate", body);
  return { status, rating: answer as Rating };
};

describe("the price of what is subscribed to", () => {
  test("is the yearly price for the term and the number, by line and in sum", async () => {
    const { status, rating } = await rate([SERVER, SWITCH]);
    expect(status).toBe(200);
    expect(rating).toEqual({
      currency: "CNY",
      official_website_rating_result: {
        official_website_amount: 96_000 * 3 * 2 + 24_000 * 3,
        measure_id: 1,
        product_rating_results: [
          { id: "1", product_id: "price-of-ies.compute.c6.64", official_website_amount: 576_000, measure_id: 1 },
          { id: "2", product_id: "price-of-ies.network.leaf.48", official_website_amount: 72_000, measure_id: 1 },
        ],
      },
    });
  });

  test.each([
    ["NA", { official_website_amount: 576_000 }],
    [
      "HALF_PAY",
      { official_website_amount: 288_000, installment_official_website_amount: "8000.00", installment_period_type: 2 },
    ],
    [
      "ZERO_PAY",
      { official_website_amount: 0, installment_official_website_amount: "192000.00", installment_period_type: 3 },
    ],
  ])("is due as %s says", async (fee_installment_mode, amounts) => {
    const { rating } = await rate([{ ...SERVER, fee_installment_mode }]);
    expect(rating.official_website_rating_result).toEqual({
      ...amounts,
      measure_id: 1,
      product_rating_results: [{ id: "1", product_id: "price-of-ies.compute.c6.64", measure_id: 1, ...amounts }],
    });
  });

  test("is never in parts on the international site", async () => {
    const abroad = await TestBed.start({ seed: { behaviour: { billingSite: "international" } } });
    try {
      const { rating } = await rate([{ ...SERVER, fee_installment_mode: "ZERO_PAY" }], {}, abroad);
      expect(rating.official_website_rating_result).toMatchObject({ official_website_amount: 576_000 });
      expect(rating.official_website_rating_result).not.toHaveProperty("installment_period_type");
    } finally {
      await abroad.close();
    }
  });

  test.each<[string, readonly object[], object, string]>([
    ["without a project", [SERVER], { project_id: undefined }, "project_id is missing"],
    ["of nothing", [], {}, "product_infos must have at least 1 entry"],
    ["by the month", [{ ...SERVER, period_type: 2 }], {}, "product_infos[0].period_type must be one of 3, got 2"],
    ["of two products with one id", [SERVER, { ...SWITCH, id: "1" }], {}, "product_infos names an id twice"],
    ["of an unknown product", [{ ...SERVER, resource_spec: "gold" }], {}, "product_infos[0] has no price"],
  ])("%s is refused", async (_, products, more, said) => {
    const { status, rating } = await rate(products, more);
    expect([status, rating.error_code]).toEqual([400, "CBC.0100"]);
    expect(rating.error_msg).toContain(said);
  });
});
