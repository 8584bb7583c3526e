import { DeliveryOrder } from "../../provider/index.js";
import { ARGS } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

const SITES = Array.from({ length: 40 }, (_, index) => `shop-${index}`);

/** Pages so small that the list of orders has several while the fleet is being ordered, and so grows while it is read. */
const SEED = {
  edgeSites: SITES.map((id) => ({ id, name: id })),
  quotas: { edge_site: 100, compute_device: 1000 },
  behaviour: { pageLimit: 2, latencyMs: 30 },
};

const fleet: Program = async () => {
  for (const edgeSiteId of SITES) new DeliveryOrder(edgeSiteId, { ...ARGS, edgeSiteId });
  return Promise.resolve();
};

test("a fleet is ordered side by side, each order once, although each of them changes the list that the others read", async () => {
  const engine = await Engine.start({ simulator: { seed: SEED } });
  try {
    const { ok, output } = await engine.up(fleet);
    expect({ ok, errors: output.match(/error:.*/gu) }).toEqual({ ok: true, errors: null });
    const placed = (await engine.simulator.orders()).map(({ edge_site_id }) => edge_site_id);
    expect(placed.sort()).toEqual([...SITES].sort());
    expect(await engine.posts()).toBe(SITES.length);
  } finally {
    await engine.stop();
  }
});
