// What is compared, each as a user would write or use it. Bodies of providers run in Pulumi's dynamic-provider process, so they
// take everything from inputs, the environment and what they require.
const pulumi = require("@pulumi/pulumi");
const { DeliveryOrder } = require("pulumi-cloudpond");

const SERVER = "20000000-0000-4000-8000-000000000001";
const NETWORK_DEVICE = "30000000-0000-4000-8000-000000000001";

const argsFor = (edgeSiteId) => ({
  edgeSiteId,
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: NETWORK_DEVICE, count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" } },
});

// Each provider is one object for all its resources: the SDK serializes an object once.

/** Outputs of an order that are not its inputs, as a program declares them to be able to use them. */
const OUTPUTS = Object.fromEntries(
  ["orderIds", "status", "name", "domainId", "effectedAt", "createdAt", "updatedAt", "conflictingOrderIds"].map(
    (key) => [key, undefined],
  ),
);

/**
 * (a) The same resource, of which the provider does nothing, so that what is left is the engine, Pulumi's host and the state that
 * they keep.
 */
const noOp = {
  async create(inputs) {
    return { id: inputs.edgeSiteId, outs: inputs };
  },
  async read(id, props) {
    return { id, props };
  },
};

class NoOp extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(noOp, name, { ...args, ...OUTPUTS }, undefined, "bench", "NoOp");
  }
}

/** One POST. A token from the environment signs it in. */
async function order(inputs) {
  const axios = require("axios");
  const { BENCH_URL, BENCH_ACCOUNT, BENCH_TOKEN } = process.env;
  const device = ({ offeringId, count }) => ({ offering_id: offeringId, count });
  const { prepaidOptions } = inputs.marketOptions;
  const { data } = await axios.post(
    `${BENCH_URL}/v2/${BENCH_ACCOUNT}/delivery-orders`,
    {
      delivery_order: {
        edge_site_id: inputs.edgeSiteId,
        servers: inputs.servers.map(device),
        network_devices: inputs.networkDevices.map(device),
        storage_pools: inputs.storagePools.map(({ storageType, size }) => ({
          storage_type: storageType,
          size,
        })),
        market_options: {
          charge_mode: inputs.marketOptions.chargeMode,
          prepaid_options: {
            period_type: prepaidOptions.periodType,
            period_num: prepaidOptions.periodNum,
            pay_mode: prepaidOptions.payMode,
          },
        },
      },
    },
    { headers: { "X-Auth-Token": BENCH_TOKEN } },
  );
  const { id, status } = data.delivery_order;
  return { id, outs: { ...inputs, status, orderIds: data.order_ids } };
}

/** (b) The usual hand-written provider: one POST, one GET per read, no checks. */
const handWritten = {
  create: order,
  async read(id, props) {
    const axios = require("axios");
    const { BENCH_URL, BENCH_ACCOUNT, BENCH_TOKEN } = process.env;
    const { data } = await axios.get(`${BENCH_URL}/v2/${BENCH_ACCOUNT}/delivery-orders/${id}`, {
      headers: { "X-Auth-Token": BENCH_TOKEN },
    });
    return { id, props: { ...props, status: data.delivery_order.status } };
  },
};

class HandWritten extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(handWritten, name, { ...args, status: undefined, orderIds: undefined }, undefined, "bench", "HandWritten");
  }
}

/**
 * (d) What (c) would take if it did nothing but read the lists that it reads: once in a process and unchecked, with every read
 * waiting for them and giving back what it got.
 */
const listing = {
  create: order,
  async read(id, props) {
    const axios = require("axios");
    const { BENCH_URL, BENCH_ACCOUNT, BENCH_TOKEN } = process.env;
    const readAll = async (list) => {
      const headers = { "X-Auth-Token": BENCH_TOKEN };
      for (let marker; marker !== "";) {
        const params = { limit: 1000, marker };
        const { data } = await axios.get(`${BENCH_URL}/v2/${BENCH_ACCOUNT}/${list}`, { headers, params });
        marker = data.page_info?.next_marker ?? "";
      }
    };
    const lists = ["delivery-orders", "servers", "network-devices", "storage-pools"];
    globalThis.benchLists ??= Promise.all(lists.map(readAll));
    await globalThis.benchLists;
    return { id, props };
  },
};

class Listing extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(listing, name, { ...args, status: undefined, orderIds: undefined }, undefined, "bench", "Listing");
  }
}

/** (c) is this package. */
const CONTENDERS = { noOp: NoOp, handWritten: HandWritten, cloudpond: DeliveryOrder, listing: Listing };

/** A program that declares an order for each of these sites. */
exports.programOf = (contender, sites) => async () => {
  const Resource = CONTENDERS[contender];
  for (const site of sites) new Resource(site, argsFor(site));
};
