// Asks for the servers on sale: node offerings.cjs PROJECT_FOLDER; prints what the command line shows of its preview and ends as
// it does.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { getServerOfferings } = require("pulumi-cloudpond");

const [workDir] = process.argv.slice(2);

const program = async () => ({ offerings: (await getServerOfferings()).offerings });

async function main() {
  const workspace = await LocalWorkspace.create({ workDir, program });
  const { name: stackName } = await workspace.stack();
  const { name: projectName } = await workspace.projectSettings();
  const stack = await LocalWorkspace.selectStack({ stackName, projectName, program }, { workDir });
  const print = (text) => process.stdout.write(text);
  await stack.preview({ color: "never", onOutput: print, onError: print });
}

main().catch(() => {
  process.exitCode = 1;
});
