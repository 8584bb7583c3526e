import fc from "fast-check";
import { playExhaustive, playInterleavings, playRandom } from "./campaign.js";
import { history } from "./generator.js";
import { retold } from "./retell.js";

// One process of a campaign: told by its arguments what to play, it prints a line of JSON, the tally; or it tells one
// history in full.

async function answer([what, first = "0", second = "1"]: readonly string[]): Promise<string> {
  switch (what) {
    case "exhaustive":
      return JSON.stringify(await playExhaustive({ part: Number(first), of: Number(second) }));
    case "interleavings":
      return JSON.stringify(await playInterleavings({ part: Number(first), of: Number(second) }));
    case "random":
      return JSON.stringify(await playRandom(Number(first), Number(second)));
    case "retell": {
      const [one] = fc.sample(history, { seed: Number(first), path: second, numRuns: 1 });
      return retold(one!);
    }
    default:
      throw new Error(`Nobody knows how to play ${what}`);
  }
}

// An error is only looked at where it is told; its stack costs more than the rest of a history.
Error.stackTraceLimit = 0;

void answer(process.argv.slice(2)).then(
  (text) => process.stdout.write(`${text}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
