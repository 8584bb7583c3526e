import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

jest.setTimeout(200_000);

const root = path.resolve(__dirname, "../..");

test("the benchmark runs, and its table judges the goals", async () => {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, ["bench/run.mjs", "--short", "--only", "up of"], {
    cwd: root,
  });
  const told = stdout + stderr;
  for (const name of ["(a) no-op", "(b) hand-written", "(c) pulumi-cloudpond"]) expect(told).toContain(name);
  expect(told).toMatch(/\| up of 2 orders on 2 sites \| at most 1\.60 × \(b\) hand-written \| \d+\.\d\d × \|/u);
});
