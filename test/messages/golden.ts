import fs from "node:fs";
import path from "node:path";
import { ADOPTED } from "./endings/adopted.js";
import { AFTER } from "./endings/after.js";
import { ANSWERS } from "./endings/answers.js";
import { BEFORE } from "./endings/before.js";
import { DECLARED } from "./endings/declared.js";
import { CHANGE, DELETE, READ } from "./endings/held.js";
import { REFUSED } from "./endings/refused.js";
import { type Ending, played } from "./scene.js";

/** The endings by the golden file that holds their texts. */
export const FILES: Readonly<Record<string, readonly Ending[]>> = {
  "purchase-before": BEFORE,
  "purchase-refused": REFUSED,
  "purchase-answers": ANSWERS,
  "purchase-after": AFTER,
  adopt: ADOPTED,
  read: READ,
  change: CHANGE,
  delete: DELETE,
  "inputs-and-settings": DECLARED,
};

const NOTHING = "(nothing is told)";

/** The texts of a file. Endings with the same one stand together. */
export async function documentOf(endings: readonly Ending[]): Promise<string> {
  const titles = new Map<string, string[]>();
  for (const ending of endings) {
    const { text } = await played(ending);
    titles.set(text, [...(titles.get(text) ?? []), ending.title]);
  }
  return [...titles]
    .map(([text, ended]) => `${ended.map((title) => `# ${title}`).join("\n")}\n\n${text === "" ? NOTHING : text}\n`)
    .join("\n");
}

const fileOf = (name: string): string => path.join(__dirname, "golden", `${name}.txt`);

/** The golden text; with GOLDEN=write the given one takes its place. */
export function goldenOf(name: string, written: string): string {
  if (process.env["GOLDEN"] === "write") fs.writeFileSync(fileOf(name), written);
  return fs.readFileSync(fileOf(name), "utf8");
}

/** The golden text of one ending. */
export function goldenTextOf(name: string, title: string): string {
  const [, after = ""] = fs.readFileSync(fileOf(name), "utf8").split(`# ${title}\n`);
  const [text = ""] = after.replace(/^(# .*\n)*\n/u, "").split("\n# ");
  return text.trimEnd();
}
