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

test("a fleet is refreshed from lists: few orders are shown by themselves", async () => {
  const few = SITES.slice(0, 12);
  const engine = await Engine.start({ simulator: { seed: { ...SEED, behaviour: { latencyMs: 30 } } } });
  try {
    expect(await engine.up(fleet(few))).toMatchObject({ ok: true });
    const [first, last] = await engine.simulator.orders();
    for (const order of [first, last]) await engine.simulator.advance(order!.id, "ACCEPTING");
    const before = (await engine.simulator.journal()).length;
    expect(await engine.refresh()).toMatchObject({ ok: true });
    const asked = (await engine.simulator.journal()).slice(before).map(({ operation }) => operation);
    expect(asked.filter((operation) => operation === "ShowDeliveryOrder")).toHaveLength(4);
    expect(asked.filter((operation) => operation === "ListDeliveryOrders")).toHaveLength(1);
    expect(asked.length).toBeLessThan(26);
    const statuses = await Promise.all(few.map(async (name) => (await engine.resource(name))?.outputs?.["status"]));
    expect(statuses.filter((status) => status === "ACCEPTING")).toHaveLength(2);
    expect(statuses.filter((status) => status === "PROCESSING")).toHaveLength(10);
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
    const states = await Promise.all(few.map((name) => engine.resource(name)));
    expect(states.filter((state) => state?.outputs?.["__unconfirmed"] !== undefined)).toEqual([]);
    // The first ones are sent side by side, before anybody can know.
    expect(journal.some(isRefused)).toBe(true);
    expect(journal.filter(isRefused).length).toBeLessThan(journal.length / 2);
  } finally {
    await engine.stop();
  }
});
