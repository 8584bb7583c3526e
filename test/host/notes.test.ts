import fs from "node:fs";
import { letNotesExpireIn, livingNotesIn, noteOf } from "../leftNotes.js";
import { Relay, REQUESTS } from "../relay.js";
import { until } from "../until.js";
import type { Host } from "./harness.js";
import { ANOTHERS_URN, failureOf, inputsFor, Ordering } from "./ordering.js";

// The note that a purchase leaves before its POST, between real processes.

let ordering: Ordering;
let relay: Relay;
let site: string;
/** Two processes of this machine, with one folder for notes; the relay stands before both. */
let first: Host;
let second: Host;

beforeAll(async () => {
  ordering = await Ordering.start({ oneOrderPerSite: false });
  relay = await Relay.start(ordering.simulator.url);
  [first, second] = [await ordering.host({ env: behindRelay() }), await ordering.host({ env: behindRelay() })];
});
beforeEach(() => {
  site = ordering.freshSite();
});
afterEach(async () => {
  await ordering.simulator.clearFaults();
  fs.rmSync(ordering.folder, { recursive: true, force: true });
});
afterAll(async () => {
  relay.close();
  await ordering.stop();
});

const behindRelay = () => ({
  CLOUDPOND_ENDPOINT: relay.url,
  HW_AUTH_URL: relay.url,
  CLOUDPOND_SETTLE_SECONDS: "0",
});
const files = () => livingNotesIn(ordering.folder);
const notes = () => files().map(noteOf);
const anothers = () => inputsFor(site, { __urn: ANOTHERS_URN });

/** Leaves a note behind whose process is gone: of an order that the service has, or of one that was lost on the way. */
async function leaveNoteOfDead(order: "executed" | "lost"): Promise<string> {
  const dying = await ordering.host({ env: behindRelay() });
  const stopped = relay.stop(REQUESTS.post, order === "executed" ? "answer" : "request");
  dying.create(inputsFor(site)).catch(() => undefined);
  await stopped;
  await dying.stop("SIGKILL");
  expect(await ordering.acceptedFor(site)).toHaveLength(order === "executed" ? 1 : 0);
  expect(notes()).toMatchObject([{ stage: "sending", pid: dying.pid }]);
  return files()[0]!;
}

/** The one order of the site, adopted as the refusal that names it says. */
async function expectRefusedThenAdopted(): Promise<void> {
  const [id] = await ordering.acceptedFor(site);
  const { message } = await failureOf(second.create(inputsFor(site)));
  expect(message).toContain(`adoptOrderId: "${id}" takes this order over and buys nothing`);
  expect(await second.create(inputsFor(site, { adoptOrderId: id }))).toMatchObject({ id });
  expect(await ordering.postsFor(site)).toBe(1);
}

describe("a note in a file", () => {
  it("lies there from before the POST, names the order after it, and outlives its process", async () => {
    const posting = relay.stop(REQUESTS.post, "request");
    const creating = first.create(inputsFor(site));
    const post = await posting;
    expect(notes()).toMatchObject([{ stage: "sending", pid: first.pid }]);
    post.resume();
    const { id } = await creating;
    expect(notes()).toMatchObject([{ stage: "placed", pid: first.pid, orderId: id }]);
  });

  it("is gone when the service has surely refused the order", async () => {
    await ordering.simulator.fault({
      operation: "CreateDeliveryOrder",
      action: { kind: "status", status: 400, body: { error_code: "IES.00001005", error_msg: "not on sale" } },
    });
    expect((await failureOf(first.create(inputsFor(site)))).message).toContain("IES.00001005");
    expect(notes()).toEqual([]);
    const { id } = await second.create(anothers());
    expect(await ordering.acceptedFor(site)).toEqual([id]);
  });

  it("is no claim on its order any more when its time is over", async () => {
    await leaveNoteOfDead("executed");
    letNotesExpireIn(ordering.folder);
    await expectRefusedThenAdopted();
  });
});

describe("a note whose owner seems to live and does not end", () => {
  it.each([
    { owner: "another process that has its number now", change: { pid: process.pid } },
    { owner: "a process of another machine", change: { host: "another-machine" } },
  ])("holds the next run up until its time is over, and no longer: $owner", async ({ change }) => {
    const file = await leaveNoteOfDead("lost");
    fs.writeFileSync(file, JSON.stringify({ ...noteOf(file), ...change }));
    const waiting = failureOf(second.create(inputsFor(site)));
    const before = second.log.length;
    await until(() =>
      second.log.slice(before).some(({ message }) => message.includes("is ordering for this site; waiting")),
    );
    letNotesExpireIn(ordering.folder);
    expect((await waiting).message).toMatch(
      /Run again to see what it left\.\nThis run placed no order for "berlin"\.$/,
    );
    expect(await ordering.postsFor(site)).toBe(0);
    const { id } = await second.create(inputsFor(site));
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(await ordering.postsFor(site)).toBe(1);
  });
});

describe("a damaged note", () => {
  // An empty one is left by a process that is killed while it makes the file.
  it.each(["", '{"stage":"sending","pid":'])("with the text %j bars its site and says where it lies", async (text) => {
    const file = await leaveNoteOfDead("lost");
    fs.writeFileSync(file, text);
    const { message } = await failureOf(second.create(inputsFor(site)));
    expect(message).toContain(`notes about purchases cannot be read (${file}: damaged)`);
    expect(message).toContain("Make them readable, or remove them when you know that nobody is ordering.");
    expect(message).toMatch(
      /do not run again before \S+Z; look for orders of site \S+ in the CloudPond console first\.$/,
    );
    expect(await ordering.postsFor(site)).toBe(0);
    fs.rmSync(file);
    const { id } = await second.create(inputsFor(site));
    expect(await ordering.acceptedFor(site)).toEqual([id]);
  });

  it("hides no order: the next run names it, and it can be adopted at once", async () => {
    const file = await leaveNoteOfDead("executed");
    fs.writeFileSync(file, "{");
    await expectRefusedThenAdopted();
  });
});

describe("a note that can live in memory only", () => {
  let forgetful: Host;
  beforeAll(async () => {
    // The state directory is not one, so that no folder can be made in it.
    forgetful = await ordering.host({ env: { ...behindRelay(), XDG_STATE_HOME: "/dev/null" } });
  });

  it("bars its site to every resource of its process, which says that other runs will not know", async () => {
    await ordering.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "dropRequest" } });
    const { message } = await failureOf(forgetful.create(inputsFor(site)));
    expect(message).toContain("It is unknown whether an order was placed: none has appeared so far;");
    await until(() => forgetful.log.some(({ severity }) => severity === "warning"));
    expect(forgetful.log.filter(({ severity }) => severity === "warning")).toMatchObject([
      {
        message: expect.stringMatching(
          /^Notes about purchases cannot be written \(\/dev\/null\S+: ENOTDIR\)\. Should this run be killed while it orders, the next one will not know of it: /,
        ) as string,
      },
    ]);
    const another = await failureOf(forgetful.create(anothers()));
    expect(another.message).toContain(`an earlier run (process ${forgetful.pid}) was ordering for this site`);
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("goes with its process, and the next one finds the order by itself", async () => {
    const dying = await ordering.host({ env: { ...behindRelay(), XDG_STATE_HOME: "/dev/null" } });
    const executed = relay.stop(REQUESTS.post, "answer");
    dying.create(inputsFor(site)).catch(() => undefined);
    await executed;
    await dying.stop("SIGKILL");
    expect(notes()).toEqual([]);
    await expectRefusedThenAdopted();
  });
});

describe("two processes that have both seen the site free", () => {
  /** Both stand with the answer to their order list before them, and then go on at the same moment. */
  async function race(rival: Parameters<Host["create"]>[0]) {
    const lists = [relay.stop(REQUESTS.list, "answer"), relay.stop(REQUESTS.list, "answer")];
    const creating = Promise.allSettled([first.create(inputsFor(site)), second.create(rival)]);
    for (const list of await Promise.all(lists)) list.resume();
    return creating;
  }

  it.each([1, 2, 3])("buy once for two resources; the other one is told (race %d)", async () => {
    const outcomes = await race(anothers());
    const [id] = await ordering.acceptedFor(site);
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(await ordering.postsFor(site)).toBe(1);
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
    expect(refused).toEqual([expect.stringContaining('This run placed no order for "berlin".')]);
    expect(outcomes).toContainEqual({ status: "fulfilled", value: expect.objectContaining({ id }) as unknown });
  });

  it.each([1, 2, 3])("buy once for the same resource, and both hold that order (race %d)", async () => {
    const outcomes = await race(inputsFor(site));
    const [id] = await ordering.acceptedFor(site);
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(await ordering.postsFor(site)).toBe(1);
    const held = { status: "fulfilled", value: expect.objectContaining({ id }) as unknown };
    expect(outcomes).toEqual([held, held]);
  });
});
