import { execFile } from "node:child_process";
import path from "node:path";
import type { Engine, Outcome } from "./harness.js";

/**
 * Runs one of the programs beside this file over the engine's project, in a process of its own: Jest takes what a failing
 * program leaves unhandled for a failure of the test.
 */
export function childProgram(
  name: string,
  { folder, env, stack }: Engine,
  args: readonly string[] = [],
): Promise<Outcome> {
  const program = path.join(__dirname, "programs", `${name}.cjs`);
  const home = stack.workspace.pulumiHome ?? "";
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, folder, ...args],
      { env: { ...process.env, ...env, PULUMI_HOME: home } },
      (error, stdout, stderr) => {
        resolve({ ok: error === null, output: stdout + stderr });
      },
    );
  });
}
