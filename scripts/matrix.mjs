// `npm run matrix`: this package, packed and installed as users do, on every Node.js, SDK, package manager and kind of program
// that matrix/cells.mjs lists, with the real engine and a simulated cloud; writes docs/matrix.json and docs/matrix.md.
// `-- --only TEXT` plays the cells whose name holds the text, `-- --short` what `npm test` plays; both write nothing.
// `-- --keep` leaves the projects, with error.txt where one failed.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { run, hasLanguageHost } from "./matrix/cell.mjs";
import { CELLS, SHORT, WAYS } from "./matrix/cells.mjs";
import { writePage } from "./matrix/page.mjs";
import { forgetOwnSettings } from "./ownSettings.mjs";
import { root } from "./place.mjs";
import { say } from "./progress.mjs";
import { capture } from "./run.mjs";
import { main, setUp, SetupError } from "./setup.mjs";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});

const nameOf = ({ group, what, way }) => `${group}: ${what} (${WAYS[way]})`.replaceAll("`", "");

const chosen = (values.short ? SHORT : CELLS).filter((cell) =>
  nameOf(cell)
    .toLowerCase()
    .includes((values.only ?? "").toLowerCase()),
);

async function pack(folder) {
  // The set-up has compiled already: no scripts.
  await capture("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  return path.join(
    folder,
    fs.readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
}

await main(async () => {
  if (chosen.length === 0)
    throw new SetupError(`No cell of the matrix has ${JSON.stringify(values.only)} in its name.`);
  const cli = await setUp();
  forgetOwnSettings();
  process.env.PATH = `${path.dirname(cli.command)}${path.delimiter}${process.env.PATH}`;
  process.env.PULUMI_SKIP_UPDATE_CHECK = "1";
  // The provider looks for the package from the program's folder upwards: outside of the repository it finds the packed one.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-cloudpond-matrix-")));
  const results = [];
  try {
    const tarball = await pack(folder);
    for (const cell of chosen) {
      const began = performance.now();
      const result = await run(cell, { cli, tarball, folder });
      const seconds = Math.round((performance.now() - began) / 1000);
      const { group, what, way } = cell;
      results.push({ group, what, way, ...result });
      const on = [result.node, result.sdk].filter((version) => version !== undefined).join(" with ");
      say(`${result.outcome.padEnd(6)} ${nameOf(cell)}: ${on}, ${seconds} s${result.why && `: ${result.why}`}`);
    }
    if (!values.short && values.only === undefined) {
      const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
      await writePage({
        date: new Date().toISOString().slice(0, 10),
        machine: `${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${os.type()} ${os.arch()}`,
        package: version,
        commandLine: cli.version,
        languageHost: hasLanguageHost(cli) ? "own" : "stand-in",
        cells: results,
      });
    }
  } finally {
    if (values.keep) say(`The projects are in ${folder}.`);
    else fs.rmSync(folder, { recursive: true, force: true });
  }
  return results.some(({ outcome }) => outcome === "failed") ? 1 : 0;
});
