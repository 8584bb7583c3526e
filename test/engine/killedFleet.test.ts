import { DeliveryOrder } from "../../provider/index.js";
import { letNotesExpireIn, livingNotesIn, noteOf } from "../leftNotes.js";
import { isRunning } from "../processes.js";
import { Relay, type Stage } from "../relay.js";
import { until } from "../until.js";
import { ARGS, toldOf } from "./berlinOrder.js";
import { Engine, type Outcome, type Program } from "./harness.js";
import { end, runningUp } from "./interrupted.js";

// One program orders for twenty sites at once, and the command line is killed in the middle of it.

const SITES = Array.from({ length: 20 }, (_, index) => `site-${index + 1}`);
const GOING_THROUGH = SITES.slice(0, 7);
const ANSWER_HELD = SITES.slice(7, 14);
const REQUEST_HELD = SITES.slice(14);

const fleet: Program = async () => {
  for (const edgeSiteId of SITES) new DeliveryOrder(edgeSiteId, { ...ARGS, edgeSiteId });
  return Promise.resolve();
};

let engine: Engine;
let relay: Relay;
let processes: ReturnType<typeof runningUp>;
let killed: Promise<Outcome>;
/** Lets the requests that were held go on. */
let resume: () => void;

beforeEach(async () => {
  const edgeSites = SITES.map((id) => ({ id }));
  engine = await Engine.start({ simulator: { seed: { edgeSites }, oneOrderPerSite: false } });
  relay = await Relay.start(engine.simulator.url);
  engine.env["CLOUDPOND_ENDPOINT"] = relay.url;
  const hold = (sites: readonly string[], stage: Stage) =>
    sites.map((site) => relay.stop(new RegExp(`^POST .*"edge_site_id":"${site}"`, "s"), stage));
  const held = Promise.all([...hold(ANSWER_HELD, "answer"), ...hold(REQUEST_HELD, "request")]);
  killed = engine.up(fleet, { parallel: SITES.length });
  const stopped = await held;
  resume = () => stopped.forEach((each) => each.resume());
  await until(() => placedNotes().length === GOING_THROUGH.length);
  processes = runningUp();
  await end(processes.commandLine);
  expect((await killed).ok).toBe(false);
});
afterEach(async () => {
  if (isRunning(processes.provider)) await end(processes.provider);
  relay.close();
  await engine.stop();
});

const notesFolder = () => engine.env["XDG_STATE_HOME"]!;
const placedNotes = () =>
  livingNotesIn(notesFolder())
    .map(noteOf)
    .filter(({ stage }) => stage === "placed");

const byText = (a: string, b: string): number => a.localeCompare(b);

/** Each of these sites has one order in the service's ledger, which is the one that its resource holds. */
async function expectOneOrderEach(sites: readonly string[]): Promise<void> {
  const { resources } = await engine.state();
  const ordersHeld = resources.filter(({ type }) => type.endsWith(":DeliveryOrder"));
  const held = ordersHeld.map(({ id, outputs }) => `${String(outputs?.["edgeSiteId"])} ${id}`);
  const placed = (await engine.simulator.orders()).map(({ edge_site_id, id }) => `${edge_site_id} ${id}`);
  expect(held.sort(byText)).toEqual(placed.sort(byText));
  expect(placed.map((order) => order.split(" ")[0])).toEqual([...sites].sort(byText));
  expect(await engine.posts()).toBe(sites.length);
}

const upAgain = () => engine.up(fleet, { parallel: SITES.length, continueOnError: true });

test("when its orphan has placed them all, the next run keeps all twenty and buys none", async () => {
  resume();
  await until(() => placedNotes().length === SITES.length);
  await end(processes.provider);
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  expect(await upAgain()).toMatchObject({ ok: true });
  await expectOneOrderEach(SITES);
});

test("when its orphan ends as well, the next run keeps what was placed, and the rest is bought after its time", async () => {
  await end(processes.provider);
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  const { ok, output } = await upAgain();
  expect(ok).toBe(false);
  await expectOneOrderEach([...GOING_THROUGH, ...ANSWER_HELD]);
  for (const site of REQUEST_HELD) {
    expect(toldOf(output, site)).toMatch(
      /do not run again before \S+Z; look for orders of site \S+ in the CloudPond console first\.$/,
    );
  }
  letNotesExpireIn(notesFolder());
  expect(await upAgain()).toMatchObject({ ok: true });
  await expectOneOrderEach(SITES);
});
