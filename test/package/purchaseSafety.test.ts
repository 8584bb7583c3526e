import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { OPEN_CASES } from "../faults/auditor.js";

// What docs/purchase-safety.md promises is shown by tests that exist, and its open cases are those that the auditor counts.

const ROOT = path.resolve(__dirname, "../..");
const text = readFileSync(path.join(ROOT, "docs/purchase-safety.md"), "utf8");

it("every test that it names exists, and every window names one", () => {
  const [, windows = ""] = /## Windows[^]*?\n(\|[^]*?)\n\n/u.exec(text) ?? [];
  const rows = windows.split("\n").slice(2);
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) expect(row).toMatch(/`test\/[\w/.]+\.test\.ts`/u);
  const named = [...text.matchAll(/`(test\/[\w/.]+\.ts)`/gu)].map(([, file = ""]) => file);
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

it("its open cases are those that the auditor knows", () => {
  const [, cases = ""] = /## The cases that stay open\n([^]*?)\n## /u.exec(text) ?? [];
  const named = [...cases.matchAll(/^\| `(\w+)`/gmu)].map(([, name]) => name);
  expect(named.sort()).toEqual(Object.keys(OPEN_CASES).sort());
});

it("its files and commands exist", () => {
  const links = [...text.matchAll(/\]\(([^)#]+)\)/gu)].map(([, link = ""]) => path.join(ROOT, "docs", link));
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { scripts: object };
  const commands = [...text.matchAll(/npm run (\w+)/gu)].map(([, name = ""]) => name);
  expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

it("its figures are those of a run", () => {
  const [, figures = ""] = /## The figures\n([^]*?)\n## /u.exec(text) ?? [];
  expect(figures).toMatch(/histories +[\d,]+: [\d,]+ exhaustive, [\d,]+ interleavings, [\d,]+ random \(seed \d+\)/u);
});
