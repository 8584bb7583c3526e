// `npm run mistakes [-- key…] [--stories]`: plants each known mistake in a copy of the provider and shows that the histories
// see it. Ends with 1 when one is not seen.
import { compileHistories } from "./histories.mjs";
import { root } from "./place.mjs";
import { say } from "./progress.mjs";
import { main } from "./setup.mjs";

/** Histories for each mistake; far more than the rarest needs. */
const MOST_HISTORIES = 1_000;
const AT_ONCE = 2;

function told({ title, caughtBy }, { invariant, what, histories, story }) {
  if (invariant === undefined) return `NOT CAUGHT in ${histories} histories (wanted: ${caughtBy}): ${title}`;
  const line = `${caughtBy.padEnd(5)} after ${String(histories).padStart(4)} ${histories === 1 ? "history:  " : "histories:"} ${title}`;
  return story === undefined ? line : `${line}\n\n${story}\n=> ${what}\n`;
}

await main(async () => {
  const args = process.argv.slice(2);
  const tellsStories = args.includes("--stories");
  const wanted = args.filter((arg) => arg !== "--stories");
  const load = await compileHistories();
  const { MISTAKES } = load("./mistakes.js");
  const { Field } = load("./planting.js");
  const foreign = wanted.filter((key) => !Object.hasOwn(MISTAKES, key));
  if (foreign.length > 0) {
    say(`Nobody knows ${foreign.join(", ")}. There are: ${Object.keys(MISTAKES).join(", ")}`);
    return 1;
  }
  const field = new Field(root);
  field.prepare();
  const keys = (wanted.length > 0 ? wanted : Object.keys(MISTAKES)).values();
  let uncaught = 0;
  const hunting = async () => {
    for (const key of keys) {
      const quarry = await field.hunt(key, MISTAKES[key].patches, MOST_HISTORIES, tellsStories);
      if (quarry.invariant === undefined) uncaught += 1;
      const shown = tellsStories ? quarry : { ...quarry, story: undefined };
      process.stdout.write(`${told(MISTAKES[key], shown)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hunting));
  if (uncaught > 0) say(`\n${uncaught} mistakes were planted and not seen.`);
  return uncaught > 0 ? 1 : 0;
});
