import { InProcessSimulator } from "cloudpond-simulator";
import type { HttpRequest } from "../../provider/http/transport.js";
import { edit, isOrderOf, isRepeating } from "./declarations.js";
import { type Declared, Engine, type Resource, type Run, Stack, type Told } from "./engine.js";
import type { Evidence, Healing, Heard } from "./evidence.js";
import type { Act, PlannedFault, Setting, Up } from "./history.js";
import { KINDS } from "./kinds.js";
import { Machine } from "./machine.js";
import { type Exchange, type MetFault, Network } from "./network.js";
import { ODD, plainId } from "./oddIds.js";
import { inConsole, takeWay } from "./person.js";
import { type Creation, currentCreation, ProviderProcess } from "./process.js";
import { randomOf } from "./pseudoRandom.js";
import { INPUTS, seedOf, settingsOf, SITES } from "./scenery.js";
import { Timeline } from "./timeline.js";

/** One world in which one history is played. */
export class World {
  readonly timeline = new Timeline();
  readonly service: InProcessSimulator;
  readonly network: Network;
  readonly machines: readonly [Machine, Machine];
  readonly stacks: readonly [Stack, Stack];
  readonly heard: Heard[] = [];
  readonly creations: Creation[] = [];
  readonly consoleOrders = new Map<string, { readonly at: number; readonly atMs: number }>();
  readonly everHeld = new Set<string>();
  readonly tidied = new Set<string>();
  readonly brokenMachines = new Set<Machine>();
  readonly programs: [Declared[], Declared[]];
  readonly backups: [ReadonlyMap<string, Resource>[], ReadonlyMap<string, Resource>[]] = [[], []];
  private readonly plans = new Map<ProviderProcess, { faults: PlannedFault[]; seen: Map<string, number> }>();
  readonly living = new Set<ProviderProcess>();
  readonly random: () => number;
  private pids = 100;
  private readonly stepsOf = new Map<Creation, number>();
  /** Holds a create up at one of its steps. */
  holdUp: ((creation: Creation, step: number) => Promise<void> | undefined) | undefined;

  constructor(readonly setting: Setting) {
    const { now } = this.timeline;
    this.random = randomOf(setting.latencySeed);
    this.service = new InProcessSimulator(seedOf(setting), now);
    this.network = new Network({
      timeline: this.timeline,
      service: this.service,
      settleMs: setting.settleMs,
      hasOddIds: setting.hasOddIds,
      latencyMs: () => 5 + Math.floor(this.random() * 40),
      faultFor: (exchange) => this.faultFor(exchange),
      creationOf: (process, request) => currentCreation() ?? this.creationOf(process, request),
    });
    this.machines = [new Machine("here", now), new Machine("there", now)];
    this.stacks = [new Stack("dev"), new Stack("prod")];
    this.programs = [[{ name: "berlin", inputs: INPUTS }], [{ name: "berlin", inputs: INPUTS }]];
  }

  /** Adds a resource to the program of the first stack. */
  declare(declared: Declared): void {
    this.programs[0].push(declared);
  }

  async play(acts: readonly Act[]): Promise<void> {
    for (const act of acts) await this.timeline.until(this.perform(act));
  }

  evidence(healing: Healing): Evidence {
    const { setting, creations, heard, stacks, consoleOrders, tidied, everHeld, brokenMachines } = this;
    return {
      setting,
      exchanges: this.network.exchanges,
      creations,
      heard,
      stacks,
      orders: this.service.orders(),
      consoleOrders,
      tidied,
      everHeld,
      brokenMachines,
      noteTexts: this.machines.flatMap((machine) => machine.texts()),
      healing,
    };
  }

  private async perform(act: Act): Promise<void> {
    switch (act.act) {
      case "up":
        await this.up(act);
        return;
      case "both":
        await Promise.all([this.up(act.first), this.up(act.second)]);
        return;
      case "refresh":
        await this.engine(act.stack, 0, { faults: act.faults }, act.credentials).engine.refresh();
        return;
      case "destroy":
        await this.engine(act.stack, 0, { faults: act.faults }).engine.destroy();
        return;
      case "restore": {
        const earlier = this.backups[act.stack].at(-2);
        if (earlier !== undefined) this.stacks[act.stack].restore(earlier);
        return;
      }
      case "console":
        inConsole(this, act.console);
        return;
      case "disk": {
        const machine = this.machines[act.machine];
        if (act.disk === "damaged") machine.damageNotes();
        else machine.disk = act.disk;
        // What can be read goes on barring its site, and so does what cannot.
        if (act.disk === "full" || act.disk === "readOnly") this.brokenMachines.add(machine);
        return;
      }
      case "clock":
        this.service.setSkew(act.skewMs);
        return;
      case "wait":
        await this.timeline.sleep(act.ms);
        return;
    }
  }

  /** One run of the command line, in which people have edited the program before. */
  async up(up: Up): Promise<Run> {
    const { stack, machine, skipsPreview, refreshes, replaces, repeats } = up;
    if (up.edit === "wayOn") takeWay(this, stack, this.heard.filter(({ severity }) => severity === "error").at(-1));
    else edit(this.programs[stack], up.edit, this.newestId());
    const program = [...this.programs[stack]];
    const { engine, death } = this.engine(stack, machine, up, "good", isRepeating(program));
    const run = async (): Promise<Run> => {
      if (refreshes !== "no" && !(await this.engine(stack, machine, { faults: [] }, refreshes).engine.refresh())) {
        return { ok: false, creates: new Map() };
      }
      return engine.up(program, {
        skipPreview: skipsPreview,
        repeatCreate: repeats,
        replace: replaces ? program.map(({ name }) => name) : [],
      });
    };
    const ended = await Promise.race([run(), death]);
    this.backups[stack].push(this.stacks[stack].copy());
    return ended;
  }

  /** An engine whose provider processes meet the faults and the kill of this run. */
  private engine(
    stackIndex: 0 | 1,
    machineIndex: 0 | 1,
    { faults, kill, meanwhile }: Pick<Up, "faults" | "kill" | "meanwhile">,
    credentials: "good" | "stale" | "foreign" = "good",
    keepsTrack = false,
  ): { readonly engine: Engine; readonly death: Promise<Run> } {
    const stack = this.stacks[stackIndex];
    const machine = this.machines[machineIndex];
    let isDead = false;
    let die: (run: Run) => void = () => undefined;
    const death = new Promise<Run>((resolve) => (die = resolve));
    let current: ProviderProcess | undefined;
    const hear = (told: Told): void => {
      if (!isDead) this.heard.push({ ...told, at: this.network.mark(), process: current });
    };
    const start = (phase: "preview" | "update"): ProviderProcess => {
      const process = new ProviderProcess({
        pid: this.pids++,
        machine,
        timeline: this.timeline,
        keepsTrack: keepsTrack || this.holdUp !== undefined,
        settings: settingsOf(this.setting, credentials),
        transport: this.network.transportOf,
        log: (urn) => ({
          progress: () => undefined,
          info: (text) => hear({ severity: "info", text, urn, verb: "log" }),
          warn: (text) => hear({ severity: "warning", text, urn, verb: "log" }),
        }),
        atStep: (step, _what, self) => {
          if (phase === "preview") return undefined;
          if (meanwhile?.step === step) inConsole(this, meanwhile.console);
          if (kill?.step !== step) return this.gate(currentCreation());
          if (kill.who !== "provider") {
            isDead = true;
            die({ ok: false, creates: new Map([["?", "gone"]]) });
          }
          if (kill.who !== "commandLine") self.kill();
          return undefined;
        },
      });
      current = process;
      this.living.add(process);
      if (phase === "update") this.plans.set(process, { faults: [...faults], seen: new Map() });
      return process;
    };
    const engine = new Engine({
      stack,
      start,
      tell: hear,
      isDead: () => isDead,
      onCreate: (process, urn, inputs) => {
        const creation = { process, urn, inputs, startedAt: this.network.mark() };
        this.creations.push(creation);
        return creation;
      },
      pause: () => this.timeline.sleep(Math.floor(this.random() * 200)),
      onSave: () => {
        for (const { id } of stack.resources.values()) this.everHeld.add(plainId(id));
      },
    });
    return { engine, death };
  }

  /** Of several creates of a process the one that is under way for the same goods. */
  private creationOf(process: ProviderProcess, { method, body }: HttpRequest): Creation | undefined {
    const open = this.creations.filter((creation) => creation.process === process && creation.end === undefined);
    return method === "POST" && body !== undefined
      ? open.filter(({ inputs }) => isOrderOf(String(body), inputs)).at(-1)
      : open.at(-1);
  }

  private gate(creation: Creation | undefined): Promise<void> | undefined {
    if (creation === undefined) return undefined;
    const step = (this.stepsOf.get(creation) ?? 0) + 1;
    this.stepsOf.set(creation, step);
    return this.holdUp?.(creation, step);
  }

  private faultFor({ process, operation }: Exchange): MetFault | undefined {
    const plan = this.plans.get(process);
    if (plan === undefined || operation === undefined) return undefined;
    const nth = (plan.seen.get(operation) ?? 0) + 1;
    plan.seen.set(operation, nth);
    const planned = plan.faults.find((fault) => fault.operation === operation && fault.nth === nth);
    const kind = KINDS.get(planned?.kind ?? "");
    return planned === undefined || kind === undefined ? undefined : { kind, effect: planned.effect };
  }

  /** The id of the newest order of the first site, as the service shows it. */
  private newestId(): string | undefined {
    const newest = this.service
      .orders()
      .filter((order) => order.edge_site_id === SITES[0])
      .at(-1);
    return newest === undefined ? undefined : newest.id + (this.setting.hasOddIds ? ODD : "");
  }
}
