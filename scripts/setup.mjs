// Everything between a fresh clone and the first command: dependencies, compiled sources, Pulumi's command line.
// Runs before anything is installed, so it uses nothing but Node.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { findCli, NoCliError } from "./cli.mjs";
import { withLock } from "./lock.mjs";
import { root, scratch } from "./place.mjs";
import { during, say } from "./progress.mjs";
import { capture, CommandError } from "./run.mjs";

const MINIMUM_NODE = 20;

/** A setup step failed; the message says which, and ends with what the tool said. */
export class SetupError extends Error {
  constructor(message, output = "") {
    super(output === "" ? message : `${message}\n\n${output.trim()}`);
  }
}

/** npm as it runs this script, which need not be the first on PATH. */
function npm(args) {
  const { npm_execpath: script } = process.env;
  const [command, prefix] = script?.endsWith(".js") ? [process.execPath, [script]] : ["npm", []];
  return capture(command, [...prefix, ...args, "--no-fund", "--no-audit", "--loglevel=error"], { cwd: root });
}

/** A short text that changes when one of the files is written; a folder stands for all files below it. */
function fingerprint(names) {
  const hash = crypto.createHash("sha256");
  const add = (name) => {
    const file = path.join(root, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const entry of fs.readdirSync(file).sort()) add(path.join(name, entry));
    else if (stat !== undefined) hash.update(`${name}\0${stat.size}\0${stat.mtimeMs}\0`);
  };
  names.forEach(add);
  return hash.digest("hex");
}

async function installDependencies() {
  // Somebody else's installation, which `npm ci` would empty.
  if (fs.lstatSync(path.join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const written = (name) => fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // npm writes its own record after every installation, by whichever command.
  if (written("node_modules/.package-lock.json") > written("package-lock.json")) return;
  await during("Installing the dependencies", () => npm(["ci"])).catch((error) => {
    throw new SetupError("npm could not install the dependencies.", error.output ?? error.message);
  });
}

async function compile() {
  const sources = [
    "provider",
    "simulator/src",
    "policy/src",
    "tsconfig.json",
    "tsconfig.build.json",
    "simulator/tsconfig.build.json",
    "policy/tsconfig.build.json",
  ];
  const mark = fingerprint(sources);
  const stamp = path.join(scratch, "built");
  const isBuilt =
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === mark &&
    ["dist/index.js", "simulator/dist/main.js", "policy/dist/pack.js"].every((product) =>
      fs.existsSync(path.join(root, product)),
    );
  if (isBuilt) return;
  await during("Compiling", () => npm(["run", "-s", "build"])).catch((error) => {
    throw new SetupError("The sources do not compile.", error.output ?? error.message);
  });
  fs.mkdirSync(scratch, { recursive: true });
  fs.writeFileSync(stamp, mark);
}

/** Installs and compiles: what everything here needs that runs without Pulumi's command line. */
export async function prepare() {
  if (Number(process.versions.node.split(".")[0]) < MINIMUM_NODE) {
    throw new SetupError(`Node.js ${MINIMUM_NODE} or newer is needed; this is ${process.version}.`);
  }
  await withLock(
    path.join(scratch, "setup.lock"),
    (holder) => say(`Process ${holder} is setting this clone up already; waiting for it.`),
    async () => {
      await installDependencies();
      await compile();
    },
  );
}

/** Brings the clone into a state where everything can be run; gives back Pulumi's command line, `{ command, version }`. */
export async function setUp() {
  await prepare();
  return findCli();
}

/** Runs a script's main function; what a person can act on is printed as a sentence, anything else with its stack. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    const isTold = [SetupError, NoCliError, CommandError].some((told) => error instanceof told);
    say(isTold ? `\n${error.message}${error.output ? `\n\n${error.output.trim()}` : ""}` : error.stack);
    process.exitCode = 1;
  }
}
