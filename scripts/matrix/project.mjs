// A throw-away project: a folder with Pulumi.yaml, a program and what a package manager installed for it.
import fs from "node:fs";
import path from "node:path";
import { capture } from "../run.mjs";
import { PROGRAMS } from "./programs.mjs";

const INSTALL_MS = 300_000;

/** Project of every cell. */
export const PROJECT = "shop";

/** Below the project: the folder of the program, and the one with package.json; `main` as in Pulumi.yaml. */
const PLACES = {
  root: { program: ".", packages: "." },
  subfolder: { program: "src", packages: ".", main: "src" },
  ownSubfolder: { program: "infra", packages: "infra", main: "infra" },
};

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

/**
 * Makes the project of a cell in `folder` and installs `tarball` and this SDK in it; gives back where things are, and the
 * options of every Node.js that works with it.
 */
export async function makeProject(folder, { program: kind, place }, { tarball, sdk, manager }) {
  const { program, packages, main } = PLACES[place];
  const { manifest = {}, files, build } = PROGRAMS[kind];
  const [programFolder, packageFolder] = [path.join(folder, program), path.join(folder, packages)];
  const installed = path.basename(tarball);
  write(folder, { "Pulumi.yaml": JSON.stringify({ name: PROJECT, runtime: "nodejs", main }) });
  write(programFolder, files);
  write(packageFolder, {
    ...manager.files,
    "package.json": JSON.stringify({
      name: PROJECT,
      private: true,
      ...manifest,
      dependencies: { "pulumi-cloudpond": `file:./${installed}`, "@pulumi/pulumi": sdk },
    }),
  });
  fs.copyFileSync(tarball, path.join(packageFolder, installed));
  const [command, ...args] = manager.command;
  await capture(command, args, {
    cwd: packageFolder,
    env: { ...process.env, ...manager.env },
    timeoutMs: INSTALL_MS,
  });
  await build?.(programFolder);
  const nodeOptions = (manager.nodeOptions ?? []).map(([option, name]) => [option, path.join(packageFolder, name)]);
  return { folder, programFolder, nodeOptions };
}
