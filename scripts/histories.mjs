// The compiled histories of test/faults: jest's module loader would make them five times slower.
import { createRequire } from "node:module";
import path from "node:path";
import { root, scratch } from "./place.mjs";
import { during } from "./progress.mjs";
import { capture } from "./run.mjs";
import { prepare } from "./setup.mjs";

const compiled = path.join(scratch, "faults/test/faults");

/** The script that plays a part of a campaign. */
export const player = path.join(compiled, "main.js");

/** Compiles the histories. @returns what loads one of their modules, `load("./kinds.js")` */
export async function compileHistories() {
  await prepare();
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  await during("Compiling the histories", () => capture(process.execPath, [tsc, "-p", "test/faults"], { cwd: root }));
  return createRequire(player);
}
