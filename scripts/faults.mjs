// `npm run faults`: the purchase protocol against every fault, every kill and every interleaving, in virtual time. See
// test/faults/README.md.
import os from "node:os";
import { parseArgs } from "node:util";
import { compileHistories, player } from "./histories.mjs";
import { root } from "./place.mjs";
import { during, say } from "./progress.mjs";
import { capture, passThrough } from "./run.mjs";
import { main } from "./setup.mjs";

// The young generation of the default size is collected after every few histories.
const NODE_OPTIONS = ["--max-semi-space-size=64"];
const RANDOM_CHUNK = 5_000;
const PARTS = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** A twentieth of the small space, an eleventh of the interleavings, 5,000 random histories. */
    short: { type: "boolean", default: false },
    random: { type: "string" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const number = new Intl.NumberFormat("en-US");
const random = Number(values.random ?? (values.short ? 5_000 : 200_000));
// A fresh one each time; a failing history names it.
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

function tasks() {
  const parts = (what, of, some) => some.map((part) => [what, String(part), String(of)]);
  const all = (of) => Array.from({ length: of }, (_, part) => part);
  const chunks = Array.from({ length: Math.ceil(random / RANDOM_CHUNK) }, (_, index) => [
    "random",
    String(Math.min(RANDOM_CHUNK, random - index * RANDOM_CHUNK)),
    String(seed + index),
  ]);
  return values.short
    ? [...parts("exhaustive", 40, [seed % 40, (seed + 17) % 40]), ...parts("interleavings", 11, [seed % 11]), ...chunks]
    : [...parts("exhaustive", PARTS, all(PARTS)), ...parts("interleavings", PARTS, all(PARTS)), ...chunks];
}

/** As many processes as there are cores play the tasks. */
async function played() {
  const waiting = tasks();
  const tallies = { exhaustive: [], interleavings: [], random: [] };
  const worker = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const output = await capture(process.execPath, [...NODE_OPTIONS, player, ...task], { cwd: root });
      tallies[task[0]].push(JSON.parse(output));
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  return tallies;
}

function report({ total, sorts, seconds, kinds, openCases }) {
  const { histories, requests, orders, combinations, checks, open, defects } = total;
  const lines = [
    `histories      ${number.format(histories)}: ${sorts.map(([sort, count]) => `${number.format(count)} ${sort}`).join(", ")} (seed ${seed})`,
    `requests       ${number.format(requests)}, of which ${number.format(orders)} became orders`,
    `fault kinds    ${kinds}; ${number.format(combinations.length)} different combinations of a fault and how its create ended`,
    `checks         ${Object.entries(checks)
      .map(([name, count]) => `${name} ${number.format(count)}`)
      .join(", ")}`,
    `time           ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s on ${os.availableParallelism()} cores`,
    "",
    "Documented open cases, and how many histories break which invariant in them:",
    ...Object.entries(openCases).map(([name, title]) => {
      const counts = Object.entries(open).filter(([key]) => key.endsWith(` ${name}`));
      const told = counts.map(([key, count]) => `${key.split(" ")[0]} ${number.format(count)}`).join(", ");
      return `  ${name.padEnd(22)} ${(told || "none").padEnd(28)} ${title}`;
    }),
    "",
    defects.length === 0
      ? "No history breaks an invariant outside of them."
      : `${defects.length} histories break an invariant that nothing documented explains:`,
    ...defects.flatMap(({ story, violations, origin }) => [
      "",
      story,
      ...violations.map(({ invariant, what }) => `  ${invariant}: ${what}`),
      ...(origin === undefined ? [] : [`  in full: npm run faults -- retell ${origin}`]),
    ]),
  ];
  return lines.join("\n");
}

await main(async () => {
  const isRetold = positionals[0] === "retell" && positionals.length === 3;
  if ((positionals.length > 0 && !isRetold) || ![random, seed].every(Number.isSafeInteger)) {
    say(
      "Usage: npm run faults -- [--short] [--random COUNT] [--seed NUMBER] [--json], or: npm run faults -- retell SEED PATH",
    );
    return 1;
  }
  const load = await compileHistories();
  if (isRetold) return passThrough(process.execPath, [player, ...positionals], { cwd: root });

  const { together } = load("./tally.js");
  const { OPEN_CASES } = load("./auditor.js");
  const { KINDS } = load("./kinds.js");
  const started = Date.now();
  const tallies = await during("Playing histories", played);
  const sorts = Object.entries(tallies).map(([sort, some]) => [sort, together(some).histories]);
  const total = together(Object.values(tallies).flat());
  const facts = { total, sorts, seconds: (Date.now() - started) / 1000, kinds: KINDS.size, openCases: OPEN_CASES };
  if (values.json) process.stdout.write(`${JSON.stringify({ ...facts, seed })}\n`);
  else say(`\n${report(facts)}`);
  return total.defects.length === 0 ? 0 : 1;
});
