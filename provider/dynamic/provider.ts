import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { Settings } from "../config.js";
import { difference } from "../order/diff.js";
import { checkInputs, decodeInputs } from "../order/inputs.js";
import { nothingPlaced } from "../order/money.js";
import { ProcessMemory } from "../order/memory.js";
import type { DeclaredOrder, OrderContext } from "../order/order.js";
import { KeptError, RefusedError, sentenceOf, UnknownOutcomeError } from "../order/orderError.js";
import type { OrderState } from "../order/outputs.js";
import { UNKNOWN } from "../order/unknown.js";
import { durationMs } from "./duration.js";
import { EngineError } from "./engineError.js";
import { engineLog } from "./engineLog.js";
import { type EngineObject, fromEngine, hiddenOf, textOf, toEngine } from "./engineValues.js";
import { HIDDEN_KEYS } from "./shim.js";

/** How the adapter gets at the world; replaced as a whole by tests. */
export interface World {
  /** @throws {Error} naming every setting that is wrong or missing. */
  readSettings(stackConfig: (key: string) => unknown): Settings;
  /** Builds everything a purchase works with. Called once, when the service is first needed. */
  createContext(settings: Settings, memory: ProcessMemory): OrderContext;
}

const DEFAULT_WAIT_MS = 30 * 60_000;

/**
 * The order, as the engine's dynamic-provider process calls it: engine values in, domain values through, engine values
 * out. What an order is and how it is bought once lies in `provider/order`.
 */
export class DeliveryOrderProvider implements dynamic.ResourceProvider {
  private readonly memory = new ProcessMemory();
  private stackConfig: (key: string) => unknown = () => undefined;
  private context: OrderContext | undefined;
  private hasWarnedOfSettings = false;

  constructor(private readonly world: () => World) {}

  /** Stores synchronously and never throws: other calls run while it is awaited. */
  configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.stackConfig = (key) => config.get(key);
    return Promise.resolve();
  }

  async check(olds: EngineObject, news: EngineObject): Promise<dynamic.CheckResult> {
    return this.answering("check", () => {
      const declared = fromEngine(news);
      const { inputs, problems } = checkInputs(declared);
      if (problems.length === 0 && Object.keys(olds).every((key) => key.startsWith("__"))) this.announce(declared);
      return Promise.resolve({
        inputs: toEngine(inputs),
        // A named property would make the engine print its raw value, secrets included: the path goes into the text.
        failures: problems.map(({ path, message }) => ({ property: "", reason: `${path}: ${message}` })),
      });
    });
  }

  async diff(id: string, olds: EngineObject, news: EngineObject): Promise<dynamic.DiffResult> {
    return this.answering("diff", () => {
      const state: OrderState = fromEngine(olds);
      const declared = fromEngine(news);
      const wasChanged = this.memory.takeChange(id);
      this.own(id, declared);
      const name = nameOf(declared, id);
      this.refuseAnotherAccount(id, name, state);
      const found = difference({ id, name, secretKeys: secretKeysOf(declared) }, state, declared);
      return Promise.resolve(DIFF_RESULTS[found.kind](wasChanged, "keys" in found ? [...found.keys] : []));
    });
  }

  async create(inputs: EngineObject): Promise<dynamic.CreateResult> {
    const raw = fromEngine(inputs);
    const hidden = hiddenOf(inputs);
    return this.answering(
      "create",
      async () => {
        const { purchase } = await lazily(
          () => require("../order/purchase.js") as typeof import("../order/purchase.js"),
        );
        const name = nameOf(raw, "this resource");
        const order = this.declared(raw, name, "create");
        const context = this.contextFor(name);
        try {
          const { id, state } = await purchase(order, context);
          return { id, outs: toEngine({ ...hidden, ...state }) };
        } catch (error) {
          throw surelyToldOfMoney(error, order);
        }
      },
      hidden,
    );
  }

  async read(id: string, props: EngineObject = {}): Promise<dynamic.ReadResult> {
    return this.answering("read", async () => {
      const { refresh } = await lazily(() => require("../order/refresh.js") as typeof import("../order/refresh.js"));
      const state: OrderState = fromEngine(props);
      this.own(id, state);
      const refreshed = await refresh(id, state, this.contextFor(nameOf(state, id)), logOf(state));
      return { id, props: toEngine(refreshed) };
    });
  }

  async update(id: string, olds: EngineObject, news: EngineObject): Promise<dynamic.UpdateResult> {
    const raw = fromEngine(news);
    const hidden = hiddenOf(news);
    return this.answering(
      "update",
      async () => {
        const { finish } = await lazily(() => require("../order/finish.js") as typeof import("../order/finish.js"));
        this.own(id, raw);
        const name = nameOf(raw, id);
        const compared = { id, name, secretKeys: secretKeysOf(raw) };
        const order = this.declared(raw, name, "update");
        const state = await finish(compared, fromEngine(olds), order, this.contextFor(name));
        return { outs: toEngine({ ...state, ...hidden }) };
      },
      hidden,
    );
  }

  async delete(id: string, props: EngineObject): Promise<void> {
    return this.answering("delete", async () => {
      const { remove } = await lazily(() => require("../order/remove.js") as typeof import("../order/remove.js"));
      const state: OrderState = fromEngine(props);
      const name = nameOf(state, id);
      await remove(id, name, state, this.contextFor(name));
    });
  }

  private async answering<T>(verb: string, work: () => Promise<T>, hidden: EngineObject = {}): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new EngineError(verb, error, hidden);
    }
  }

  private contextFor(name: string): OrderContext {
    try {
      const world = this.world();
      this.context ??= world.createContext(world.readSettings(this.stackConfig), this.memory);
      return this.context;
    } catch (error) {
      throw new RefusedError(`${sentenceOf(error)}\n${nothingPlaced(name)}`, { cause: error });
    }
  }

  /** What a preview should say of a new order although nothing is wrong with its inputs. */
  private announce(declared: EngineObject): void {
    const log = logOf(declared);
    if (declared["afterOrderId"] === UNKNOWN) {
      log.warn(
        "afterOrderId is not known yet: that order does not exist, so it cannot be SUCCESS, and this one will be refused " +
          "until it is delivered.",
      );
    }
    const adoptOrderId = textOf(declared["adoptOrderId"]);
    if (adoptOrderId !== undefined) log.info(`adopts ${adoptOrderId}; nothing is bought`);
    if (this.hasWarnedOfSettings) return;
    try {
      this.world().readSettings(this.stackConfig);
    } catch (error) {
      this.hasWarnedOfSettings = true;
      log.warn(`An order could not be placed with the present settings. ${sentenceOf(error)}`);
    }
  }

  /** Only what the settings say outright: a preview makes no request for it. */
  private refuseAnotherAccount(id: string, name: string, { domainId }: OrderState): void {
    let configured: string | undefined;
    try {
      configured = this.world().readSettings(this.stackConfig).domainId;
    } catch {
      return;
    }
    if (domainId === undefined || configured === undefined || configured === domainId) return;
    throw new RefusedError(
      `Order ${id} belongs to account ${domainId}, but HW_DOMAIN_ID (cloudpond:domainId) says ${configured}. ` +
        `Use the settings of the order's account. ${nothingPlaced(name)}`,
    );
  }

  private own(id: string, values: EngineObject): void {
    const urn = textOf(values[HIDDEN_KEYS.urn]);
    if (urn !== undefined) this.memory.own(id, urn);
  }

  private declared(raw: EngineObject, name: string, verb: "create" | "update"): DeclaredOrder {
    const timeouts = raw[HIDDEN_KEYS.timeouts];
    const timeout = typeof timeouts === "object" && timeouts !== null ? (timeouts as EngineObject)[verb] : undefined;
    return {
      name,
      resource: textOf(raw[HIDDEN_KEYS.urn]) ?? name,
      inputs: readInputs(raw, name),
      log: logOf(raw),
      waitTimeoutMs: durationMs(timeout) ?? DEFAULT_WAIT_MS,
    };
  }
}

/** What check let pass; inputs that are unknown or were edited in the state are refused before anything is sent. */
function readInputs(raw: EngineObject, name: string): DeclaredOrder["inputs"] {
  try {
    return decodeInputs(raw);
  } catch (error) {
    throw new RefusedError(`${sentenceOf(error)}\n${nothingPlaced(name)}`, { cause: error });
  }
}

const DIFF_RESULTS = {
  none: (wasChanged: boolean): dynamic.DiffResult => ({ changes: wasChanged }),
  finish: (): dynamic.DiffResult => ({ changes: true }),
  // The engine then compares the inputs itself, which shows what is not known yet.
  unknown: (): dynamic.DiffResult => ({}),
  replace: (_: boolean, replaces: string[]): dynamic.DiffResult => ({
    changes: true,
    replaces,
    deleteBeforeReplace: true,
  }),
} as const;

/** An error that nobody foresaw may come from before or after the order was sent. */
function surelyToldOfMoney(error: unknown, { name, inputs }: DeclaredOrder): Error {
  if (error instanceof RefusedError || error instanceof UnknownOutcomeError || error instanceof KeptError) return error;
  return new UnknownOutcomeError(
    `Ordering "${name}" failed in a way that was not foreseen: ${sentenceOf(error)}\nIt is unknown whether an order was ` +
      `placed; look for orders of site ${inputs.edgeSiteId} first, and please report this.`,
    { cause: error },
  );
}

const nameOf = (values: EngineObject, otherwise: string): string => textOf(values[HIDDEN_KEYS.name]) ?? otherwise;

const logOf = (values: EngineObject): DeclaredOrder["log"] => engineLog(textOf(values[HIDDEN_KEYS.urn]) ?? "");

function secretKeysOf(values: EngineObject): readonly string[] | undefined {
  const keys = values[HIDDEN_KEYS.secrets];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : undefined;
}

/** The first check must not load what only a purchase needs. */
const lazily = <T>(load: () => T): Promise<T> => Promise.resolve().then(load);

/** What the constant provider text in every state loads. */
export const provider = new DeliveryOrderProvider(() => {
  const { world } = require("./composition.js") as typeof import("./composition.js");
  return world;
});
