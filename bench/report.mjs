// Figures as tables.
import { NAMES } from "./goals.mjs";

/** A table in Markdown. */
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** A figure with its unit; `s` is measured in ms. */
export const shown = (value, unit) =>
  unit === "s" ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(unit === "ms" ? 1 : 0)} ${unit}`;

const rowsOf = ({ title, unit, results }) =>
  results.map(({ contender, median, least, most, turns, requests, memoryMiB }, index) => [
    index === 0 ? title : "",
    NAMES[contender],
    shown(median, unit),
    least === most ? "" : `${shown(least, unit)} – ${shown(most, unit)}`,
    turns,
    requests ?? "",
    memoryMiB === undefined || memoryMiB === 0 ? "" : `${memoryMiB.toFixed(0)} MiB`,
  ]);

const goalsOf = ({ title, goals }) =>
  goals.map(({ words, measured, isReached }) => [title, words, measured, isReached ? "reached" : "**not reached**"]);

/** What was measured, and beside it how the goals came out. */
export const tables = (works) => [
  table(["work", "", "median", "least – most", "turns", "most requests", "provider process"], works.flatMap(rowsOf)),
  table(["work", "goal of (c)", "measured", ""], works.flatMap(goalsOf)),
];

const COMPARED = ["noOp", "handWritten", "cloudpond"];

/** What is measured in time, beside the others. */
export const comparedIn = (works) => works.filter(({ unit, results }) => unit === "s" && results.length > 1);

/** One line for each work: what it takes, beside the others. For people who want to know, not to check. */
export function summary(works) {
  const rows = comparedIn(works).map(({ title, results }) => [
    title,
    ...COMPARED.map((contender) => shown(results.find((one) => one.contender === contender).median, "s")),
    results.find(({ contender }) => contender === "cloudpond").requests,
  ]);
  return table(["", "no-op provider", "hand-written provider", "pulumi-cloudpond", "its requests"], rows);
}

/** How the goals came out, with those that were missed. */
export function tally(works) {
  const goals = works.flatMap(({ title, goals: each }) => each.map((goal) => ({ title, ...goal })));
  const missed = goals.filter(({ isReached }) => !isReached);
  const each = missed.map(({ title, words, measured }) => `${title}, ${words}: ${measured}`);
  return `${goals.length - missed.length} of ${goals.length} goals are reached${missed.length === 0 ? "" : `; missed: ${each.join("; ")}`}.`;
}

/** How and where it was measured. */
export const madeBy = ({ machine, versions, parallel, latencyMs, date }) =>
  `Made by \`npm run bench\` on ${date}: ${machine}; Node.js ${versions.node}, Pulumi ${versions.pulumi}, @pulumi/pulumi ` +
  `${versions.sdk}. Contenders take turns, each time in another order, after a turn that warms up; where there is one turn it is the ` +
  `first. The engine works on ${parallel} resources at a time where nothing else is said, its default on this machine (4 for each ` +
  `core). The cloud is simulated on the same machine, speaks plain HTTP and answers after ${latencyMs} ms: TLS, which costs this ` +
  "provider a handshake for each order, is not counted.";
