import fs from "node:fs";
import path from "node:path";

export const goldenFile = (name: string): string => path.join(__dirname, "golden", `${name}.txt`);

/** The golden text of one ending. */
export function goldenTextOf(name: string, title: string): string {
  const [, after] = fs.readFileSync(goldenFile(name), "utf8").split(`# ${title}\n`);
  if (after === undefined) throw new Error(`${name} has no ending "${title}".`);
  const [text = ""] = after.replace(/^(# .*\n)*\n/u, "").split("\n# ");
  return text.trimEnd();
}

/** A text with names in place of what differs from one run to the next: ids of new orders, tokens, times. */
export function withNames(text: string, orderIds: readonly string[]): string {
  return orderIds
    .reduce((named, id, index) => named.replaceAll(id, `<order ${index + 1}>`), text)
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-(?!4000-8000)[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gu, "<device>")
    .replace(/request id [0-9a-f]+/gu, "request id <request id>")
    .replace(/siteRevision: "[0-9a-f]{12}"/gu, 'siteRevision: "<token>"')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/gu, "<time>");
}
