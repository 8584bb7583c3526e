import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "../config.js";
import { connect } from "../connection.js";
import { createTransport } from "../http/axiosTransport.js";
import type { Transport } from "../http/transport.js";
import type { Clock } from "../order/clock.js";
import type { ProcessMemory } from "../order/memory.js";
import type { Processes } from "../order/note.js";
import { NoteFiles } from "../order/noteFiles.js";
import { type NoteFolder, noteFolderAt } from "../order/noteFolder.js";
import type { OrderLog } from "../order/order.js";
import { Budget } from "../order/preflight/budget.js";
import { Lists } from "../order/preflight/lists.js";
import { Preflight } from "../order/preflight/preflight.js";
import { Pricing } from "../order/preflight/pricing.js";
import { engineLog } from "./engineLog.js";
import type { ProviderContext } from "./provider.js";

/** What lies around the provider; injected, so that histories run without a machine and without waiting. */
export interface Surroundings {
  readonly clock: Clock;
  readonly processes: Processes;
  readonly createTransport: (settings: Settings) => Transport;
  /** Where notes of purchases lie; undefined where there is no place for them. */
  readonly noteFolder: (settings: Settings) => NoteFolder | undefined;
  /** Where the engine shows lines of a resource, of the stack with an empty URN. */
  readonly log: (urn: string) => OrderLog;
}

/** The one place where the layers meet: settings in, everything that a purchase works with out. */
export function createContext(
  settings: Settings,
  memory: ProcessMemory,
  { clock, processes, createTransport, noteFolder, log }: Surroundings = MACHINE,
): ProviderContext {
  const { client, within, fleet } = connect(settings, { clock, transport: createTransport(settings) });
  const notes = new NoteFiles(noteFolder(settings), clock, (reason) =>
    log("").warn(
      `Notes about purchases cannot be written (${reason}). Should this run be killed while it orders, the next one will ` +
        "not know of it: then look for the order in the CloudPond console before you run again.",
    ),
  );
  return {
    service: fleet(client),
    clock,
    notes,
    processes,
    memory,
    allowPurchases: settings.allowPurchases,
    timing: { requestTimeoutMs: settings.requestTimeoutMs, settleMs: settings.settleMs },
    createPreview: (program) => {
      const { limitMs } = settings.preflight;
      const catalogue = within(limitMs);
      const service = fleet(catalogue);
      const budget = new Budget(clock, limitMs);
      const lists = new Lists(catalogue, budget);
      return {
        preflight: new Preflight(lists, { service, clock, memory, notes }, program, budget),
        pricing: new Pricing(catalogue, settings.billing.site, lists, budget),
      };
    },
  };
}

const CLOCK: Clock = { now: () => Date.now(), sleep: (ms) => sleep(ms) };

const MACHINE: Surroundings = {
  clock: CLOCK,
  processes: { pid: process.pid, host: hostname(), isRunning },
  createTransport: ({ insecure, proxy }) => createTransport({ insecure, random: Math.random, ...proxy }),
  noteFolder: ({ stateDir }) => (stateDir === undefined ? undefined : noteFolderAt(join(stateDir, "notes"), CLOCK)),
  log: (urn) => engineLog(urn),
};

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
