import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { defaultSeed, type Simulator, startSimulator } from "cloudpond-simulator";
import { version as sdkVersion } from "@pulumi/pulumi/version";

// Packs, installs from the registry's cache, and runs the engine three times.
jest.setTimeout(400_000);

const ROOT = path.resolve(__dirname, "../..");
const run = promisify(execFile);

/** The settings of Pulumi's own TypeScript template (pulumi/templates, `typescript/tsconfig.json`). */
const TEMPLATE = JSON.parse(fs.readFileSync(path.join(ROOT, "scripts/matrix/template.json"), "utf8")) as object;

/** Below a package's root, all files, with "/" between the names. */
function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}

describe("the package as users get it", () => {
  let folder: string;
  let simulator: Simulator;
  const installed = () => path.join(folder, "node_modules/pulumi-cloudpond");

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-cloudpond-package-"));
    // The set-up has compiled already, and the other tests are running what it compiled: no scripts.
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
    const tarball = fs.readdirSync(folder).find((name) => name.endsWith(".tgz"));
    fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
    const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["install", ...quiet, `./${tarball}`, `@pulumi/pulumi@${sdkVersion}`], { cwd: folder });
    fs.cpSync(path.join(__dirname, "programs"), folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ ...TEMPLATE, files: ["typed.ts"] }));
    simulator = await startSimulator();
  });

  afterAll(async () => {
    await simulator?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test("holds what users need and nothing else", () => {
    const files = filesBelow(installed()).filter((name) => !name.startsWith("node_modules/"));
    const strangers = files.filter(
      (name) =>
        !/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(name) &&
        !/^dist\/.+\.(js|d\.ts|js\.map)$/.test(name),
    );
    expect(strangers).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "CHANGELOG.md"]));
  });

  test("has for every compiled file its declarations, and its source map with the source in it", () => {
    const compiled = filesBelow(path.join(installed(), "dist")).filter((name) => name.endsWith(".js"));
    expect(compiled).toEqual(expect.arrayContaining(["index.js", "dynamic/entry.js"]));
    for (const name of compiled) {
      const file = path.join(installed(), "dist", name);
      expect(fs.existsSync(file.replace(/\.js$/, ".d.ts"))).toBe(true);
      const { sources, sourcesContent } = JSON.parse(fs.readFileSync(`${file}.map`, "utf8")) as Record<
        string,
        string[]
      >;
      expect(sourcesContent).toHaveLength(sources!.length);
      expect(sourcesContent!.join("")).not.toBe("");
    }
  });

  test("is without objection by publint and attw, and so is the policy pack", async () => {
    const packs = fs.mkdtempSync(path.join(folder, "packs-"));
    const workspaces = [[], ["-w", "pulumi-cloudpond-policy"]];
    for (const which of workspaces) {
      await run("npm", ["pack", "--ignore-scripts", "--pack-destination", packs, ...which], { cwd: ROOT });
    }
    const tarballs = fs.readdirSync(packs).map((name) => path.join(packs, name));
    expect(tarballs).toHaveLength(2);
    const { stdout } = await run(process.execPath, [path.join(__dirname, "lintPackage.mjs"), ...tarballs], {
      cwd: ROOT,
    });
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test("brings one copy of the SDK: the user's", () => {
    expect(fs.existsSync(path.join(installed(), "node_modules/@pulumi"))).toBe(false);
  });

  test.each(["dist/index.js", "dist/order/purchase.js", "package.json"])("keeps %s to itself", async (inner) => {
    const load = run(process.execPath, ["-e", `require("pulumi-cloudpond/${inner}")`], { cwd: folder });
    await expect(load).rejects.toThrow("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test.each([
    { kind: "a CommonJS program", program: "commonjs.cjs", compile: false },
    { kind: "an ES-module program", program: "esModule.mjs", compile: false },
    { kind: "a TypeScript program with the template's settings", program: "bin/typed.js", compile: true },
  ])("$kind orders once", async ({ program, compile }) => {
    if (compile) await run(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "."], { cwd: folder });
    await simulator.reset();
    const seeded = new Set((await simulator.orders()).map(({ id }) => id));
    const stack = path.basename(program).split(".")[0] ?? program;
    const state = path.join(folder, `state-${stack}`);
    fs.mkdirSync(state);
    const site = defaultSeed.edgeSites.find(({ name }) => name === "berlin");
    const { stdout } = await run(process.execPath, ["run.cjs", path.join(folder, program), stack, site?.id ?? ""], {
      cwd: folder,
      env: {
        ...process.env,
        PULUMI_HOME: path.join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        XDG_STATE_HOME: state,
        CLOUDPOND_ENDPOINT: simulator.url,
        HW_AUTH_URL: simulator.url,
        HW_ACCESS_KEY: simulator.accessKey,
        HW_SECRET_KEY: simulator.secretKey,
        CLOUDPOND_SETTLE_SECONDS: "0",
      },
    });
    const [order, ...others] = (await simulator.orders()).filter(({ id }) => !seeded.has(id));
    expect(others).toEqual([]);
    expect(JSON.parse(stdout)).toEqual({
      result: "succeeded",
      outputs: {
        orderIds: { value: order?.order_ids, secret: false },
        status: { value: "PROCESSING", secret: false },
      },
    });
    const posts = (await simulator.journal()).filter(({ operation }) => operation === "CreateDeliveryOrder");
    expect(posts).toHaveLength(1);
  });
});
