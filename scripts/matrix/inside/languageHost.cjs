// Stands in for Pulumi's language host for Node.js where the command line comes without it. Like that one it runs nothing
// itself: it starts the program runner of the project's own SDK (`@pulumi/pulumi/cmd/run`) in the program's folder.
// Its protocol: a port on stdout, then LanguageRuntime (pulumi/proto/pulumi/language.proto).
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const { GetRequiredPluginsResponse, RunResponse } = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");

const engine = process.argv.at(-1);

/** The runner says with it that it has told the user what is wrong. */
const TOLD = 32;

function argumentsOf(request) {
  const info = request.getInfo();
  const named = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(named).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint(),
  ];
}

const environmentOf = (request) => ({
  ...process.env,
  PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
  PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  // The language host's default, for JavaScript as well.
  PULUMI_NODEJS_TYPESCRIPT: "true",
});

const answers = {
  getPluginInfo(_call, done) {
    const info = new PluginInfo();
    info.setVersion("1.0.0");
    done(null, info);
  },
  getRequiredPlugins: (_call, done) => done(null, new GetRequiredPluginsResponse()),
  run({ request }, done) {
    const cwd = request.getInfo().getProgramDirectory();
    const runner = createRequire(`${cwd}/`).resolve("@pulumi/pulumi/cmd/run");
    const child = spawn("node", [runner, ...argumentsOf(request)], {
      cwd,
      env: environmentOf(request),
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", (error) => done(error));
    child.on("exit", (code, signal) => {
      const response = new RunResponse();
      if (code === TOLD) response.setBail(true);
      else if (code !== 0) response.setError(`The program ended with ${signal ?? `status ${code}`}.`);
      done(null, response);
    });
  },
};

const server = new grpc.Server();
server.addService(LanguageRuntimeService, answers);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
