import fs from "node:fs";
import path from "node:path";
import { DeliveryOrder } from "../../provider/index.js";
import { found } from "../secrets/search.js";
import { ARGS, ordering } from "./berlinOrder.js";
import { Engine } from "./harness.js";

// Everything that the command line, the engine and the provider write: what is printed, debug logs, the state's files, notes.

const SECRETS = {
  "secret key": "sk/R3cognisable+secret=key&%41?end",
  "secret key in the stack configuration": "ck/R3cognisable+configured=key&%42?end",
  passphrase: "pp-R3cognisable-passphrase",
} as const;
const ACCESS_KEY = "RECOGNISABLEKEY";

const HOSTILE = `\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e%s %n %d undefined ${"huge ".repeat(40_000)}`;
const HARMFUL = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** At this verbosity the engine itself writes down what it configures a provider with, secrets in clear. */
const ENGINES_OWN = /^.*Marshaling property for RPC\[Provider\[\w+\]\.Configure\(\)\.inputs\].*$/gmu;

let engine: Engine;
let printed = "";
let debugged = "";
beforeAll(async () => {
  engine = await Engine.start({
    simulator: { accessKey: ACCESS_KEY, secretKey: SECRETS["secret key"] },
    env: {
      HW_ACCESS_KEY: ACCESS_KEY,
      HW_SECRET_KEY: SECRETS["secret key"],
      HW_MAX_RETRIES: "0",
      PULUMI_CONFIG_PASSPHRASE: SECRETS.passphrase,
    },
    config: {
      "cloudpond:accessKey": { value: "ANOTHERKEY" },
      "cloudpond:secretKey": { value: SECRETS["secret key in the stack configuration"], secret: true },
    },
  });
});
afterAll(() => engine.stop());

/** Files below a folder, with their texts. */
function filesBelow(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.map((name) => path.join(folder, name)).filter((name) => fs.statSync(name).isFile());
  return Object.fromEntries(files.map((name) => [path.relative(folder, name), fs.readFileSync(name, "latin1")]));
}

const refusing = (error_msg: string, status = 400) => ({
  kind: "status" as const,
  status,
  body: { error_code: "IES.00001005", error_msg },
});

test("hostile words of the service reach neither the terminal nor the state", async () => {
  const { simulator } = engine;
  await simulator.fault({ operation: "CreateDeliveryOrder", action: refusing(HOSTILE) });
  const refused = await engine.up(ordering());
  await simulator.fault({
    operation: "CreateDeliveryOrder",
    action: {
      kind: "status",
      status: 200,
      when: "after",
      body: { delivery_order: { id: HOSTILE, name: HOSTILE }, order_ids: [HOSTILE] },
    },
  });
  const placed = await engine.up(ordering());
  const { id } = (await engine.resource("berlin"))!;
  const named = { id, name: HOSTILE, status: HOSTILE, created_at: HOSTILE, updated_at: HOSTILE };
  const record = { ...named, domain_id: simulator.account, edge_site_id: ARGS.edgeSiteId };
  await simulator.fault({
    operation: "ShowDeliveryOrder",
    action: { kind: "status", status: 200, body: { delivery_order: record } },
  });
  const read = await engine.refresh();

  expect([refused.ok, placed.ok, read.ok]).toEqual([false, true, true]);
  printed += refused.output + placed.output + read.output;
  expect(printed).toContain("%s %n %d undefined");
  expect(HARMFUL.exec(printed)).toBeNull();
  const { outputs } = (await engine.resource("berlin"))!;
  expect(outputs?.["status"]).toMatch(/^\uFFFD\[2J/);
  const texts = Object.values(outputs ?? {}).filter((value) => typeof value === "string");
  expect(
    texts.filter((text) => HARMFUL.test(text) || (text.length > 256 && !text.startsWith("exports.handler"))),
  ).toEqual([]);
});

test("a failing update, a refresh and a read with every line of debugging", async () => {
  const { simulator } = engine;
  const loud = { logToStdErr: true, logFlow: true, logVerbosity: 9, debug: true };
  await simulator.fault({ operation: "ShowDeliveryOrder", action: refusing("no", 500) });
  for (const run of [
    await engine.refresh(loud),
    await engine.up(ordering({ ...ARGS, servers: [] }), loud),
    await engine.up(async () => {
      DeliveryOrder.get("got", "no-such-order");
      return Promise.resolve();
    }, loud),
  ]) {
    expect(run.ok).toBe(false);
    debugged += run.output.replace(ENGINES_OWN, "");
  }
  expect(debugged.length).toBeGreaterThan(100_000);
});

test("nothing of that holds a secret", async () => {
  const root = path.dirname(engine.folder);
  const places = {
    "what was printed": printed,
    "debug logs": debugged,
    "the service's journal": JSON.stringify(await engine.simulator.journal()),
    ...filesBelow(path.join(root, "state")),
    ...filesBelow(path.join(root, "notes")),
    ...filesBelow(engine.folder),
  };
  expect(Object.keys(places).some((name) => name.endsWith("test.json"))).toBe(true);
  expect(found(SECRETS, places)).toEqual([]);
});
