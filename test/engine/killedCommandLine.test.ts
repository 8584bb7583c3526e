import { livingNotesIn, noteOf } from "../leftNotes.js";
import { Relay } from "../relay.js";
import { until } from "../until.js";
import { ARGS, BERLIN, heldOrder, ordering, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { beginUp, end, type Ordering } from "./interrupted.js";
import { isRunning } from "../processes.js";

// The command line is interrupted or killed while the service has executed the POST and its answer is still under way.

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
const orders = async () => (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);
const pendingCreates = async () => (await engine.state()).pending_operations ?? [];

/** One order was ever placed, and it is the one in the state. */
async function expectOneOrder(): Promise<void> {
  expect(await orders()).toMatchObject([{ id: await heldOrder(engine), status: "PROCESSING" }]);
  expect(await engine.resource("berlin")).toMatchObject({
    outputs: { ...ARGS, status: "PROCESSING", conflictingOrderIds: [] },
  });
  expect(await engine.posts()).toBe(1);
}

/** What a person does after a run that was cut off, as the command line advises. */
async function carryOn(): Promise<void> {
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  await expectOneOrder();
  expect(await engine.refresh({ clearPendingCreates: true })).toMatchObject({ ok: true });
  expect(await pendingCreates()).toEqual([]);
  expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
  await expectOneOrder();
}

/** Kills the command line alone: what it started lives on. */
async function killCommandLine(): Promise<void> {
  await end(up.commandLine);
  expect((await up.outcome).ok).toBe(false);
  expect(isRunning(up.provider)).toBe(true);
  expect(await pendingCreates()).toMatchObject([{ type: "creating" }]);
  expect(await engine.resource("berlin")).toBeUndefined();
}

test("interrupted once, it waits for the order and keeps it", async () => {
  process.kill(up.commandLine, "SIGINT");
  await until(() => up.output().includes("^C received; cancelling."));
  up.post.resume();
  const { ok, output } = await up.outcome;
  expect(ok).toBe(false);
  expect(output).toContain("error: update canceled");
  expect(toldOf(output)).toBe(`order ${await heldOrder(engine)} is placed`);
  await until(() => !isRunning(up.provider));
  await expectOneOrder();
  await carryOn();
});

test("interrupted twice, it ends with its provider process, and the next run finds the order", async () => {
  process.kill(up.commandLine, "SIGINT");
  await until(() => up.output().includes("^C received; cancelling."));
  process.kill(up.commandLine, "SIGINT");
  expect((await up.outcome).ok).toBe(false);
  await until(() => !isRunning(up.provider));
  expect(notes()).toMatchObject([{ stage: "sending", pid: up.provider }]);
  expect(await engine.resource("berlin")).toBeUndefined();
  await carryOn();
});

test("killed, its orphan ends the purchase and notes the order, which the next run keeps", async () => {
  await killCommandLine();
  up.post.resume();
  await until(() => notes().some(({ stage }) => stage === "placed"));
  await end(up.provider);
  await carryOn();
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
  await expectOneOrder();
});

test("killed, its order is named to a run on another machine, and adopted there", async () => {
  await killCommandLine();
  await end(up.provider);
  engine.env["XDG_STATE_HOME"] += "-of-another-machine";
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  const [placed] = await orders();
  const refused = await engine.up(ordering());
  expect(refused.ok).toBe(false);
  expect(toldOf(refused.output)).toContain(`adoptOrderId: "${placed!.id}" takes this order over and buys nothing`);
  expect(toldOf(refused.output)).toContain(`This run placed no order for "berlin". Order ${placed!.id} exists since `);
  expect(await engine.up(ordering({ ...ARGS, adoptOrderId: placed!.id }))).toMatchObject({ ok: true });
  await expectOneOrder();
});
