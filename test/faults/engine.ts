import type * as dynamic from "@pulumi/pulumi/dynamic";
import { DELIVERY_ORDER_TYPE, HIDDEN_KEYS, PROVIDER_KEY } from "../../provider/dynamic/shim.js";
import type { DeliveryOrderProvider } from "../../provider/dynamic/provider.js";
import { type CreateEnd, type Creation, ProcessGone, type ProviderProcess } from "./process.js";

export type Values = Record<string, unknown>;

/** A resource of a program. */
export interface Declared {
  readonly name: string;
  readonly inputs: Values;
  /** Earlier names (the option `aliases`). */
  readonly aliases?: readonly string[];
}

/** A resource in a state. */
export interface Resource {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly initErrors: readonly string[];
}

/** What a state file holds. It outlives every run. */
export class Stack {
  readonly resources = new Map<string, Resource>();
  /** Resources whose last creation ended without an answer, or with one that leaves a doubt. */
  readonly unsettled = new Set<string>();
  /** Orders that a read or a delete of the provider has let go of. */
  readonly letGo = new Set<string>();

  constructor(readonly name: string) {}

  urnOf(resource: string): string {
    return `urn:pulumi:${this.name}::shop::${DELIVERY_ORDER_TYPE}::${resource}`;
  }

  copy(): ReadonlyMap<string, Resource> {
    return new Map(this.resources);
  }

  restore(earlier: ReadonlyMap<string, Resource>): void {
    this.resources.clear();
    for (const [name, resource] of earlier) this.resources.set(name, resource);
  }
}

/** A text that reached a person, with what it is about. */
export interface Told {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
  readonly urn: string;
  readonly verb: string;
}

export interface UpOptions {
  /** As the Automation API's `up`, and `--skip-preview`. */
  readonly skipPreview?: boolean;
  /** `--replace`, or a taint: these resources are replaced whatever diff says. */
  readonly replace?: readonly string[];
  /** An error hook that calls a failed create again, this often. */
  readonly repeatCreate?: number;
}

/** How a run of the command line ended. */
export interface Run {
  readonly ok: boolean;
  /** How each create ended, by resource. */
  readonly creates: ReadonlyMap<string, CreateEnd>;
}

export interface EngineOptions {
  readonly stack: Stack;
  /** Starts a provider process; each command has its own for preview and for update. */
  readonly start: (phase: "preview" | "update") => ProviderProcess;
  readonly tell: (told: Told) => void;
  /** The command line itself was killed: nothing that comes later reaches the state. */
  readonly isDead: () => boolean;
  /** The engine calls create: the auditor takes the time. */
  readonly onCreate: (process: ProviderProcess, urn: string, inputs: Values) => Creation;
  /** The state has changed. */
  readonly onSave: () => void;
  /** The time that the program takes from one resource to the next. */
  readonly pause: () => Promise<void>;
}

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What the program declares and what the SDK adds to it. */
function propertiesOf(stack: Stack, { name, inputs }: Declared): Values {
  return clone({
    ...inputs,
    [HIDDEN_KEYS.urn]: stack.urnOf(name),
    [HIDDEN_KEYS.secrets]: [],
    [PROVIDER_KEY]: "the provider's text",
  });
}

/** The command could not go on: a check, a diff or a verb failed. */
class Failed extends Error {}

/**
 * What the Pulumi engine does with a program, a state and a provider, as the tests in test/host and test/engine meet it:
 * previews in a process of their own, checks one at a time, steps of different resources side by side, deletes last; what a
 * create leaves in the state, and that the next `up` calls it again.
 */
export class Engine {
  constructor(private readonly options: EngineOptions) {}

  async preview(program: readonly Declared[], options: UpOptions = {}): Promise<boolean> {
    const process = this.options.start("preview");
    try {
      let ok = true;
      for (const declared of program) {
        ok = (await this.guard(() => this.plan(process, declared, options))) !== undefined && ok;
      }
      return ok;
    } finally {
      process.end();
    }
  }

  async up(program: readonly Declared[], options: UpOptions = {}): Promise<Run> {
    const creates = new Map<string, CreateEnd>();
    if (options.skipPreview !== true && !(await this.preview(program, options))) return { ok: false, creates };
    if (this.options.isDead()) return { ok: false, creates };
    const process = this.options.start("update");
    const { stack } = this.options;
    try {
      const steps: Promise<true | undefined>[] = [];
      let ok = true;
      for (const [index, declared] of program.entries()) {
        if (index > 0) await this.options.pause();
        const step = await this.guard(() => this.plan(process, declared, options));
        if (step === undefined) {
          ok = false;
          break;
        }
        steps.push(this.guard(async () => (await step(creates), true as const)));
      }
      ok = (await Promise.all(steps)).every((done) => done === true) && ok;
      // Deletes come last, and not at all when anything has failed.
      const kept = new Set(program.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
      for (const name of ok ? [...stack.resources.keys()].filter((key) => !kept.has(key)) : []) {
        ok = (await this.guard(() => this.remove(process, name))) === true && ok;
      }
      return { ok, creates };
    } finally {
      if (!this.options.isDead()) process.end();
    }
  }

  async refresh(): Promise<boolean> {
    const process = this.options.start("update");
    const { stack } = this.options;
    try {
      const reads = [...stack.resources].map(([name, { id, inputs, outputs }]) =>
        this.guard(async () => {
          const answer = await this.call(process, "read", name, (provider) => provider.read(id, clone(outputs)));
          if (answer.id === undefined || answer.id === "") {
            this.save(() => stack.resources.delete(name));
            stack.letGo.add(id);
          } else {
            const props = clone(answer.props as Values);
            this.save(() => stack.resources.set(name, { id, inputs, outputs: props, initErrors: [] }));
          }
          await this.call(process, "diff", name, (provider) =>
            provider.diff(id, clone(answer.props as Values), inputs),
          );
          return true as const;
        }),
      );
      return (await Promise.all(reads)).every((done) => done === true);
    } finally {
      process.end();
    }
  }

  async destroy(): Promise<boolean> {
    const process = this.options.start("update");
    try {
      let ok = true;
      for (const name of [...this.options.stack.resources.keys()]) {
        ok = (await this.guard(() => this.remove(process, name))) === true && ok;
      }
      return ok;
    } finally {
      process.end();
    }
  }

  /** Check and diff; answers with the step to be taken. */
  private async plan(
    process: ProviderProcess,
    declared: Declared,
    options: UpOptions,
  ): Promise<(creates: Map<string, CreateEnd>) => Promise<void>> {
    const { stack } = this.options;
    const { name } = declared;
    const held = this.held(declared);
    const old = held === undefined ? undefined : stack.resources.get(held);
    const properties = propertiesOf(stack, declared);
    const news = await this.check(process, name, old?.inputs ?? {}, properties);
    if (old === undefined || held === undefined) return (creates) => this.create(process, name, news, options, creates);
    const replace = async (creates: Map<string, CreateEnd>): Promise<void> => {
      const fresh = await this.check(process, name, {}, properties);
      await this.remove(process, held);
      await this.create(process, name, fresh, options, creates);
    };
    if (options.replace?.includes(name) === true) return replace;
    const difference = await this.call(process, "diff", name, (provider) =>
      provider.diff(old.id, clone(old.outputs), clone(news)),
    );
    if ((difference.replaces ?? []).length > 0) return replace;
    const isChanged = difference.changes ?? JSON.stringify(old.inputs) !== JSON.stringify(news);
    if (isChanged || old.initErrors.length > 0) return () => this.update(process, name, held, old, news);
    return async () =>
      this.save(() => {
        stack.resources.delete(held);
        stack.resources.set(name, { ...old, inputs: news });
      });
  }

  private held({ name, aliases = [] }: Declared): string | undefined {
    return [name, ...aliases].find((known) => this.options.stack.resources.has(known));
  }

  private async check(process: ProviderProcess, name: string, olds: Values, news: Values): Promise<Values> {
    const checked = await this.call(process, "check", name, (provider) => provider.check(clone(olds), clone(news)));
    const { inputs, failures } = checked as dynamic.CheckResult<Values>;
    for (const { reason } of failures ?? []) this.tell("error", reason, name, "check");
    if ((failures ?? []).length > 0) throw new Failed();
    return clone(inputs ?? {});
  }

  private async create(
    process: ProviderProcess,
    name: string,
    inputs: Values,
    { repeatCreate = 0 }: UpOptions,
    creates: Map<string, CreateEnd>,
  ): Promise<void> {
    const { stack, onCreate } = this.options;
    const wasUnsettled = stack.unsettled.has(name);
    this.save(() => stack.unsettled.add(name));
    for (let tries = 0; ; tries++) {
      if (this.options.isDead()) throw new ProcessGone("the command line was killed");
      const creation = onCreate(process, stack.urnOf(name), inputs);
      try {
        const created = await process.call((provider) => provider.create(clone(inputs)), creation);
        const { id, outs } = created as dynamic.CreateResult<Values>;
        creation.end = "placed";
        creates.set(name, "placed");
        this.save(() => {
          stack.unsettled.delete(name);
          stack.resources.set(name, { id, inputs, outputs: clone(outs ?? {}), initErrors: [] });
        });
        return;
      } catch (error) {
        const end = endOf(error);
        creation.end = end;
        creates.set(name, end);
        const { id, properties, reasons } = error as { id?: string; properties?: Values; reasons?: string[] };
        const texts = reasons ?? [(error as Error).message];
        texts.forEach((text) => this.tell("error", text, name, "create"));
        if (end === "gone") throw error;
        if (end === "kept" || (end === "refused" && !wasUnsettled)) this.save(() => stack.unsettled.delete(name));
        if (id !== undefined && properties !== undefined) {
          this.save(() => {
            stack.resources.set(name, { id, inputs, outputs: clone(properties), initErrors: texts });
          });
        }
        if (tries >= repeatCreate) throw new Failed();
      }
    }
  }

  private async update(
    process: ProviderProcess,
    name: string,
    held: string,
    old: Resource,
    news: Values,
  ): Promise<void> {
    const { stack } = this.options;
    const put = (outputs: Values, initErrors: readonly string[]): void =>
      this.save(() => {
        stack.resources.delete(held);
        stack.resources.set(name, { id: old.id, inputs: news, outputs: clone(outputs), initErrors });
      });
    try {
      const updated = await process.call((provider) => provider.update(old.id, clone(old.outputs), clone(news)));
      const { outs } = updated as dynamic.UpdateResult<Values>;
      put(outs ?? {}, []);
    } catch (error) {
      const { properties, reasons } = error as { properties?: Values; reasons?: string[] };
      this.tell("error", reasons?.[0] ?? (error as Error).message, name, "update");
      if (properties !== undefined && reasons !== undefined) put(properties, reasons);
      throw new Failed();
    }
  }

  private async remove(process: ProviderProcess, name: string): Promise<true> {
    const { stack } = this.options;
    const held = stack.resources.get(name);
    if (held === undefined) return true;
    await this.call(process, "delete", name, (provider) => provider.delete(held.id, clone(held.outputs)));
    this.save(() => stack.resources.delete(name));
    stack.letGo.add(held.id);
    return true;
  }

  private async call<T>(
    process: ProviderProcess,
    verb: string,
    name: string,
    work: (provider: DeliveryOrderProvider) => Promise<T>,
  ): Promise<T> {
    if (this.options.isDead()) throw new ProcessGone("the command line was killed");
    try {
      return await process.call(work);
    } catch (error) {
      this.tell("error", (error as Error).message, name, verb);
      throw new Failed();
    }
  }

  /** A failure ends what it is about, and was told already. */
  private async guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Failed || error instanceof ProcessGone) return undefined;
      throw error;
    }
  }

  private tell(severity: Told["severity"], text: string, name: string, verb: string): void {
    if (!this.options.isDead()) this.options.tell({ severity, text, urn: this.options.stack.urnOf(name), verb });
  }

  private save(change: () => void): void {
    if (this.options.isDead()) return;
    change();
    this.options.onSave();
  }
}

function endOf(error: unknown): CreateEnd {
  if (error instanceof ProcessGone) return "gone";
  if ((error as { id?: string }).id !== undefined) return "kept";
  return (error as Error).message.includes("It is unknown whether an order was placed") ? "unknown" : "refused";
}
