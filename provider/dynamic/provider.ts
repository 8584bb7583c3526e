import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { Settings, Switches } from "../config.js";
import { difference, type Difference } from "../order/diff.js";
import { checkInputs, decodeInputs } from "../order/inputs.js";
import { NOTHING_READ, nothingPlaced, UNCHANGED } from "../order/money.js";
import { ProcessMemory } from "../order/memory.js";
import type { DeclaredOrder, OrderContext, OrderLog } from "../order/order.js";
import { KeptError, RefusedError, sentenceOf, UnknownOutcomeError } from "../order/orderError.js";
import { type OrderState, withoutKeys } from "../order/outputs.js";
import type { Problem } from "../order/problems.js";
import type { Program } from "../order/preflight/program.js";
import { durationMs } from "./duration.js";
import { EngineError, presentable } from "./engineError.js";
import type { CallLog } from "./engineLog.js";
import { type EngineObject, fromEngine, hiddenOf, textOf, toEngine } from "./engineValues.js";
import type { Preview, PreviewService } from "./preview.js";
import { type Redact, redactedLog, redactionOf, secretKeysOf } from "./secrets.js";
import { HIDDEN_KEYS, PROVIDER_KEY } from "./shim.js";

/** How the adapter gets at the world; replaced as a whole by tests. */
export interface World {
  /** @throws {Error} naming every setting that is wrong or missing. */
  readSettings(stackConfig: (key: string) => unknown): Settings;
  /** What counts without credentials, too. @throws {Error} naming every switch that is wrong. */
  readSwitches(stackConfig: (key: string) => unknown): Switches;
  /** Builds everything a purchase works with. Called once, when the service is first needed. */
  createContext(settings: Settings, memory: ProcessMemory): ProviderContext;
  /** Where the engine shows lines of the resource with this URN. */
  log(urn: string): CallLog;
  /** Resolves when the engine has the lines so far. */
  linesDelivered(): Promise<void>;
}

/** What all verbs work with. */
export interface ProviderContext extends OrderContext {
  /** Previews ask over the same connection, so that refused credentials are sent once only. */
  createPreview(program: Program): PreviewService;
}

const DEFAULT_WAIT_MS = 30 * 60_000;

/**
 * The order, as the engine's dynamic-provider process calls it: engine values in, domain values through, engine values
 * out. What an order is and how it is bought once lies in `provider/order`.
 */
export class DeliveryOrderProvider implements dynamic.ResourceProvider {
  private readonly memory = new ProcessMemory();
  /** URNs of the program's resources, as far as they have been checked. */
  private readonly declared = new Set<string>();
  private stackConfig: (key: string) => unknown = () => undefined;
  private known: Settings | undefined;
  private context: ProviderContext | undefined;
  private preview: Preview | undefined;

  constructor(private readonly world: World) {}

  /** Stores synchronously and never throws: other calls run while it is awaited. */
  configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.stackConfig = (key) => config.get(key);
    this.known = undefined;
    return Promise.resolve();
  }

  check(olds: EngineObject, news: EngineObject): Promise<dynamic.CheckResult> {
    const call = this.callOf("check", news);
    this.declared.add(urnOf(call));
    return answering(call, async () => {
      const { inputs, problems } = checkInputs(call.values);
      const isNew = Object.keys(olds).every((key) => key.startsWith("__"));
      const found = problems.length === 0 && isNew ? await this.examined(call, inputs) : [];
      return {
        inputs: toEngine(inputs),
        // A named property would make the engine print its raw value, secrets included: the path goes into the text.
        failures: [...problems, ...found].map(({ path, message }) => ({ property: "", reason: `${path}: ${message}` })),
      };
    });
  }

  diff(id: string, olds: EngineObject, news: EngineObject): Promise<dynamic.DiffResult> {
    const call = this.callOf("diff", news, id);
    return answering(call, () => {
      const { name, values } = call;
      const state: OrderState = fromEngine(olds);
      const wasChanged = this.memory.takeChange(id);
      this.own(id, call);
      this.refuseAnotherAccount(id, state);
      const found = difference({ id, name, secretKeys: secretKeysOf(values) }, state, values);
      return Promise.resolve(diffResult(found, wasChanged));
    });
  }

  create(inputs: EngineObject): Promise<dynamic.CreateResult> {
    const call = this.callOf("create", inputs);
    return answering(call, async () => {
      const { purchase } = require("../order/purchase.js") as typeof import("../order/purchase.js");
      const order = declaredBy(call, "create");
      const context = this.contextOf();
      try {
        const { id, state } = await purchase(order, context);
        return { id, outs: toEngine({ ...state, ...call.hidden }) };
      } catch (error) {
        const told = surelyToldOfMoney(error, order);
        if (!isTooLargeToThrow(told, call)) throw told;
        call.log.warn(told.message);
        return { id: told.id, outs: toEngine({ ...told.outputs, ...call.hidden }) };
      }
    });
  }

  read(id: string, props: EngineObject = {}): Promise<dynamic.ReadResult> {
    const call = this.callOf("read", props, id);
    return answering(call, async () => {
      const { refresh } = require("../order/refresh.js") as typeof import("../order/refresh.js");
      const state: OrderState = call.values;
      return { id, props: toEngine(await refresh(id, state, this.contextOf(), call.log)) };
    });
  }

  update(id: string, olds: EngineObject, news: EngineObject): Promise<dynamic.UpdateResult> {
    const call = this.callOf("update", news, id);
    return answering(call, async () => {
      const { finish } = require("../order/finish.js") as typeof import("../order/finish.js");
      const { name, values, hidden } = call;
      this.own(id, call);
      const compared = { id, name, secretKeys: secretKeysOf(values) };
      const state = withoutKeys(fromEngine(olds), MIRRORED_KEYS);
      try {
        const finished = await finish(compared, state, declaredBy(call, "update"), this.contextOf());
        return { outs: toEngine({ ...finished, ...hidden }) };
      } catch (error) {
        if (!isTooLargeToThrow(error, call)) throw error;
        call.log.warn(error.message);
        return { outs: toEngine({ ...error.outputs, ...hidden }) };
      }
    });
  }

  delete(id: string, props: EngineObject): Promise<void> {
    const call = this.callOf("delete", props, id);
    return answering(call, async () => {
      const { remove } = require("../order/remove.js") as typeof import("../order/remove.js");
      await remove(id, call.values, this.contextOf());
    });
  }

  private callOf(verb: Call["verb"], engineValues: EngineObject, id?: string): Call {
    const values = fromEngine(engineValues);
    const redact = redactionOf(values);
    const log = this.world.log(textOf(values[HIDDEN_KEYS.urn]) ?? "");
    return {
      verb,
      name: nameIn(textOf(values[HIDDEN_KEYS.urn])) ?? id ?? "this resource",
      id,
      values,
      hidden: hiddenOf(engineValues),
      redact,
      log: redactedLog(log, (text) => presentable(redact(text))),
      end: () => log.end(),
    };
  }

  private contextOf(): ProviderContext {
    this.context ??= this.world.createContext(this.settings(), this.memory);
    return this.context;
  }

  /** @throws {Error} naming every setting that is wrong or missing. */
  private settings(): Settings {
    this.known ??= this.world.readSettings(this.stackConfig);
    return this.known;
  }

  /** A new order, compared with what the service and the program's other orders say. */
  private async examined({ name, values, redact, log }: Call, inputs: EngineObject): Promise<Problem[]> {
    const { Preview } = require("./preview.js") as typeof import("./preview.js");
    this.preview ??= new Preview({
      switches: () => this.world.readSwitches(this.stackConfig),
      checkSettings: () => void this.settings(),
      createService: (program) => this.contextOf().createPreview(program),
    });
    const declared = Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
    const order = { name, resource: urnOf({ name, values }), inputs: declared };
    const problems = await this.preview.examine(order, log);
    await this.world.linesDelivered();
    return problems.map(({ path, message }) => ({ path, message: presentable(redact(message)) }));
  }

  /** Only what the settings say outright: a preview makes no request for it. */
  private refuseAnotherAccount(id: string, { domainId }: OrderState): void {
    let configured: string | undefined;
    try {
      configured = this.settings().domainId;
    } catch {
      return;
    }
    if (domainId === undefined || configured === undefined || configured === domainId) return;
    throw new RefusedError(
      `Order ${id} belongs to account ${domainId}, but HW_DOMAIN_ID (cloudpond:domainId) says ${configured}. ` +
        `Use the settings of the order's account.\n${UNCHANGED}`,
    );
  }

  /** A refresh compares what the state holds, too: resources that the program may have renamed or given up. */
  private own(id: string, call: Call): void {
    const urn = urnOf(call);
    if (this.declared.has(urn)) this.memory.own(id, urn);
  }
}

/** One call of the engine about one resource. */
interface Call {
  readonly verb: "check" | "diff" | "create" | "read" | "update" | "delete";
  /** Of verbs on an order that exists. */
  readonly id: string | undefined;
  /** The resource's name in the program, for messages. */
  readonly name: string;
  /** Domain values. */
  readonly values: EngineObject;
  /** The hidden inputs of now, which outputs mirror. */
  readonly hidden: EngineObject;
  readonly redact: Redact;
  readonly log: OrderLog;
  readonly end: () => void;
}

/** Hidden inputs that a state may hold; the last one only stands in states from before the first release. */
const MIRRORED_KEYS: readonly string[] = [PROVIDER_KEY, ...Object.values(HIDDEN_KEYS), "__resourceName"];

const urnOf = ({ name, values }: Pick<Call, "name" | "values">): string => textOf(values[HIDDEN_KEYS.urn]) ?? name;

/** `urn:pulumi:stack::project::type::name`, where the name may hold colons itself. */
const nameIn = (urn: string | undefined): string | undefined => urn?.split("::").slice(3).join("::") || undefined;

/** Every error leaves in one class, and with the money as its last word. */
async function answering<T>(call: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new EngineError(call.verb, isOrderError(error) ? error : refusedBy(call, error), call);
  } finally {
    call.end();
  }
}

/** What was attempted and that nothing came of it, for whatever the order layer does not tell of. */
function refusedBy({ verb, id, name, values }: Call, error: unknown): RefusedError {
  const isFirstRead = verb === "read" && textOf(values["status"]) === undefined;
  const money = id === undefined ? nothingPlaced(name) : isFirstRead ? NOTHING_READ : UNCHANGED;
  const attempt = id === undefined ? "" : `Order ${id} could not be ${ATTEMPTS[verb]}: `;
  return new RefusedError(`${attempt}${sentenceOf(error)}\n${money}`, { cause: error });
}

const ATTEMPTS: Readonly<Record<Call["verb"], string>> = {
  check: "checked",
  diff: "compared with the program",
  create: "placed",
  read: "read",
  update: "updated",
  delete: "removed",
};

function diffResult(found: Difference, wasChanged: boolean): dynamic.DiffResult {
  switch (found.kind) {
    case "none":
      return { changes: wasChanged };
    case "finish":
      return { changes: true };
    case "unknown":
      // The engine then compares the inputs itself, which shows what is not known yet.
      return {};
    case "replace":
      return { changes: true, replaces: [...found.keys], deleteBeforeReplace: true };
  }
}

function declaredBy({ values, name, log }: Call, verb: "create" | "update"): DeclaredOrder {
  const timeouts = values[HIDDEN_KEYS.timeouts];
  const timeout = typeof timeouts === "object" && timeouts !== null ? (timeouts as EngineObject)[verb] : undefined;
  return {
    name,
    resource: urnOf({ name, values }),
    inputs: decodeInputs(values),
    log,
    waitTimeoutMs: durationMs(timeout) ?? DEFAULT_WAIT_MS,
  };
}

/** An error that nobody foresaw may come from before or after the order was sent. */
function surelyToldOfMoney(error: unknown, { name, inputs }: DeclaredOrder): Error {
  if (isOrderError(error)) return error;
  return new UnknownOutcomeError(
    `Ordering "${name}" failed in a way that was not foreseen: ${sentenceOf(error)}\nIt is unknown whether an order was ` +
      `placed; look for orders of site ${inputs.edgeSiteId} in the CloudPond console before you run again, and please report this.`,
    { cause: error },
  );
}

/** A kept order too large for an error answer is kept by a good answer with a warning: better than losing it. */
const isTooLargeToThrow = (error: unknown, call: Call): error is KeptError =>
  error instanceof KeptError && !new EngineError(call.verb, error, call).isDeliverable;

const isOrderError = (error: unknown): error is RefusedError | UnknownOutcomeError | KeptError =>
  error instanceof RefusedError || error instanceof UnknownOutcomeError || error instanceof KeptError;
