import fs from "node:fs";
import { ADOPTED } from "./endings/adopted.js";
import { AFTER } from "./endings/after.js";
import { ANSWERS } from "./endings/answers.js";
import { BEFORE } from "./endings/before.js";
import { DECLARED } from "./endings/declared.js";
import { CHANGE, DELETE, READ } from "./endings/held.js";
import { REFUSED } from "./endings/refused.js";
import { goldenFile } from "./goldenFile.js";
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

/** The golden text; with GOLDEN=write the given one takes its place. */
export function goldenOf(name: string, written: string): string {
  if (process.env["GOLDEN"] === "write") fs.writeFileSync(goldenFile(name), written);
  return fs.readFileSync(goldenFile(name), "utf8");
}
