import fs from "node:fs";
import { isRunning } from "../processes.js";
import { Relay } from "../relay.js";
import { until } from "../until.js";
import { ARGS, BERLIN, ordering, toldOf } from "./berlinOrder.js";
import {
  makeReadOnly,
  makeWritable,
  mountFullDisk,
  noFullDisk,
  noReadOnlyFolder,
  testUnless,
  unmount,
} from "./disks.js";
import { Engine } from "./harness.js";
import { beginUp, end, expectOneOrder, type Ordering } from "./interrupted.js";

// A disk gives up in the middle of a purchase: the one with the state, or the one with the notes of purchases.

let engine: Engine;
let relay: Relay;
let up: Ordering | undefined;
/** Takes back what was done to a disk. */
let mend: () => void;

beforeEach(async () => {
  engine = await Engine.start({ simulator: { oneOrderPerSite: false } });
  relay = await Relay.start(engine.simulator.url);
  engine.env["CLOUDPOND_ENDPOINT"] = relay.url;
  up = undefined;
  mend = () => undefined;
});
afterEach(async () => {
  for (const pid of [up?.commandLine, up?.provider]) if (pid !== undefined && isRunning(pid)) await end(pid);
  mend();
  relay.close();
  await engine.stop();
});

const orders = async () => (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);

testUnless(noReadOnlyFolder, "a state that cannot be written any more loses no order to the next run", async () => {
  up = await beginUp(engine, relay, ordering());
  const { commandLine, provider, post, outcome, output } = up;
  const state = engine.env["PULUMI_BACKEND_URL"]!.replace("file://", "");
  makeReadOnly(state);
  mend = () => makeWritable(state);
  post.resume();
  await until(() => output().includes(" is placed"));
  // The engine tries to write the state for more than a minute; a person does not wait that long.
  process.kill(commandLine, "SIGINT");
  await until(() => output().includes("^C received; cancelling."));
  process.kill(commandLine, "SIGINT");
  const ended = await outcome;
  const [placed] = await orders();
  expect(ended.ok).toBe(false);
  expect(toldOf(ended.output)).toContain(`order ${placed!.id} is placed`);
  await until(() => !isRunning(provider));
  mend();
  expect(await engine.resource("berlin")).toBeUndefined();

  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  await expectOneOrder(engine);
});

describe("where the disk is full on which notes would lie", () => {
  const WARNING =
    /Notes about purchases cannot be written \(\S+: ENOSPC\)\. Should this run be killed while it orders, the next one/;

  const fillDisk = () => {
    const folder = engine.env["XDG_STATE_HOME"]!;
    fs.mkdirSync(folder);
    mountFullDisk(folder);
    mend = () => unmount(folder);
  };

  testUnless(noFullDisk, "an order is placed once, and a warning says that its note is missing", async () => {
    fillDisk();
    const { ok, output } = await engine.up(ordering());
    expect(ok).toBe(true);
    expect(output).toMatch(WARNING);
    await expectOneOrder(engine);
    expect(await engine.up(ordering(), { expectNoChanges: true })).toMatchObject({ ok: true });
  });

  testUnless(noFullDisk, "an order whose run was killed is named by the next run, and adopted", async () => {
    fillDisk();
    up = await beginUp(engine, relay, ordering());
    const { commandLine, provider, outcome, output } = up;
    await until(() => WARNING.test(output()));
    await end(commandLine);
    await end(provider);
    await outcome;
    expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
    const [placed] = await orders();
    const refused = await engine.up(ordering());
    expect(refused.ok).toBe(false);
    expect(toldOf(refused.output)).toContain(`adoptOrderId: "${placed!.id}" takes this order over and buys nothing`);
    expect(await engine.up(ordering({ ...ARGS, adoptOrderId: placed!.id }))).toMatchObject({ ok: true });
    await expectOneOrder(engine);
  });
});
