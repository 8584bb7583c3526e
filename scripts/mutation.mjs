// `npm run mutation`: breaks the purchase protocol and the adapter in every way Stryker knows, one at a time, and counts
// what the tests notice. `-- order/place dynamic/` takes only the files whose path holds one of these texts; `-- --report`
// shows the last results of each file again, as after a change of the list; other options go to Stryker
// (`-- --concurrency 1`).
import fs from "node:fs";
import path from "node:path";
import { root, scratch } from "./place.mjs";
import { CommandError, passThrough } from "./run.mjs";
import { main, prepare } from "./setup.mjs";
import { described, keyOf, listed, written } from "./mutation/survivors.mjs";

const { thresholds, purchase, rest } = JSON.parse(fs.readFileSync(new URL("mutation/files.json", import.meta.url)));

const results = path.join(scratch, "mutation.json");

const COLUMNS = ["Killed", "Timeout", "Survived", "NoCoverage"];

const count = (mutants) =>
  Object.fromEntries(COLUMNS.map((status) => [status, mutants.filter((m) => m.status === status).length]));

/** Timeouts are noticed: a purchase that hangs is a failure of the test. Mutants that nobody runs are not. */
const scoreOf = ({ Killed, Timeout, Survived, NoCoverage }) => {
  const all = Killed + Timeout + Survived + NoCoverage;
  return all === 0 ? 100 : (100 * (Killed + Timeout)) / all;
};

const row = (name, cells) => [name.padEnd(34), ...cells.map((cell) => String(cell).padStart(9))].join(" ");

const rowOf = (name, mutants) => {
  const counts = count(mutants);
  const numbers = COLUMNS.map((status) => counts[status]);
  return row(name, [numbers.reduce((sum, number) => sum + number), ...numbers, `${scoreOf(counts).toFixed(1)} %`]);
};

function survivorsIn(files) {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map((mutant) => ({ ...described(file, lines, mutant), at: `${file}:${mutant.location.start.line}` }));
  });
}

/** Each entry stands for one survivor. */
function unlistedOf(survivors) {
  const keys = listed().map(keyOf);
  return survivors.filter((survivor) => {
    const at = keys.indexOf(keyOf(survivor));
    if (at >= 0) keys.splice(at, 1);
    return at < 0;
  });
}

function show(files, unmeasured) {
  const problems = unmeasured.map((file) => `${file} has no results since it was changed`);
  console.log(row("", ["mutants", "killed", "timeout", "survived", "not run", "score"]));
  for (const [group, names] of Object.entries({ purchase, rest })) {
    const present = names.filter((name) => files[name] !== undefined);
    if (present.length === 0) continue;
    for (const name of present) console.log(rowOf(name, files[name].mutants));
    const mutants = present.flatMap((name) => files[name].mutants);
    console.log(`${rowOf(`${group} (at least ${thresholds[group]} %)`, mutants)}\n`);
    const score = scoreOf(count(mutants));
    if (score < thresholds[group]) problems.push(`${group}: ${score.toFixed(1)} % instead of ${thresholds[group]} %`);
  }
  const survivors = survivorsIn(files);
  const unlisted = unlistedOf(survivors);
  for (const survivor of unlisted) console.log(`${survivor.at}\n${written(survivor)}`);
  if (unlisted.length > 0) problems.push(`${unlisted.length} survivors without a reason in docs/mutation-survivors.md`);
  const alive = new Set(survivors.map(keyOf));
  const killed = listed().filter((each) => files[each.file] !== undefined && !alive.has(keyOf(each)));
  for (const { file, line, changed } of killed)
    console.log(`Listed, but killed now: ${file}\n- ${line}\n+ ${changed}\n`);
  for (const problem of problems) console.log(`Missed: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

/** Stryker's report on some files of one folder. @throws when it could not finish. */
async function mutated(folder, files, options) {
  const stryker = path.join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const status = await passThrough(process.execPath, [stryker, "run", "--mutate", files.join(","), ...options], {
    cwd: root,
    env: { ...process.env, MUTATED_FOLDER: folder },
  });
  if (status !== 0) throw new CommandError(`Stryker ended with status ${status}.`, "");
  return JSON.parse(fs.readFileSync(path.join(scratch, `mutation-${folder}.json`), "utf8")).files;
}

/** The last results of the files that have not changed since. */
function earlier() {
  const known = fs.existsSync(results) ? Object.entries(JSON.parse(fs.readFileSync(results, "utf8"))) : [];
  const isPresent = ([file, { source }]) => {
    const present = path.join(root, file);
    return fs.existsSync(present) && fs.readFileSync(present, "utf8") === source;
  };
  return Object.fromEntries(known.filter(isPresent));
}

await main(async () => {
  const words = process.argv.slice(2);
  const first = words.findIndex((word) => word.startsWith("-"));
  const [filters, options] = first < 0 ? [words, []] : [words.slice(0, first), words.slice(first)];
  const isWanted = (file) => filters.length === 0 || filters.some((text) => file.includes(text));
  const files = [...purchase, ...rest].filter(isWanted);
  await prepare();
  let found = earlier();
  if (!options.includes("--report")) {
    for (const folder of ["order", "dynamic"]) {
      const wanted = files.filter((file) => file.startsWith(`provider/${folder}/`));
      if (wanted.length > 0) found = { ...found, ...(await mutated(folder, wanted, options)) };
      fs.writeFileSync(results, JSON.stringify(found));
    }
  }
  const measured = files.filter((file) => file in found);
  return show(
    Object.fromEntries(measured.map((file) => [file, found[file]])),
    files.filter((file) => !measured.includes(file)),
  );
});
