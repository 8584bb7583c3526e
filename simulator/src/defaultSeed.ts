import type { Offering, OfferingSaleCycle } from "./catalogue.js";
import type { ProductPrice } from "./priceList.js";
import type { Seed } from "./seed.js";

const SALE_CYCLES: readonly OfferingSaleCycle[] = [
  { pay_mode: "FULL", period_type: "year", period_num: 1 },
  { pay_mode: "FULL", period_type: "year", period_num: 3 },
  { pay_mode: "HALF", period_type: "year", period_num: 3 },
  { pay_mode: "PAID_BY_YEAR", period_type: "year", period_num: 3 },
  { pay_mode: "ZERO_PAID_BY_YEAR", period_type: "year", period_num: 3 },
];

function serverOffering(
  id: string,
  zone: string,
  status: string,
  spec: { name: string; flavor_type: string; power: number; vcpus: number; memory: number; cpu: string },
): Offering {
  return {
    id,
    zone_code: zone,
    scene_code: "general",
    status,
    spec: {
      id: `ies.${spec.name}`,
      name: spec.name,
      server_type: "COMPUTE",
      flavor_type: spec.flavor_type,
      performance_type: "normal",
      power: spec.power,
      unit: 2,
      vcpus: spec.vcpus,
      memory: spec.memory,
      storage_capacity: 0,
      cpu_name: spec.cpu,
      cpu_architecture: "x86_64",
    },
    product_info: {
      cloud_service_type: "hws.service.type.ies",
      resource_type: "hws.resource.type.ies.server",
      resource_spec_code: `ies.${spec.name}`,
    },
    sale_cycles: SALE_CYCLES,
  };
}

function networkOffering(id: string, zone: string, status: string, name: string): Offering {
  return {
    id,
    zone_code: zone,
    scene_code: "general",
    status,
    spec: { id: `ies.${name}`, name, power: 350, unit: 1, performance_type: "normal" },
    product_info: {
      cloud_service_type: "hws.service.type.ies",
      resource_type: "hws.resource.type.ies.network",
      resource_spec_code: `ies.${name}`,
    },
    sale_cycles: SALE_CYCLES,
  };
}

function location(zone: string, city: string): unknown {
  return {
    zone_code: zone,
    address: city,
    description: "",
    condition: { environment: 2, space: 2, transport: 1, installation: "SUPPORT" },
  };
}

const price = (kind: string, spec: string, perYear: number): ProductPrice => ({
  cloud_service_type: "hws.service.type.ies",
  resource_type: `hws.resource.type.ies.${kind}`,
  resource_spec: `ies.${spec}`,
  price_per_year: perYear,
});

const COMPUTE_64 = {
  name: "compute.c6.64",
  flavor_type: "c6",
  power: 550,
  vcpus: 64,
  memory: 256,
  cpu: "Intel Xeon Gold 6266C",
};
const COMPUTE_128 = {
  name: "compute.c7.128",
  flavor_type: "c7",
  power: 800,
  vcpus: 128,
  memory: 512,
  cpu: "Intel Xeon Gold 6348",
};
const THREE_YEARS = {
  charge_mode: "prepaid",
  prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" },
};

/** The CloudPond one gets without a seed file. Its ids are stable and listed in the README. */
export const defaultSeed: Seed = {
  account: { id: "0123456789abcdef0123456789abcdef", name: "simulator-account" },
  accessKeys: [{ accessKey: "SIMULATORACCESSKEY00", secretKey: "simulator-secret-key-not-a-real-one" }],
  temporaryCredentials: [],
  users: [{ name: "simulator-user", password: "simulator-password" }],
  behaviour: {
    oneOrderPerSite: true,
    keepPendingRecordsOfDeadOrders: false,
    deletedOrders: "notFound",
    listVisibilityDelayMs: 0,
    deviceVisibilityDelayMs: 0,
    orderQuota: null,
    pageLimit: 2000,
    tokenLifetimeMs: 24 * 60 * 60 * 1000,
    latencyMs: 0,
    requestsPerSecond: null,
    billingSite: "china",
  },
  quotas: { edge_site: 10, compute_device: 100 },
  regions: [
    { region_id: "eu-west-101", display_names: { "zh-cn": "欧洲-都柏林", "en-us": "EU-Dublin" } },
    { region_id: "ap-southeast-3", display_names: { "zh-cn": "亚太-新加坡", "en-us": "AP-Singapore" } },
    { region_id: "cn-north-4", display_names: { "zh-cn": "华北-北京四", "en-us": "CN North-Beijing4" } },
  ],
  zones: [
    { code: "DE", name: "Germany" },
    { code: "SG", name: "Singapore" },
    { code: "CN", name: "China" },
  ],
  serverOfferings: [
    serverOffering("20000000-0000-4000-8000-000000000001", "DE", "ONSALE", COMPUTE_64),
    serverOffering("20000000-0000-4000-8000-000000000002", "DE", "ONSALE", COMPUTE_128),
    serverOffering("20000000-0000-4000-8000-000000000003", "DE", "RETIREMENT", {
      ...COMPUTE_64,
      name: "compute.c3.64",
      flavor_type: "c3",
      power: 400,
    }),
    serverOffering("20000000-0000-4000-8000-000000000004", "SG", "ONSALE", COMPUTE_64),
  ],
  networkDeviceOfferings: [
    networkOffering("30000000-0000-4000-8000-000000000001", "DE", "ONSALE", "network.leaf.48"),
    networkOffering("30000000-0000-4000-8000-000000000002", "DE", "SUSPENDED", "network.leaf.24"),
    networkOffering("30000000-0000-4000-8000-000000000003", "SG", "ONSALE", "network.leaf.48"),
  ],
  storageTypes: ["DE", "SG"].flatMap((zone, index) => [
    {
      id: `40000000-0000-4000-8000-00000000000${2 * index + 1}`,
      name: "SSD",
      zone_code: zone,
      expand_capacity_step: 2,
      supported_capacities: [],
    },
    {
      id: `40000000-0000-4000-8000-00000000000${2 * index + 2}`,
      name: "SAS",
      zone_code: zone,
      expand_capacity_step: 0,
      supported_capacities: [36, 72, 108],
    },
  ]),
  storageGears: ["SSD", "SAS"].map((type, index) => ({
    id: `50000000-0000-4000-8000-00000000000${index + 1}`,
    gear: 36,
    storage_type: type,
    product_info: {
      cloud_service_type: "hws.service.type.ies",
      resource_type: "hws.resource.type.ies.storage",
      resource_spec_code: `ies.blockstorage.${type.toLowerCase()}.gear1`,
    },
    zone_code: "DE",
    sale_cycles: SALE_CYCLES,
  })),
  saleCycles: ["DE", "SG"].flatMap((zone) => [
    { zone_code: zone, pay_mode: "FULL", period_type: "year", period_num: [1, 3] },
    { zone_code: zone, pay_mode: "HALF", period_type: "year", period_num: [3] },
    { zone_code: zone, pay_mode: "PAID_BY_YEAR", period_type: "year", period_num: [3] },
    { zone_code: zone, pay_mode: "ZERO_PAID_BY_YEAR", period_type: "year", period_num: [3] },
  ]),
  priceList: {
    currency: "CNY",
    zero_pay_period: 3,
    products: [
      price("server", "compute.c6.64", 96_000),
      price("server", "compute.c7.128", 168_000),
      price("network", "network.leaf.48", 24_000),
      price("storage", "blockstorage.ssd.gear1", 86_400),
      price("storage", "blockstorage.sas.gear1", 43_200),
    ],
  },
  edgeSites: [
    { id: "10000000-0000-4000-8000-000000000001", name: "berlin", location: location("DE", "Berlin") },
    { id: "10000000-0000-4000-8000-000000000002", name: "munich", location: location("DE", "Munich") },
    {
      id: "10000000-0000-4000-8000-000000000003",
      name: "hamburg",
      status: "available",
      location: location("DE", "Hamburg"),
    },
    {
      id: "10000000-0000-4000-8000-000000000004",
      name: "leipzig",
      status: "deploying",
      location: location("DE", "Leipzig"),
    },
    {
      id: "10000000-0000-4000-8000-000000000005",
      name: "singapore",
      region_id: "ap-southeast-3",
      location: location("SG", "Singapore"),
    },
  ],
  deliveryOrders: [
    {
      id: "60000000-0000-4000-8000-000000000001",
      name: "delivery_order-zurcq",
      edge_site_id: "10000000-0000-4000-8000-000000000003",
      status: "SUCCESS",
      servers: [{ offering_id: "20000000-0000-4000-8000-000000000001", count: 2 }],
      network_devices: [{ offering_id: "30000000-0000-4000-8000-000000000001", count: 2 }],
      storage_pools: [{ storage_type: "SSD", size: 26 }],
      market_options: THREE_YEARS,
      order_ids: ["CS2601040705V3SK6", "CS2601040705V3SK7", "CS2601040705V3SK8"],
      created_at: "2026-01-04T07:05:14.405Z",
    },
    {
      id: "60000000-0000-4000-8000-000000000002",
      name: "delivery_order-qkzva",
      edge_site_id: "10000000-0000-4000-8000-000000000004",
      status: "PROCESSING",
      servers: [{ offering_id: "20000000-0000-4000-8000-000000000002", count: 3 }],
      network_devices: [{ offering_id: "30000000-0000-4000-8000-000000000001", count: 2 }],
      storage_pools: [{ storage_type: "SAS", size: 36 }],
      market_options: THREE_YEARS,
      order_ids: ["CS2602111422Q8XM1", "CS2602111422Q8XM2", "CS2602111422Q8XM3"],
      created_at: "2026-02-11T14:22:41.118Z",
    },
  ],
  servers: [],
  networkDevices: [],
  storagePools: [],
};
