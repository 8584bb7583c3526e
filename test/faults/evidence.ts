import type { LedgerOrder } from "cloudpond-simulator";
import type { Stack, Told } from "./engine.js";
import type { Setting } from "./history.js";
import type { Machine } from "./machine.js";
import type { Exchange } from "./network.js";
import type { Creation, ProviderProcess } from "./process.js";

/** What a person was told, and when. */
export interface Heard extends Told {
  readonly at: number;
  readonly process: ProviderProcess | undefined;
}

/** Everything that a history leaves behind for the auditor. */
export interface Evidence {
  readonly setting: Setting;
  readonly exchanges: readonly Exchange[];
  readonly creations: readonly Creation[];
  readonly heard: readonly Heard[];
  readonly stacks: readonly Stack[];
  readonly orders: readonly LedgerOrder[];
  /** Orders that a person placed in the console. */
  readonly consoleOrders: ReadonlyMap<string, { readonly at: number; readonly atMs: number }>;
  /** Orders whose record a person has deleted, knowing it. */
  readonly tidied: ReadonlySet<string>;
  /** Every id that a state has ever held. */
  readonly everHeld: ReadonlySet<string>;
  /** Machines on which there was a time when no note could be left. */
  readonly brokenMachines: ReadonlySet<Machine>;
  readonly noteTexts: readonly string[];
  /** How the healing went: the runs it took, and what was refused at its end. */
  readonly healing: Healing;
}

/** How it went when nothing was wrong any more. */
export interface Healing {
  readonly runs: number;
  readonly isReached: boolean;
  /** Ways on that the last refusal printed; each was meant to pass. */
  readonly ways: readonly string[];
  /** Whether the way that was taken has passed. */
  readonly hasWayPassed?: boolean;
  /** What the last refusal said. */
  readonly refusal?: string;
}
