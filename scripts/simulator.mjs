// Starts, asks and ends the CloudPond simulator.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root, scratch } from "./place.mjs";

const READY_MS = 30_000;
const ASK_MS = 5_000;

/** Starts a simulator on a free port; it outlives this process if nobody ends it. Gives back `{ pid, ready }`. */
export async function startSimulator() {
  fs.mkdirSync(scratch, { recursive: true });
  const folder = fs.mkdtempSync(path.join(scratch, "simulator-"));
  const [outFile, errFile] = [path.join(folder, "stdout"), path.join(folder, "stderr")];
  const [out, err] = [fs.openSync(outFile, "w"), fs.openSync(errFile, "w")];
  // Files instead of pipes: a pipe would tie the simulator's life to this process.
  const child = spawn(process.execPath, [path.join(root, "simulator/bin/cloudpond-simulator.js"), "--port", "0"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", out, err],
  });
  fs.closeSync(out);
  fs.closeSync(err);
  child.unref();
  try {
    const until = Date.now() + READY_MS;
    while (Date.now() < until && child.exitCode === null) {
      const [line, rest] = fs.readFileSync(outFile, "utf8").split("\n");
      if (rest !== undefined) return { pid: child.pid, ready: JSON.parse(line) };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill();
    throw new Error(`The simulator did not start.\n${fs.readFileSync(errFile, "utf8").trim()}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** An answer of the simulator's control interface: `orders`, `journal`. */
export async function askSimulator({ ready }, what) {
  const response = await fetch(new URL(`/_simulator/${what}`, ready.url), { signal: AbortSignal.timeout(ASK_MS) });
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${what}.`);
  return response.json();
}

/** Whether this simulator still answers at its address. */
export async function isRunning(simulator) {
  return askSimulator(simulator, "orders").then(
    () => true,
    () => false,
  );
}

/** Ends a simulator. One that no longer answers is left alone: its process id may be somebody else's by now. */
export async function stopSimulator(simulator) {
  if (!(await isRunning(simulator))) return;
  process.kill(simulator.pid, "SIGTERM");
  while (await isRunning(simulator)) await new Promise((resolve) => setTimeout(resolve, 50));
}
