// `npm run bench`: this provider beside a provider that does nothing and beside the usual hand-written one, with the real engine
// and a simulated cloud, in one run. A whole run is written into docs/. `--short` shows only that it runs; `--only TEXT` measures
// some works; `--json FILE` keeps the figures; `--pages` writes docs/ and README from the figures that are kept there.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { scratch } from "../scripts/place.mjs";
import { say } from "../scripts/progress.mjs";
import { main, setUp } from "../scripts/setup.mjs";
import { judged } from "./goals.mjs";
import { FIGURES, writePages } from "./pages.mjs";
import { tables } from "./report.mjs";
import { worksOf } from "./works.mjs";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    pages: { type: "boolean", default: false },
    only: { type: "string" },
    repetitions: { type: "string" },
    json: { type: "string" },
  },
});

const repetitions = Number(values.repetitions ?? (values.short ? 1 : 5));
const size = values.short ? { few: 2, fleet: 10, account: 30 } : { few: 200, fleet: 1000, account: 10_000 };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** One work: contenders take turns, so that what the machine does besides meets all of them. The first turn warms up. */
async function measured(work, folder) {
  const scenes = [];
  for (const contender of work.contenders) scenes.push([contender, await work.prepare(folder, contender)]);
  const taken = new Map(work.contenders.map((contender) => [contender, []]));
  const isBrief = values.short || work.once === true;
  for (let turn = isBrief ? 1 : 0; turn <= (isBrief ? 1 : repetitions); turn++) {
    for (const [contender, { measure }] of scenes) {
      const result = await measure();
      if (turn > 0) taken.get(contender).push(result);
    }
  }
  for (const [, { end }] of scenes) await end();
  const results = [...taken].map(([contender, all]) => {
    const figures = all.map(({ value }) => value);
    const last = { ...all.at(-1) };
    delete last.value;
    const middle = (key) => (last[key] === undefined ? {} : { [key]: median(all.map((one) => one[key])) });
    return {
      contender,
      median: median(figures),
      least: Math.min(...figures),
      most: Math.max(...figures),
      ...last,
      ...middle("requests"),
      ...middle("memoryMiB"),
    };
  });
  const goals = work.goals.map((goal) => judged(goal, results));
  return { title: work.title, unit: work.unit ?? "s", results, goals, bound: work.bound };
}

async function measureAll() {
  const cli = await setUp();
  process.env.PATH = `${path.dirname(cli.command)}${path.delimiter}${process.env.PATH}`;
  process.env.PULUMI_SKIP_UPDATE_CHECK = "1";
  fs.mkdirSync(scratch, { recursive: true });
  const folder = fs.mkdtempSync(path.join(scratch, "bench-"));
  const { version: sdk } = createRequire(import.meta.url)("@pulumi/pulumi/version");
  const figures = {
    machine: `${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}`,
    versions: { node: process.version, pulumi: cli.version, sdk },
    date: new Date().toISOString().slice(0, 10),
    repetitions,
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
  const isWhole = !values.short && values.only === undefined;
  const files = [...(values.json === undefined ? [] : [values.json]), ...(isWhole ? [FIGURES] : [])];
  for (const file of files) fs.writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
  if (isWhole) await writePages(figures);
  return 0;
});
