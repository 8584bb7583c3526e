import { livingNotesIn, noteOf } from "../leftNotes.js";
import { isRunning } from "../processes.js";
import { Relay } from "../relay.js";
import { until } from "../until.js";
import { heldOrder, ordering, toldOf } from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { beginUp, carryOn, end, expectOneOrder, type Ordering } from "./interrupted.js";

// ^C reaches the command line, or its provider process dies, while the service has executed the POST and its answer is still under way.

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

test("interrupted once, it waits for the order and keeps it", async () => {
  process.kill(up.commandLine, "SIGINT");
  await until(() => up.output().includes("^C received; cancelling."));
  up.post.resume();
  const { ok, output } = await up.outcome;
  expect(ok).toBe(false);
  expect(output).toContain("error: update canceled");
  expect(toldOf(output)).toBe(`order ${await heldOrder(engine)} is placed`);
  await until(() => !isRunning(up.provider));
  await expectOneOrder(engine);
  await carryOn(engine);
  expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
});

test("interrupted twice, it ends with its provider process, and the next run finds the order", async () => {
  process.kill(up.commandLine, "SIGINT");
  await until(() => up.output().includes("^C received; cancelling."));
  process.kill(up.commandLine, "SIGINT");
  expect((await up.outcome).ok).toBe(false);
  await until(() => !isRunning(up.provider));
  expect(notes()).toMatchObject([{ stage: "sending", pid: up.provider }]);
  expect(await engine.resource("berlin")).toBeUndefined();
  await carryOn(engine);
});

test("deprived of its provider process, as by a lack of memory, it fails, and the next run finds the order", async () => {
  await end(up.provider);
  expect((await up.outcome).ok).toBe(false);
  expect(notes()).toMatchObject([{ stage: "sending", pid: up.provider }]);
  // The engine takes the create for failed: not even a pending operation reminds of it.
  expect((await engine.state()).pending_operations ?? []).toEqual([]);
  expect(await engine.resource("berlin")).toBeUndefined();
  await carryOn(engine);
});
