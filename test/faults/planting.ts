import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Quarry } from "./hunt.js";
import type { Patch } from "./mistakes/mistake.js";

/** More than the longest hunt takes on a busy machine. */
const LONGEST_MS = 120_000;

/** The source with the mistake in it. @throws {Error} when the source is not what the patch was made for. */
export function patched(source: string, { file, text, instead }: Patch): string {
  const [before = "", after, ...more] = source.split(text);
  if (after === undefined || more.length > 0) {
    throw new Error(
      `provider/${file} must hold this text exactly once, and holds it ${after === undefined ? "nowhere" : `${more.length + 1} times`}:\n${text}`,
    );
  }
  return before + instead + after;
}

/** Compiled copies of the provider and of the histories, in which mistakes are planted and hunted. */
export class Field {
  private readonly folder: string;

  /** @param root of the repository */
  constructor(private readonly root: string) {
    this.folder = join(root, ".pulumi-cloudpond/mistakes");
  }

  /** Compiles what has to be compiled once. */
  prepare(): void {
    rmSync(this.folder, { recursive: true, force: true });
    for (const file of [...sources(this.root, "provider"), ...sources(this.root, "test/faults")]) {
      if (file.endsWith(".json")) cpSync(join(this.root, file), join(this.folder, SOUND, file));
      else this.compile(SOUND, file, readFileSync(join(this.root, file), "utf8"));
    }
  }

  /** The text of each patch's file, patched; the patches of one file come one after the other. */
  sourcesWith(patches: readonly Patch[]): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const patch of patches) {
      const file = `provider/${patch.file}`;
      texts.set(file, patched(texts.get(file) ?? readFileSync(join(this.root, file), "utf8"), patch));
    }
    return texts;
  }

  /**
   * Plants patches and hunts what comes of them.
   * @param most histories to be played
   * @param tellsStory whether to look for the shortest history
   */
  async hunt(key: string, patches: readonly Patch[], most: number, tellsStory = false): Promise<Quarry> {
    const texts = this.sourcesWith(patches);
    if (key !== SOUND) cpSync(join(this.folder, SOUND), join(this.folder, key), { recursive: true });
    for (const [file, text] of texts) this.compile(key, file, text);
    const script = join(this.folder, key, "test/faults/hunt.js");
    return JSON.parse(
      await printed([script, String(most), tellsStory ? "stories" : "-", ...(key === SOUND ? [] : [key])]),
    ) as Quarry;
  }

  private compile(tree: string, file: string, source: string): void {
    const { outputText } = ts.transpileModule(source, { fileName: file, compilerOptions: COMPILER });
    const target = join(this.folder, tree, file.replace(/\.ts$/u, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}

/** The tree without a mistake. */
export const SOUND = "sound";

const COMPILER: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
};

/** Files below a folder that a compiled tree needs. */
function sources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => (name.endsWith(".ts") && !name.endsWith(".test.ts")) || name.endsWith("Outcomes.json"))
    .map((name) => join(folder, name));
}

/** What a process of Node prints. */
function printed(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LONGEST_MS,
      killSignal: "SIGKILL",
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      code === 0 ? resolve(out) : reject(new Error(`${args.join(" ")} ended with ${signal ?? code}: ${err}`)),
    );
  });
}
