// Finds Pulumi's command line, or gets one: from PATH, a copy got earlier, the official installer, or a build from source.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { withLock } from "./lock.mjs";
import { cache, root } from "./place.mjs";
import { during, say } from "./progress.mjs";
import { capture } from "./run.mjs";

/**
 * The oldest command line that will do. From 3.254.0 on `pulumi import --file` takes a dynamic resource with its inputs and
 * outputs, and that is the way back after a state was lost; everything else works with older ones.
 */
export const MINIMUM = "3.254.0";

const NEXT_MAJOR = "4.0.0";

/** What is downloaded or built where there is none; scripts/cli/go.mod names the same. */
export const VERSION = "3.259.0";

/** The installer is a script of a few kilobytes: if it is not here after this time, its address cannot be reached. */
const REACH_MS = 10_000;
/** The release is about 100 MB. */
const DOWNLOAD_MS = 10 * 60_000;

const executable = (name) => (process.platform === "win32" ? `${name}.exe` : name);
const ownCopy = path.join(cache, `cli-${VERSION}`);

/** The command line cannot be had; the message says what was tried and what to do. */
export class NoCliError extends Error {}

/** Compares two versions by their numbers: negative where `a` is older. */
export function compareVersions(a, b) {
  const numbers = (version) => version.replace(/^v/, "").split(/[-+]/)[0].split(".").map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  return left.map((number, index) => number - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

async function versionOf(command) {
  const output = await capture(command, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" },
    timeoutMs: 30_000,
  });
  return output.trim();
}

/** Every `pulumi` on PATH counts, also a second one behind one that is too old. */
function onPath(name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => path.join(folder, executable(name))).filter((file) => fs.existsSync(file));
}

async function fromPath(notes) {
  for (const command of onPath("pulumi")) {
    let version;
    try {
      version = await versionOf(command);
    } catch (error) {
      notes.push(`${command}: ${error.message}`);
      continue;
    }
    if (compareVersions(version, MINIMUM) < 0) {
      notes.push(`${command} is ${version}; at least v${MINIMUM} is needed`);
      continue;
    }
    // The SDK's Automation API refuses a command line of another major version.
    if (compareVersions(version, NEXT_MAJOR) >= 0) {
      notes.push(`${command} is ${version}; a version before ${NEXT_MAJOR} is needed`);
      continue;
    }
    // Some distributions leave the plug-ins out that the official release has beside the command.
    const missing = ["pulumi-resource-pulumi-nodejs", "pulumi-language-yaml"].find((plugin) => {
      const beside = path.join(path.dirname(fs.realpathSync(command)), executable(plugin));
      return !fs.existsSync(beside.replace(/nodejs\.exe$/, "nodejs.cmd")) && onPath(plugin).length === 0;
    });
    if (missing === undefined) return { command, version };
    notes.push(`${command} comes without ${missing}`);
  }
  return undefined;
}

async function fromOwnCopy() {
  const command = path.join(ownCopy, "bin", executable("pulumi"));
  if (!fs.existsSync(command)) return undefined;
  try {
    return { command, version: await versionOf(command) };
  } catch {
    // Left by another machine with the same home folder, or damaged: made anew.
    fs.rmSync(ownCopy, { recursive: true, force: true });
    return undefined;
  }
}

/** Fills a new folder and puts it in place in one step, so that nobody ever meets half a copy. */
async function makeOwnCopy(fill) {
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(`${ownCopy}.`);
  try {
    await fill(folder);
    const plugin = createRequire(import.meta.url).resolve("@pulumi/pulumi/pulumi-resource-pulumi-nodejs");
    const script = process.platform === "win32" ? `${plugin}.cmd` : plugin;
    const target = path.join(folder, "bin", path.basename(script));
    fs.copyFileSync(script, target);
    fs.chmodSync(target, 0o755);
    fs.renameSync(folder, ownCopy);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function fromInstaller(notes) {
  const reachable = await fetch("https://get.pulumi.com/install.sh", { signal: AbortSignal.timeout(REACH_MS) })
    .then((response) => response.ok)
    .catch(() => false);
  if (!reachable) {
    notes.push("the official installer (https://get.pulumi.com) cannot be reached from here");
    return;
  }
  // In a process of its own, because the installer offers no way to end it.
  const install = `
    const { PulumiCommand } = require("@pulumi/pulumi/automation");
    const { SemVer } = require("semver");
    PulumiCommand.install({ version: new SemVer("${VERSION}"), root: process.argv[1] }).catch((error) => {
      console.error(String(error));
      process.exit(1);
    });`;
  try {
    await during(`Downloading Pulumi's command line ${VERSION}`, () =>
      makeOwnCopy((folder) =>
        capture(process.execPath, ["-e", install, folder], {
          cwd: root,
          timeoutMs: DOWNLOAD_MS,
        }),
      ),
    );
  } catch (error) {
    notes.push(`the official installer failed: ${error.message}`);
  }
}

async function fromSource(notes) {
  const go = onPath("go")[0] ?? ["/usr/local/go/bin/go"].find((file) => fs.existsSync(file));
  if (go === undefined) {
    notes.push("Go, to build it from source, is not on this machine");
    return;
  }
  const module = path.join(root, "scripts/cli");
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION}`;
  const packages = [
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    // `pulumi import` wants a language that it can write code in; the one for TypeScript cannot be built from source.
    "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  ];
  try {
    await during(`Building Pulumi's command line ${VERSION} with Go; once, 3 to 5 minutes`, () =>
      makeOwnCopy((folder) =>
        capture(go, ["build", "-ldflags", flags, "-o", `${path.join(folder, "bin")}${path.sep}`, ...packages], {
          cwd: module,
        }),
      ),
    );
  } catch (error) {
    notes.push(
      `the build from source failed: ${error.message}\n${(error.output ?? "").trim().split("\n").slice(-5).join("\n")}`,
    );
  }
}

/**
 * The command line to use: `{ command, version }`, with its plug-ins beside the command or on PATH.
 * @throws {NoCliError} where there is none and none can be had.
 */
export async function findCli() {
  const notes = [];
  const installed = await fromPath(notes);
  if (installed !== undefined) return installed;
  for (const note of notes.splice(0)) say(`${note}; a copy of the project's own is used.`);

  const earlier = await fromOwnCopy();
  if (earlier !== undefined) return earlier;

  const got = await withLock(
    `${ownCopy}.lock`,
    (holder) => say(`Process ${holder} is getting Pulumi's command line already; waiting for it.`),
    async () => {
      for (const attempt of [fromInstaller, fromSource]) {
        const present = await fromOwnCopy();
        if (present !== undefined) return present;
        await attempt(notes);
      }
      return fromOwnCopy();
    },
  );
  if (got !== undefined) return got;
  throw new NoCliError(
    [
      `Pulumi's command line (v${MINIMUM} or newer) is needed and could not be had:`,
      ...notes.map((note) => `  - ${note}`),
      "Install it from https://www.pulumi.com/docs/install/ and run this again.",
    ].join("\n"),
  );
}
