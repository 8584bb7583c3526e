// `npm run -s pulumi -- ARGS`: Pulumi's command line with the demo's backend, settings and program.
import { demoEnvironment, lastDemo, PROGRAM } from "./demo.mjs";
import { runPulumi } from "./engine.mjs";
import { say } from "./progress.mjs";
import { main, setUp } from "./setup.mjs";
import { isRunning } from "./simulator.mjs";

const ASKS_THE_CLOUD = new Set(["up", "update", "refresh", "destroy", "down", "import"]);

await main(async () => {
  const cli = await setUp();
  const args = process.argv.slice(2);
  const demo = lastDemo();
  if (demo === undefined) {
    say("There is no demo yet: `npm start -- --keep` makes one whose simulator goes on running.");
  } else if (args.some((each) => ASKS_THE_CLOUD.has(each)) && !(await isRunning(demo))) {
    say("The demo's simulator has ended: `npm start -- --keep` makes a new demo whose simulator goes on running.");
  }
  return runPulumi(cli, args, { env: demoEnvironment(demo?.ready), program: PROGRAM });
});
