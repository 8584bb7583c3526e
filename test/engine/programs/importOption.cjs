// Declares an order with the option import: node importOption.cjs PROJECT_FOLDER EDGE_SITE_ID ORDER_ID; prints what the
// command line shows and ends as it does.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { DeliveryOrder } = require("pulumi-cloudpond");

const [workDir, edgeSiteId, orderId] = process.argv.slice(2);

async function program() {
  const args = {
    edgeSiteId,
    servers: [{ offeringId: "20000000-0000-4000-8000-000000000001", count: 2 }],
    marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
  };
  new DeliveryOrder("berlin", args, { import: orderId });
}

async function main() {
  const workspace = await LocalWorkspace.create({ workDir, program });
  const { name: stackName } = await workspace.stack();
  const { name: projectName } = await workspace.projectSettings();
  const stack = await LocalWorkspace.selectStack({ stackName, projectName, program }, { workDir });
  const print = (text) => process.stdout.write(text);
  await stack.up({ color: "never", onOutput: print, onError: print });
}

main().catch(() => {
  process.exitCode = 1;
});
