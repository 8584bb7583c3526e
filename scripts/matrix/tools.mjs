// What the cells run on: versions of Node.js and of the SDK, package managers, a bundler. All come from the npm registry, each
// into a folder of its own: the package of a Node.js has a command `node`, and would take over every script of a project.
import fs from "node:fs";
import path from "node:path";
import { root, scratch } from "../place.mjs";
import { capture } from "../run.mjs";

const FETCH_MS = 180_000;

/** Something a cell needs cannot be had on this machine. */
export class NotToBeHadError extends Error {}

const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

const fetches = new Map();

/** Installs a package in its own folder, once in a run; gives back the package's folder. */
function fetched(name, range = "latest") {
  const spec = `${name}@${range}`;
  if (!fetches.has(spec)) fetches.set(spec, fetchTool(name, spec));
  return fetches.get(spec);
}

async function fetchTool(name, spec) {
  const folder = path.join(scratch, "matrix", spec.replaceAll("/", "-"));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  try {
    await capture("npm", ["install", "--no-save", "--no-package-lock", "--loglevel=error", spec], {
      cwd: folder,
      timeoutMs: FETCH_MS,
    });
  } catch {
    throw new NotToBeHadError(`${spec} cannot be had from the npm registry here`);
  }
  return path.join(folder, "node_modules", name);
}

const versionOf = (folder) => JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")).version;

/** A Node.js of this major version, or the one that runs this: `{ command, version }`. */
export async function nodeOf(major) {
  const { version, platform, arch, execPath } = process;
  if (major === undefined || version.startsWith(`v${major}.`)) return { command: execPath, version: version.slice(1) };
  const folder = await fetched(`node-${platform === "win32" ? "win" : platform}-${arch}`, major);
  const command = path.join(folder, "bin/node");
  return { command, version: (await capture(command, ["--version"])).trim().slice(1) };
}

const [lowest] = /\d+\.\d+\.\d+/u.exec(manifest.peerDependencies["@pulumi/pulumi"]);
/** The last SDK that runs on Node.js 20. */
const development = manifest.devDependencies["@pulumi/pulumi"];

let newest;

async function newestSdk() {
  newest ??= capture("npm", ["view", "@pulumi/pulumi@latest", "version", "engines", "--json"], { timeoutMs: FETCH_MS });
  const answer = await newest.catch(() => {
    throw new NotToBeHadError("the npm registry does not say here which SDK is the newest");
  });
  const { version, engines } = JSON.parse(answer);
  return { version, leastNode: Number(/\d+/u.exec(engines.node)[0]) };
}

/** The version of `@pulumi/pulumi`: `lowest`, `development`, or `newest` of those that run on this Node.js. */
export async function sdkOf(which, node) {
  if (which !== "newest") return { lowest, development }[which];
  const { version, leastNode } = await newestSdk();
  return Number.parseInt(node.version, 10) < leastNode ? development : version;
}

/** esbuild's command. */
export const bundler = async () => path.join(await fetched("esbuild"), "bin/esbuild");

let registry;

/** The other package managers do not read npm's configuration everywhere. */
async function registrySettings() {
  registry ??= capture("npm", ["config", "get", "registry"]);
  const url = (await registry).trim();
  return { npm_config_registry: url, YARN_NPM_REGISTRY_SERVER: url };
}

async function yarn(rc) {
  const folder = await fetched("@yarnpkg/cli-dist");
  return {
    name: `Yarn ${versionOf(folder)}`,
    files: { ".yarnrc.yml": rc },
    command: [process.execPath, path.join(folder, "bin/yarn.js"), "install"],
    env: { ...(await registrySettings()), YARN_ENABLE_TELEMETRY: "0", YARN_ENABLE_IMMUTABLE_INSTALLS: "0" },
  };
}

const pnp = ["--require", ".pnp.cjs"];

/** Package managers: `{ name, files, command, env }`; `nodeOptions` name files of the installation for every Node.js. */
const MANAGERS = {
  npm: async () => ({
    name: `npm ${(await capture("npm", ["--version"])).trim()}`,
    command: ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
  }),
  pnpm: async () => {
    const folder = await fetched("pnpm");
    return {
      name: `pnpm ${versionOf(folder)}`,
      // One of the SDK's dependencies has a build script, and pnpm fails until somebody says what is to become of it.
      command: [path.join(folder, "pnpm"), "install", "--ignore-scripts"],
      env: await registrySettings(),
    };
  },
  yarn: () => yarn("nodeLinker: node-modules\n"),
  plugAndPlay: async () => ({ ...(await yarn("nodeLinker: pnp\n")), nodeOptions: [pnp] }),
  plugAndPlayLoader: async () => ({
    ...(await yarn("nodeLinker: pnp\n")),
    nodeOptions: [pnp, ["--experimental-loader", ".pnp.loader.mjs"]],
  }),
};

export const managerOf = (name) => MANAGERS[name]();
