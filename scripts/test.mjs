// `npm test`: set-up, lint, types, all tests. With arguments (`npm test -- unit`, `npm test -- -t "adopt"`) jest alone gets them.
import fs from "node:fs";
import path from "node:path";
import { root, scratch } from "./place.mjs";
import { during, say } from "./progress.mjs";
import { capture, passThrough } from "./run.mjs";
import { main, setUp } from "./setup.mjs";

const results = path.join(scratch, "test-results.json");
const summary = path.join(scratch, "test-summary");

/** One line a machine can read, for .ci/run. A failed check counts as a failure beside the tests. */
function summarize(failedChecks, status) {
  const counts = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : {};
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = counts;
  // A test file that does not even load has no failed tests.
  const unloaded = counts.numRuntimeErrorTestSuites ?? 0;
  const failed = failedChecks + Math.max(numFailedTests + unloaded, status === 0 ? 0 : 1);
  const skipped = numPendingTests + numTodoTests;
  return `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const CHECKS = [
  { label: "Lint and format", script: "lint" },
  { label: "Types", script: "types" },
];

async function failsCheck({ label, script }) {
  try {
    await during(label, () => capture("npm", ["run", "-s", script], { cwd: root }));
    return false;
  } catch (error) {
    say(`${label}: failed\n\n${(error.output || error.message).trim()}\n`);
    return true;
  }
}

await main(async () => {
  for (const file of [results, summary]) fs.rmSync(file, { force: true });
  await setUp();
  const filters = process.argv.slice(2);
  const failedChecks = [];
  if (filters.length === 0) for (const check of CHECKS) if (await failsCheck(check)) failedChecks.push(check.label);

  const jest = path.join(root, "node_modules/jest/bin/jest.js");
  const status = await passThrough(process.execPath, [jest, "--json", `--outputFile=${results}`, ...filters], {
    cwd: root,
    // The human account of the tests goes to stderr; what --json puts on stdout is in the file already.
    stdio: ["inherit", "ignore", "inherit"],
  });
  fs.writeFileSync(summary, `${summarize(failedChecks.length, status)}\n`);
  if (failedChecks.length > 0) say(`\nFailed beside the tests: ${failedChecks.join(", ")}.`);
  return failedChecks.length > 0 ? 1 : status;
});
