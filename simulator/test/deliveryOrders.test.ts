import type { Behaviour, SeedDocument } from "../src/index.js";
import { anyText, textLike } from "./matchers.js";
import { DEFAULTS, order, TestBed } from "./testClient.js";

const beds: TestBed[] = [];
async function start(behaviour: Partial<Behaviour> = {}, seed: SeedDocument = {}): Promise<TestBed> {
  const bed = await TestBed.start({ seed: { ...seed, behaviour } });
  beds.push(bed);
  return bed;
}
afterEach(() => Promise.all(beds.splice(0).map((bed) => bed.close())));

const { berlin, munich, hamburg, leipzig, singapore, delivered, running } = DEFAULTS;

describe("CreateDeliveryOrder", () => {
  test("answers 200 with the order and one billing number per kind of goods", async () => {
    const bed = await start();
    const { status, body } = await bed.v2("POST", "delivery-orders", order(berlin));
    expect(status).toBe(200);
    expect(body.delivery_order).toEqual({
      id: anyText,
      name: textLike(/^delivery_order-[a-z]{5}$/),
      domain_id: bed.simulator.account,
      status: "PROCESSING",
      edge_site_id: berlin,
      created_at: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      updated_at: body.delivery_order.created_at,
    });
    expect(body.order_ids).toHaveLength(3);
    for (const number of body.order_ids) expect(number).toMatch(/^CS\d{10}[A-Z0-9]{5}$/);
  });

  test("gives one billing number to an order of storage alone", async () => {
    const bed = await start();
    const { body } = await bed.v2("POST", "delivery-orders", order(berlin, { servers: [], network_devices: [] }));
    expect(body.order_ids).toHaveLength(1);
  });

  test("dates an order by the clock of the Date header", async () => {
    const bed = await start();
    await bed.simulator.clock({ advanceMs: 3_600_000, skewMs: 60_000 });
    const { headers, body } = await bed.v2("POST", "delivery-orders", order(berlin));
    const difference = Date.parse(body.delivery_order.created_at) - Date.parse(headers.get("date") ?? "");
    expect(Math.abs(difference)).toBeLessThan(2000);
  });

  test("never gives two orders the same instant", async () => {
    const bed = await TestBed.start({ oneOrderPerSite: false, now: () => Date.UTC(2026, 5, 12) });
    beds.push(bed);
    const ids = [await bed.place(berlin), await bed.place(berlin), await bed.place(berlin)];
    const created = (await bed.simulator.orders())
      .filter(({ id }) => ids.includes(id))
      .map((entry) => entry.created_at);
    expect(new Set(created.map((text) => Date.parse(text))).size).toBe(3);
  });

  test("takes a number for edge_site_id, as the published example has it", async () => {
    const bed = await start({}, { edgeSites: [{ id: "0" }] });
    const { body } = await bed.v2("POST", "delivery-orders", order(0));
    expect(body.delivery_order.edge_site_id).toBe("0");
  });

  test("takes an order without pay_mode and bills it all upfront", async () => {
    const bed = await start();
    const market_options = { charge_mode: "prepaid", prepaid_options: { period_type: "year", period_num: 3 } };
    const id = await bed.place(berlin, { market_options });
    const { body } = await bed.v2("GET", `servers?delivery_order_id=${id}`);
    expect(body.servers[0]?.market_options.prepaid_options.pay_mode).toBe("FULL");
  });

  const prepaid = (options: object): object => ({
    market_options: {
      charge_mode: "prepaid",
      prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL", ...options },
    },
  });
  const server = (line: object): object => ({
    servers: [{ offering_id: DEFAULTS.server, count: 2, ...line }],
  });
  const storage = (line: object): object => ({ storage_pools: [{ storage_type: "SSD", size: 26, ...line }] });

  test.each<[string, object, string]>([
    ["no market_options", { market_options: undefined }, "delivery_order.market_options is missing"],
    ["an empty site id", { edge_site_id: "" }, "edge_site_id must not be empty"],
    ["nothing to buy", { servers: [], network_devices: [], storage_pools: [] }, "contains nothing"],
    ["an unknown member", { server: [] }, "delivery_order.server is not known"],
    ["an unknown member of a line", server({ number: 1 }), "servers[0].number is not known"],
    ["a count of zero", server({ count: 0 }), "servers[0].count must be a whole number of at least 1, got 0"],
    ["a fraction", server({ count: 1.5 }), "servers[0].count"],
    ["a number as text", server({ count: "2" }), "servers[0].count must be a whole number of at least 1, got a string"],
    ["no count", { servers: [{ offering_id: DEFAULTS.server }] }, "servers[0].count is missing"],
    ["an unknown offering", server({ offering_id: "none" }), "servers[0].offering_id none does not exist"],
    ["a retired offering", server({ offering_id: "20000000-0000-4000-8000-000000000003" }), "RETIREMENT"],
    ["an offering of another zone", server({ offering_id: "20000000-0000-4000-8000-000000000004" }), "sold in SG"],
    ["a server as network device", { network_devices: [{ offering_id: DEFAULTS.server, count: 1 }] }, "does not exist"],
    ["an unknown storage type", storage({ storage_type: "TAPE" }), "storage_type TAPE is not sold"],
    ["a size between two steps", storage({ size: 27 }), "27 TB of SSD cannot be bought"],
    ["a size that is not listed", storage({ storage_type: "SAS", size: 37 }), "37 TB of SAS cannot be bought"],
    [
      "one storage type twice",
      {
        storage_pools: [
          { storage_type: "SSD", size: 2 },
          { storage_type: "SSD", size: 4 },
        ],
      },
      "names SSD twice",
    ],
    ["a term that is not sold", prepaid({ period_num: 2 }), "not sold for 2 years paid FULL"],
    ["a payment that is not sold for the term", prepaid({ period_num: 1, pay_mode: "HALF" }), "not sold for 1 years"],
    ["an unknown way to pay", prepaid({ pay_mode: "CASH" }), "pay_mode must be one of FULL"],
    ["months", prepaid({ period_type: "month" }), "period_type must be one of year"],
    [
      "a discount whose type is a number",
      {
        market_options: {
          charge_mode: "prepaid",
          prepaid_options: { period_type: "year", period_num: 3 },
          discounts: [{ id: "d", type: 2 }],
        },
      },
      "discounts[0].type must be a text",
    ],
  ])("refuses %s", async (_what, change, why) => {
    const bed = await start();
    const { status, body } = await bed.v2("POST", "delivery-orders", order(berlin, change as Record<string, unknown>));
    expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
    expect(body.error_msg).toContain(why);
    expect(Object.keys(body)).toEqual(["error_code", "error_msg"]);
    expect(await bed.simulator.orders()).toHaveLength(2);
  });

  test("checks the term of a storage-only order against the zone's sale cycles", async () => {
    const bed = await start();
    const change = { servers: [], network_devices: [], ...prepaid({ period_num: 2 }) };
    const { body } = await bed.v2("POST", "delivery-orders", order(berlin, change));
    expect(body.error_msg).toContain("2 years paid FULL are not on sale");
  });

  test.each(["", "{", "[]", "null", '{"edge_site_id":"x"}'])("refuses the body %j", async (text) => {
    const bed = await start();
    const { status, body } = await bed.v2("POST", "delivery-orders", text);
    expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
  });

  test("answers 404 IES.00011002 for a site that does not exist", async () => {
    const bed = await start();
    const { status, body } = await bed.v2("POST", "delivery-orders", order("none"));
    expect([status, body.error_code]).toEqual([404, "IES.00011002"]);
  });

  test("answers 400 IES.00001008 when the order quota is used up, until a record is deleted", async () => {
    const bed = await start({ orderQuota: 2 });
    const refused = await bed.v2("POST", "delivery-orders", order(berlin));
    expect([refused.status, refused.body.error_code]).toEqual([400, "IES.00001008"]);
    await bed.v2("DELETE", `delivery-orders/${delivered}`);
    expect((await bed.v2("POST", "delivery-orders", order(berlin))).status).toBe(200);
  });
});

describe("one order per site", () => {
  const statusOf = async (bed: TestBed, siteId: string): Promise<number> =>
    (await bed.v2("POST", "delivery-orders", order(siteId))).status;

  test("on: a site with an open order refuses another with 400 IES.00001005", async () => {
    const bed = await start();
    await bed.place(berlin);
    for (const site of [berlin, leipzig]) {
      const { status, body } = await bed.v2("POST", "delivery-orders", order(site));
      expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
      expect(body.error_msg).toContain("only one order can be placed on an edge site");
    }
  });

  test("on: an order in a status that nobody knows still blocks its site", async () => {
    const bed = await start();
    await bed.simulator.advance(await bed.place(berlin), "REVIEWING");
    expect(await statusOf(bed, berlin)).toBe(400);
  });

  test("on: an available site takes an expansion", async () => {
    const bed = await start();
    expect(await statusOf(bed, hamburg)).toBe(200);
    expect(await statusOf(bed, hamburg)).toBe(400);
  });

  test("on: a site that is deploying without a known order is refused, one with dead orders only is not", async () => {
    const edgeSites = [
      { id: "foreign", status: "deploying" },
      { id: "freed", status: "deploying" },
    ] as const;
    const deliveryOrders = [{ id: "dead", edge_site_id: "freed", status: "CANCELLED" }];
    const bed = await start({}, { edgeSites, deliveryOrders });
    expect([await statusOf(bed, "foreign"), await statusOf(bed, "freed")]).toEqual([400, 200]);
  });

  test("off: initial, available and deploying sites take any number of orders", async () => {
    const bed = await start({ oneOrderPerSite: false });
    for (const site of [berlin, berlin, hamburg, hamburg, leipzig]) expect(await statusOf(bed, site)).toBe(200);
  });

  test.each([true, false])("an unavailable site takes no order (rule: %p)", async (oneOrderPerSite) => {
    const bed = await start({ oneOrderPerSite }, { edgeSites: [{ id: "broken", status: "unavailable" }] });
    expect(await statusOf(bed, "broken")).toBe(400);
  });
});

describe("reading orders", () => {
  test("list and show have the documented members and nothing of what was bought", async () => {
    const bed = await start();
    const { body: list } = await bed.v2("GET", "delivery-orders");
    const { body: one } = await bed.v2("GET", `delivery-orders/${delivered}`);
    expect(list.page_info).toEqual({ current_count: 2 });
    expect(one.delivery_order).toEqual(list.delivery_orders[0]);
    expect(one.delivery_order).toEqual({
      id: delivered,
      name: "delivery_order-zurcq",
      domain_id: bed.simulator.account,
      status: "SUCCESS",
      edge_site_id: hamburg,
      effected_at: "2026-01-04T07:05:14Z",
      created_at: "2026-01-04T07:05:14.405000Z",
      updated_at: "2026-01-04T07:05:14.405000Z",
    });
    expect(list.delivery_orders[1]).not.toHaveProperty("effected_at");
  });

  test.each([
    ["status=SUCCESS", [delivered]],
    ["status=PROCESSING&status=SUCCESS", [delivered, running]],
    ["status=FAIL", []],
    [`id=${running}`, [running]],
    [`id=${running}&status=SUCCESS`, []],
    [`edge_site_id=${hamburg}`, [delivered, running]],
  ])("the filter %s finds what it should; a filter that the API does not have is ignored", async (query, ids) => {
    const bed = await start();
    const { body } = await bed.v2("GET", `delivery-orders?${query}`);
    expect(body.delivery_orders.map(({ id }) => id)).toEqual(ids);
  });

  test.each(["status=NEW", "id=a&id=b", "limit=0", "limit=2001", "limit=x", "marker=none"])(
    "the query %s is refused",
    async (query) => {
      const bed = await start();
      const { status, body } = await bed.v2("GET", `delivery-orders?${query}`);
      expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
    },
  );

  test("an unknown order is 404 with the service's body", async () => {
    const bed = await start();
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await bed.v2(method, "delivery-orders/none");
      expect([status, body]).toEqual([404, { error_code: "SYS.0404", error_msg: anyText }]);
    }
  });

  test("a new order appears in lists only after listVisibilityDelayMs, by id at once", async () => {
    const bed = await start({ listVisibilityDelayMs: 60_000 });
    const id = await bed.place(berlin);
    const isListed = async (): Promise<boolean> =>
      (await bed.v2("GET", "delivery-orders")).body.delivery_orders.some((entry) => entry.id === id);
    expect(await isListed()).toBe(false);
    expect((await bed.v2("GET", `delivery-orders/${id}`)).status).toBe(200);
    await bed.simulator.clock({ skewMs: 3_600_000 });
    expect(await isListed()).toBe(false);
    await bed.simulator.clock({ advanceMs: 60_000 });
    expect(await isListed()).toBe(true);
  });
});

describe("DeleteDeliveryOrder", () => {
  test.each(["SUCCESS", "FAIL", "CANCELLED"])(
    "removes the record of an order that is %s: 204, no body",
    async (status) => {
      const bed = await start();
      const id = await bed.place(munich);
      await bed.simulator.advance(id, status);
      const reply = await bed.v2("DELETE", `delivery-orders/${id}`);
      expect([reply.status, reply.body]).toEqual([204, ""]);
      expect((await bed.v2("GET", `delivery-orders/${id}`)).status).toBe(404);
      expect((await bed.v2("DELETE", `delivery-orders/${id}`)).status).toBe(404);
      expect((await bed.v2("GET", "delivery-orders")).body.page_info.current_count).toBe(2);
      expect((await bed.simulator.orders()).at(-1)).toMatchObject({ id, status, deleted: true });
    },
  );

  test("does not touch the hardware or the site", async () => {
    const bed = await start();
    await bed.v2("DELETE", `delivery-orders/${delivered}`);
    expect((await bed.v2("GET", `servers?delivery_order_id=${delivered}`)).body.servers).toHaveLength(2);
    expect(await bed.siteStatus(hamburg)).toBe("available");
  });

  test.each(["PROCESSING", "ACCEPTING", "REVIEWING"])("is refused while the order is %s", async (status) => {
    const bed = await start();
    await bed.simulator.advance(running, status);
    const reply = await bed.v2("DELETE", `delivery-orders/${running}`);
    expect([reply.status, reply.body.error_code]).toEqual([400, "SYS.0400"]);
    expect((await bed.simulator.orders()).at(-1)).toMatchObject({ status, deleted: false });
  });

  test("with deletedOrders: status the record stays readable as DELETED", async () => {
    const bed = await start({ deletedOrders: "status" });
    await bed.v2("DELETE", `delivery-orders/${delivered}`);
    const { body } = await bed.v2("GET", `delivery-orders/${delivered}`);
    expect(body.delivery_order.status).toBe("DELETED");
    const { body: list } = await bed.v2("GET", "delivery-orders?status=DELETED");
    expect(list.delivery_orders.map(({ id }) => id)).toEqual([delivered]);
    expect((await bed.v2("DELETE", `delivery-orders/${delivered}`)).status).toBe(204);
  });
});

test("an order of the singapore zone takes that zone's offerings", async () => {
  const bed = await start();
  const change = {
    servers: [{ offering_id: "20000000-0000-4000-8000-000000000004", count: 1 }],
    network_devices: [{ offering_id: "30000000-0000-4000-8000-000000000003", count: 1 }],
  };
  expect((await bed.v2("POST", "delivery-orders", order(singapore, change))).status).toBe(200);
});
