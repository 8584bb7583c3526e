import { playExhaustive, playInterleavings, playRandom } from "./campaign.js";
import type { Tally } from "./tally.js";

// One process of a campaign: told by its arguments what to play, it prints a line of JSON, the tally.

async function played([what, first = "0", second = "1"]: readonly string[]): Promise<Tally> {
  switch (what) {
    case "exhaustive":
      return playExhaustive({ part: Number(first), of: Number(second) });
    case "interleavings":
      return playInterleavings({ part: Number(first), of: Number(second) });
    case "random":
      return playRandom(Number(first), Number(second));
    default:
      throw new Error(`Nobody knows how to play ${what}`);
  }
}

// An error is only looked at where it is told; its stack costs more than the rest of a history.
Error.stackTraceLimit = 0;

void played(process.argv.slice(2)).then(
  (tally) => process.stdout.write(`${JSON.stringify(tally)}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
