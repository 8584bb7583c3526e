// Plays the steps of a cell with the project's program inline, over the Automation API of the project's own SDK:
// node automation.cjs ORDERS RESULT; both are files, the result as JSON. Lies in the program's folder while it runs.
const fs = require("node:fs");
const path = require("node:path");
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { play, postsOf } = require("./steps.cjs");

const [ordersFile, resultFile] = process.argv.slice(2);
const { stackName, projectName, workDir, simulator, ...orders } = JSON.parse(fs.readFileSync(ordersFile, "utf8"));
const entry = path.join(__dirname, "index.js");

async function main() {
  const program = async () => {
    // Preview and up run it once each.
    delete require.cache[entry];
    return require(entry);
  };
  const options = workDir === undefined ? {} : { workDir };
  const stack = await LocalWorkspace.createOrSelectStack({ stackName, projectName, program }, options);
  const result = await play(stack, orders, () => postsOf(simulator));
  fs.writeFileSync(resultFile, JSON.stringify(result));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
