import { isSizeOnGrid } from "../src/catalogue.js";
import { anyText, objectWith, textLike } from "./matchers.js";
import { DEFAULTS, TestBed, type Lists, type Row } from "./testClient.js";

let bed: TestBed;
beforeAll(async () => {
  bed = await TestBed.start();
});
afterAll(() => bed.close());

const SERVERS = [1, 2, 3, 4].map((n) => `20000000-0000-4000-8000-00000000000${n}`);
const NETWORK = [1, 2, 3].map((n) => `30000000-0000-4000-8000-00000000000${n}`);
const TYPES = [1, 2, 3, 4].map((n) => `40000000-0000-4000-8000-00000000000${n}`);
const GEARS = [1, 2].map((n) => `50000000-0000-4000-8000-00000000000${n}`);

const only = (ids: readonly string[], ...numbers: number[]): (string | undefined)[] => numbers.map((n) => ids[n - 1]);

describe("lists of what is sold", () => {
  test.each<[string, keyof Lists, readonly (string | undefined)[]]>([
    ["server-offerings", "offerings", SERVERS],
    ["server-offerings?zone_code=SG", "offerings", only(SERVERS, 4)],
    ["server-offerings?zone_code=de", "offerings", only(SERVERS, 1, 2, 3)],
    ["server-offerings?pay_mode=HALF&period_num=3", "offerings", SERVERS],
    ["server-offerings?pay_mode=HALF&period_num=1", "offerings", []],
    ["server-offerings?pay_mode=HALF&pay_mode=FULL&period_num=1", "offerings", SERVERS],
    ["server-offerings?pay_mode=ZERO_PAID_BY_MONTH", "offerings", []],
    ["server-offerings?period_num=2&period_num=3", "offerings", SERVERS],
    ["server-offerings?limit=1", "offerings", only(SERVERS, 1)],
    ["network-device-offerings", "offerings", NETWORK],
    ["network-device-offerings?zone_code=DE&limit=1", "offerings", only(NETWORK, 1)],
    ["storage-types", "storage_types", TYPES],
    ["storage-types?name=SSD", "storage_types", only(TYPES, 1, 3)],
    ["storage-types?name=SSD&zone_code=SG", "storage_types", only(TYPES, 3)],
    ["storage-gears", "storage_gears", GEARS],
    ["storage-gears?pay_mode=HALF&period_num=1", "storage_gears", []],
    ["storage-gears?zone_code=SG", "storage_gears", []],
  ])("%s", async (path, wrapper, ids) => {
    const { status, body } = await bed.v2("GET", path);
    expect(status).toBe(200);
    expect(body[wrapper].map(({ id }) => id)).toEqual(ids);
    expect(body.page_info.current_count).toBe(ids.length);
  });

  test.each(["server-offerings?pay_mode=CASH", "storage-gears?period_num=three", "storage-types?name=a&name=b"])(
    "%s is refused",
    async (path) => {
      const { status, body } = await bed.v2("GET", path);
      expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
    },
  );

  test("sale cycles list their years and have no page", async () => {
    const { body } = await bed.v2("GET", "sale-cycles?zone_code=DE");
    expect(Object.keys(body)).toEqual(["sale_cycles"]);
    expect(body.sale_cycles[0]).toEqual({ pay_mode: "FULL", period_type: "year", period_num: [1, 3] });
    expect((await bed.v2("GET", "sale-cycles?zone_code=CN")).body.sale_cycles).toEqual([]);
  });

  test("an offering has the documented members", async () => {
    const { body } = await bed.v2("GET", "server-offerings?limit=1");
    const [offering = {} as Row] = body.offerings;
    expect(Object.keys(offering).sort()).toEqual(
      ["id", "product_info", "sale_cycles", "scene_code", "spec", "status", "zone_code"].sort(),
    );
    expect(offering.spec).toMatchObject({ server_type: "COMPUTE", vcpus: 64, memory: 256, power: 550, unit: 2 });
  });
});

describe("the size grid of a storage type", () => {
  test.each([
    [0, [36, 72], 36, true],
    [0, [36, 72], 40, false],
    [0, [], 36, false],
    [2, [], 26, true],
    [2, [], 27, false],
    [3, [17], 17, true],
    [3, [17], 26, true],
    [3, [17], 18, false],
    [3, [17], 14, false],
    [10, [17, 36], 36, true],
  ])("step %p, listed %p: %p TB → %p", (step, listed, size, isSold) => {
    const type = { id: "t", name: "SSD", zone_code: "DE", expand_capacity_step: step, supported_capacities: listed };
    expect(isSizeOnGrid(type, size)).toBe(isSold);
  });
});

describe("the account", () => {
  test("has quotas and what is used of them", async () => {
    const { body } = await bed.v1("GET", "quotas");
    expect(body.quotas.resources).toEqual([
      { type: "edge_site", quota: 10, used: 5 },
      { type: "compute_device", quota: 100, used: 5 },
    ]);
  });

  test.each([
    [{}, "欧洲-都柏林"],
    [{ "x-language": "en-us" }, "EU-Dublin"],
    [{ "x-language": "pt-br" }, "EU-Dublin"],
    [{ "x-language": "tlh" }, "欧洲-都柏林"],
  ])("names its regions in the language %j", async (headers: Record<string, string>, name) => {
    const { body } = await bed.v1("GET", "regions?limit=1", undefined, headers);
    expect(body.regions).toEqual([{ region_id: "eu-west-101", display_name: name }]);
    expect(body.page_info).toEqual({ next_marker: "eu-west-101", current_count: 1 });
  });

  test("sorts its regions", async () => {
    const { body } = await bed.v1("GET", "regions?sort_key=region_id&sort_dir=asc");
    expect(body.regions.map((region) => region.region_id)).toEqual(["ap-southeast-3", "cn-north-4", "eu-west-101"]);
  });

  test("lists its zones", async () => {
    const { body } = await bed.v1("GET", "zones");
    expect(Object.keys(body)).toEqual(["zones"]);
    expect(body.zones).toContainEqual({ code: "SG", name: "Singapore" });
  });
});

describe("hardware", () => {
  const { hamburg, leipzig, delivered, running } = DEFAULTS;

  test.each<[string, keyof Lists, number]>([
    ["servers", "servers", 5],
    [`servers?edge_site_id=${hamburg}`, "servers", 2],
    [`servers?delivery_order_id=${running}`, "servers", 3],
    [`servers?edge_site_id=${leipzig}&delivery_order_id=${delivered}`, "servers", 0],
    ["servers?status=USING", "servers", 2],
    ["servers?status=USING&status=PENDING_PAYMENT", "servers", 5],
    ["servers?status=DELIVERING", "servers", 0],
    ["servers?limit=4", "servers", 4],
    [`network-devices?edge_site_id=${hamburg}&status=USING`, "network_devices", 2],
    [`network-devices?delivery_order_id=${running}`, "network_devices", 2],
    [`storage-pools?edge_site_id=${hamburg}`, "storage_pools", 1],
    [`storage-pools?delivery_order_id=${running}&status=PENDING_PAYMENT`, "storage_pools", 1],
    ["storage-pools?status=FROZEN", "storage_pools", 0],
  ])("%s", async (path, wrapper, count) => {
    const { body } = await bed.v2("GET", path);
    expect(body[wrapper]).toHaveLength(count);
    expect(body.page_info.current_count).toBe(count);
  });

  test.each<[string, keyof Lists, string]>([
    ["servers", "servers", "server"],
    ["network-devices", "network_devices", "network_device"],
    ["storage-pools", "storage_pools", "storage_pool"],
  ])(
    "one of %s is what the list shows; servers and network devices can be listed by id",
    async (path, many, single) => {
      const { body: list } = await bed.v2("GET", path);
      const [first, second] = list[many];
      expect((await bed.v2("GET", `${path}/${first?.id}`)).body).toEqual({ [single]: first });
      const { body: some } = await bed.v2("GET", `${path}?id=${first?.id}&id=${second?.id}`);
      expect(some[many]).toHaveLength(2);
      const unknown = await bed.v2("GET", `${path}/none`);
      expect([unknown.status, unknown.body.error_code]).toEqual([404, "SYS.0404"]);
    },
  );

  test("shows a delivered server in full", async () => {
    const { body } = await bed.v2("GET", `servers?delivery_order_id=${delivered}&limit=1`);
    expect(body.servers[0]).toEqual({
      id: anyText,
      domain_id: bed.simulator.account,
      edge_site_id: hamburg,
      name: textLike(/^server-[a-z]{5}$/),
      status: "USING",
      offering_id: DEFAULTS.server,
      spec: objectWith({ vcpus: 64 }),
      market_options: {
        charge_mode: "prepaid",
        prepaid_options: { order_id: "CS2601040705V3SK6", product_id: anyText, pay_mode: "FULL" },
        strategies: [],
      },
      product_info: objectWith({ resource_type: "hws.resource.type.ies.server" }),
      location: { rack_id: anyText, start_index: 1, unit: 1 },
      created_at: "2026-01-04T07:05:14.405000Z",
      updated_at: "2026-01-04T07:05:14.405000Z",
    });
  });

  test("the query ?status=LOST is refused", async () => {
    expect((await bed.v2("GET", "servers?status=LOST")).status).toBe(400);
  });
});

test("hardware of a new order appears only after deviceVisibilityDelayMs", async () => {
  const slow = await TestBed.start({ seed: { behaviour: { deviceVisibilityDelayMs: 5000 } } });
  const id = await slow.place(DEFAULTS.berlin);
  const count = async (): Promise<number> =>
    (await slow.v2("GET", `servers?delivery_order_id=${id}`)).body.page_info.current_count;
  expect(await count()).toBe(0);
  await slow.simulator.clock({ advanceMs: 5000 });
  expect(await count()).toBe(2);
  await slow.close();
});
