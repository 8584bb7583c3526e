// `npm start`: a first order with the real engine, against a simulator on this machine. `--keep` leaves the simulator running.
import { capture } from "./run.mjs";
import { demoEnvironment, forgetDemo, lastDemo, PROGRAM, rememberDemo, STACK } from "./demo.mjs";
import { runPulumi, withPlugins } from "./engine.mjs";
import { root } from "./place.mjs";
import { say } from "./progress.mjs";
import { main, setUp } from "./setup.mjs";
import { askSimulator, isRunning, startSimulator, stopSimulator } from "./simulator.mjs";

const USAGE =
  "npm start [-- --keep]   a first order against a simulator on this machine; --keep leaves the simulator running";
const options = process.argv.slice(2);
if (options.some((option) => option !== "--keep")) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(options.every((option) => option === "--help" || option === "-h") ? 0 : 2);
}
const isKept = options.includes("--keep");

const print = (text = "") => process.stdout.write(`${text}\n`);

function heading(text) {
  print();
  print(`── ${text} ${"─".repeat(Math.max(0, 96 - text.length))}`);
}

/** Prints rows of equal length in columns. */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows)
    print(`  ${row.map((cell, column) => String(cell).padEnd(widths[column])).join("  ")}`.trimEnd());
}

function showOrders(placed, earlier) {
  heading("What the simulated CloudPond has on its books");
  for (const order of placed) {
    table([
      ["order", `${order.name}  (${order.id})`],
      ["site", order.edge_site_id],
      ["status", order.status],
      ["billing order numbers", (order.order_ids ?? []).join(", ")],
      ...(order.servers ?? []).map(({ offering_id, count }) => ["servers", `${count} × ${offering_id}`]),
      ...(order.network_devices ?? []).map(({ offering_id, count }) => [
        "network devices",
        `${count} × ${offering_id}`,
      ]),
      ...(order.storage_pools ?? []).map(({ storage_type, size }) => ["storage pool", `${size} TB of ${storage_type}`]),
    ]);
    print();
  }
  print(`  ${placed.length} new; ${earlier.length} of other sites were there before.`);
}

function showJournal(journal) {
  heading("Every call it received");
  table([["method", "path", "status"], ...journal.map(({ method, path, status }) => [method, path, status ?? "none"])]);
}

function showNextSteps(simulator) {
  heading("What next");
  if (isKept) {
    print(`The simulator goes on at ${simulator.ready.url}; \`kill ${simulator.pid}\` ends it. Until then:

  npm run -s pulumi -- refresh --yes       asks for the order's status
  npm run -s pulumi -- stack export        shows what the state knows of it
  npm run -s pulumi -- preview             after a change of the servers in ${PROGRAM}/index.ts:
                                           the refusal to change what is ordered
  npm run -s pulumi -- destroy --yes       Pulumi's refusal, because the order is protected; after
                                           \`npm run -s pulumi -- state unprotect --all --yes\` the provider's`);
  } else {
    print(`The simulator has ended, the state is still there: \`npm run -s pulumi -- stack export\`. Change the number of servers in
${PROGRAM}/index.ts and see \`npm run -s pulumi -- preview\` refuse it. \`npm start -- --keep\` leaves the simulator running,
for refresh and destroy.`);
  }
  print(`
The same program orders from the real CloudPond, for real money, when it is given other settings: README.md, "Credentials and settings".`);
}

/** The demo proper; every command is printed as one would type it. */
async function order(cli, simulator, env) {
  const pulumi = (args) => capture(cli.command, args, { cwd: root, env: withPlugins(env, cli.command) });
  await pulumi(["stack", "init", STACK, "--non-interactive"]);
  const earlier = await askSimulator(simulator, "orders");

  for (const args of [["preview"], ["up", "--yes"]]) {
    heading(`pulumi ${args.join(" ")}`);
    const status = await runPulumi(cli, args, { env, program: PROGRAM });
    if (status !== 0) return status;
  }

  const [orders, journal] = [await askSimulator(simulator, "orders"), await askSimulator(simulator, "journal")];
  const placed = orders.filter(({ id }) => !earlier.some((known) => known.id === id));
  showOrders(placed, earlier);
  showJournal(journal);
  showNextSteps(simulator);
  return placed.length === 1 ? 0 : 1;
}

await main(async () => {
  const cli = await setUp();
  const earlier = lastDemo();
  if (earlier !== undefined) {
    if (await isRunning(earlier)) say(`Ending the earlier demo's simulator (process ${earlier.pid}).`);
    await stopSimulator(earlier);
  }
  forgetDemo();

  const simulator = await startSimulator();
  let isDone = false;
  try {
    rememberDemo(simulator);
    say(`Pulumi ${cli.version} · simulator at ${simulator.ready.url}`);
    const status = await order(cli, simulator, demoEnvironment(simulator.ready));
    isDone = status === 0;
    return status;
  } finally {
    if (!isKept || !isDone) await stopSimulator(simulator);
  }
});
