import type { Fault } from "cloudpond-simulator";
import { DeliveryOrder, type DeliveryOrderArgs } from "../../provider/index.js";
import { ARGS, toldOf } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

const SITES = Array.from({ length: 200 }, (_, index) => `shop-${index}`);
const SEED = {
  behaviour: { pageLimit: 100 },
  edgeSites: SITES.map((id) => ({ id, name: id })),
  quotas: { edge_site: 1000, compute_device: 1000 },
};

const fleet =
  (sites: readonly string[], args: Partial<DeliveryOrderArgs> = {}): Program =>
  async () => {
    for (const edgeSiteId of sites) new DeliveryOrder(edgeSiteId, { ...ARGS, ...args, edgeSiteId });
    return Promise.resolve();
  };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start({ simulator: { seed: SEED } });
});
afterAll(() => engine.stop());

/** Operations that the service was asked for since the first `skipped` requests, with how often. */
async function asked(skipped: number): Promise<Record<string, number>> {
  const journal = (await engine.simulator.journal()).slice(skipped);
  const counts: Record<string, number> = {};
  for (const { operation } of journal) counts[operation ?? ""] = (counts[operation ?? ""] ?? 0) + 1;
  return counts;
}

test("a preview of 200 new orders on 200 sites reads each list once, page by page", async () => {
  const { ok, output } = await engine.preview(fleet(SITES));
  expect({ ok, warnings: output.match(/warning:/gu) }).toEqual({ ok: true, warnings: null });
  expect(output).toContain("+ 201 to create");
  expect(await asked(0)).toEqual({
    // 200 sites are two pages of 100, all else is one page.
    ListEdgeSites: 2,
    ListDeliveryOrders: 1,
    ListServers: 1,
    ListNetworkDevices: 1,
    ListStoragePools: 1,
    ListServerOfferings: 1,
    ListNetworkDeviceOfferings: 1,
    ListStorageTypes: 1,
    ListSaleCycles: 1,
    ListQuotas: 1,
  });
});

/** How the catalogue misbehaves, and what the preview says of it. */
const FAULTS: readonly (readonly [string, readonly Fault[], RegExp])[] = [
  [
    "answers nothing readable",
    [{ operation: "ListServerOfferings", times: 9, action: { kind: "garbage", body: "<html>" } }],
    /The online checks of server offerings were skipped: ListServerOfferings failed: the answer is not JSON/u,
  ],
  [
    "answers something else",
    [{ operation: "ListStorageTypes", times: 9, action: { kind: "garbage", body: '{"storage_types":[{"id":{}}]}' } }],
    /The online checks of storage were skipped: ListStorageTypes failed: the answer is not as documented/u,
  ],
  [
    "may not be read",
    [
      {
        operation: "ListQuotas",
        times: 9,
        action: { kind: "status", status: 403, body: { error_code: "APIGW.0302", error_msg: "no" } },
      },
    ],
    /The online checks of quotas were skipped: ListQuotas failed: the principal is not allowed to do this/u,
  ],
  [
    "breaks the connection",
    [{ operation: "ListDeliveryOrders", times: 9, action: { kind: "dropResponse" } }],
    /The online checks of what stands on the site were skipped: ListDeliveryOrders failed/u,
  ],
  [
    "throttles",
    [
      {
        operation: "ListSaleCycles",
        times: 9,
        action: { kind: "status", status: 429, body: { error_code: "APIGW.0308", error_msg: "slow down" } },
      },
    ],
    /The online checks of term and payment were skipped: ListSaleCycles failed: too many calls were made/u,
  ],
];

test.each(FAULTS)("a catalogue that %s is told of in one line, and the preview goes on", async (_, faults, line) => {
  for (const fault of faults) await engine.simulator.fault(fault);
  try {
    const { ok, output } = await engine.preview(fleet(SITES.slice(0, 3)));
    expect(ok).toBe(true);
    // On the row of whichever order the engine checked first.
    const told = output.split("Diagnostics:")[1];
    expect(told).toMatch(line);
    expect(told?.match(/warning:/gu)).toHaveLength(1);
  } finally {
    await engine.simulator.clearFaults();
  }
});

test("a catalogue that lists other things than the order asks for is told of in every other rule", async () => {
  await engine.simulator.fault({
    operation: "ListServerOfferings",
    times: 2,
    action: { kind: "status", status: 503, body: "<html>" },
  });
  try {
    const wrong = { storagePools: [{ storageType: "NVME", size: 1 }] };
    const { ok, output } = await engine.preview(fleet(SITES.slice(0, 1), wrong));
    expect(ok).toBe(false);
    expect(toldOf(output, "shop-0")).toMatch(/storagePools\[0\]\.storageType: there is no storage type NVME/u);
    expect(toldOf(output, "shop-0")).toMatch(/The online checks of server offerings were skipped/u);
  } finally {
    await engine.simulator.clearFaults();
  }
});

test("a service that does not answer holds a preview up for the time limit once, not for each order", async () => {
  engine.env["CLOUDPOND_PREFLIGHT_SECONDS"] = "2";
  await engine.simulator.fault({ operation: "ListEdgeSites", times: 9, action: { kind: "delay", ms: 60_000 } });
  const beganMs = performance.now();
  const { ok, output } = await engine.preview(fleet(SITES.slice(0, 20)));
  expect(ok).toBe(true);
  expect(performance.now() - beganMs).toBeLessThan(30_000);
  const told = output.split("Diagnostics:")[1];
  expect(told).toContain(
    "warning: The online checks were skipped: CloudPond's answers took longer than the 2 seconds that all previews of a run wait together " +
      "(CLOUDPOND_PREFLIGHT_SECONDS / cloudpond:preflightSeconds). This is said once, and holds for the orders that follow, too.",
  );
  expect(told?.match(/warning:/gu)).toHaveLength(1);
  expect(await engine.posts()).toBe(0);
});
