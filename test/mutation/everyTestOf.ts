import { readdirSync } from "node:fs";
import path from "node:path";

/**
 * The unit tests of a folder as one file, so that what they load is loaded once for each mutant and not once for each of
 * their files. They touch no network and end in seconds.
 */
export function everyTestOf(folder: string): void {
  const unit = path.resolve(__dirname, "../unit", folder);
  const files = readdirSync(unit, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".test.ts"))) {
    describe(file, () => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would not be inside of the block
      require(path.join(unit, file));
    });
  }
}
