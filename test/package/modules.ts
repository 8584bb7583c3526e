import { execFileSync } from "node:child_process";
import path from "node:path";

export const root = path.resolve(__dirname, "../..");

/** What an expression over modules of the scripts is, which jest cannot load. */
export const told = (modules: string, expression: string): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ["--input-type=module", "--eval", `${modules}; console.log(JSON.stringify(${expression}));`],
      { cwd: root, encoding: "utf8", stdio: "pipe" },
    ),
  );
