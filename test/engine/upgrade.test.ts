import fs from "node:fs";
import path from "node:path";
import type { SeedDocument } from "cloudpond-simulator";
import { ARGS, BERLIN, ordering, toldOf, writes } from "./berlinOrder.js";
import { Engine, type StateResource } from "./harness.js";

type SeedOrder = NonNullable<SeedDocument["deliveryOrders"]>[number];

/**
 * A state as a version wrote it, with what the service knew of its order then. Later versions have to go on with it: it is
 * never written anew. `FIXTURE=write` makes the one of a new version, in a file of its own. The earliest is from before the
 * first release, with another text of the provider and a hidden input more.
 */
interface Fixture {
  readonly resources: readonly StateResource[];
  readonly order: SeedOrder;
}

const VERSIONS = ["0.1.0-early", "0.1.0"];
const fileOf = (version: string): string => path.join(__dirname, "fixtures", `state-${version}.json`);

async function write(file: string): Promise<void> {
  const engine = await Engine.start();
  try {
    const program = ordering({ ...ARGS, maxUpfront: { amount: 1_000_000, currency: "CNY" } });
    expect(await engine.up(program)).toMatchObject({ ok: true });
    const { resources } = await engine.state();
    const [placed] = (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);
    const { id, edge_site_id, status, name, servers, network_devices, storage_pools, order_ids, created_at } = placed!;
    const order = { id, edge_site_id, status, name, servers, network_devices, storage_pools, order_ids, created_at };
    fs.writeFileSync(file, `${JSON.stringify({ resources, order }, undefined, 2)}\n`);
  } finally {
    await engine.stop();
  }
}

describe.each(VERSIONS)("a state written by %s", (version) => {
  let fixture: Fixture;
  let engine: Engine;

  beforeAll(async () => {
    const file = fileOf(version);
    if (process.env["FIXTURE"] === "write" && !fs.existsSync(file)) await write(file);
    fixture = JSON.parse(fs.readFileSync(file, "utf8")) as Fixture;
  });

  beforeEach(async () => {
    engine = await Engine.start({
      simulator: {
        seed: { edgeSites: [{ id: BERLIN, name: "berlin", status: "deploying" }], deliveryOrders: [fixture.order] },
      },
    });
    await engine.restore({ ...(await engine.state()), resources: fixture.resources });
  });
  afterEach(() => engine.stop());

  const program = ordering({ ...ARGS, maxUpfront: { amount: 1_000_000, currency: "CNY" } });

  test("has no difference", async () => {
    const { ok, output } = await engine.up(program, { expectNoChanges: true });
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(await writes(engine)).toEqual([]);
  });

  test("is read", async () => {
    await engine.simulator.advance(fixture.order.id, "ACCEPTING");
    expect(await engine.refresh()).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toMatchObject({ id: fixture.order.id, outputs: { status: "ACCEPTING" } });
  });

  test("is updated, which writes nothing to the service", async () => {
    await engine.simulator.advance(fixture.order.id, "ACCEPTING");
    const waiting = ordering({ ...ARGS, waitForStatus: "ACCEPTING" });
    expect(await engine.up(waiting)).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toMatchObject({
      outputs: { status: "ACCEPTING", waitForStatus: "ACCEPTING" },
    });
    expect(await writes(engine)).toEqual([]);
  });

  test("is refused a change while it is live", async () => {
    const { ok, output } = await engine.preview(ordering({ ...ARGS, servers: [] }));
    expect(ok).toBe(false);
    const told = toldOf(output);
    expect(told).toContain("cannot be changed");
    expect(told).toMatch(/servers\S*: .* => /u);
    expect(told).toContain("The state is unchanged and nothing was bought.");
  });

  test("is deleted once its order is dead", async () => {
    await engine.simulator.advance(fixture.order.id, "CANCELLED");
    expect(await engine.destroy()).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await writes(engine)).toEqual(["DeleteDeliveryOrder"]);
  });
});
