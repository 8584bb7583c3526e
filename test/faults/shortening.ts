import type { Act, History, Up } from "./history.js";

/** Histories that leave out one thing of this one. */
function* shorter({ setting, acts }: History): Generator<History> {
  for (let index = 0; index < acts.length; index++) {
    const act = acts[index]!;
    const others = (replacement: readonly Act[]): History => ({
      setting,
      acts: [...acts.slice(0, index), ...replacement, ...acts.slice(index + 1)],
    });
    yield others([]);
    if (act.act === "both") {
      yield others([act.first]);
      yield others([act.second]);
      for (const first of simplerUps(act.first)) yield others([{ ...act, first }]);
      for (const second of simplerUps(act.second)) yield others([{ ...act, second }]);
    } else if (act.act === "up") {
      for (const up of simplerUps(act)) yield others([up]);
    } else if ("faults" in act) {
      for (const faults of withoutOne(act.faults)) yield others([{ ...act, faults }]);
    }
  }
}

function* simplerUps(up: Up): Generator<Up> {
  const { kill, meanwhile, ...rest } = up;
  if (kill !== undefined) yield { ...rest, ...(meanwhile === undefined ? {} : { meanwhile }) };
  if (meanwhile !== undefined) yield { ...rest, ...(kill === undefined ? {} : { kill }) };
  for (const faults of withoutOne(up.faults)) yield { ...up, faults };
  if (up.repeats > 0) yield { ...up, repeats: 0 };
  if (up.edit !== "same") yield { ...up, edit: "same" };
  for (const flag of ["skipsPreview", "refreshes", "replaces"] as const) if (up[flag]) yield { ...up, [flag]: false };
}

const withoutOne = <T>(all: readonly T[]): T[][] => all.map((_, index) => all.filter((__, other) => other !== index));

/** Leaves out of a history whatever can be left out while it still breaks what it broke. */
export async function shortened(history: History, isBroken: (shorter: History) => Promise<boolean>): Promise<History> {
  for (const candidate of shorter(history)) if (await isBroken(candidate)) return shortened(candidate, isBroken);
  return history;
}
