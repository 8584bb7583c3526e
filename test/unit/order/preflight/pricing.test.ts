import { Budget } from "../../../../provider/order/preflight/budget.js";
import { Lists } from "../../../../provider/order/preflight/lists.js";
import { Pricing } from "../../../../provider/order/preflight/pricing.js";
import type { Rating, RatingRequest } from "../../../../provider/order/price.js";
import { UNKNOWN } from "../../../../provider/order/unknown.js";
import { serviceError } from "../world.js";
import { type FakeAccount, heldAccount, previewed, settle } from "./account.js";

const GEAR = {
  id: "g",
  gear: 36,
  storageType: "SSD",
  zoneCode: "DE",
  productInfo: { cloudServiceType: "ies", resourceType: "storage", resourceSpecCode: "ssd" },
  saleCycles: [],
};

function pricingOf(fake: FakeAccount, answer: (request: RatingRequest) => Promise<Rating> = priced) {
  fake.storageGears = [GEAR];
  const requests: RatingRequest[] = [];
  const service = {
    listRateOnPeriodDetail: (request: RatingRequest) => {
      requests.push(request);
      return answer(request);
    },
  };
  const budget = new Budget(fake.clock, 10_000);
  return { requests, pricing: new Pricing(service, "china", new Lists(fake, budget), budget) };
}

const priced = ({ products }: RatingRequest): Promise<Rating> =>
  Promise.resolve({
    currency: "CNY",
    officialWebsiteAmount: "3",
    products: products.map(({ id }) => ({ id, officialWebsiteAmount: "1" })),
  });

it("asks once for equal orders, and again for another", async () => {
  const { pricing, requests } = pricingOf(heldAccount().account);
  for (const name of ["berlin", "munich"]) {
    expect(await pricing.price(previewed({}, name))).toMatchObject({ price: { upfront: "3", currency: "CNY" } });
  }
  await pricing.price(previewed({ servers: [{ offeringId: "srv", count: 7 }] }));
  expect(requests).toHaveLength(2);
});

it("waits for what is not known yet", async () => {
  const { pricing, requests } = pricingOf(heldAccount().account);
  expect(await pricing.price(previewed({ servers: UNKNOWN }))).toBeUndefined();
  expect(requests).toEqual([]);
});

it.each(["listEdgeSites", "listServerOfferings", "listNetworkDeviceOfferings", "listStorageGears"])(
  "knows no price without %s",
  async (operation) => {
    const { account } = heldAccount();
    account.failures = [{ operation, error: serviceError(`${operation} failed.`) }];
    expect(await pricingOf(account).pricing.price(previewed())).toEqual({ why: `${operation} failed.` });
  },
);

it("knows no price of a site that is not there, nor where none is documented", async () => {
  const { pricing, requests } = pricingOf(heldAccount().account);
  expect(await pricing.price(previewed({ edgeSiteId: "x" }))).toEqual({
    why: "there is no edge site x (ListEdgeSites).",
  });
  const marketOptions = {
    chargeMode: "prepaid",
    prepaidOptions: { periodType: "year", periodNum: 3, payMode: "PAID_BY_YEAR" },
  };
  expect(await pricing.price(previewed({ marketOptions }))).toHaveProperty("why");
  expect(requests).toEqual([]);
});

it("says why the billing service gives none", async () => {
  const failing = pricingOf(heldAccount().account, () =>
    Promise.reject(serviceError("ListRateOnPeriodDetail failed.")),
  );
  expect(await failing.pricing.price(previewed())).toEqual({ why: "ListRateOnPeriodDetail failed." });
});

it("waits no longer than all previews may", async () => {
  const { account, clock } = heldAccount();
  const { pricing } = pricingOf(account, () => new Promise(() => undefined));
  const price = pricing.price(previewed());
  await settle();
  await clock.pass(10_000);
  expect(await price).toMatchObject({ why: expect.stringContaining("took longer than the 10 seconds") as unknown });
});
