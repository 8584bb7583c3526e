// Wall times as bars, one group for each work that has several contenders.
import { NAMES } from "./goals.mjs";
import { comparedIn, shown } from "./report.mjs";

const WIDTH = 960;
const LEFT = 410;
const BAR = 16;
const GAP = 20;
const TOP = 72;
const COLOURS = { noOp: "#9aa5b1", handWritten: "#d9822b", cloudpond: "#2b6cb0", listing: "#8fb8de" };

const TITLE = "Wall time of each work in seconds: median, and from the shortest turn to the longest";

const escaped = (text) => text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;");

const text = (x, y, words, more = "") => `<text x="${x}" y="${y}" ${more}>${escaped(words)}</text>`;

/** From the shortest turn to the longest. */
const whisker = (from, to, y) =>
  `<path d="M${from.toFixed(1)} ${y - 3}v6m0 -3H${to.toFixed(1)}m0 -3v6" stroke="#1f2933" fill="none"/>`;

function group({ title, results }, y, longest) {
  const scale = (WIDTH - LEFT - 80) / longest;
  const bars = results.map(({ contender, median, least, most }, index) => {
    const at = y + index * BAR;
    const width = Math.max(1, median * scale).toFixed(1);
    return (
      `<rect x="${LEFT}" y="${at}" width="${width}" height="${BAR - 3}" fill="${COLOURS[contender]}"/>` +
      whisker(LEFT + least * scale, LEFT + most * scale, at + (BAR - 3) / 2) +
      text((LEFT + Math.max(Number(width), most * scale) + 6).toFixed(1), at + BAR - 5, shown(median, "s"))
    );
  });
  const middle = y + (results.length * BAR) / 2 + 2;
  return [text(LEFT - 10, middle, title, 'text-anchor="end"'), ...bars].join("\n");
}

/** An SVG that stands by itself. */
export function chart(works) {
  const compared = comparedIn(works);
  const longest = Math.max(...compared.flatMap(({ results }) => results.map(({ most }) => most)));
  const groups = [];
  let y = TOP;
  for (const work of compared) {
    groups.push(group(work, y, longest));
    y += work.results.length * BAR + GAP;
  }
  const legend = Object.entries(NAMES).map(
    ([contender, name], index) =>
      `<rect x="${20 + index * 160}" y="42" width="12" height="12" fill="${COLOURS[contender]}"/>` +
      text(20 + index * 160 + 18, 52, name),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${TITLE}">
<style>text { font: 12px sans-serif; fill: #1f2933; }</style>
<rect width="100%" height="100%" fill="#ffffff"/>
${text(20, 24, TITLE, 'font-weight="bold"')}
${legend.join("\n")}
${groups.join("\n")}
</svg>
`;
}
