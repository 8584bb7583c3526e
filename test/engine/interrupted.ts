import { isRunning, startedBy } from "../processes.js";
import { type Relay, REQUESTS, type Stopped } from "../relay.js";
import { until } from "../until.js";
import { ARGS, BERLIN, ordering } from "./berlinOrder.js";
import type { Engine, Outcome, Program } from "./harness.js";

/** An `up` whose POST is under way: what a test needs to interrupt it there. */
export interface Ordering {
  /** Process ids of the command line and of the provider process that it started. */
  readonly commandLine: number;
  readonly provider: number;
  /** The POST, executed by the service; its answer is held back. */
  readonly post: Stopped;
  /** Ends with the command line. */
  readonly outcome: Promise<Outcome>;
  /** What the command line has printed so far. */
  readonly output: () => string;
}

/** Begins an `up` and waits until the service has executed its POST, whose answer stays in the relay. */
export async function beginUp(engine: Engine, relay: Relay, program: Program): Promise<Ordering> {
  const posted = relay.stop(REQUESTS.post, "answer");
  let output = "";
  const outcome = engine.up(program, { onOutput: (text) => (output += text) });
  const ended = outcome.then((early) => Promise.reject(new Error(`It ended without a POST: ${early.output}`)));
  const post = await Promise.race([posted, ended]);
  return { ...runningUp(), post, outcome, output: () => output };
}

/** The processes of the `up` that this process runs. */
export function runningUp(): Pick<Ordering, "commandLine" | "provider"> {
  const processes = startedBy(process.pid);
  const pidOf = (command: RegExp): number => {
    const found = processes.filter((each) => command.test(each.command));
    expect(found).toHaveLength(1);
    return found[0]!.pid;
  };
  return { commandLine: pidOf(/^\S*pulumi up /), provider: pidOf(/^\S*node \S+dynamic-provider/) };
}

/** Ends a process that outlived its command line. */
export async function end(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await until(() => !isRunning(pid));
}

/** One order was ever placed for the site in Berlin, and it is the one that the state holds as "berlin". */
export async function expectOneOrder(engine: Engine): Promise<void> {
  const placed = (await engine.simulator.orders()).filter(({ edge_site_id }) => edge_site_id === BERLIN);
  const held = await engine.resource("berlin");
  expect(held).toMatchObject({ outputs: { ...ARGS, status: "PROCESSING", conflictingOrderIds: [] } });
  expect(placed.map(({ id }) => id)).toEqual([held?.id]);
  expect(await engine.posts()).toBe(1);
}

/** What a person does after a run that was cut off, as the command line advises. */
export async function carryOn(engine: Engine): Promise<void> {
  expect(await engine.pulumi("cancel", "--yes")).toMatchObject({ ok: true });
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  await expectOneOrder(engine);
  expect(await engine.refresh({ clearPendingCreates: true })).toMatchObject({ ok: true });
  expect((await engine.state()).pending_operations ?? []).toEqual([]);
  // An order that was found by looking is shown as an update for ten minutes: each looks whether another one has appeared.
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  await expectOneOrder(engine);
}
