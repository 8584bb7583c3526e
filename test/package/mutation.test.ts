import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

interface Listed {
  readonly file: string;
  readonly mutator: string;
  readonly line: string;
  readonly changed: string;
  readonly reason: string;
}

interface Files {
  readonly thresholds: Readonly<Record<"purchase" | "rest", number>>;
  readonly purchase: readonly string[];
  readonly rest: readonly string[];
  readonly leftOut: Readonly<Record<string, string>>;
}

const { thresholds, purchase, rest, leftOut } = JSON.parse(read("scripts/mutation/files.json")) as Files;

/** What an expression over the functions of the script is, which is a module that jest cannot load. */
const told = (expression: string): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `import * as survivors from "./scripts/mutation/survivors.mjs"; console.log(JSON.stringify(${expression}));`,
      ],
      { cwd: root, encoding: "utf8", stdio: "pipe" },
    ),
  );

const listed = told("survivors.listed()") as Listed[];

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();

describe("mutation testing", () => {
  it("takes every file of the order and of the adapter, or says why not", () => {
    const files = ["provider/order", "provider/dynamic"].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}/${name}`),
    );
    expect([...purchase, ...rest, ...Object.keys(leftOut)].sort()).toEqual(files.sort());
  });

  it("kills at least 95 % of what a purchase runs, and 85 % of the rest", () => {
    expect(thresholds).toEqual({ purchase: 95, rest: 85 });
    const run = new Set<string>();
    const follow = (file: string): void => {
      if (run.has(file)) return;
      run.add(file);
      for (const [, name] of read(file).matchAll(/^(?:import|export) (?!type\b)[^;]* from "\.\/(\w+)\.js";$/gmu)) {
        follow(`provider/order/${name}.ts`);
      }
    };
    follow("provider/order/purchase.ts");
    expect(run.size).toBeGreaterThan(15);
    expect([...run].filter((file) => !purchase.includes(file) && !(file in leftOut))).toEqual([]);
  });
});

describe("the list of survivors", () => {
  it("names only lines that stand in the sources, each with what becomes of it and the reason to let it live", () => {
    expect(listed.length).toBeGreaterThan(0);
    const wrong = listed.filter(
      ({ file, line, changed, reason }) =>
        ![...purchase, ...rest].includes(file) ||
        !read(file).split("\n").map(oneLine).includes(line) ||
        changed === line ||
        reason.length < 20,
    );
    expect(wrong).toEqual([]);
  });

  it("tells a survivor by its line and what becomes of it, wherever in the file that stands", () => {
    const lines = ["", "  if (a) {", "    b();", "  } else c();"];
    const location = { start: { line: 2, column: 10 }, end: { line: 4, column: 4 } };
    const mutant = { mutatorName: "BlockStatement", location, replacement: "{}" };
    const survivor = `survivors.described("f.ts", ${JSON.stringify(lines)}, ${JSON.stringify(mutant)})`;
    expect(told(survivor)).toEqual({
      file: "f.ts",
      mutator: "BlockStatement",
      line: "if (a) {",
      changed: "if (a) {} else c();",
    });
    const list = `"## \`f.ts\`\\n\\n" + survivors.written(${survivor}) + "\\n" + survivors.written(${survivor})`;
    expect(told(`survivors.parsed(${list}).map(survivors.keyOf)`)).toEqual(
      Array(2).fill(told(`survivors.keyOf(${survivor})`)),
    );
  });

  it("is not taken without reasons", () => {
    const list = "## `f.ts`\n\n```diff\n- a\n+ b\n```\n";
    expect(() => told(`survivors.parsed(${JSON.stringify(list)})`)).toThrow("No reason is given for f.ts: a");
  });
});
