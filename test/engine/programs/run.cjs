// Runs a program over the project in a folder as a user of the Automation API does: prints what the command line shows and ends as
// it does.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");

/** @param verb `preview` or `up` */
exports.run = async (workDir, program, verb) => {
  const workspace = await LocalWorkspace.create({ workDir, program });
  const { name: stackName } = await workspace.stack();
  const { name: projectName } = await workspace.projectSettings();
  const stack = await LocalWorkspace.selectStack({ stackName, projectName, program }, { workDir });
  const print = (text) => process.stdout.write(text);
  await stack[verb]({ color: "never", onOutput: print, onError: print }).catch(() => {
    process.exitCode = 1;
  });
};
