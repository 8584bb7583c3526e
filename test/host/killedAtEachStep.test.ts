import fs from "node:fs";
import { letNotesExpireIn, livingNotesIn, noteOf } from "../leftNotes.js";
import { isHalted } from "../processes.js";
import { Relay, REQUESTS, type Stage, type Stopped } from "../relay.js";
import type { Host } from "./harness.js";
import { failureOf, inputsFor, Ordering } from "./ordering.js";
import { until } from "../until.js";

// A process that orders for two sites is killed at each boundary between two steps of create. Its state says only "pending:
// creating", so that the next run creates again: for one site on the same machine, where the note of the killed process
// lies, for the other on a machine that knows of nothing.

/** What the killed process may have left behind of each order. */
type Left = "nothing" | "a note" | "an order";

interface Killing {
  readonly relay: Relay;
  readonly host: Host;
  /** Begins to order for both sites; the answers of the killed process reach nobody. */
  readonly begin: () => Promise<unknown>;
}

interface Boundary {
  readonly when: string;
  readonly left: Left;
  /** Brings both orders to the boundary and to a stand there. */
  readonly reach: (killing: Killing) => Promise<void>;
}

/** Brings both orders to a stand at a request: each has a POST of its own, and for what they read both wait for one answer. */
async function stopBoth(relay: Relay, request: RegExp, stage: Stage): Promise<Stopped> {
  if (request !== REQUESTS.post) return relay.stop(request, stage);
  const both = await Promise.all([relay.stop(request, stage), relay.stop(request, stage)]);
  return { resume: () => both.forEach((each) => each.resume()) };
}

const stoppedAt =
  (request: RegExp, stage: Stage): Boundary["reach"] =>
  async ({ relay, begin }) => {
    const stopped = stopBoth(relay, request, stage);
    void begin();
    await stopped;
  };

/** The answers lie in the process's sockets, and it is halted before it can read them. */
const unread =
  (request: RegExp): Boundary["reach"] =>
  async ({ relay, host, begin }) => {
    const answered = stopBoth(relay, request, "answer");
    void begin();
    const stopped = await answered;
    await halt(host);
    stopped.resume();
  };

/** Up to the POSTs, whose orders the service has executed. */
async function ordered({ relay, begin }: Killing): Promise<Stopped> {
  const answered = stopBoth(relay, REQUESTS.post, "answer");
  void begin();
  return answered;
}

/** Lets the answers to the POSTs through and stops at the lists that follow them. */
async function confirming(killing: Killing, stage: Stage): Promise<Stopped> {
  const answered = await ordered(killing);
  const listing = stopBoth(killing.relay, REQUESTS.list, stage);
  answered.resume();
  return listing;
}

const BOUNDARIES: readonly Boundary[] = [
  {
    when: "it asks whose its key is",
    left: "nothing",
    async reach({ relay, begin }) {
      const asking = relay.stop(REQUESTS.identify, "request");
      void begin();
      await asking;
    },
  },
  { when: "it reads its site", left: "nothing", reach: stoppedAt(REQUESTS.site, "request") },
  { when: "it asks for the order list", left: "nothing", reach: stoppedAt(REQUESTS.list, "request") },
  { when: "the order list has arrived and is not yet read", left: "nothing", reach: unread(REQUESTS.list) },
  {
    when: "its note lies there and no connection stands yet",
    left: "a note",
    async reach({ relay, begin }) {
      const listing = stopBoth(relay, REQUESTS.list, "answer");
      void begin();
      const stopped = await listing;
      relay.refuseConnections();
      stopped.resume();
      await until(() => livingNotes().length === 2);
    },
  },
  {
    when: "it has sent its POST, which is lost on the way",
    left: "a note",
    reach: stoppedAt(REQUESTS.post, "request"),
  },
  { when: "its POST is executed and not answered", left: "an order", reach: stoppedAt(REQUESTS.post, "answer") },
  { when: "the answer to its POST has arrived and is not yet read", left: "an order", reach: unread(REQUESTS.post) },
  {
    when: "the answer to its POST was lost and it looks for the order",
    left: "an order",
    async reach({ relay, begin }) {
      await ordering.simulator.fault({
        operation: "CreateDeliveryOrder",
        times: 2,
        action: { kind: "dropResponse" },
      });
      const posting = stopBoth(relay, REQUESTS.post, "request");
      void begin();
      const posts = await posting;
      const listing = stopBoth(relay, REQUESTS.list, "request");
      posts.resume();
      await listing;
      await until(() => stages().every((stage) => stage === "unknown"));
      expect(stages()).toEqual(["unknown", "unknown"]);
    },
  },
  {
    when: "it has read the answer and could not write that into its note",
    left: "an order",
    async reach(killing) {
      const answered = await ordered(killing);
      // Something else lies where the new text of the note would be written.
      for (const note of livingNotes()) fs.mkdirSync(`${note}.new`);
      const listing = stopBoth(killing.relay, REQUESTS.list, "request");
      answered.resume();
      await listing;
      await until(() => stages().every((stage) => stage === "sending"));
      expect(stages()).toEqual(["sending", "sending"]);
    },
  },
  {
    when: "its note names the order, and it begins to confirm that",
    left: "an order",
    async reach(killing) {
      await confirming(killing, "request");
      await until(() => stages().every((stage) => stage === "placed"));
      expect(stages()).toEqual(["placed", "placed"]);
    },
  },
  {
    when: "the list that confirms the order has arrived and is not yet read",
    left: "an order",
    async reach(killing) {
      const stopped = await confirming(killing, "answer");
      await halt(killing.host);
      stopped.resume();
    },
  },
  {
    when: "its answer has left, to an engine that is gone",
    left: "an order",
    reach: async ({ begin }) => void (await begin()),
  },
];

let ordering: Ordering;
let site: string;
/** Run after the killed one: where its note lies, and where nobody knows of it. */
let next: { readonly here: Host; readonly elsewhere: Host };

beforeAll(async () => {
  ordering = await Ordering.start({ oneOrderPerSite: false });
  const env = { CLOUDPOND_SETTLE_SECONDS: "0" };
  next = {
    here: await ordering.host({ env }),
    elsewhere: await ordering.host({ env: { ...env, ...ordering.anotherMachine() } }),
  };
});
afterAll(() => ordering.stop());

const livingNotes = () => livingNotesIn(ordering.folder);
const stages = () => livingNotes().map((file) => noteOf(file).stage);

async function halt({ pid }: Host): Promise<void> {
  process.kill(pid, "SIGSTOP");
  await until(() => isHalted(pid));
}

/** Each takes every way that a refusal names until the order is there; answers with the order that the resource holds. */
const ENDINGS: Readonly<Record<Left, Readonly<Record<keyof typeof next, (host: Host) => Promise<string>>>>> = {
  nothing: { here: buy, elsewhere: buy },
  "a note": { here: wait, elsewhere: buy },
  "an order": { here: keep, elsewhere: adopt },
};

async function buy(host: Host): Promise<string> {
  expect(await ordering.acceptedFor(site)).toEqual([]);
  return (await host.create(inputsFor(site))).id;
}

/** Nobody can say what became of the POST: refused until the time that is named, bought after it. */
async function wait(host: Host): Promise<string> {
  const { message, kept } = await failureOf(host.create(inputsFor(site)));
  expect(message).toMatch(
    /do not run again before 20\S+Z; look for orders of site \S+ in the CloudPond console first\.$/,
  );
  expect(kept).toBeUndefined();
  expect(await ordering.postsFor(site)).toBe(0);
  letNotesExpireIn(ordering.folder);
  return buy(host);
}

async function keep(host: Host): Promise<string> {
  const { id, properties } = await host.create(inputsFor(site));
  expect(properties).toMatchObject({ ...inputsFor(site), status: "PROCESSING", conflictingOrderIds: [] });
  expect(properties["orderIds"]).toHaveLength(3);
  return id;
}

/** Refused because of an order of which only the service knows; the refusal names it and how to take it over. */
async function adopt(host: Host): Promise<string> {
  const [order] = await ordering.acceptedFor(site);
  const { message, kept } = await failureOf(host.create(inputsFor(site)));
  expect(message).toContain(`adoptOrderId: "${order}" takes this order over and buys nothing`);
  expect(message).toMatch(/This run placed no order for "berlin"\. Order \S+ exists since \S+\.$/);
  expect(kept).toBeUndefined();
  const [, adoptOrderId] = /adoptOrderId: "([^"]+)"/.exec(message)!;
  return (await host.create(inputsFor(site, { adoptOrderId }))).id;
}

describe.each(BOUNDARIES)("a process that is killed when $when has left $left", ({ reach, left }) => {
  let sites: Readonly<Record<keyof typeof next, string>>;
  beforeAll(async () => {
    sites = { here: ordering.freshSite(), elsewhere: ordering.freshSite() };
    const relay = await Relay.start(ordering.simulator.url);
    const host = await ordering.host({
      env: { CLOUDPOND_ENDPOINT: relay.url, HW_AUTH_URL: relay.url, CLOUDPOND_SETTLE_SECONDS: "0" },
    });
    const creates = () => Object.values(sites).map((each) => host.create(inputsFor(each)));
    await reach({ relay, host, begin: () => Promise.allSettled(creates()) });
    await host.stop("SIGKILL");
    relay.close();
    expect(livingNotes()).toHaveLength(left === "nothing" ? 0 : 2);
  });
  afterAll(() => {
    for (const file of livingNotes()) fs.rmSync(file);
  });

  it.each(["here", "elsewhere"] as const)("and one order stands in the end when the next run is %s", async (where) => {
    site = sites[where];
    expect(await ordering.acceptedFor(site)).toHaveLength(left === "an order" ? 1 : 0);
    const held = await ENDINGS[left][where](next[where]);
    expect(await ordering.acceptedFor(site)).toEqual([held]);
    expect(await ordering.postsFor(site)).toBe(1);
  });
});
