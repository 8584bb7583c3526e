// Runs one program of this folder with the real engine: node run.cjs PROGRAM STACK EDGE_SITE_ID; prints what came of it as JSON.
const { LocalWorkspace, Stack } = require("@pulumi/pulumi/automation");
const { pathToFileURL } = require("node:url");

const [program, stackName, edgeSiteId] = process.argv.slice(2);

async function main() {
  // A CommonJS program's only export is `default` here; a compiled TypeScript one has its own `default` inside.
  const { default: exported } = await import(pathToFileURL(program).href);
  const run = typeof exported === "function" ? exported : exported.default;
  const workspace = await LocalWorkspace.create({
    workDir: __dirname,
    projectSettings: { name: "packed", runtime: "nodejs" },
    program: async () => run(edgeSiteId),
  });
  const stack = await Stack.create(stackName, workspace);
  const { outputs, summary } = await stack.up({ color: "never" });
  process.stdout.write(JSON.stringify({ result: summary.result, outputs }));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
