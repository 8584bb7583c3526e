// Figures as tables.
import { NAMES } from "./goals.mjs";

/** A table in Markdown. */
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** A figure with its unit; `s` is measured in ms. */
export const shown = (value, unit = "s") =>
  unit === "s" ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(unit === "ms" ? 1 : 0)} ${unit}`;

const rowsOf = ({ title, unit, results }) =>
  results.map(({ contender, median, least, most, requests, memoryMiB }, index) => [
    index === 0 ? title : "",
    NAMES[contender],
    shown(median, unit),
    least === most ? "" : `${shown(least, unit)} – ${shown(most, unit)}`,
    requests ?? "",
    memoryMiB === undefined || memoryMiB === 0 ? "" : `${memoryMiB.toFixed(0)} MiB`,
  ]);

const goalsOf = ({ title, goals }) =>
  goals.map(({ words, measured, isReached }) => [title, words, measured, isReached ? "reached" : "**not reached**"]);

/** What was measured, and beside it how the goals came out. */
export const tables = (works) => [
  table(["work", "", "median", "least – most", "requests", "provider process"], works.flatMap(rowsOf)),
  table(["work", "goal of (c)", "measured", ""], works.flatMap(goalsOf)),
];

const COMPARED = ["noOp", "handWritten", "cloudpond"];

/** One line for each work: what it takes, beside the others. For people who want to know, not to check. */
export function summary(works) {
  const rows = works
    .filter(({ unit, results }) => (unit ?? "s") === "s" && results.length > 1)
    .map(({ title, results }) => [
      title,
      ...COMPARED.map((contender) => shown(results.find((one) => one.contender === contender).median)),
      results.find(({ contender }) => contender === "cloudpond").requests,
    ]);
  return table(["", "no-op provider", "hand-written provider", "pulumi-cloudpond", "its requests"], rows);
}

/** How and where it was measured. */
export const madeBy = ({ machine, versions, repetitions, date }) =>
  `Made by \`npm run bench\` on ${date}: ${machine}; Node.js ${versions.node}, Pulumi ${versions.pulumi}, @pulumi/pulumi ` +
  `${versions.sdk}; medians of ${repetitions} turns after a warm-up, contenders in turn, a simulated cloud that answers after 50 ms.`;
