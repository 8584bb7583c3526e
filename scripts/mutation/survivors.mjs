// Survivors of mutation testing: how one is told from another, and the list that says why each may live.
import fs from "node:fs";
import path from "node:path";
import { root } from "../place.mjs";

/** Written for people, read by `npm run mutation` and by the tests. */
export const list = path.join(root, "docs/mutation-survivors.md");

const oneLine = (text) => text.replace(/\s+/gu, " ").trim();

/**
 * A mutant by its file, its mutator and what becomes of the line it begins in, so that line numbers may move.
 * Replacements of several lines are written as one.
 */
export function described(file, lines, { mutatorName, location, replacement }) {
  const { start, end } = location;
  const first = lines[start.line - 1];
  const changed = first.slice(0, start.column - 1) + replacement + lines[end.line - 1].slice(end.column - 1);
  return { file, mutator: mutatorName, line: oneLine(first), changed: oneLine(changed) };
}

export const keyOf = ({ file, mutator, line, changed }) => JSON.stringify([file, mutator, line, changed]);

/**
 * The listed survivors, each of which looks like this below the heading of its file; one paragraph of reason may stand
 * for several.
 *
 *     ```diff
 *     - the line
 *     + the line as mutated
 *     ```
 *
 *     Mutator: the reason.
 */
export function parsed(markdown) {
  const survivors = [];
  let file = "";
  let open = [];
  for (const block of markdown.split(/\n{2,}/u)) {
    const heading = /^## `(.+)`$/u.exec(block.trim());
    const change = /^```diff\n- (.+)\n\+ (.*)\n```$/u.exec(block.trim());
    const reason = /^([A-Z][A-Za-z]+): (.+)$/su.exec(block.trim());
    if (heading !== null) file = heading[1];
    else if (change !== null) open.push({ file, line: change[1], changed: change[2] });
    else if (reason !== null && open.length > 0) {
      survivors.push(...open.map((each) => ({ ...each, mutator: reason[1], reason: oneLine(reason[2]) })));
      open = [];
    }
  }
  if (open.length > 0) throw new Error(`No reason is given for ${open[0].file}: ${open[0].line}`);
  return survivors;
}

export const listed = () => (fs.existsSync(list) ? parsed(fs.readFileSync(list, "utf8")) : []);

export const written = ({ line, changed, mutator }) => `\`\`\`diff\n- ${line}\n+ ${changed}\n\`\`\`\n\n${mutator}: …\n`;
