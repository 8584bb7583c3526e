import type { CloudPondClient } from "../../../provider/cloudpond/client.js";
import type { CatalogueService } from "../../../provider/order/catalogue.js";
import { ACCOUNT, answer, fake, refusal } from "./fakeService.js";

/** Fails to compile where `Actual` is not assignable to `Expected`. */
type Satisfies<Actual extends Expected, Expected> = Actual;

/** The client is the catalogue that the preview asks. */
export type Proof = Satisfies<CloudPondClient, CatalogueService>;

const page = (list: string, entries: readonly unknown[], next_marker?: string) =>
  answer(200, { [list]: entries, page_info: { current_count: entries.length, next_marker } });

const CYCLES = [{ pay_mode: "FULL", period_type: "year", period_num: 3 }];
const PRODUCT = { cloud_service_type: "c", resource_type: "r", resource_spec_code: "s" };

/** What each list is asked with, what it answers with, and what is read from that. */
const LISTS: readonly (readonly [
  string,
  (client: CloudPondClient) => Promise<unknown>,
  { readonly path: string; readonly list: string; readonly wire: object; readonly read: object },
])[] = [
  [
    "edge sites",
    (client) => client.listEdgeSites({ id: ["a", "b"], name: "x y", status: "initial", enterpriseProjectId: "0" }),
    {
      path: `/v1/${ACCOUNT}/edge-sites?enterprise_project_id=0&id=a&id=b&name=x%20y&status=initial&limit=1000`,
      list: "edge_sites",
      wire: {
        id: "site",
        domain_id: ACCOUNT,
        name: "berlin",
        status: "initial",
        region_id: "cn-north-4",
        location: { zone_code: "DE", condition: { environment: 2, installation: "SUPPORT" } },
        updated_at: null,
        added_later: true,
      },
      read: {
        id: "site",
        domainId: ACCOUNT,
        name: "berlin",
        status: "initial",
        regionId: "cn-north-4",
        location: { zoneCode: "DE", condition: { environment: 2, installation: "SUPPORT" } },
      },
    },
  ],
  [
    "server offerings",
    (client) => client.listServerOfferings({ zoneCode: "DE", payMode: ["FULL", "HALF"], periodNum: 3 }),
    {
      path: `/v2/${ACCOUNT}/server-offerings?zone_code=DE&pay_mode=FULL&pay_mode=HALF&period_num=3&limit=1000`,
      list: "offerings",
      wire: {
        id: "srv",
        zone_code: "DE",
        scene_code: "general",
        status: "ONSALE",
        spec: { name: "c6", vcpus: 64, memory: "much", power: 650, cpu_name: "Xeon" },
        product_info: PRODUCT,
        sale_cycles: CYCLES,
      },
      read: {
        id: "srv",
        zoneCode: "DE",
        sceneCode: "general",
        status: "ONSALE",
        spec: { name: "c6", vcpus: 64, power: 650, cpuName: "Xeon" },
        productInfo: { cloudServiceType: "c", resourceType: "r", resourceSpecCode: "s" },
        saleCycles: [{ payMode: "FULL", periodType: "year", periodNum: 3 }],
      },
    },
  ],
  [
    "network device offerings",
    (client) => client.listNetworkDeviceOfferings({ storageType: ["SSD"] }),
    {
      path: `/v2/${ACCOUNT}/network-device-offerings?storage_type=SSD&limit=1000`,
      list: "offerings",
      wire: { id: "net", zone_code: "DE", status: "ONSALE", spec: "none", sale_cycles: null },
      read: { id: "net", zoneCode: "DE", status: "ONSALE", spec: {}, saleCycles: [] },
    },
  ],
  [
    "storage types",
    (client) => client.listStorageTypes({ zoneCode: "DE", name: "SSD" }),
    {
      path: `/v2/${ACCOUNT}/storage-types?zone_code=DE&name=SSD&limit=1000`,
      list: "storage_types",
      wire: { id: "t", name: "SSD", zone_code: "DE", expand_capacity_step: 2, supported_capacities: [17, 36] },
      read: { id: "t", name: "SSD", zoneCode: "DE", expandCapacityStep: 2, supportedCapacities: [17, 36] },
    },
  ],
  [
    "storage gears",
    (client) => client.listStorageGears({ payMode: "FULL", periodNum: [1, 3] }),
    {
      path: `/v2/${ACCOUNT}/storage-gears?pay_mode=FULL&period_num=1&period_num=3&limit=1000`,
      list: "storage_gears",
      wire: { id: "g", gear: 36, storage_type: "SSD", zone_code: "DE", product_info: {}, sale_cycles: CYCLES },
      read: {
        id: "g",
        gear: 36,
        storageType: "SSD",
        zoneCode: "DE",
        saleCycles: [{ payMode: "FULL", periodType: "year", periodNum: 3 }],
      },
    },
  ],
  [
    "servers in full",
    (client) => client.listSiteServers({ deliveryOrderId: "o" }),
    {
      path: `/v2/${ACCOUNT}/servers?delivery_order_id=o&limit=1000`,
      list: "servers",
      wire: {
        id: "s1",
        edge_site_id: 7,
        offering_id: "srv",
        status: "USING",
        spec: { vcpus: 64 },
        market_options: { charge_mode: "prepaid", prepaid_options: { order_id: "CS1", pay_mode: "FULL" } },
        location: { rack_id: "r1", start_index: 3, unit: 2 },
      },
      read: {
        id: "s1",
        edgeSiteId: "7",
        offeringId: "srv",
        status: "USING",
        spec: { vcpus: 64 },
        marketOptions: { chargeMode: "prepaid", prepaidOptions: { orderId: "CS1", payMode: "FULL" } },
        location: { rackId: "r1", startIndex: 3, unit: 2 },
      },
    },
  ],
  [
    "network devices in full",
    (client) => client.listSiteNetworkDevices({ edgeSiteId: "site" }),
    {
      path: `/v2/${ACCOUNT}/network-devices?edge_site_id=site&limit=1000`,
      list: "network_devices",
      wire: { id: "n1", offering_id: "net", status: "USING" },
      read: { id: "n1", offeringId: "net", status: "USING", spec: {} },
    },
  ],
  [
    "storage pools in full",
    (client) => client.listSiteStoragePools({ edgeSiteId: "site" }),
    {
      path: `/v2/${ACCOUNT}/storage-pools?edge_site_id=site&limit=1000`,
      list: "storage_pools",
      wire: { id: "p1", storage_type: "SSD", status: "EXPANDING", assigned_size: 26, capacity: 104, parent_id: "p0" },
      read: { id: "p1", storageType: "SSD", status: "EXPANDING", assignedSize: 26, capacity: 104, parentId: "p0" },
    },
  ],
  [
    "the hardware of all sites",
    (client) => client.listStoragePools("allSites", { isProof: false }),
    {
      path: `/v2/${ACCOUNT}/storage-pools?limit=1000`,
      list: "storage_pools",
      wire: { id: "p1", edge_site_id: "site", storage_type: "SSD", status: "AVAILABLE", assigned_size: 26 },
      read: { id: "p1", edgeSiteId: "site", storageType: "SSD", status: "AVAILABLE", size: 26 },
    },
  ],
];

describe.each(LISTS)("%s", (_, call, { path, list, wire, read }) => {
  it("are asked for by their filters and read in camelCase", async () => {
    const { client, requests } = fake([page(list, [wire])]);
    expect(await call(client)).toEqual([read]);
    expect(requests.map(({ url }) => url)).toEqual([`https://ies.example.com${path}`]);
  });

  it("are walked once, however many pages there are", async () => {
    const { client, requests } = fake([page(list, [wire], "m 1"), page(list, [{ ...wire, id: "another" }])]);
    expect(await call(client)).toEqual([read, { ...read, id: "another" }]);
    expect(requests.map(({ url }) => url)).toEqual([
      `https://ies.example.com${path}`,
      `https://ies.example.com${path}&marker=m%201`,
    ]);
  });

  it("are an error where an entry cannot be told, and where the pages go round", async () => {
    await expect(call(fake([page(list, [{ ...wire, id: null }])]).client)).rejects.toThrow(`${list}[0].id must be`);
    await expect(call(fake([answer(200, {})]).client)).rejects.toThrow(`${list} must be a list, got nothing`);
    await expect(call(fake([page(list, [wire], "m")]).client)).rejects.toThrow(
      "the pages of the list contradict each other",
    );
  });
});

it.each<[string, object, string]>([
  ["a size", { supported_capacities: ["36"] }, "supported_capacities[0] must be a number of at least 0, got a text"],
  ["a step", { expand_capacity_step: null }, "expand_capacity_step must be a number of at least 0, got null"],
])("%s that cannot be read is not left out, because what is left out counts as not on sale", async (_, odd, said) => {
  const type = { id: "t", name: "SSD", zone_code: "DE", expand_capacity_step: 0, supported_capacities: [17], ...odd };
  await expect(fake([page("storage_types", [type])]).client.listStorageTypes()).rejects.toThrow(said);
});

it("nor is a term", async () => {
  const sale_cycles = [...CYCLES, { pay_mode: "HALF" }];
  const offering = { id: "srv", zone_code: "DE", status: "ONSALE", spec: {}, sale_cycles };
  await expect(fake([page("offerings", [offering])]).client.listServerOfferings()).rejects.toThrow(
    "offerings[0].sale_cycles[1].period_type must be a text that is not empty, got nothing",
  );
});

it.each([
  ["servers", (client: CloudPondClient) => client.listSiteServers({ edgeSiteId: "site" })],
  ["network_devices", (client: CloudPondClient) => client.listSiteNetworkDevices({ edgeSiteId: "site" })],
])("the %s of another site are not taken for those of the one that was asked for", async (list, call) => {
  const foreign = page(list, [{ id: "x", edge_site_id: "another", offering_id: "o", status: "USING" }]);
  await expect(call(fake([foreign]).client)).rejects.toThrow("answers with that of others, too");
});

describe("sale cycles", () => {
  it("are read with one term or several, in one answer", async () => {
    const sale_cycles = [
      { pay_mode: "FULL", period_type: "year", period_num: [1, 3] },
      { pay_mode: "HALF", period_type: "year", period_num: 3 },
    ];
    const { client, requests } = fake([answer(200, { sale_cycles })]);
    expect(await client.listSaleCycles({ zoneCode: "DE" })).toEqual([
      { payMode: "FULL", periodType: "year", periodNum: [1, 3] },
      { payMode: "HALF", periodType: "year", periodNum: [3] },
    ]);
    expect(requests[0]?.url).toBe(`https://ies.example.com/v2/${ACCOUNT}/sale-cycles?zone_code=DE`);
  });
});

describe("quotas", () => {
  it("are read by type", async () => {
    const resources = [{ type: "edge_site", quota: 10, used: 7, unit: "site" }];
    const { client } = fake([answer(200, { quotas: { resources } })]);
    expect(await client.listQuotas()).toEqual([{ type: "edge_site", quota: 10, used: 7 }]);
  });
});

describe("a list of orders for a preview", () => {
  const order = (id: string) => ({ id, domain_id: ACCOUNT, status: "SUCCESS", edge_site_id: "site" });
  const pages = [page("delivery_orders", [order("a")], "m"), page("delivery_orders", [order("b")])];

  it("is walked once, and twice where it has to be a proof", async () => {
    const preview = fake(pages);
    expect((await preview.client.listDeliveryOrders({ isProof: false })).orders.map(({ id }) => id)).toEqual([
      "a",
      "b",
    ]);
    expect(preview.requests).toHaveLength(2);
    const proof = fake([...pages, ...pages]);
    expect((await proof.client.listDeliveryOrders()).orders.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(proof.requests).toHaveLength(4);
  });
});

describe("a rating", () => {
  const REQUEST = {
    projectId: "project",
    products: [
      {
        id: "servers[0]",
        cloudServiceType: "c",
        resourceType: "r",
        resourceSpec: "s",
        region: "cn-north-4",
        periodNum: 3,
        subscriptionNum: 2,
        feeInstallmentMode: "HALF_PAY",
      },
    ],
  };
  const RATED = {
    official_website_amount: 1000.5,
    installment_official_website_amount: "10.10",
    installment_period_type: 2,
  };
  const BODY = {
    currency: "CNY",
    official_website_rating_result: { ...RATED, product_rating_results: [{ id: "servers[0]", ...RATED }] },
  };

  it("is asked for as the billing service documents it", async () => {
    const { client, requests } = fake([answer(200, BODY)]);
    const amounts = {
      officialWebsiteAmount: "1000.5",
      installmentOfficialWebsiteAmount: "10.10",
      installmentPeriodType: 2,
    };
    expect(await client.listRateOnPeriodDetail(REQUEST)).toEqual({
      currency: "CNY",
      ...amounts,
      products: [{ id: "servers[0]", ...amounts }],
    });
    const [{ method, url, body, headers } = {} as never] = requests as {
      method: string;
      url: string;
      body: Buffer;
      headers: object;
    }[];
    expect({ method, url }).toEqual({
      method: "POST",
      url: "https://bss.example.com/v2/bills/ratings/period-resources/subscribe-rate",
    });
    expect(headers).toMatchObject({ "Content-Type": "application/json" });
    expect(JSON.parse(String(body))).toEqual({
      project_id: "project",
      product_infos: [
        {
          id: "servers[0]",
          cloud_service_type: "c",
          resource_type: "r",
          resource_spec: "s",
          region: "cn-north-4",
          period_type: 3,
          period_num: 3,
          subscription_num: 2,
          fee_installment_mode: "HALF_PAY",
        },
      ],
    });
  });

  it("may be repeated, because it only reads", async () => {
    const { client, requests } = fake([answer(200, BODY)]);
    await client.listRateOnPeriodDetail(REQUEST);
    expect(requests[0]?.retry).toMatchObject({ retries: 4 });
  });

  it.each([["1,000"], [""], [-1], [1e21], [null], ["1e3"]])("with the amount %j is not guessed at", async (amount) => {
    const result = { ...BODY.official_website_rating_result, official_website_amount: amount };
    const { client } = fake([answer(200, { ...BODY, official_website_rating_result: result })]);
    await expect(client.listRateOnPeriodDetail(REQUEST)).rejects.toThrow(
      "official_website_rating_result.official_website_amount must be a decimal of at least 0",
    );
  });

  it("without instalments may leave their amount empty", async () => {
    const result = { ...BODY.official_website_rating_result, installment_official_website_amount: "" };
    const { client } = fake([answer(200, { ...BODY, official_website_rating_result: result })]);
    expect(await client.listRateOnPeriodDetail(REQUEST)).not.toHaveProperty("installmentOfficialWebsiteAmount");
  });

  it("that the billing service refuses bars no call of CloudPond, and one that CloudPond refuses bars the rating", async () => {
    const billing = fake([refusal(401, "APIGW.0301"), answer(200, { sale_cycles: [] })]);
    await expect(billing.client.listRateOnPeriodDetail(REQUEST)).rejects.toThrow("the credentials are not accepted");
    expect(await billing.client.listSaleCycles()).toEqual([]);
    const cloudPond = fake([refusal(401, "APIGW.0301")]);
    await expect(cloudPond.client.listSaleCycles()).rejects.toThrow("the credentials are not accepted");
    await expect(cloudPond.client.listRateOnPeriodDetail(REQUEST)).rejects.toThrow("the credentials are not accepted");
    expect(cloudPond.requests).toHaveLength(1);
  });

  it("that is refused says which permission it takes", async () => {
    await expect(fake([refusal(403, "CBC.0151")]).client.listRateOnPeriodDetail(REQUEST)).rejects.toThrow(
      "asking for prices needs a permission of the billing service",
    );
    await expect(fake([refusal(400, "CBC.0100")]).client.listRateOnPeriodDetail(REQUEST)).rejects.toThrow(
      "the billing service refuses the call as it is",
    );
  });
});
