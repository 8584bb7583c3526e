import { completeSeed, InProcessSimulator, type LedgerOrder, type Seed } from "cloudpond-simulator";
import type { Credentials } from "../../provider/auth/credentials.js";
import type { Settings } from "../../provider/config.js";
import type { HttpRequest } from "../../provider/http/transport.js";
import { type Declared, Engine, type Resource, type Run, Stack, type Told, type Values } from "./engine.js";
import type { Act, ConsoleAct, Edit, History, PlannedFault, Setting, Up } from "./history.js";
import { KINDS } from "./kinds.js";
import { Machine } from "./machine.js";
import { type Exchange, type MetFault, Network } from "./network.js";
import { isIdOf, ODD, plainId } from "./oddIds.js";
import { type Creation, currentCreation, loseTrack, ProviderProcess } from "./process.js";
import { Timeline } from "./timeline.js";
import { isSure, takenBy, waysIn } from "./waysOn.js";

/** Deadline of a request. */
export const REQUEST_TIMEOUT_MS = 60_000;

/** Texts that must be found nowhere. */
export const SECRETS = {
  secretKey: "simulator-secret-key-not-a-real-one",
  password: "simulator-password",
} as const;

export const SITES = ["site-1", "site-2"] as const;
const SERVER = "20000000-0000-4000-8000-000000000001";
const SWITCH = "30000000-0000-4000-8000-000000000001";

/** What the first program orders. */
export const INPUTS: Values = {
  edgeSiteId: SITES[0],
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: SWITCH, count: 1 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
};

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

const seeds = new Map<string, Seed>();

function seedOf(setting: Setting): Seed {
  const { isOneOrderPerSite, listDelayMs, deviceDelayMs, pageLimit, deletedOrders, keepsUnpaidRecords, site } = setting;
  const behaviour = {
    oneOrderPerSite: isOneOrderPerSite,
    listVisibilityDelayMs: listDelayMs,
    deviceVisibilityDelayMs: deviceDelayMs,
    pageLimit,
    deletedOrders,
    keepPendingRecordsOfDeadOrders: keepsUnpaidRecords,
  };
  const key = JSON.stringify([behaviour, site]);
  const known = seeds.get(key);
  if (known !== undefined) return known;
  const isBare = site === "bare";
  const seed = completeSeed({
    behaviour,
    edgeSites: SITES.map((id, index) => ({ id, status: index === 0 && !isBare ? "available" : "initial" })),
    ...(site === "delivered"
      ? {
          deliveryOrders: [
            {
              id: "60000000-0000-4000-8000-00000000000d",
              edge_site_id: SITES[0],
              status: "SUCCESS",
              servers: [{ offering_id: SERVER, count: 1 }],
              created_at: "2026-01-04T07:05:14Z",
            },
          ],
        }
      : {}),
    ...(site === "oldHardware"
      ? { servers: [{ id: "old-server", edge_site_id: SITES[0], offering_id: SERVER, status: "USING" as const }] }
      : {}),
  });
  seeds.set(key, seed);
  return seed;
}

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
  private readonly programs: [Declared[], Declared[]];
  private readonly backups: [ReadonlyMap<string, Resource>[], ReadonlyMap<string, Resource>[]] = [[], []];
  private readonly plans = new Map<ProviderProcess, { faults: PlannedFault[]; seen: Map<string, number> }>();
  private readonly living = new Set<ProviderProcess>();
  private readonly random: () => number;
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

  /** What must come right again when nothing is wrong any more: at most three runs, then one way on that was printed. */
  async heal(): Promise<Healing> {
    return this.timeline.until(this.healed());
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
        this.console(act.console);
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

  private async up(up: Up): Promise<Run> {
    const { stack, machine, skipsPreview, refreshes, replaces, repeats } = up;
    this.edit(stack, up.edit);
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
        settings: this.settings(credentials),
        transport: this.network.transportOf,
        log: (urn) => ({
          progress: () => undefined,
          info: (text) => hear({ severity: "info", text, urn, verb: "log" }),
          warn: (text) => hear({ severity: "warning", text, urn, verb: "log" }),
        }),
        atStep: (step, _what, self) => {
          if (phase === "preview") return undefined;
          if (meanwhile?.step === step) this.console(meanwhile.console);
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

  private settings(credentials: "good" | "stale" | "foreign"): Settings {
    const { hasOddIds, namesAccount, settleMs } = this.setting;
    // A signature covers the address, and the service does not know the odd one.
    const auth = hasOddIds ? "password" : this.setting.auth;
    const account = credentials === "foreign" ? "f".repeat(32) : "0123456789abcdef0123456789abcdef";
    return {
      credentials: credentials === "stale" ? { kind: "token", token: "stale-token" } : CREDENTIALS[auth],
      endpoint: "https://ies.test",
      iamEndpoint: "https://iam.test",
      insecure: false,
      maxRetries: 0,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      settleMs,
      proxy: {},
      stateDir: "/state",
      ...(namesAccount || credentials === "foreign" ? { domainId: account } : {}),
    };
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

  private console(act: ConsoleAct): void {
    const newest = this.service
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
      if (act === "place") {
        const placed = { at: this.network.mark(), atMs: this.timeline.now() };
        this.consoleOrders.set(this.service.order(CONSOLE_ORDER), placed);
      } else if (newest !== undefined && !(act === "unknownStatus" && isOver(newest))) {
        if (act === "deleteRecord") this.tidied.add(newest.id);
        this.service.advance(newest.id, to[act]);
      }
    } catch {
      // The service does not allow it, and so the person leaves it.
    }
  }

  private edit(stack: 0 | 1, edit: Edit): void {
    const program = this.programs[stack];
    const [first] = program;
    const newest = this.service
      .orders()
      .filter((order) => order.edge_site_id === SITES[0])
      .at(-1);
    const change = (inputs: Values, more: Partial<Declared> = {}): void => {
      if (first !== undefined) program[0] = { ...first, ...more, inputs: { ...first.inputs, ...inputs } };
    };
    switch (edit) {
      case "same":
        return;
      case "changedCount":
        return change({ servers: [{ offeringId: SERVER, count: 3 }] });
      case "renamed":
        return change({}, { name: "munich" });
      case "renamedWithAlias":
        return change({}, { name: "hamburg", aliases: ["berlin", "munich"] });
      case "removed":
        program.shift();
        return;
      case "secondOrder":
        if (newest !== undefined && !program.some(({ name }) => name === "more")) {
          program.push({ name: "more", inputs: { ...INPUTS, storagePools: [], afterOrderId: this.idOf(newest) } });
        }
        return;
      case "adopting":
        if (newest !== undefined && first !== undefined) {
          program[0] = { ...first, inputs: { ...bareInputs(first.inputs), adoptOrderId: this.idOf(newest) } };
        }
        return;
      case "anotherSiteToo":
        if (!program.some(({ name }) => name === "other")) {
          program.push({ name: "other", inputs: { ...INPUTS, edgeSiteId: SITES[1] } });
        }
        return;
      case "waiting":
        return change({ waitForStatus: "ACCEPTING" });
      case "wayOn":
        this.takeWay(stack, this.heard.filter(({ severity }) => severity === "error").at(-1));
        return;
    }
  }

  /** Takes a way on of what was told of a resource. @returns the way, undefined where there is none. */
  private takeWay(
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
    const program = this.programs[stack];
    const declared = program.find((resource) => resource.name === name);
    const held = [name, ...(declared?.aliases ?? [])]
      .flatMap((known) => this.stacks[stack].resources.get(known) ?? [])
      .at(0);
    const change = (inputs: Values): void => {
      const index = program.findIndex((declared) => declared.name === name);
      if (index >= 0) program[index] = { ...program[index]!, inputs };
    };
    const {
      afterOrderId: _,
      siteRevision: __,
      adoptOrderId: ___,
      ...bare
    } = program.find((declared) => declared.name === name)?.inputs ?? {};
    if (taken.orders !== undefined) this.finish(refusal.text, taken.orders);
    if (taken.inputs !== undefined) change({ ...bare, ...taken.inputs });
    if (taken.declares !== undefined)
      change({ ...bare, ...this.linesOf(taken.declares), adoptOrderId: taken.declares });
    if (taken.isPutBack === true && held !== undefined) change(purchaseInputs(held.outputs));
    if (taken.isRestored === true && held !== undefined) program.push({ name, inputs: declarable(held.inputs) });
    if (taken.isRemoved === true)
      this.programs[stack].splice(0, Infinity, ...program.filter((declared) => declared.name !== name));
    if (taken.isLetGo === true) this.stacks[stack].resources.delete(name);
    return way;
  }

  /** The orders that a message names are finished in the console, if they can be. */
  private finish(text: string, status: "CANCELLED" | "SUCCESS"): void {
    for (const { id } of this.service.orders().filter((order) => text.includes(order.id))) {
      try {
        this.service.advance(id, status);
      } catch {
        // It is finished already.
      }
    }
  }

  /** The id of an order as the service shows it. */
  private idOf({ id }: LedgerOrder): string {
    return this.setting.hasOddIds ? id + ODD : id;
  }

  private linesOf(id: string): Values {
    const order = this.service.orders().find((candidate) => isIdOf(id, candidate));
    const devices = (lines: readonly { offering_id: string; count: number }[] = []) =>
      lines.map(({ offering_id: offeringId, count }) => ({ offeringId, count }));
    return {
      servers: devices(order?.servers),
      networkDevices: devices(order?.network_devices),
      storagePools: (order?.storage_pools ?? []).map(({ storage_type: storageType, size }) => ({ storageType, size })),
    };
  }

  private async healed(): Promise<Healing> {
    // Whoever was orphaned is ended, the notes run out, everything becomes visible, and the disks are sound again.
    await this.timeline.sleep(15 * 60_000);
    for (const process of this.living) process.end();
    this.living.clear();
    for (const machine of this.machines) machine.disk = "sound";
    this.service.setSkew(0);
    await this.timeline.sleep(3 * 3_600_000);
    const reports: Healing[] = [];
    for (const stack of [0, 1] as const) {
      if (this.isUntouched(stack)) continue;
      this.declareUnsettled(stack);
      reports.push(await this.healStack(stack));
    }
    return reports.find(({ isReached, hasWayPassed }) => !isReached && hasWayPassed !== true) ?? reports[0] ?? REACHED;
  }

  private isUntouched(stack: 0 | 1): boolean {
    return this.backups[stack].length === 0;
  }

  /** Whoever does not know what became of an order declares it again. */
  private declareUnsettled(stack: 0 | 1): void {
    const program = this.programs[stack];
    for (const name of this.stacks[stack].unsettled) {
      const isDeclared = program.some(
        (declared) => declared.name === name || declared.aliases?.includes(name) === true,
      );
      const begun = this.creations.filter(({ urn }) => urn === this.stacks[stack].urnOf(name)).at(-1);
      if (!isDeclared && begun !== undefined) program.push({ name, inputs: declarable(begun.inputs) });
    }
  }

  private async healStack(stack: 0 | 1): Promise<Healing> {
    let healing: Healing = REACHED;
    // Each resource may have a refusal of its own, and each refusal its ways on.
    for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
      const { runs, refusal } = await this.settled(stack);
      if (refusal === undefined) return healing === REACHED ? { ...REACHED, runs } : healing;
      const ways = waysIn(refusal.text);
      const hasWayPassed = ways.length > 0 && (await this.hasPassed(stack, refusal));
      healing = { runs, isReached: false, ways, hasWayPassed, refusal: refusal.text };
      if (!hasWayPassed) return healing;
    }
    return { ...healing, hasWayPassed: false };
  }

  /** Three runs at most until nothing is refused, or the same that was. */
  private async settled(stack: 0 | 1): Promise<{ readonly runs: number; readonly refusal: Heard | undefined }> {
    for (let runs = 1; ; runs++) {
      const before = this.idsOf(stack);
      const { refusal } = await this.calmUp(stack);
      if (refusal === undefined || runs === 3) return { runs, refusal };
      // What the run itself has bought makes an older refusal untrue.
      if (waysIn(refusal.text).length > 0 && this.idsOf(stack) === before) return { runs, refusal };
    }
  }

  private idsOf = (stack: 0 | 1): string => [...this.stacks[stack].resources.values()].map(({ id }) => id).join();

  /** @param of the resource that counts; without it all do */
  private async calmUp(
    stack: 0 | 1,
    of?: string,
  ): Promise<{ readonly ok: boolean; readonly refusal: Heard | undefined }> {
    // Longer than any note lives.
    await this.timeline.sleep(2 * 3_600_000);
    const from = this.heard.length;
    await this.up({ ...CALM, stack, machine: 0, refreshes: of === undefined ? "no" : "good" });
    // An order that is kept is what was declared, even if it is still waited for.
    const refusal = this.heard
      .slice(from)
      .filter(({ severity, text, urn }) => severity === "error" && !KEPT.test(text) && (of === undefined || urn === of))
      .at(-1);
    return { ok: refusal === undefined, refusal };
  }

  /** Whether another resource of the program may order for the same site first. */
  private isContested(stack: 0 | 1, urn: string): boolean {
    const waiting = this.programs[stack].filter(({ name }) => !this.stacks[stack].resources.has(name));
    const site = this.programs[stack].find(({ name }) => name === nameIn(urn))?.inputs["edgeSiteId"];
    return waiting.some(({ name, inputs }) => name !== nameIn(urn) && inputs["edgeSiteId"] === site);
  }

  /** Takes ways on, one after the other, until one has passed; a sure one has to. */
  private async hasPassed(stack: 0 | 1, first: Heard | undefined): Promise<boolean> {
    let refusal = first;
    let hasBought = false;
    const tried = new Set<string>();
    for (let ways = 1; ways <= MOST_WAYS && refusal !== undefined; ways++) {
      // What the run of a refusal has bought itself makes the refusal untrue.
      const isContested = hasBought || this.isContested(stack, refusal.urn);
      const before = this.idsOf(stack);
      const way = this.takeWay(stack, refusal, Math.floor(this.random() * 100), tried);
      if (way === undefined) return false;
      tried.add(way);
      const { ok, refusal: next } = await this.calmUp(stack, refusal.urn);
      if (ok) return true;
      if (isSure(way) && !isContested) return false;
      hasBought = this.idsOf(stack) !== before;
      refusal = next;
    }
    return false;
  }
}

/** More than anybody would try. */
const MOST_WAYS = 8;
/** More than a program has resources. */
const MOST_ROUNDS = 5;

const KEPT = /is kept in the state\.$/u;

const REACHED: Healing = { runs: 0, isReached: true, ways: [] };

const CALM: Omit<Up, "stack" | "machine"> = {
  act: "up",
  edit: "same",
  skipsPreview: false,
  refreshes: "no",
  replaces: false,
  repeats: 0,
  faults: [],
};

const CREDENTIALS: Readonly<Record<Setting["auth"], Credentials>> = {
  accessKey: { kind: "accessKey", accessKey: "SIMULATORACCESSKEY00", secretKey: SECRETS.secretKey },
  password: {
    kind: "password",
    userName: "simulator-user",
    userPassword: SECRETS.password,
    domainName: "simulator-account",
  },
};

const CONSOLE_ORDER = {
  edge_site_id: SITES[0],
  servers: [{ offering_id: SERVER, count: 1 }],
  market_options: { charge_mode: "prepaid", prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" } },
};

const nameIn = (urn: string): string => urn.split("::").at(-1) ?? "";

/** What a program would declare to get these inputs again. */
const declarable = (inputs: Values): Values =>
  Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));

const isOver = ({ status }: LedgerOrder): boolean => status === "CANCELLED" || status === "FAIL";

/** Whether two resources order for one site. */
const isRepeating = (program: readonly Declared[]): boolean =>
  new Set(program.map(({ inputs }) => inputs["edgeSiteId"])).size < program.length;

/** Whether the body of a POST orders what the inputs declare. */
function isOrderOf(body: string, { edgeSiteId, servers, networkDevices, storagePools }: Values): boolean {
  const count = (lines: unknown): number =>
    ((lines ?? []) as readonly { readonly count?: number; readonly size?: number }[]).reduce(
      (sum, line) => sum + (line.count ?? line.size ?? 0),
      0,
    );
  const { delivery_order: order } = JSON.parse(body) as { delivery_order?: Values };
  return (
    order !== undefined &&
    order["edge_site_id"] === edgeSiteId &&
    count(order["servers"]) === count(servers) &&
    count(order["network_devices"]) === count(networkDevices) &&
    count(order["storage_pools"]) === count(storagePools)
  );
}

/** Inputs without the preconditions of a purchase. */
function bareInputs(inputs: Values): Values {
  const { afterOrderId: _, siteRevision: __, adoptOrderId: ___, ...bare } = inputs;
  return bare;
}

/** What was bought, out of a state. */
const purchaseInputs = (outputs: Values): Values =>
  Object.fromEntries(Object.entries(outputs).filter(([key]) => Object.hasOwn(INPUTS, key)));

/** A small generator (mulberry32): the latencies of a history follow from its seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Plays a history, then lets everything heal. */
export async function played({ setting, acts }: History, prepare?: (world: World) => void): Promise<Evidence> {
  const world = new World(setting);
  prepare?.(world);
  try {
    await world.play(acts);
    return world.evidence(await world.heal());
  } finally {
    loseTrack();
  }
}
