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

const fleet =
  (sites: readonly string[]): Program =>
  async () => {
    for (const edgeSiteId of sites) new DeliveryOrder(edgeSiteId, { ...ARGS, edgeSiteId });
    return Promise.resolve();
  };

test("a fleet is ordered side by side, each order once, although each of them changes the list that the others read", async () => {
  const engine = await Engine.start({ simulator: { seed: SEED } });
  try {
    const { ok, output } = await engine.up(fleet(SITES));
    expect({ ok, errors: output.match(/error:.*/gu) }).toEqual({ ok: true, errors: null });
    const placed = (await engine.simulator.orders()).map(({ edge_site_id }) => edge_site_id);
    expect(placed.sort()).toEqual([...SITES].sort());
    expect(await engine.posts()).toBe(SITES.length);
  } finally {
    await engine.stop();
  }
});

test("where only five requests a second are allowed, orders wait for their turn, and each is placed once", async () => {
  const few = SITES.slice(0, 12);
  const engine = await Engine.start({ simulator: { seed: { ...SEED, behaviour: { requestsPerSecond: 5 } } } });
  try {
    const { ok, output } = await engine.up(fleet(few));
    expect({ ok, told: output.match(/(?:error|warning):.*/gu) }).toEqual({ ok: true, told: null });
    const journal = await engine.simulator.journal();
    const isRefused = ({ status }: { readonly status: number | null }) => status === 429;
    const placed = journal.filter(({ operation, status }) => operation === "CreateDeliveryOrder" && status !== 429);
    expect(placed).toHaveLength(few.length);
    expect((await engine.simulator.orders()).map(({ edge_site_id }) => edge_site_id).sort()).toEqual([...few].sort());
    // The first ones are sent side by side, before anybody can know.
    expect(journal.some(isRefused)).toBe(true);
    expect(journal.filter(isRefused).length).toBeLessThan(journal.length / 2);
  } finally {
    await engine.stop();
  }
});
