import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Fault, type Simulator, startSimulator } from "cloudpond-simulator";
import { PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import { found } from "../secrets/search.js";
import { type Echo, type EchoedAnswer, startEcho } from "./echo.js";
import { Host, HostError } from "./harness.js";
import { inputsFor } from "./ordering.js";

// A run with every way to sign in, through every fault, against a service that repeats whatever it was sent. Nothing that a
// run leaves behind may hold a secret, in any form.

const ACCESS_KEY = "RECOGNISABLEKEY";
const TEMPORARY_KEY = "TEMPORARYKEY";
const SECRETS = {
  "secret key": "sk/R3cognisable+secret=key&%41?end",
  "temporary secret key": "tk/R3cognisable+temporary=key&%42?end",
  "security token": 'st/R3cognisable+security=token"&%43?end',
  password: 'pw/R3cognisable "pass&word" %44\\end é',
  "password of the proxy": "pp-R3cognisable-proxy-password",
} as const;
const USER = { name: "shop-user", password: SECRETS.password };

type Settings = Readonly<Record<string, string>>;

/** How a process signs in: by its environment, or by the stack configuration. */
const WAYS: Readonly<Record<string, (token: string) => { readonly env?: Settings; readonly config?: Settings }>> = {
  "an access key in the stack configuration": () => ({
    config: { "cloudpond:accessKey": ACCESS_KEY, "cloudpond:secretKey": SECRETS["secret key"] },
  }),
  "a temporary access key": () => ({
    env: {
      HW_ACCESS_KEY: TEMPORARY_KEY,
      HW_SECRET_KEY: SECRETS["temporary secret key"],
      HW_SECURITY_TOKEN: SECRETS["security token"],
    },
  }),
  "a given token": (token) => ({ env: { HW_AUTH_TOKEN: token } }),
  "an IAM user's password": () => ({
    env: { HW_USER_NAME: USER.name, HW_USER_PASSWORD: USER.password, HW_DOMAIN_NAME: "simulator-account" },
  }),
};

const service = (words: string): unknown => ({ error_code: "SYS.0500", error_msg: words });
/** Answers that repeat the request, and which requests they are for. */
const ECHOES: readonly (readonly [RegExp, EchoedAnswer])[] = [
  [/^POST .*delivery-orders/, { status: 500, bodyOf: service, isInHeader: true }],
  [/^POST .*delivery-orders/, { status: 400, bodyOf: (words) => ({ error_code: "IES.00001005", error_msg: words }) }],
  [/^POST .*delivery-orders/, { status: 400, bodyOf: (words) => ({ error_code: words, error_msg: "no" }) }],
  [/^GET .*edge-sites/, { status: 500, bodyOf: service }],
  [/^GET .*edge-sites/, { status: 302, bodyOf: service, isInHeader: true }],
  [/^GET .*delivery-orders/, { status: 500, bodyOf: (words) => ({ error: { code: "X", message: words } }) }],
];
/** After these the process sends nothing more. */
const REFUSALS: readonly (readonly [RegExp, EchoedAnswer])[] = [
  [
    /^GET .*edge-sites/,
    {
      status: 401,
      bodyOf: (words) => ({ error_code: "APIGW.0301", error_msg: `verify failed: ${words}` }),
      isInHeader: true,
    },
  ],
  [
    /^(GET .*auth\/domains|POST .*auth\/tokens)/,
    { status: 401, bodyOf: (words) => ({ error: { code: 401, message: words } }) },
  ],
  [
    /^(GET .*auth\/domains|POST .*auth\/tokens)/,
    { status: 201, bodyOf: (words) => ({ code: "X", message: words }), isInHeader: true },
  ],
];

const FAULTS: readonly Fault["action"][] = [
  { kind: "dropRequest" },
  { kind: "dropResponse" },
  { kind: "garbage", body: "<html>" },
  { kind: "delay", ms: 10 },
  { kind: "status", status: 429, body: { error_code: "APIGW.0308", error_msg: "throttled" } },
  { kind: "status", status: 401, body: { error_code: "APIGW.0307", error_msg: "expired" } },
  { kind: "status", status: 504, when: "after" },
];

/** A cloud of its own for each way to sign in, so that all of them run side by side. */
interface Cloud {
  readonly simulator: Simulator;
  readonly echo: Echo;
  /** Where notes lie. */
  readonly folder: string;
}

/** Ends whatever was begun, also where a run has failed. */
const begun: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(begun.map((end) => end())));

async function startCloud(): Promise<Cloud> {
  const simulator = await startSimulator({
    seed: {
      edgeSites: Array.from({ length: 20 }, (_, index) => ({ id: `site-${index + 1}` })),
      accessKeys: [{ accessKey: ACCESS_KEY, secretKey: SECRETS["secret key"] }],
      temporaryCredentials: [
        {
          accessKey: TEMPORARY_KEY,
          secretKey: SECRETS["temporary secret key"],
          securityToken: SECRETS["security token"],
        },
      ],
      users: [USER],
    },
  });
  const folder = mkdtempSync(path.join(tmpdir(), "cloudpond-secrets-"));
  const echo = await startEcho(simulator.url);
  begun.push(
    () => echo.stop(),
    () => simulator.close(),
    async () => rmSync(folder, { recursive: true }),
  );
  return { simulator, echo, folder };
}

/** Everything that a person, a state or a log may get to see of a process. */
class Witness {
  readonly seen: unknown[] = [];

  constructor(private readonly host: Host) {}

  /** @returns what the call answers; undefined when it fails */
  async call<T>(work: (host: Host) => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await work(this.host);
      this.seen.push(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      this.seen.push([error.message, error.kept]);
      return undefined;
    }
  }

  async text(): Promise<string> {
    return [
      JSON.stringify(this.seen),
      JSON.stringify(this.host.log),
      await this.host.stderr(),
      ...this.seen.flat().map(String),
    ].join("\n");
  }
}

async function witnessed(way: string, token: string, { echo, folder }: Cloud) {
  const { env = {}, config } = WAYS[way]!(token);
  const host = await Host.start({
    provider: PROVIDER_TEXT,
    env: {
      CLOUDPOND_ENDPOINT: echo.url,
      HW_AUTH_URL: echo.url,
      HTTPS_PROXY: `http://me:${SECRETS["password of the proxy"]}@127.0.0.1:9`,
      HW_MAX_RETRIES: "0",
      CLOUDPOND_SETTLE_SECONDS: "0",
      XDG_STATE_HOME: folder,
      ...env,
    },
    ...(config === undefined ? {} : { config }),
  });
  begun.push(() => host.stop("SIGKILL"));
  return { host, witness: new Witness(host) };
}

/** A token as a user gets one at IAM. */
async function issuedToken({ simulator }: Cloud): Promise<string> {
  const domain = { name: "simulator-account" };
  const auth = { identity: { methods: ["password"], password: { user: { ...USER, domain } } }, scope: { domain } };
  const answer = await fetch(`${simulator.url}/v3/auth/tokens`, { method: "POST", body: JSON.stringify({ auth }) });
  return answer.headers.get("x-subject-token") ?? "";
}

/** What a run with every fault leaves behind, and the secrets that only it has. */
async function leftBehind(way: string) {
  const cloud = await startCloud();
  const { simulator, echo, folder } = cloud;
  const token = await issuedToken(cloud);
  let sites = 0;
  const freshInputs = () => inputsFor(`site-${(sites += 1)}`);

  const { witness } = await witnessed(way, token, cloud);
  const held = await witness.call((one) => one.create(freshInputs()));
  for (const [request, answer] of ECHOES) {
    echo.answerWith(request, answer);
    await witness.call((one) => one.create(freshInputs()));
    await witness.call((one) => one.read(held!.id, held!.properties));
    await witness.call((one) => one.delete(held!.id, held!.properties));
  }
  echo.answerWith(undefined);
  for (const action of FAULTS) {
    await simulator.fault({ operation: "CreateDeliveryOrder", action });
    await witness.call((one) => one.create(freshInputs()));
    await simulator.clearFaults();
  }
  echo.change(/delivery-orders/, (words, body) => JSON.parse(JSON.stringify(body, echoing(words))));
  const repeating = await witness.call((one) => one.create(freshInputs()));
  if (repeating !== undefined) await witness.call((one) => one.read(repeating.id, repeating.properties));
  echo.change(/^never$/, (_, body) => body);
  const texts = [await witness.text()];
  for (const [request, answer] of REFUSALS) {
    const refused = await witnessed(way, token, cloud);
    echo.answerWith(request, answer);
    await refused.witness.call((one) => one.create(freshInputs()));
    echo.answerWith(undefined);
    texts.push(await refused.witness.text());
  }

  const notes = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  const places = {
    "answers, errors and logs": texts.join("\n"),
    notes: notes.map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n"),
    "the service's journal": JSON.stringify(await simulator.journal()),
  };
  const tokens = Object.fromEntries([...echo.issued, token].map((one, index) => [`token ${index + 1}`, one]));
  return { places, tokens };
}

/** Names and times are what the service makes of them; a state holds them. */
const echoing =
  (words: string) =>
  (key: string, value: unknown): unknown =>
    ["name", "updated_at"].includes(key) ? words : key === "order_ids" ? [words] : value;

let runs: ReadonlyMap<string, Awaited<ReturnType<typeof leftBehind>>>;
beforeAll(async () => {
  runs = new Map(await Promise.all(Object.keys(WAYS).map(async (way) => [way, await leftBehind(way)] as const)));
}, 120_000);

describe.each(Object.keys(WAYS))("with %s", (way) => {
  it("nothing that is left behind holds a secret", () => {
    const { places, tokens } = runs.get(way)!;
    expect(found({ ...SECRETS, ...tokens }, places)).toEqual([]);
  });

  it("what the service repeats is there, with a mark in place of the secrets", () => {
    const { places } = runs.get(way)!;
    expect(places["answers, errors and logs"]).toContain("***");
    expect(places.notes).toContain("knownOrderIds");
    expect(places["the service's journal"]).toContain("CreateDeliveryOrder");
  });
});
