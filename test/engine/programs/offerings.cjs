// Previews a program that asks for the servers on sale: node offerings.cjs PROJECT_FOLDER
const { getServerOfferings } = require("pulumi-cloudpond");
const { run } = require("./run.cjs");

const [workDir] = process.argv.slice(2);

const program = async () => ({ offerings: (await getServerOfferings()).offerings });

void run(workDir, program, "preview");
