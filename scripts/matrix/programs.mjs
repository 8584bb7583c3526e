// The kinds of programs, all made of examples/first-order: what a project's package.json adds, the files beside it, what is
// built of them.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "../place.mjs";
import { capture } from "../run.mjs";
import { bundler } from "./tools.mjs";

const ts = createRequire(import.meta.url)("typescript");

const source = fs.readFileSync(path.join(root, "examples/first-order/index.ts"), "utf8");

const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

const transpiled = (module) =>
  ts.transpileModule(source, { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } }).outputText;

/** The settings of Pulumi's own TypeScript template (pulumi/templates, `typescript/tsconfig.json`). */
const template = JSON.parse(fs.readFileSync(path.join(root, "scripts/matrix/template.json"), "utf8"));
const TEMPLATE = JSON.stringify({ ...template, files: ["index.ts"] });

export const PROGRAMS = {
  commonjs: { files: { "index.js": transpiled(ts.ModuleKind.CommonJS) } },
  esModule: { manifest: { type: "module" }, files: { "index.js": transpiled(ts.ModuleKind.ES2022) } },
  // The language host compiles and checks it with the project's TypeScript; where there is none, with the old one in the SDK.
  typescript: {
    manifest: {
      devDependencies: { typescript: devDependencies.typescript, "@types/node": devDependencies["@types/node"] },
    },
    files: { "index.ts": source, "tsconfig.json": TEMPLATE },
  },
  sdkTypescript: { files: { "index.ts": source, "tsconfig.json": TEMPLATE } },
  bundle: {
    manifest: { main: "bin/index.js" },
    files: { "src/index.ts": source },
    build: async (folder) => {
      const externals = ["pulumi-cloudpond", "@pulumi/pulumi"].map((name) => `--external:${name}`);
      const options = ["--bundle", "--minify", "--platform=node", "--outfile=bin/index.js", ...externals];
      await capture(await bundler(), ["src/index.ts", ...options, "--log-level=error"], { cwd: folder });
    },
  },
};
