// The demo's settings: a stack of its own, in a backend of its own, against a simulator; nothing of the user's is touched.
import fs from "node:fs";
import path from "node:path";
import { isOwnSetting } from "./ownSettings.mjs";
import { root, scratch } from "./place.mjs";

/** The demo's stack. */
export const STACK = "demo";

/** The program, relative to the root as in Pulumi.yaml. */
export const PROGRAM = "examples/first-order";

const home = path.join(scratch, "demo");
const record = path.join(home, "demo.json");

/** The stack's configuration file, where `pulumi config set` writes it. */
const configFile = path.join(root, `Pulumi.${STACK}.yaml`);

/** Where the engine keeps the demo's state, and that it asks for nothing. */
function backend() {
  return {
    PULUMI_HOME: path.join(home, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(home, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_STACK: STACK,
    XDG_STATE_HOME: path.join(home, "notes"),
  };
}

/** The program's cloud: the simulator that printed `ready`. For a real one these variables are all that changes. */
function cloud(ready) {
  return {
    CLOUDPOND_ENDPOINT: ready.url,
    HW_AUTH_URL: ready.url,
    CLOUDPOND_BILLING_ENDPOINT: ready.url,
    CLOUDPOND_QUOTE: "true",
    HW_ACCESS_KEY: ready.accessKey,
    HW_SECRET_KEY: ready.secretKey,
    HW_DOMAIN_ID: ready.account,
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
  };
}

/**
 * This process's environment with the demo's settings in it and everything else taken out that could lead to a real cloud or a
 * real backend: a token in the user's environment would win over the demo's key.
 */
export function demoEnvironment(ready) {
  const inherited = Object.entries(process.env).filter(([name]) => !isOwnSetting(name));
  return { ...Object.fromEntries(inherited), ...backend(), ...(ready === undefined ? {} : cloud(ready)) };
}

/** Forgets the demo that was before, so that each starts with an empty state. */
export function forgetDemo() {
  fs.rmSync(home, { recursive: true, force: true });
  fs.rmSync(configFile, { force: true });
  fs.mkdirSync(path.join(home, "state"), { recursive: true });
}

/** Remembers the simulator, for `npm run pulumi` and for the next start. */
export function rememberDemo(simulator) {
  fs.writeFileSync(record, JSON.stringify(simulator, undefined, 2));
}

/** The simulator of the last start, `{ pid, ready }`; undefined where there was none. */
export function lastDemo() {
  return fs.existsSync(record) ? JSON.parse(fs.readFileSync(record, "utf8")) : undefined;
}
