import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(__dirname, "../..");

interface Figures {
  readonly works: readonly { readonly title: string; readonly goals: readonly { readonly words: string }[] }[];
}

/** What the benchmark's own code makes of the figures that are kept. */
async function made(): Promise<Record<string, string>> {
  const script = `
    import fs from "node:fs";
    import { FIGURES, pagesOf } from "./bench/pages.mjs";
    const pages = await pagesOf(JSON.parse(fs.readFileSync(FIGURES, "utf8")));
    console.log(JSON.stringify(Object.fromEntries(pages)));`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  return JSON.parse(stdout) as Record<string, string>;
}

test("page, chart and the README's table are what the figures say", async () => {
  const pages = await made();
  expect(Object.keys(pages).map((file) => path.relative(root, file))).toEqual([
    "docs/benchmark.md",
    "docs/benchmark.svg",
    "README.md",
  ]);
  for (const [file, text] of Object.entries(pages)) expect([file, fs.readFileSync(file, "utf8")]).toEqual([file, text]);
});

test("the figures are of every work that is measured today, with its goals", async () => {
  const script = `
    import { worksOf } from "./bench/works.mjs";
    const works = worksOf({ few: 200, fleet: 1000, account: 10_000 });
    console.log(JSON.stringify(works.map(({ title, goals }) => [title, goals.map(({ words }) => words)])));`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  const { works } = JSON.parse(fs.readFileSync(path.join(root, "docs/benchmark.json"), "utf8")) as Figures;
  expect(works.map(({ title, goals }) => [title, goals.map(({ words }) => words)])).toEqual(JSON.parse(stdout));
});
