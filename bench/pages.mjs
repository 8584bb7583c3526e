// What is kept of a whole run: its figures, a page with tables and a chart, and a table in the README.
import fs from "node:fs";
import path from "node:path";
import prettier from "prettier";
import { root } from "../scripts/place.mjs";
import { chart } from "./chart.mjs";
import { madeBy, summary, tables, tally } from "./report.mjs";

export const FIGURES = path.join(root, "docs/benchmark.json");
const PAGE = path.join(root, "docs/benchmark.md");
const CHART = path.join(root, "docs/benchmark.svg");
const README = path.join(root, "README.md");

const [BEGIN, END] = ["<!-- benchmark: written by npm run bench -->", "<!-- /benchmark -->"];

const besideIn = ({ latencyMs }) =>
  "Beside a provider that does nothing, which is what Pulumi alone takes, and the usual hand-written one, with every answer " +
  `taking ${latencyMs} ms ([all figures, goals and how they were made](docs/benchmark.md)):`;

const page = (figures) => `# Benchmark

${madeBy(figures)}

Compared are **(a)** a dynamic provider that does nothing for a resource with the same inputs and outputs, which shows what the
engine, Pulumi's host and a state that holds a serialized closure take, **(b)** the usual hand-written
dynamic provider: a closure on \`pulumi.dynamic.Resource\` with one POST, one GET for a read and no checks
([bench/contenders.cjs](../bench/contenders.cjs)), and **(c)** this provider, which looks every order up, compares, notes and
confirms it. **(d)** shows what a refresh of many orders takes that only reads the lists that (c) reads, and does nothing with them. \`up\` is the Automation API's, which has no preview of its own. Orders that are
refreshed are not delivered yet where nothing else is said, so that their billing numbers are read as well.

\`npm run bench\` takes 20 minutes of a machine that does nothing else, and writes this page, the chart and the table in the README;
\`-- --only TEXT\` measures some of the works, \`-- --repetitions N\` takes so many turns, and neither writes anything.

![Wall time of each work](benchmark.svg)

${tables(figures.works).join("\n\n## Goals\n\n")}
${boundsOf(figures.works)}`;

/** What stands between the goals that were missed and us. */
const boundsOf = (works) =>
  works
    .flatMap(({ title, goals }) => goals.map(({ words, bound }) => ({ title, words, bound })))
    .filter(({ bound }) => bound !== undefined)
    .map(({ title, words, bound }) => `\n**${title}, ${words}:** ${bound}\n`)
    .join("");

function readme(figures) {
  const text = fs.readFileSync(README, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the benchmark: ${BEGIN} … ${END}`);
  return `${text.slice(0, from)}${BEGIN}\n\n${besideIn(figures)}\n\n${summary(figures.works)}\n\n${tally(figures.works)}\n\n${text.slice(to)}`;
}

const formatted = (text, file) => prettier.format(text, { ...PRETTIER, filepath: file });
const PRETTIER = await prettier.resolveConfig(PAGE);

/** Every file that comes from the figures, with its text. */
export async function pagesOf(figures) {
  return new Map([
    [PAGE, await formatted(page(figures), PAGE)],
    [CHART, chart(figures.works)],
    [README, await formatted(readme(figures), README)],
  ]);
}

export async function writePages(figures) {
  for (const [file, text] of await pagesOf(figures)) fs.writeFileSync(file, text);
  fs.writeFileSync(FIGURES, await formatted(JSON.stringify(figures), FIGURES));
  return 0;
}
