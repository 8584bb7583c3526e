import fs from "node:fs";
import path from "node:path";
import type { PolicyPackConfig } from "@pulumi/policy";
import type { Engine } from "./harness.js";

/** The pack, of what `npm run build` compiled. */
export const PACK = path.resolve(__dirname, "../../policy/pack");

/**
 * Lets the engine run packs written for Node.js without Pulumi's language host, which the command line that is built here has
 * not: the engine starts this command with its own address, in the pack's folder.
 */
export function runPacks(engine: Engine): void {
  const folder = path.join(engine.folder, "analyzer");
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  fs.mkdirSync(folder);
  fs.writeFileSync(
    path.join(folder, "pulumi-analyzer-policy-nodejs"),
    `#!/bin/sh\nexec "${process.execPath}" "${runner}" "$@"\n`,
    { mode: 0o755 },
  );
  engine.env["PATH"] = `${folder}${path.delimiter}${process.env["PATH"] ?? ""}`;
}

/** Options of a preview or up that is judged by the pack; the configuration goes through a file, as a user's does. */
export function judgedBy(engine: Engine, config: PolicyPackConfig, pack = PACK) {
  const file = path.join(engine.folder, "policyConfig.json");
  fs.writeFileSync(file, JSON.stringify(config));
  return { policyPacks: [pack], policyPackConfigs: [file] };
}

/** A pack that a team has written, in a folder of its own; `source` is its index.js. */
export function ownPack(engine: Engine, source: string): string {
  const folder = path.join(engine.folder, "ownPack");
  fs.mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  // Installed as npm does it with a package of this machine.
  fs.symlinkSync(path.resolve(__dirname, "../.."), path.join(folder, "node_modules", "pulumi-cloudpond"));
  fs.writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  fs.writeFileSync(path.join(folder, "package.json"), '{ "name": "own-pack", "version": "0.0.1", "main": "index.js" }');
  fs.writeFileSync(path.join(folder, "index.js"), source);
  return folder;
}
