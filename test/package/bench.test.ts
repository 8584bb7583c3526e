import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

jest.setTimeout(400_000);

const root = path.resolve(__dirname, "../..");

test("the benchmark runs, every work of it, and its table judges the goals", async () => {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, ["bench/run.mjs", "--short"], {
    cwd: root,
  });
  const told = stdout + stderr;
  for (const name of ["(a) no-op", "(b) hand-written", "(c) pulumi-cloudpond"]) expect(told).toContain(name);
  for (const work of ["preview of", "first preview of", "refresh of", "up of", "first check", "state of"]) {
    expect(told).toMatch(new RegExp(`^\\| ${work} [^|]*\\| \\([ac]\\) `, "mu"));
  }
  expect(told).toMatch(/\| up of 2 orders on 2 sites \| at most 1\.60 × \(b\) hand-written \| \d+\.\d\d × \|/u);
});
