import * as pulumi from "@pulumi/pulumi";
import { ARGS, NETWORK_DEVICE, ordering, SERVER, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";

const OTHER_SERVER = "20000000-0000-4000-8000-000000000002";

const secretly = (offeringId: string) =>
  ordering({ ...ARGS, servers: [{ offeringId: pulumi.secret(offeringId), count: 2 }] });

describe("an order with a secret input", () => {
  let engine: Engine;
  let shown = "";
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  /** As a colleague or a log sees it. */
  const exported = async () => (await engine.pulumi("stack", "export")).output;

  test("is bought with it", async () => {
    const runs = [await engine.preview(secretly(SERVER), { diff: true }), await engine.up(secretly(SERVER))];
    expect(runs).toMatchObject([{ ok: true }, { ok: true }]);
    shown += runs.map(({ output }) => output).join();
    expect((await engine.simulator.orders()).at(-1)).toMatchObject({
      servers: [{ offering_id: SERVER, count: 2 }],
    });
    expect(await engine.posts()).toBe(1);
  });

  test("has it encrypted in the state, among inputs and outputs", async () => {
    expect(await engine.resource("berlin")).toMatchObject({
      inputs: { servers: { plaintext: expect.stringContaining(SERVER) as string } },
      outputs: { servers: { plaintext: expect.stringContaining(SERVER) as string } },
    });
    const state = await exported();
    expect(state).toContain(NETWORK_DEVICE);
    expect(state).not.toContain(SERVER);
  });

  test("stays encrypted by a refresh and by an update", async () => {
    const runs = [await engine.refresh(), await engine.up(secretly(SERVER), { expectNoChanges: true })];
    expect(runs).toMatchObject([{ ok: true }, { ok: true }]);
    shown += runs.map(({ output }) => output).join();
    expect(await exported()).not.toContain(SERVER);
    expect(await engine.posts()).toBe(1);
  });

  test("does not show it when a change of it is refused", async () => {
    const { ok, output } = await engine.preview(secretly(OTHER_SERVER), { diff: true });
    expect(ok).toBe(false);
    shown += output;
    const { ok: isUp, output: told } = await engine.up(secretly(OTHER_SERVER));
    expect(isUp).toBe(false);
    shown += told;
    expect(toldOf(told)).toContain(
      "\n  - servers[…].count: [secret] => (none)\n  - servers[…].count: (none) => [secret]\n",
    );
    expect(await engine.posts()).toBe(1);
  });

  test("does not show it in anything that was printed", () => {
    expect(shown).toContain("is placed and cannot be changed");
    expect(shown).not.toContain(SERVER);
    expect(shown).not.toContain(OTHER_SERVER);
  });
});
