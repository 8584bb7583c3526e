import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const ROOT = path.resolve(__dirname, "../..");
const PLUGINS = ["pulumi-resource-pulumi-nodejs", "pulumi-language-yaml"];
const run = promisify(execFile);

/** Puts a command into `folder` that prints a version, and the plug-ins beside it. */
function place(folder: string, version: string, plugins: readonly string[] = PLUGINS): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ["pulumi", ...plugins]) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  }
  return path.join(folder, "pulumi");
}

describe("the search for Pulumi's command line", () => {
  let home: string;
  let copy: string;

  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-cloudpond-cli-"));
    // A copy got earlier is always there, so that no search here leads to a download or a build.
    copy = place(path.join(home, "cache/pulumi-cloudpond/cli-3.259.0/bin"), "v3.259.0");
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  /** Searches with these folders on PATH; what was found, and what was said on the way. */
  async function search(...folders: readonly string[]) {
    const script = `import(${JSON.stringify(path.join(ROOT, "scripts/cli.mjs"))}).then(async ({ findCli }) => console.log(JSON.stringify(await findCli())));`;
    const { stdout, stderr } = await run(process.execPath, ["-e", script], {
      cwd: ROOT,
      env: { PATH: [...folders, "/bin"].join(path.delimiter), XDG_CACHE_HOME: path.join(home, "cache") },
    });
    return { found: JSON.parse(stdout) as unknown, said: stderr };
  }

  test("takes the one on PATH where it is new enough", async () => {
    const command = place(path.join(home, "new"), "v3.254.0");
    expect(await search(path.join(home, "new"))).toEqual({ found: { command, version: "v3.254.0" }, said: "" });
  });

  test("takes the copy got earlier where there is none on PATH", async () => {
    expect(await search()).toEqual({ found: { command: copy, version: "v3.259.0" }, said: "" });
  });

  test.each(["v3.253.9", "v3.99.0", "v2.300.0"])(
    "names %s on PATH as too old, with the minimum, and goes on",
    async (version) => {
      const command = place(path.join(home, "old"), version);
      const { found, said } = await search(path.join(home, "old"));
      expect(said).toBe(
        `${command} is ${version}; at least v3.254.0 is needed; a copy of the project's own is used.\n`,
      );
      expect(found).toEqual({ command: copy, version: "v3.259.0" });
    },
  );

  test("passes over a later major version", async () => {
    const command = place(path.join(home, "next"), "v4.0.0");
    const { found, said } = await search(path.join(home, "next"));
    expect(said).toContain(`${command} is v4.0.0; a version before 4.0.0 is needed`);
    expect(found).toEqual({ command: copy, version: "v3.259.0" });
  });

  test("takes a new one that stands behind an old one on PATH", async () => {
    place(path.join(home, "old"), "v3.100.0");
    const command = place(path.join(home, "new"), "v3.270.0-alpha.1");
    const { found } = await search(path.join(home, "old"), path.join(home, "new"));
    expect(found).toEqual({ command, version: "v3.270.0-alpha.1" });
  });

  test.each(PLUGINS)("passes over a command that comes without %s", async (missing) => {
    const plugins = PLUGINS.filter((name) => name !== missing);
    const command = place(path.join(home, "bare"), "v3.260.0", plugins);
    const { found, said } = await search(path.join(home, "bare"));
    expect(said).toContain(`${command} comes without ${missing}`);
    expect(found).toEqual({ command: copy, version: "v3.259.0" });
  });

  test("passes over a command that does not run", async () => {
    const folder = path.join(home, "broken");
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, "pulumi"), "#!/bin/sh\nexit 3\n", { mode: 0o755 });
    const { found } = await search(folder);
    expect(found).toEqual({ command: copy, version: "v3.259.0" });
  });
});
