import { inputsFor, Ordering } from "./ordering.js";
import { type Host, HostError, type Values } from "./harness.js";
import { type Relay, type RelayedAnswer, type RelayedRequest, startRelay } from "./relay.js";

// What a hostile or broken service may write into every text that it answers with: no call hangs, no terminal sees it, and no
// state holds it uncut.

const ESCAPES = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2066\u0000\r\n\u2028%s %n %d %00 100% undefined null ";
const HOSTILE = `${ESCAPES}${"huge ".repeat(40_000)}`;
/** What a header may hold. */
const HOSTILE_HEADER = `\u009b31m\u0080%s %n undefined ${"huge ".repeat(2_000)}`;

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

let ordering: Ordering;
let relay: Relay;
let host: Host;
beforeAll(async () => {
  ordering = await Ordering.start();
  relay = await startRelay(ordering.simulator.url);
  host = await ordering.host({
    env: { CLOUDPOND_ENDPOINT: relay.url, HW_AUTH_URL: relay.url, CLOUDPOND_SETTLE_SECONDS: "0" },
  });
});
afterEach(() => {
  relay.change = (_, answer) => answer;
});
afterAll(async () => {
  await relay.stop();
  await ordering.stop();
});

/** Every value under this key becomes the hostile text, however deep it lies. */
const withHostile = (value: unknown, key: string, text: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => withHostile(item, key, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name !== key ? withHostile(member, key, text) : Array.isArray(member) ? [text, text] : text,
    ]),
  );
};

/** From here on answers to these requests hold the text under this key. */
function poison(requests: RegExp, key: string, text = HOSTILE): void {
  relay.change = ({ method, path }, answer) =>
    requests.test(`${method} ${path}`) && answer.body !== ""
      ? { ...answer, body: JSON.stringify(withHostile(JSON.parse(answer.body), key, text)) }
      : answer;
}

interface Ended {
  readonly id: string | undefined;
  readonly state: Values | undefined;
  readonly message: string | undefined;
}

/** How a call ended, and that it did so within seconds. */
async function ended(call: Promise<{ readonly id?: string; readonly properties?: Values } | void>): Promise<Ended> {
  const started = Date.now();
  const end = await call.then(
    (answer): Ended => ({ id: answer?.id, state: answer?.properties, message: undefined }),
    (error: unknown): Ended => {
      if (!(error instanceof HostError)) throw error;
      return { id: error.kept?.id, state: error.kept?.properties, message: error.message };
    },
  );
  expect(Date.now() - started).toBeLessThan(20_000);
  return end;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (key === "__provider" ? [] : textsIn(member)));
}

/** Neither the answer nor the log holds anything that a terminal would obey or that is longer than an id may be. */
async function expectHarmless({ id, state, message }: Ended): Promise<void> {
  const texts = [id ?? "", ...textsIn(state)];
  expect(texts.filter((text) => HARMFUL.test(text))).toEqual([]);
  expect(texts.filter((text) => text.length > 256)).toEqual([]);
  const told = [message ?? "", ...host.log.map((line) => line.message), ...(await host.stderr()).split("\n")];
  expect(told.filter((text) => HARMFUL.test(text.replaceAll("\n", "")))).toEqual([]);
  expect(told.filter((text) => Buffer.byteLength(text) > 8_200)).toEqual([]);
}

const created = async (): Promise<Ended> => ended(host.create(inputsFor(ordering.freshSite())));

const ORDER_KEYS = ["id", "name", "domain_id", "status", "edge_site_id", "created_at", "updated_at"];

describe("a purchase", () => {
  it.each([...ORDER_KEYS, "order_ids"])("whose answer is hostile in %s", async (key) => {
    poison(/^POST .*delivery-orders/, key);
    const end = await created();
    await expectHarmless(end);
    // The id is the one thing that cannot be done without: then the order is looked for and found.
    expect(end.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each<[string, RegExp]>([
    ...["id", "domain_id", "name", "status"].map((key): [string, RegExp] => [key, /^GET .*edge-sites/]),
    ...["id", "name", "domain_id", "status", "edge_site_id", "next_marker"].map((key): [string, RegExp] => [
      key,
      /^GET .*delivery-orders/,
    ]),
    ...["id", "offering_id", "status", "order_id"].map((key): [string, RegExp] => [key, /^GET .*(servers|pools)/]),
  ])("that looks at hostile %s (%s)", async (key, requests) => {
    poison(requests, key);
    await expectHarmless(await created());
  });

  it.each([400, 404, 409, 429, 500])("refused with %d and hostile words", async (status) => {
    const body = { error_code: `SYS.${HOSTILE}`, error_msg: HOSTILE, request_id: HOSTILE };
    for (const codes of [
      body,
      { ...body, error_code: "SYS.0400" },
      { error: body },
      { ...body, error_code: HOSTILE },
    ]) {
      relay.change = answering(/^POST .*delivery-orders/, status, codes);
      const end = await created();
      await expectHarmless(end);
      // Whatever the words are, the look after them shows the order that the POST has brought about.
      expect(end.id).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

/** The service's effect happens, and its answer is this one. */
const answering =
  (requests: RegExp, status: number, body: unknown) =>
  ({ method, path }: RelayedRequest, answer: RelayedAnswer): RelayedAnswer =>
    requests.test(`${method} ${path}`)
      ? { status, headers: { "x-request-id": HOSTILE_HEADER }, body: JSON.stringify(body) }
      : answer;

describe("an order that is held", () => {
  let id: string;
  let state: Values;
  beforeAll(async () => {
    ({ id, properties: state } = await host.create(inputsFor(ordering.freshSite())));
  });

  it.each(ORDER_KEYS)("is read and refused to be deleted with a hostile %s", async (key) => {
    poison(/^GET .*delivery-orders/, key);
    await expectHarmless(await ended(host.read(id, state)));
    // As `get` reads it.
    await expectHarmless(await ended(host.read(id, {})));
    await expectHarmless(await ended(host.delete(id, state)));
  });

  it.each([401, 403, 404, 500])("is read with hostile words beside %d", async (status) => {
    relay.change = answering(/^GET .*delivery-orders/, status, { error_code: HOSTILE, error_msg: HOSTILE });
    const fresh = await ordering.host({ env: { CLOUDPOND_ENDPOINT: relay.url, HW_AUTH_URL: relay.url } });
    const end = await ended(fresh.read(id, state));
    await expectHarmless(end);
    expect(end.message).toMatch(/\nThe state is unchanged and nothing was bought\.$/);
    await fresh.stop();
  });

  it.each(["CANCELLED", "FAIL"])("is not taken for dead by a status that only begins with %s", async (status) => {
    poison(/^GET .*delivery-orders/, "status", `${status}\u0000`);
    const { state: read } = await ended(host.read(id, state));
    expect(read?.["status"]).toBe(`${status}\uFFFD`);
    expect((await ended(host.delete(id, state))).message).toContain("Refused to remove");
  });
});
