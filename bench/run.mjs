// `npm run bench`: this provider beside a provider that does nothing and beside the usual hand-written one, with the real engine
// and a simulated cloud, in one run. `--short` shows only that it runs; `--json FILE` keeps the figures.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { scratch } from "../scripts/place.mjs";
import { say } from "../scripts/progress.mjs";
import { main, setUp } from "../scripts/setup.mjs";
import { report } from "./report.mjs";
import { worksOf } from "./works.mjs";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string" },
    repetitions: { type: "string" },
    json: { type: "string" },
  },
});

const repetitions = Number(values.repetitions ?? (values.short ? 1 : 5));
const size = values.short ? { few: 2, fleet: 2 } : { few: 200, fleet: 1000 };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** One work: contenders take turns, so that what the machine does besides meets all of them. The first turn warms up. */
async function measured(work, folder) {
  const scenes = [];
  for (const contender of work.contenders) scenes.push([contender, await work.prepare(folder, contender)]);
  const taken = new Map(work.contenders.map((contender) => [contender, []]));
  for (let turn = values.short ? 1 : 0; turn <= repetitions; turn++) {
    for (const [contender, { measure }] of scenes) {
      const result = await measure();
      if (turn > 0) taken.get(contender).push(result);
    }
  }
  for (const [, { end }] of scenes) await end();
  const results = [...taken].map(([contender, all]) => {
    const ms = all.map((one) => one.ms);
    const last = all.at(-1);
    const spread = { median: median(ms), least: Math.min(...ms), most: Math.max(...ms) };
    return { contender, ...spread, requests: last.requests, counts: last.counts };
  });
  return { title: work.title, goals: work.goals, results };
}

await main(async () => {
  const cli = await setUp();
  process.env.PATH = `${path.dirname(cli.command)}${path.delimiter}${process.env.PATH}`;
  process.env.PULUMI_SKIP_UPDATE_CHECK = "1";
  fs.mkdirSync(scratch, { recursive: true });
  const folder = fs.mkdtempSync(path.join(scratch, "bench-"));
  const figures = {
    machine: `${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}`,
    versions: { node: process.version, pulumi: cli.version },
    repetitions,
    works: [],
  };
  try {
    for (const work of worksOf(size).filter(({ title }) => title.includes(values.only ?? ""))) {
      say(`${work.title} …`);
      const result = await measured(work, folder);
      figures.works.push(result);
      say(report({ ...figures, works: [result] }, { isPart: true }));
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
  return 0;
});
