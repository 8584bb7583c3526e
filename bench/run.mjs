// `npm run bench`: this provider beside a provider that does nothing and beside the usual hand-written one, with the real engine
// and a simulated cloud, in one run. A whole run is written into docs/. `--short` shows only that it runs; `--only TEXT` measures
// some works; `--repetitions N` takes so many turns of each; `--json FILE` keeps the figures; `--pages` writes docs/ and README
// from the figures that are kept there.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { forgetOwnSettings } from "../scripts/ownSettings.mjs";
import { scratch } from "../scripts/place.mjs";
import { say } from "../scripts/progress.mjs";
import { main, setUp } from "../scripts/setup.mjs";
import { judged } from "./goals.mjs";
import { FIGURES, writePages } from "./pages.mjs";
import { tables } from "./report.mjs";
import { LATENCY_MS, worksOf } from "./works.mjs";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    pages: { type: "boolean", default: false },
    only: { type: "string" },
    repetitions: { type: "string" },
    json: { type: "string" },
  },
});

/** Turns of a work that asks for no more. */
const USUAL = 5;
const repetitions = Number(values.repetitions);
const size = values.short ? { few: 2, fleet: 10, account: 30 } : { few: 200, fleet: 1000, account: 10_000 };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** One work: contenders take turns, so that what the machine does besides meets all of them. The first turn warms up. */
async function measured(work, folder) {
  const scenes = [];
  const taken = new Map(work.contenders.map((contender) => [contender, []]));
  const isOnce = values.short || work.once === true;
  const turns = isOnce ? 1 : values.repetitions === undefined ? Math.max(USUAL, work.atLeast ?? 0) : repetitions;
  try {
    for (const contender of work.contenders) scenes.push([contender, await work.prepare(folder, contender)]);
    for (let turn = isOnce ? 1 : 0; turn <= turns; turn++) {
      for (let index = 0; index < scenes.length; index++) {
        const [contender, { measure }] = scenes[(turn + index) % scenes.length];
        const result = await measure();
        if (turn > 0) taken.get(contender).push(result);
      }
    }
  } finally {
    for (const [, { end }] of scenes) await end();
  }
  const results = [...taken].map(([contender, all]) => resultOf(contender, all));
  const goals = work.goals.map((goal) => judged(goal, results));
  return { title: work.title, unit: work.unit ?? "s", results, goals };
}

/** Times and memory of the turns in the middle; of requests the turn with the most, with what it sent. */
function resultOf(contender, all) {
  const figures = all.map(({ value }) => value);
  const busiest = { ...all.reduce((most, one) => ((one.requests ?? 0) > (most.requests ?? 0) ? one : most)) };
  delete busiest.value;
  return {
    contender,
    turns: all.length,
    median: median(figures),
    least: Math.min(...figures),
    most: Math.max(...figures),
    ...busiest,
    ...(busiest.memoryMiB === undefined ? {} : { memoryMiB: median(all.map(({ memoryMiB }) => memoryMiB)) }),
  };
}

async function measureAll() {
  const cli = await setUp();
  forgetOwnSettings();
  process.env.PATH = `${path.dirname(cli.command)}${path.delimiter}${process.env.PATH}`;
  process.env.PULUMI_SKIP_UPDATE_CHECK = "1";
  fs.mkdirSync(scratch, { recursive: true });
  const folder = fs.mkdtempSync(path.join(scratch, "bench-"));
  const { version: sdk } = createRequire(import.meta.url)("@pulumi/pulumi/version");
  const figures = {
    machine: `${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}`,
    versions: { node: process.version, pulumi: cli.version, sdk },
    date: new Date().toISOString().slice(0, 10),
    parallel: 4 * os.availableParallelism(),
    latencyMs: LATENCY_MS,
    works: [],
  };
  try {
    for (const work of worksOf(size).filter(({ title }) => title.includes(values.only ?? ""))) {
      say(`${work.title} …`);
      const result = await measured(work, folder);
      figures.works.push(result);
      say(tables([result]).join("\n\n"));
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return figures;
}

await main(async () => {
  if (values.pages) return writePages(JSON.parse(fs.readFileSync(FIGURES, "utf8")));
  const figures = await measureAll();
  if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
  const isWhole = !values.short && values.only === undefined && values.repetitions === undefined;
  if (isWhole) await writePages(figures);
  return 0;
});
