import { textWith } from "./matchers.js";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { SimulatorControl, type Announcement } from "../src/index.js";

const COMMAND = join(__dirname, "../bin/cloudpond-simulator.js");
const folder = mkdtempSync(join(tmpdir(), "cloudpond-simulator-"));
const children: ChildProcess[] = [];

beforeAll(() => {
  if (!existsSync(join(__dirname, "../dist/main.js")))
    throw new Error("build first: npm run build -w cloudpond-simulator");
});
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command; `first` is its first line, `ended` what it was in the end. */
function run(...args: string[]): { child: ChildProcess; first: Promise<string>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  const read = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (read.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (read.stderr += chunk.toString()));
  const first = new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, ...read })));
  return { child, first, ended };
}

function seedFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("the command", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "prints one line of JSON when it is ready and ends on %s",
    async (signal) => {
      const { child, first, ended } = run();
      const announcement = JSON.parse(await first) as Announcement;
      expect(Object.keys(announcement)).toEqual([
        "url",
        "account",
        "accessKey",
        "secretKey",
        "userName",
        "password",
        "domainName",
      ]);
      expect(announcement.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(await new SimulatorControl(announcement.url).orders()).toHaveLength(2);
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      expect([code, stdout]).toEqual([0, `${JSON.stringify(announcement)}\n`]);
      expect(stderr).toContain(`ready at ${announcement.url}`);
    },
  );

  test("ends on a signal also while an answer is delayed", async () => {
    const { child, first, ended } = run();
    const { url } = JSON.parse(await first) as Announcement;
    const control = new SimulatorControl(url);
    await control.fault({ operation: "CreateToken", action: { kind: "delay", ms: 3_600_000 } });
    const answer = fetch(`${url}/v3/auth/tokens`, { method: "POST" }).catch((error: unknown) => error);
    while ((await control.journal()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
    expect(await answer).toMatchObject({ message: "fetch failed" });
  });

  test("takes its seed, rule, keys and account from the command line", async () => {
    const seed = seedFile("seed.json", JSON.stringify({ account: { id: "seed", name: "name" }, edgeSites: [] }));
    const flags = ["--one-order-per-site", "off", "--access-key", "AK", "--secret-key", "SK", "--account", "acc"];
    const { child, first, ended } = run("--port", "0", "--seed", seed, ...flags);
    const announcement = JSON.parse(await first) as Announcement;
    expect(announcement).toMatchObject({ account: "acc", accessKey: "AK", secretKey: "SK", domainName: "name" });
    expect(await new SimulatorControl(announcement.url).orders()).toEqual([]);
    child.kill();
    await ended;
  });

  test("prints its usage for --help", async () => {
    const { code, stdout, stderr } = await run("--help").ended;
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("--one-order-per-site on|off");
  });

  test.each<[string[], string]>([
    [["--prot", "1"], "'--prot'"],
    [["extra"], "'extra'"],
    [["--port", "http"], '--port must be a number from 0 to 65535, got "http"'],
    [["--port", "65536"], "--port must be"],
    [["--one-order-per-site", "yes"], '--one-order-per-site must be on or off, got "yes"'],
    [["--access-key", "AK"], "--access-key and --secret-key belong together"],
    [["--account", ""], "--account must not be empty"],
    [["--seed", "/nowhere/seed.json"], "seed file /nowhere/seed.json: ENOENT"],
    [["--seed", seedFile("broken.json", "{")], "broken.json: "],
    [["--seed", seedFile("typo.json", '{"edgeSite": []}')], "typo.json: edgeSite is not known here"],
  ])("refuses %j with exit code 2", async (args, why) => {
    const { code, stdout, stderr } = await run(...args).ended;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(why);
    expect(stderr).toContain("--help");
  });

  test("says when its port is taken, and exits with 1", async () => {
    const { child, first, ended } = run();
    const { url } = JSON.parse(await first) as Announcement;
    const second = await run("--port", new URL(url).port).ended;
    expect([second.code, second.stderr]).toEqual([1, textWith("EADDRINUSE")]);
    child.kill();
    await ended;
  });
});
