import type { LedgerOrder } from "cloudpond-simulator";
import { bareInputs, declarable, nameIn, purchaseInputs } from "./declarations.js";
import type { Values } from "./engine.js";
import type { Heard } from "./evidence.js";
import type { ConsoleAct } from "./history.js";
import { isIdOf } from "./oddIds.js";
import { CONSOLE_ORDER, SAME_ORDER, SITES } from "./scenery.js";
import { takenBy, waysIn } from "./waysOn.js";
import type { World } from "./world.js";

// What people do: in the console, and with the ways on that a refusal prints.

/** Does something in the console, to the newest order of the first site. */
export function inConsole(world: World, act: ConsoleAct): void {
  const newest = world.service
    .orders()
    .filter((order) => order.edge_site_id === SITES[0] && !order.deleted)
    .at(-1);
  const to = {
    cancel: "CANCELLED",
    fail: "FAIL",
    accept: "ACCEPTING",
    succeed: "SUCCESS",
    deleteRecord: "DELETED",
    unknownStatus: "PENDING_APPROVAL",
  };
  try {
    if (act === "place" || act === "placeSame") {
      const placed = { at: world.network.mark(), atMs: world.timeline.now() };
      world.consoleOrders.set(world.service.order(act === "place" ? CONSOLE_ORDER : SAME_ORDER), placed);
    } else if (newest !== undefined && !(act === "unknownStatus" && isOver(newest))) {
      if (act === "deleteRecord") world.tidied.add(newest.id);
      world.service.advance(newest.id, to[act]);
    }
  } catch {
    // The service does not allow it, and so the person leaves it.
  }
}

const isOver = ({ status }: LedgerOrder): boolean => status === "CANCELLED" || status === "FAIL";

/** Takes a way on of what was told of a resource. @returns the way, undefined where there is none. */
export function takeWay(
  world: World,
  stack: 0 | 1,
  refusal: Heard | undefined,
  choice = 0,
  tried: ReadonlySet<string> = new Set(),
): string | undefined {
  const printed = waysIn(refusal?.text ?? "");
  const fresh = printed.filter((candidate) => !tried.has(candidate));
  const ways = fresh.length > 0 ? fresh : printed;
  const way = ways[choice % Math.max(1, ways.length)];
  if (way === undefined || refusal === undefined) return undefined;
  const taken = takenBy(way);
  const name = nameIn(refusal.urn);
  const program = world.programs[stack];
  const declared = program.find((resource) => resource.name === name);
  const held = [name, ...(declared?.aliases ?? [])]
    .flatMap((known) => world.stacks[stack].resources.get(known) ?? [])
    .at(0);
  const change = (inputs: Values): void => {
    const index = program.findIndex((declared) => declared.name === name);
    if (index >= 0) program[index] = { ...program[index]!, inputs };
  };
  const bare = bareInputs(declared?.inputs ?? {});
  if (taken.orders !== undefined) finish(world, refusal.text, taken.orders);
  if (taken.inputs !== undefined) change({ ...bare, ...taken.inputs });
  if (taken.declares !== undefined)
    change({ ...bare, ...linesOf(world, taken.declares), adoptOrderId: taken.declares });
  if (taken.isPutBack === true && held !== undefined) change(purchaseInputs(held.outputs));
  // The engine refuses a program in which one resource's name is another one's alias.
  const isInProgram = program.some((resource) => resource.name === name || resource.aliases?.includes(name) === true);
  if (taken.isRestored === true && held !== undefined && !isInProgram)
    program.push({ name, inputs: declarable(held.inputs) });
  if (taken.isRemoved === true)
    world.programs[stack].splice(0, Infinity, ...program.filter((declared) => declared.name !== name));
  if (taken.isLetGo === true) world.stacks[stack].resources.delete(name);
  return way;
}

/** The orders that a message names are finished in the console, if they can be. */
function finish(world: World, text: string, status: "CANCELLED" | "SUCCESS"): void {
  for (const { id } of world.service.orders().filter((order) => text.includes(order.id))) {
    try {
      world.service.advance(id, status);
    } catch {
      // It is finished already.
    }
  }
}

/** What an order consists of, as a program declares it. */
function linesOf(world: World, id: string): Values {
  const order = world.service.orders().find((candidate) => isIdOf(id, candidate));
  const devices = (lines: readonly { offering_id: string; count: number }[] = []) =>
    lines.map(({ offering_id: offeringId, count }) => ({ offeringId, count }));
  return {
    servers: devices(order?.servers),
    networkDevices: devices(order?.network_devices),
    storagePools: (order?.storage_pools ?? []).map(({ storage_type: storageType, size }) => ({ storageType, size })),
  };
}
