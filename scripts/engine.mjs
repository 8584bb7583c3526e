// Runs Pulumi's command line with a program of this repository. The program runs in this process and the engine is told its
// address, as the Automation API does it: the command line that is built from source has no language host for Node.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "./place.mjs";
import { passThrough } from "./run.mjs";

const require = createRequire(import.meta.url);

const NEEDS_PROGRAM = new Set(["preview", "pre", "up", "update"]);

/** Whether these arguments make the engine run the program. */
export function needsProgram(args) {
  const command = args.find((each) => !each.startsWith("-"));
  const isAsked = args.some((each) => each === "--run-program" || each === "--run-program=true");
  const isHelp = args.some((each) => each === "--help" || each === "-h");
  return !isHelp && (NEEDS_PROGRAM.has(command) || (isAsked && ["refresh", "destroy"].includes(command)));
}

/** Lets `require` load TypeScript; without checking it, which `npm run types` does. */
function loadTypeScript() {
  const ts = require("typescript");
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  require.extensions[".ts"] = (module, file) => {
    module._compile(
      ts.transpileModule(fs.readFileSync(file, "utf8"), { compilerOptions, fileName: file }).outputText,
      file,
    );
  };
}

/** Serves the program in `folder` to an engine; gives back its port and what ends it. */
async function serveProgram(folder) {
  const { LanguageServer } = require("@pulumi/pulumi/automation/server");
  const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
  const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");
  loadTypeScript();
  const entry = path.join(root, folder, "index.ts");
  const server = new grpc.Server();
  const program = async () => {
    // `up` runs the program twice, once for its preview.
    delete require.cache[entry];
    return require(entry);
  };
  server.addService(LanguageRuntimeService, new LanguageServer(program));
  const port = await new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { port, end: () => server.forceShutdown() };
}

/** The environment in which `command` finds the plug-ins beside it. */
export function withPlugins(env, command) {
  return { ...env, PATH: `${path.dirname(command)}${path.delimiter}${env.PATH ?? ""}` };
}

/** Runs `pulumi` with `args` in the repository's project, on this terminal; gives back its exit status. */
export async function runPulumi(cli, args, { env, program }) {
  const options = { cwd: root, env: withPlugins(env, cli.command) };
  if (!needsProgram(args)) return passThrough(cli.command, args, options);
  // The program runs here, and it reads the same environment as the provider.
  Object.assign(process.env, env);
  process.chdir(path.join(root, program));
  const { port, end } = await serveProgram(program);
  try {
    return await passThrough(cli.command, [...args, `--client=127.0.0.1:${port}`, "--exec-kind=auto.inline"], options);
  } finally {
    end();
    process.chdir(root);
  }
}
