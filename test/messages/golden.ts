import fs from "node:fs";
import path from "node:path";
import { type Ending, textOf } from "./scene.js";

/** Endings with the same text stand together. */
export async function documentOf(endings: readonly Ending[]): Promise<string> {
  const texts = new Map<string, string[]>();
  for (const ending of endings) {
    const text = await textOf(ending);
    texts.set(text, [...(texts.get(text) ?? []), ending.title]);
  }
  return [...texts]
    .map(([text, titles]) => `${titles.map((title) => `# ${title}`).join("\n")}\n\n${text}\n`)
    .join("\n");
}

export const fileOf = (name: string): string => path.join(__dirname, "golden", `${name}.txt`);

/** The golden text; with GOLDEN=write the given one takes its place. */
export function goldenOf(name: string, written: string): string {
  const file = fileOf(name);
  if (process.env["GOLDEN"] === "write") fs.writeFileSync(file, written);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
}
