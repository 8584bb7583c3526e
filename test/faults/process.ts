import { AsyncLocalStorage } from "node:async_hooks";
import type { Settings } from "../../provider/config.js";
import { createContext } from "../../provider/dynamic/composition.js";
import { DeliveryOrderProvider } from "../../provider/dynamic/provider.js";
import type { Transport } from "../../provider/http/transport.js";
import type { OrderLog } from "../../provider/order/order.js";
import type { Machine } from "./machine.js";
import type { Timeline } from "./timeline.js";

/** The provider process is gone, and the engine's call with it. */
export class ProcessGone extends Error {
  override readonly name = "ProcessGone";
}

export interface ProcessOptions {
  readonly pid: number;
  readonly machine: Machine;
  readonly timeline: Timeline;
  /** A function where they may not be usable. */
  readonly settings: Settings | (() => Settings);
  /** The transport of this process; it goes through the process's own steps. */
  readonly transport: (process: ProviderProcess) => Transport;
  readonly log: (urn: string) => OrderLog;
  /** Whether {@link currentCreation} is known: needed where two creates of one process are told apart, and dear. */
  readonly keepsTrack: boolean;
  /** What happens at each step, which is told by its number, counted from 1; the provider waits for what it answers. */
  readonly atStep: (step: number, what: string, process: ProviderProcess) => Promise<void> | undefined;
}

/** A create that the engine called. */
export interface Creation {
  readonly process: ProviderProcess;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
  /** How it ended, as the engine saw it. */
  end?: CreateEnd;
}

/** How a create ended, as the engine sees it. */
export type CreateEnd = "placed" | "kept" | "refused" | "unknown" | "gone";

const current = new AsyncLocalStorage<Creation | undefined>();

/** The create on whose behalf the running code does what it does, in a process that keeps track of it. */
export const currentCreation = (): Creation | undefined => current.getStore();

/** Ends the keeping track: while it is on, every promise of the process costs several times as much. */
export const loseTrack = (): void => current.disable();

/** The result of work that goes on in a process that is no more. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/**
 * The dynamic-provider process: the real provider from the adapter down, on an injected clock, disk and network. Whatever it
 * awaits has a step before and one after, and it can be killed at each.
 */
export class ProviderProcess {
  readonly provider: DeliveryOrderProvider;
  readonly pid: number;
  readonly machine: Machine;
  steps = 0;
  private isAlive = true;
  private readonly death: Promise<never>;
  private die: () => void = () => undefined;

  constructor(private readonly options: ProcessOptions) {
    const { pid, machine, timeline, settings, log } = options;
    this.pid = pid;
    this.machine = machine;
    machine.start(pid);
    this.death = new Promise((_, reject) => {
      this.die = () => reject(new ProcessGone(`process ${pid} is gone`));
    });
    this.death.catch(() => undefined);
    const clock = { now: timeline.now, sleep: (ms: number) => this.pass(`wait ${ms} ms`, () => timeline.sleep(ms)) };
    this.provider = new DeliveryOrderProvider({
      readSettings: typeof settings === "function" ? settings : () => settings,
      readSwitches: typeof settings === "function" ? settings : () => settings,
      createContext: (given, memory) =>
        createContext(given, memory, {
          clock,
          processes: { pid, host: machine.host, isRunning: machine.isRunning },
          createTransport: () => options.transport(this),
          noteFolder: () => machine.folder((what, access) => this.pass(what, async () => access())),
          log: (urn) => this.livingLog(log(urn)),
        }),
      log: (urn) => ({ ...this.livingLog(log(urn)), end: () => undefined }),
      linesDelivered: () => Promise.resolve(),
    });
  }

  /** A call of the engine. @throws {ProcessGone} when the process dies meanwhile. */
  call<T>(verb: (provider: DeliveryOrderProvider) => Promise<T>, creation?: Creation): Promise<T> {
    if (!this.isAlive) return this.death;
    const begin = (): Promise<T> => verb(this.provider);
    return Promise.race([this.options.keepsTrack ? current.run(creation, begin) : begin(), this.death]);
  }

  /** One await of the provider. What the work does to the world happens although the process may not live to see it. */
  async pass<T>(what: string, work: () => Promise<T>): Promise<T> {
    await this.step(`before: ${what}`);
    try {
      return await work();
    } finally {
      await this.step(`after: ${what}`);
    }
  }

  kill(): void {
    this.isAlive = false;
    this.machine.end(this.pid);
    this.die();
  }

  /** The engine is done with it. */
  end(): void {
    if (this.isAlive) this.kill();
  }

  private async step(what: string): Promise<void> {
    if (!this.isAlive) return never();
    this.steps += 1;
    const held = this.options.atStep(this.steps, what, this);
    if (held !== undefined) await held;
    // Killed at this very step.
    if (!(this.isAlive as boolean)) return never();
  }

  private livingLog(log: OrderLog): OrderLog {
    const living = (tell: (message: string) => void) => (message: string) => {
      if (this.isAlive) tell(message);
    };
    return {
      progress: living((message) => log.progress(message)),
      info: living((message) => log.info(message)),
      warn: living((message) => log.warn(message)),
    };
  }
}
