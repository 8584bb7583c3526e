import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { DELIVERY_ORDER_TYPE, HIDDEN_KEYS, PROVIDER_KEY, PROVIDER_TEXT } from "../../../provider/dynamic/shim.js";

/** What the process evaluates the text with is a dependency of the SDK. */
const EVALUATOR = createRequire(require.resolve("@pulumi/pulumi")).resolve("require-from-string");

/** A folder as a user's program has it, with these files below it. */
function programFolder(files: Record<string, string>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-cloudpond-shim-")));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

const PACKAGE = JSON.stringify({ name: "pulumi-cloudpond", exports: { "./provider": "./provider.js" } });
const packageWith = (provider: string): Record<string, string> => ({
  "node_modules/pulumi-cloudpond/package.json": PACKAGE,
  "node_modules/pulumi-cloudpond/provider.js": provider,
});

interface Answer {
  readonly value?: unknown;
  /** What the process prints and what the engine is told. */
  readonly printed?: string;
  readonly message?: string;
}

/** Evaluates the text in `folder` as `@pulumi/pulumi/cmd/dynamic-provider` does. */
function evaluated(folder: string): Answer {
  const script = `
    const requireFromString = require(${JSON.stringify(EVALUATOR)});
    try {
      const value = requireFromString(${JSON.stringify(PROVIDER_TEXT)}).handler();
      console.log(JSON.stringify({ value }));
    } catch (e) {
      console.log(JSON.stringify({ printed: \`\${e}: \${e.stack}\`, message: e.message }));
    }`;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" })) as Answer;
}

describe("the provider text", () => {
  it("is the one that every state holds, letter by letter", () => {
    const frozen = fs.readFileSync(path.join(__dirname, "fixtures/providerText.js.txt"), "utf8");
    expect(PROVIDER_TEXT).toBe(frozen);
  });

  it("loads the provider of the package that is installed where the program runs", () => {
    const folder = programFolder({ ...packageWith("exports.provider = { from: __dirname };"), "src/index.js": "" });
    const from = path.join(folder, "node_modules/pulumi-cloudpond");
    expect(evaluated(folder)).toEqual({ value: { from } });
    expect(evaluated(path.join(folder, "src"))).toEqual({ value: { from } });
  });

  it("finds the package in its own repository", () => {
    const folder = programFolder({
      "package.json": PACKAGE,
      "provider.js": "exports.provider = 'own';",
      "examples/first/x": "",
    });
    expect(evaluated(path.join(folder, "examples/first"))).toEqual({ value: "own" });
  });

  it("says where the package is missing, what to do, and that no money moved", () => {
    const folder = programFolder({});
    const { message } = evaluated(folder);
    expect(message).toMatch(/^Cannot find module 'pulumi-cloudpond\/provider'/u);
    expect(message).toContain(folder);
    expect(message).toMatch(/\nNothing ordered: npm install$/u);
  });

  it("says the same where something is missing or broken inside the package", () => {
    const missing = evaluated(programFolder(packageWith('require("a-dependency");')));
    expect(missing.message).toMatch(/^Cannot find module 'a-dependency'/u);
    const broken = evaluated(programFolder(packageWith('throw new Error("broken");')));
    expect(broken.message).toBe("broken\nNothing ordered: npm install");
    expect(broken.printed).toContain("provider.js");
    const files = { "node_modules/pulumi-cloudpond/package.json": '{"name":"pulumi-cloudpond","exports":{}}' };
    expect(evaluated(programFolder(files)).message).toMatch(/'\.\/provider' is not defined by "exports"/u);
  });

  it("takes little of a state", () => {
    expect(PROVIDER_TEXT.length).toBeLessThan(200);
  });
});

describe("what pulumi.dynamic.Resource makes with the installed SDK", () => {
  interface Registration {
    readonly type: string;
    readonly inputs: Record<string, unknown>;
  }

  const registered = (): Promise<Registration> =>
    new Promise((resolve) => {
      void pulumi.runtime.setMocks({
        newResource: ({ type, inputs }) => {
          resolve({ type, inputs: inputs as Record<string, unknown> });
          return { id: "id", state: {} };
        },
        call: () => ({}),
      });
      class Thing extends pulumi.dynamic.Resource {}
      const provider: pulumi.dynamic.ResourceProvider = { create: () => Promise.resolve({ id: "made" }) };
      new Thing(provider, "thing", {}, undefined, "cloudpond", "DeliveryOrder");
    });

  it("has the type, the key and the shape that we write down", async () => {
    const { type, inputs } = await registered();
    expect(type).toBe(DELIVERY_ORDER_TYPE);
    expect(Object.keys(inputs)).toEqual([PROVIDER_KEY]);

    const requireFromString = createRequire(__filename)(EVALUATOR) as (text: string) => Record<string, () => object>;
    const theirs = requireFromString(inputs[PROVIDER_KEY] as string);
    const ours = requireFromString(PROVIDER_TEXT);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    expect(theirs["handler"]?.()).toHaveProperty("create");
    expect(ours["handler"]).toHaveLength(theirs["handler"]!.length);
  });
});

it("no hidden key is a field that every resource has", async () => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) });
  class Thing extends pulumi.CustomResource {}
  const resource = new Thing("test:index:Thing", "thing", {});
  for (const key of Object.values(HIDDEN_KEYS)) expect(key in resource).toBe(false);
  expect("__name" in resource).toBe(true);
});
