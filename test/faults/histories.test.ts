import { spawn } from "node:child_process";
import path from "node:path";
import { INVARIANTS } from "./auditor.js";
import type { Tally } from "./tally.js";

// The short form of `npm run faults`, in processes of their own: jest's module loader would make them five times slower.

jest.setTimeout(600_000);

/** Always the same histories, so that a failure is a change's own; fresh ones are the whole run's business. */
const SEED = "1";

const ROOT = path.resolve(__dirname, "../..");

interface Report {
  readonly total: Tally;
  readonly sorts: readonly (readonly [string, number])[];
  readonly kinds: number;
  readonly seed: number;
}

function played(): Promise<Report> {
  const child = spawn(process.execPath, ["scripts/faults.mjs", "--short", "--json", "--seed", SEED], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      if (stdout === "") reject(new Error(stderr));
      else resolve(JSON.parse(stdout) as Report);
    });
  });
}

let report: Report;
beforeAll(async () => {
  report = await played();
});

it("no history breaks an invariant outside of the documented open cases", () => {
  expect({ seed: report.seed, defects: report.total.defects }).toEqual({ seed: report.seed, defects: [] });
});

it("the short form plays a part of the small space, interleavings, and 5,000 random histories", () => {
  const sorts = Object.fromEntries(report.sorts);
  expect(sorts["random"]).toBe(5_000);
  expect(sorts["exhaustive"]).toBeGreaterThan(2_000);
  expect(sorts["interleavings"]).toBeGreaterThan(500);
});

it.each(INVARIANTS)("%s was put to the test thousands of times", (invariant) => {
  expect(report.total.checks[invariant]).toBeGreaterThan(2_000);
});

it("far more than 45 kinds of faults are known, and creates ended in many ways under them", () => {
  expect(report.kinds).toBeGreaterThan(45);
  expect(report.total.combinations.length).toBeGreaterThan(700);
});

it("the open cases are reached, so that the auditor sees what they cost", () => {
  const reached = new Set(Object.keys(report.total.open).map((name) => name.split(" ")[1]));
  for (const name of ["repeatingProxy", "twoWriters", "contradictingGateway", "adoptedTwice"]) {
    expect([...reached]).toContain(name);
  }
});
