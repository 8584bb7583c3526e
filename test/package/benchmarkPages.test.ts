import { readFileSync } from "node:fs";
import path from "node:path";
import { root, told } from "./modules.js";

interface Figures {
  readonly works: readonly { readonly title: string; readonly goals: readonly { readonly words: string }[] }[];
}

const kept = (): Figures => JSON.parse(readFileSync(path.join(root, "docs/benchmark.json"), "utf8")) as Figures;

test("page, chart and the README's table are what the figures say", () => {
  const pages = told(
    'import { readFileSync } from "node:fs"; import { FIGURES, pagesOf } from "./bench/pages.mjs"',
    'Object.fromEntries(await pagesOf(JSON.parse(readFileSync(FIGURES, "utf8"))))',
  ) as Record<string, string>;
  expect(Object.keys(pages).map((file) => path.relative(root, file))).toEqual([
    "docs/benchmark.md",
    "docs/benchmark.svg",
    "README.md",
  ]);
  for (const [file, text] of Object.entries(pages)) expect([file, readFileSync(file, "utf8")]).toEqual([file, text]);
});

test("the figures are of every work that is measured today, with its goals", () => {
  const works = told(
    'import { worksOf } from "./bench/works.mjs"',
    "worksOf({ few: 200, fleet: 1000, account: 10_000 }).map(({ title, goals }) => [title, goals.map(({ words }) => words)])",
  );
  expect(kept().works.map(({ title, goals }) => [title, goals.map(({ words }) => words)])).toEqual(works);
});
