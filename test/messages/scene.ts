import { completeSeed, InProcessSimulator, type LedgerOrder, type SeedDocument } from "cloudpond-simulator";
import { readSettings, type Settings } from "../../provider/config.js";
import type { EngineError } from "../../provider/dynamic/engineError.js";
import type { DeliveryOrderProvider } from "../../provider/dynamic/provider.js";
import { HIDDEN_KEYS } from "../../provider/dynamic/shim.js";
import { Machine } from "../faults/machine.js";
import { Network } from "../faults/network.js";
import { ProcessGone, ProviderProcess } from "../faults/process.js";
import { Timeline } from "../faults/timeline.js";
import { framed, type Told } from "./frame.js";
import { withNames } from "./goldenFile.js";
import { type MeetOptions, type Met, type Operation, Plans } from "./plans.js";
import { declared, INPUTS, SERVER, SETTINGS, SITE, type Values } from "./shop.js";

/** An order that a state holds. */
export interface Held {
  readonly id: string;
  readonly outputs: Values;
}

/**
 * One ending played by the real provider in virtual time, with everything that a person is told of it. Ids, times and tokens
 * that differ from one play to the next get names.
 */
export class Scene {
  readonly timeline = new Timeline();
  readonly service: InProcessSimulator;
  readonly here: Machine;
  readonly told: Told[] = [];
  /** Orders that earlier runs of the scene have bought. */
  readonly heldBefore = new Set<string>();
  /** Ids of the seed, which are the same each time. */
  private readonly seeded: ReadonlySet<string>;
  private readonly plans = new Plans();
  private readonly network: Network;
  private settings: () => Settings = () => SETTINGS;
  private process: ProviderProcess | undefined;
  private pids = 100;
  private logFault: Error | undefined;

  constructor(seed: SeedDocument = {}) {
    const edgeSites = seed.edgeSites ?? [{ id: SITE, name: "Berlin" }];
    this.service = new InProcessSimulator(completeSeed({ ...seed, edgeSites }), this.timeline.now);
    this.seeded = new Set(this.service.orders().map(({ id }) => id));
    this.here = new Machine("here", this.timeline.now);
    this.network = new Network({
      timeline: this.timeline,
      service: this.service,
      hasOddIds: false,
      creationOf: () => undefined,
      settleMs: SETTINGS.settleMs,
      latencyMs: () => 20,
      faultFor: ({ operation }) => this.plans.faultFor(operation),
    });
  }

  /** Settings of the processes that start from here on. */
  set(settings: Partial<Settings> & { readonly asksForAccount?: true }): void {
    const { asksForAccount, ...given } = settings;
    const { domainId: _, ...others } = SETTINGS;
    const whole: Settings = { ...(asksForAccount === true ? others : SETTINGS), ...given };
    this.settings = () => whole;
  }

  /** The stack configuration of a run whose environment sets nothing. */
  configure(config: Readonly<Record<string, string>>): void {
    this.settings = () => readSettings(config, {}, { platform: "linux", homeDir: "/home/somebody" });
    this.newRun();
  }

  /** A fault for coming requests of the operation: after `skip` of them, for `times`. */
  meet(operation: Operation, met: Met, options: MeetOptions = {}): this {
    this.plans.meet(operation, met, options);
    return this;
  }

  /** Somebody acts just when the request is sent. */
  when(operation: Operation, act: () => void, skip = 0): this {
    this.plans.when(operation, act, skip);
    return this;
  }

  /** A token as a user gets one at IAM. */
  issuedToken(): string {
    const domain = { name: "simulator-account" };
    const user = { name: "simulator-user", password: "simulator-password", domain };
    const body = { auth: { identity: { methods: ["password"], password: { user } }, scope: { domain } } };
    const { headers } = this.service.answer({
      method: "POST",
      target: "/v3/auth/tokens",
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
    });
    return Object.entries(headers).find(([name]) => name.toLowerCase() === "x-subject-token")?.[1] ?? "";
  }

  /** An order of somebody else, as in the console. */
  orderInConsole(lines: Values = { servers: [{ offering_id: SERVER, count: 1 }] }): string {
    const prepaid = { period_type: "year", period_num: 3, pay_mode: "FULL" } as const;
    return this.service.order({
      edge_site_id: SITE,
      market_options: { charge_mode: "prepaid", prepaid_options: prepaid },
      ...lines,
    });
  }

  /** Orders that the provider's POSTs have brought about. */
  readonly ownOrders = (): readonly string[] =>
    this.network.exchanges.flatMap(({ accepted }) => accepted.map(({ id }) => id));

  newest(): LedgerOrder {
    return this.service.orders().at(-1)!;
  }

  /** The engine's log fails, as nothing that was foreseen does. */
  failInLog(message: string): void {
    this.logFault = new Error(message);
  }

  wait(ms: number): Promise<void> {
    return this.timeline.until(this.timeline.sleep(ms));
  }

  /** A new provider process, as every command starts one. */
  newRun(machine = this.here): ProviderProcess {
    this.pids += 1;
    const say = (kind: "info" | "warning", urn: string) => (text: string) =>
      this.told.push(
        urn === ""
          ? { kind: kind === "info" ? "stackLine" : "stackWarning", text }
          : { kind, name: urn.split("::").at(-1) ?? "", text },
      );
    this.process = new ProviderProcess({
      pid: this.pids,
      machine,
      timeline: this.timeline,
      settings: this.settings,
      transport: this.network.transportOf,
      log: (urn) => ({
        progress: () => {
          if (this.logFault !== undefined) throw this.logFault;
        },
        info: say("info", urn),
        warn: say("warning", urn),
      }),
      keepsTrack: false,
      atStep: () => undefined,
    });
    return this.process;
  }

  check(inputs: Values, name = "berlin"): Promise<void> {
    return this.act("check", name, async (provider) => {
      const { failures = [] } = await provider.check({}, declared(inputs, name));
      for (const { reason } of failures) this.told.push({ kind: "checkFailure", name, text: reason });
    });
  }

  create(inputs: Values = {}, { name = "berlin", process = this.process ?? this.newRun() } = {}): Promise<Held> {
    return this.timeline.until(this.creating({ ...INPUTS, ...inputs }, name, process));
  }

  /** Two creates of two processes at once. */
  async createTwice(first: ProviderProcess, second: ProviderProcess): Promise<void> {
    await this.timeline.until(
      Promise.all([this.creating(INPUTS, "berlin", first), this.creating(INPUTS, "second", second)]),
    );
  }

  /** An order bought without anything to tell. */
  async bought(inputs: Values = {}): Promise<Held> {
    const held = await this.create(inputs);
    this.forget();
    this.newRun();
    return held;
  }

  async read({ id, outputs }: Held, name = "berlin"): Promise<Held> {
    let props = outputs;
    await this.act("read", name, async (provider) => {
      props = (await provider.read(id, outputs)).props as Values;
    });
    return { id, outputs: props };
  }

  diff({ id, outputs }: Held, inputs: Values, secretKeys: readonly string[] = []): Promise<void> {
    const news = { ...declared({ ...INPUTS, ...inputs }, "berlin"), [HIDDEN_KEYS.secrets]: secretKeys };
    return this.act("diff", "berlin", async (provider) => void (await provider.diff(id, outputs, news)));
  }

  update({ id, outputs }: Held, inputs: Values = {}, hidden: Values = {}): Promise<void> {
    const news = { ...declared({ ...INPUTS, ...inputs }, "berlin"), ...hidden };
    return this.act("update", "berlin", async (provider) => void (await provider.update(id, outputs, news)));
  }

  delete({ id, outputs }: Held): Promise<void> {
    return this.act("delete", "berlin", async (provider) => provider.delete(id, outputs));
  }

  /** What was told and bought so far belongs to an earlier run. */
  forget(): void {
    this.told.splice(0);
    for (const id of this.ownOrders()) this.heldBefore.add(id);
  }

  /** Everything that was told, as the command line prints it. */
  get text(): string {
    return this.named(framed(this.told));
  }

  private async creating(inputs: Values, name: string, process: ProviderProcess): Promise<Held> {
    let held: Held = { id: "", outputs: {} };
    try {
      const created = await process.call((provider) => provider.create(declared(inputs, name)));
      held = { id: created.id, outputs: created.outs as Values };
    } catch (error) {
      if (error instanceof ProcessGone) return held;
      held = this.tell("create", name, error as EngineError) ?? held;
    }
    return held;
  }

  private act(verb: string, name: string, work: (provider: DeliveryOrderProvider) => Promise<void>): Promise<void> {
    const process = this.process ?? this.newRun();
    return this.timeline.until(process.call(work).catch((error: EngineError) => void this.tell(verb, name, error)));
  }

  private tell(verb: string, name: string, error: EngineError): Held | undefined {
    // The host prints the errors of four verbs once more, as `${error}: ${error.stack}`.
    if (["check", "diff", "read", "delete"].includes(verb)) {
      this.told.push({ kind: "stackLine", text: `${String(error)}: ${error.stack}` });
    }
    const { id, properties, reasons, message } = error;
    if (id === undefined) this.told.push({ kind: "error", name, text: message });
    else for (const text of reasons ?? []) this.told.push({ kind: "initError", name, text });
    return id === undefined ? undefined : { id, outputs: properties as Values };
  }

  private named(text: string): string {
    const placed = this.service.orders().filter(({ id }) => !this.seeded.has(id));
    return withNames(
      text,
      placed.map(({ id }) => id),
    );
  }
}

/** A way in which something can end: its title, and how it comes about. */
export interface Ending {
  readonly title: string;
  readonly seed?: SeedDocument;
  readonly play: (scene: Scene) => Promise<unknown>;
}

const plays = new Map<Ending, Promise<Scene>>();

/** Each ending is played once. */
export function played(ending: Ending): Promise<Scene> {
  const scene = new Scene(ending.seed);
  const play = plays.get(ending) ?? ending.play(scene).then(() => scene);
  plays.set(ending, play);
  return play;
}
