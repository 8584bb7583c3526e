import { livingNotesIn, noteOf } from "../leftNotes.js";
import { isRunning } from "../processes.js";
import { Relay } from "../relay.js";
import { until } from "../until.js";
import { ARGS, BERLIN, ordering, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { beginUp, carryOn, end, expectOneOrder, type Ordering } from "./interrupted.js";

// The command line is killed while the service has executed the POST and its answer is still under way.

let engine: Engine;
let relay: Relay;
let up: Ordering;

beforeEach(async () => {
  // What stands between two orders here is the protocol, not the service's own rule.
  engine = await Engine.start({ simulator: { oneOrderPerSite: false } });
  relay = await Relay.start(engine.simulator.url);
  engine.env["CLOUDPOND_ENDPOINT"] = relay.url;
  up = await beginUp(engine, relay, ordering());
});
afterEach(async () => {
  for (const pid of [up.commandLine, up.provider].filter(isRunning)) await end(pid);
  relay.close();
  await engine.stop();
});

const notes = () => livingNotesIn(engine.env["XDG_STATE_HOME"]!).map(noteOf);
const ordersOfBerlin = async () =>
  (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);

/** Kills the command line alone: what it started lives on. */
async function killCommandLine(): Promise<void> {
  await end(up.commandLine);
  expect((await up.outcome).ok).toBe(false);
  expect(isRunning(up.provider)).toBe(true);
  const { resources, pending_operations: pending } = await engine.state();
  expect(pending).toMatchObject([{ type: "creating" }]);
  expect(resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack", "pulumi:providers:pulumi-nodejs"]);
}

test("killed, its orphan ends the purchase and notes the order, which the next run keeps", async () => {
  await killCommandLine();
  up.post.resume();
  await until(() => notes().some(({ stage }) => stage === "placed"));
  await end(up.provider);
  await carryOn(engine);
  expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
});

test("killed, it leaves an orphan for which the next run waits", async () => {
  await killCommandLine();
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  let output = "";
  const next = engine.up(ordering(), { onOutput: (text) => (output += text) });
  await until(() => output.includes(`another run (process ${up.provider} on `));
  up.post.resume();
  expect(await next).toMatchObject({ ok: true });
  expect(isRunning(up.provider)).toBe(true);
  await expectOneOrder(engine);
});

test("killed, its order is named to a run on another machine, and adopted there", async () => {
  await killCommandLine();
  await end(up.provider);
  engine.env["XDG_STATE_HOME"] += "-of-another-machine";
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  const [placed] = await ordersOfBerlin();
  const refused = await engine.up(ordering());
  expect(refused.ok).toBe(false);
  expect(toldOf(refused.output)).toContain(`adoptOrderId: "${placed!.id}" takes this order over and buys nothing`);
  expect(toldOf(refused.output)).toContain(`This run placed no order for "berlin". Order ${placed!.id} exists since `);
  expect(await engine.up(ordering({ ...ARGS, adoptOrderId: placed!.id }))).toMatchObject({ ok: true });
  await expectOneOrder(engine);
});
