import { declarable, nameIn } from "./declarations.js";
import type { Healing, Heard } from "./evidence.js";
import { takeWay } from "./person.js";
import { UP } from "./scenery.js";
import { isSure, waysIn } from "./waysOn.js";
import type { World } from "./world.js";

/** More than anybody would try. */
const MOST_WAYS = 16;
/** More than a program has resources. */
const MOST_ROUNDS = 8;

const KEPT = /is kept in the state\.$/u;

const REACHED: Healing = { runs: 0, isReached: true, ways: [] };

/**
 * What must come right again when nothing is wrong any more: at most three runs, then the ways on that were printed.
 */
export async function healed(world: World): Promise<Healing> {
  // Whoever was orphaned is ended, the notes run out, everything becomes visible, and the disks are sound again.
  await world.timeline.sleep(15 * 60_000);
  for (const process of world.living) process.end();
  world.living.clear();
  for (const machine of world.machines) machine.disk = "sound";
  world.service.setSkew(0);
  await world.timeline.sleep(3 * 3_600_000);
  const reports: Healing[] = [];
  for (const stack of [0, 1] as const) {
    if (isUntouched(world, stack)) continue;
    declareUnsettled(world, stack);
    reports.push(await healStack(world, stack));
  }
  return reports.find(({ isReached, hasWayPassed }) => !isReached && hasWayPassed !== true) ?? reports[0] ?? REACHED;
}

function isUntouched(world: World, stack: 0 | 1): boolean {
  return world.backups[stack].length === 0;
}

/** Whoever does not know what became of an order declares it again. */
function declareUnsettled(world: World, stack: 0 | 1): void {
  const program = world.programs[stack];
  for (const name of world.stacks[stack].unsettled) {
    const isDeclared = program.some((declared) => declared.name === name || declared.aliases?.includes(name) === true);
    const begun = world.creations.filter(({ urn }) => urn === world.stacks[stack].urnOf(name)).at(-1);
    if (!isDeclared && begun !== undefined) program.push({ name, inputs: declarable(begun.inputs) });
  }
}

async function healStack(world: World, stack: 0 | 1): Promise<Healing> {
  let healing: Healing = REACHED;
  // Each resource may have a refusal of its own, and each refusal its ways on.
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
    const { runs, refusal } = await settled(world, stack);
    if (refusal === undefined) return healing === REACHED ? { ...REACHED, runs } : healing;
    const ways = waysIn(refusal.text);
    const hasWayPassed = ways.length > 0 && (await hasPassed(world, stack, refusal));
    healing = { runs, isReached: false, ways, hasWayPassed, refusal: refusal.text };
    if (!hasWayPassed) return healing;
  }
  return { ...healing, hasWayPassed: false };
}

/** Three runs at most until nothing is refused, or the same that was. */
async function settled(
  world: World,
  stack: 0 | 1,
): Promise<{ readonly runs: number; readonly refusal: Heard | undefined }> {
  for (let runs = 1; ; runs++) {
    const before = idsOf(world, stack);
    const { refusal } = await calmUp(world, stack);
    if (refusal === undefined || runs === 3) return { runs, refusal };
    // What the run itself has bought makes an older refusal untrue.
    if (waysIn(refusal.text).length > 0 && idsOf(world, stack) === before) return { runs, refusal };
  }
}

const idsOf = (world: World, stack: 0 | 1): string =>
  [...world.stacks[stack].resources.values()].map(({ id }) => id).join();

/** @param of the resource that counts; without it all do */
async function calmUp(
  world: World,
  stack: 0 | 1,
  of?: string,
): Promise<{ readonly ok: boolean; readonly refusal: Heard | undefined }> {
  // Longer than any note lives.
  await world.timeline.sleep(2 * 3_600_000);
  const from = world.heard.length;
  await world.up({ ...UP, stack, machine: 0, refreshes: of === undefined ? "no" : "good" });
  // An order that is kept is what was declared, even if it is still waited for.
  const refusal = world.heard
    .slice(from)
    .filter(({ severity, text, urn }) => severity === "error" && !KEPT.test(text) && (of === undefined || urn === of))
    .at(-1);
  return { ok: refusal === undefined, refusal };
}

/** Whether another resource of the program may order for the same site first. */
function isContested(world: World, stack: 0 | 1, urn: string): boolean {
  const waiting = world.programs[stack].filter(({ name }) => !world.stacks[stack].resources.has(name));
  const site = world.programs[stack].find(({ name }) => name === nameIn(urn))?.inputs["edgeSiteId"];
  return waiting.some(({ name, inputs }) => name !== nameIn(urn) && inputs["edgeSiteId"] === site);
}

/**
 * A refusal may offer an order that a later resource of the program holds: the engine has not shown that one to the provider
 * yet. Whoever takes it is told so, with a way on.
 */
const isHeldBySibling = (refusal: Heard | undefined): boolean =>
  refusal?.text.includes("another resource of this stack holds it already") === true;

/** Takes ways on, one after the other, until one has passed; a sure one has to. */
async function hasPassed(world: World, stack: 0 | 1, first: Heard | undefined): Promise<boolean> {
  let refusal = first;
  let hasBought = false;
  const tried = new Set<string>();
  for (let ways = 1; ways <= MOST_WAYS && refusal !== undefined; ways++) {
    // What the run of a refusal has bought itself makes the refusal untrue.
    const isOutdated = hasBought || isContested(world, stack, refusal.urn);
    const before = idsOf(world, stack);
    const way = takeWay(world, stack, refusal, Math.floor(world.random() * 100), tried);
    if (way === undefined) return false;
    tried.add(way);
    const { ok, refusal: next } = await calmUp(world, stack, refusal.urn);
    if (ok) return true;
    if (isSure(way) && !isOutdated && !isHeldBySibling(next)) return false;
    hasBought = idsOf(world, stack) !== before;
    refusal = next;
  }
  return false;
}
