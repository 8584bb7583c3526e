import { readCommandLine, USAGE, UsageError } from "./commandLine.js";
import { startSimulator } from "./index.js";

/** Exit code for a command line or seed that cannot be followed. */
const EXIT_USAGE = 2;

async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(options);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify(simulator.announcement())}\n`);
  process.stderr.write(`cloudpond-simulator: ready at ${simulator.url}, control API at ${simulator.url}/_simulator/\n`);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`cloudpond-simulator: ${message}${isUsage ? " (see --help)" : ""}\n`);
  process.exitCode = isUsage ? EXIT_USAGE : 1;
});
