// Plays one cell: a project, a simulated CloudPond, a stack in a backend of its own.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "../run.mjs";
import { faultsOf } from "./judgement.mjs";
import { makeProject, PROJECT } from "./project.mjs";
import { managerOf, nodeOf, NotToBeHadError, sdkOf } from "./tools.mjs";

const require = createRequire(import.meta.url);
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { defaultSeed, startSimulator } = require("cloudpond-simulator");
const { play, postsOf } = require("./inside/steps.cjs");

const inside = fileURLToPath(new URL("inside/", import.meta.url));

const STACK = "dev";

/** What the program of examples/first-order wants to know, as in the Pulumi.yaml of the repository. */
const CONFIG = {
  edgeSiteId: "10000000-0000-4000-8000-000000000001",
  serverOfferingId: "20000000-0000-4000-8000-000000000001",
  networkDeviceOfferingId: "30000000-0000-4000-8000-000000000001",
};

/** Whether the command line has a language host for Node.js beside it. */
export const hasLanguageHost = ({ command }) =>
  fs.existsSync(path.join(path.dirname(fs.realpathSync(command)), "pulumi-language-nodejs"));

/** The environment of the command line and of all that it starts. */
function environmentOf({ scratch, project, node, cli, simulator }) {
  const folders = [path.dirname(node.command), path.dirname(cli.command), ...(hasLanguageHost(cli) ? [] : [inside])];
  // The witness comes last: under Plug'n'Play it reads files that only Yarn's hook can read.
  const nodeOptions = [...project.nodeOptions, ["--require", path.join(inside, "witness.cjs")]];
  return {
    PATH: [...folders, process.env.PATH].join(path.delimiter),
    NODE_OPTIONS: nodeOptions.map(([option, file]) => `${option} ${JSON.stringify(file)}`).join(" "),
    MATRIX_WITNESS: path.join(scratch, "witness"),
    PULUMI_HOME: path.join(scratch, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(scratch, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "matrix",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    XDG_STATE_HOME: path.join(scratch, "notes"),
    CLOUDPOND_ENDPOINT: simulator.url,
    CLOUDPOND_BILLING_ENDPOINT: simulator.url,
    CLOUDPOND_SETTLE_SECONDS: "0",
    HW_AUTH_URL: simulator.url,
    HW_ACCESS_KEY: simulator.accessKey,
    HW_SECRET_KEY: simulator.secretKey,
    HW_DOMAIN_ID: simulator.account,
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
  };
}

/** `pulumi preview`, `up` and `refresh` of the project, by the command line alone. */
async function byCommandLine({ project, env, simulator, steps }) {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: STACK, workDir: project.folder },
    { envVars: env },
  );
  return play(stack, steps, () => postsOf(simulator.url));
}

/** The same by a program that uses the Automation API of the project's SDK, under the cell's Node.js. */
async function inline({ cell, project, env, simulator, steps, node, scratch }) {
  const [orders, result] = ["orders.json", "result.json"].map((name) => path.join(scratch, name));
  for (const name of ["automation.cjs", "steps.cjs"])
    fs.copyFileSync(path.join(inside, name), path.join(project.programFolder, name));
  const workDir = cell.isInFolder ? project.folder : undefined;
  const told = { stackName: STACK, projectName: PROJECT, workDir, simulator: simulator.url, ...steps };
  fs.writeFileSync(orders, JSON.stringify(told));
  await capture(node.command, ["automation.cjs", orders, result], {
    cwd: project.programFolder,
    env: { ...process.env, ...env },
  });
  return JSON.parse(fs.readFileSync(result, "utf8"));
}

const DRIVERS = { up: byCommandLine, inline };

const linesOf = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim().split("\n") : []);

/** What a tool said when it failed, in one line: its first error with what it announces. */
function reasonOf({ message, output = "" }) {
  const [, diagnostics] = /\nDiagnostics:\n([^]*)/u.exec(message) ?? [];
  const lines = (diagnostics ?? `${output}\n${message}`).split("\n").map((line) => line.trim());
  const at = Math.max(
    lines.findIndex((line) => /error:/iu.test(line)),
    0,
  );
  return lines
    .slice(at, lines[at].endsWith(":") ? at + 2 : at + 1)
    .join(" ")
    .slice(0, 300);
}

async function played(cell, { cli, tarball, scratch, node, sdk, manager }) {
  const simulator = await startSimulator({ seed: defaultSeed });
  try {
    const seeded = new Set((await simulator.orders()).map(({ id }) => id));
    for (const name of ["project", "state"]) fs.mkdirSync(path.join(scratch, name), { recursive: true });
    const project = await makeProject(path.join(scratch, "project"), cell, { tarball, sdk, manager });
    const env = environmentOf({ scratch, project, node, cli, simulator });
    const steps = { config: CONFIG, ...(cell.hasPlan ? { plan: path.join(scratch, "plan.json") } : {}) };
    const seen = await DRIVERS[cell.way]({ cell, project, env, simulator, steps, node, scratch });
    const placed = (await simulator.orders()).filter(({ id }) => !seeded.has(id));
    const witnesses = linesOf(env.MATRIX_WITNESS).map((line) => JSON.parse(line));
    return faultsOf({
      ...seen,
      placed,
      witnesses,
      folder: project.programFolder,
      node: node.version,
      sdk,
      way: cell.way,
    });
  } finally {
    await simulator.close();
  }
}

/**
 * What came of a cell: `passed`, `failed` with what did not hold, or `absent` with what cannot be had here; and the versions
 * it ran on.
 */
export async function run(cell, { cli, tarball, folder }) {
  const scratch = fs.mkdtempSync(path.join(folder, "cell-"));
  const versions = {};
  try {
    const node = await nodeOf(cell.node);
    versions.node = node.version;
    versions.sdk = await sdkOf(cell.sdk, node);
    const manager = await managerOf(cell.manager);
    versions.manager = manager.name;
    const faults = await played(cell, { cli, tarball, scratch, node, sdk: versions.sdk, manager });
    return { ...versions, outcome: faults.length === 0 ? "passed" : "failed", why: faults.join("; ") };
  } catch (error) {
    if (error instanceof NotToBeHadError) return { ...versions, outcome: "absent", why: error.message };
    fs.writeFileSync(path.join(scratch, "error.txt"), `${error.stack}\n${error.output ?? ""}`);
    return { ...versions, outcome: "failed", why: reasonOf(error) };
  }
}
