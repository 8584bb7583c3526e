import * as pulumi from "@pulumi/pulumi";
import { DELIVERY_ORDER_TYPE, HIDDEN_KEYS, PROVIDER_KEY, PROVIDER_TEXT } from "./dynamic/shim.js";
import type {
  DeliveryOrderArgs,
  DeliveryOrderState,
  MarketOptions,
  MaxUpfront,
  NetworkDevice,
  Server,
  StoragePool,
} from "./deliveryOrderArgs.js";
import type { OrderStatus } from "./order/enums.js";

/** Inputs that most orders have; outputs mirror them. */
const INPUTS = [
  "edgeSiteId",
  "servers",
  "networkDevices",
  "storagePools",
  "marketOptions",
] as const satisfies readonly (keyof DeliveryOrderArgs)[];

/** Inputs that few orders have. */
const RARE_INPUTS = [
  "afterOrderId",
  "siteRevision",
  "adoptOrderId",
  "maxUpfront",
  "waitForStatus",
] as const satisfies readonly (keyof DeliveryOrderArgs)[];

const OUTPUTS = [
  "orderIds",
  "status",
  "name",
  "domainId",
  "effectedAt",
  "createdAt",
  "updatedAt",
  "conflictingOrderIds",
] as const;

/**
 * An order of CloudPond hardware for one edge site, bought exactly once.
 *
 * ```ts
 * const order = new cloudpond.DeliveryOrder("berlin", {
 *   edgeSiteId: "…",
 *   servers: [{ offeringId: "…", count: 2 }],
 *   networkDevices: [{ offeringId: "…", count: 2 }],
 *   storagePools: [{ storageType: "SSD", size: 26 }],
 *   marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
 * }, { protect: true });
 * ```
 *
 * The Pulumi id is the id of the delivery order. What the verbs do:
 * - **create** looks at the site and its orders, refuses unless they are what the inputs say, and orders once.
 * - **read** refreshes the status; an order that is not to be found is kept as `DELETED`.
 * - **update** never changes an order: a change of what was bought fails the preview while the order is live. A dead
 *   order (`CANCELLED`, `FAIL`) is replaced, which the preview shows.
 * - **delete** deletes the record of a dead order and refuses every other, because destroying cancels nothing.
 *
 * Set `protect: true`: then no slip in a program can replace or destroy what was paid for.
 *
 * API: CreateDeliveryOrder, `POST /v2/{domain_id}/delivery-orders`
 * (https://support.huaweicloud.com/intl/en-us/api-cloudpond/CreateDeliveryOrder.html).
 */
export class DeliveryOrder extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = DELIVERY_ORDER_TYPE;

  /** The site that receives the hardware. */
  declare readonly edgeSiteId: pulumi.Output<string>;
  /** The servers ordered. Undefined when none were ordered, and on `get` unless given in `state`. */
  declare readonly servers: pulumi.Output<Server[] | undefined>;
  /** The network devices ordered. Undefined when none were ordered, and on `get` unless given in `state`. */
  declare readonly networkDevices: pulumi.Output<NetworkDevice[] | undefined>;
  /** The storage ordered, in TB. Undefined when none was ordered, and on `get` unless given in `state`. */
  declare readonly storagePools: pulumi.Output<StoragePool[] | undefined>;
  /** How the order is billed. Undefined on `get` unless given in `state`. */
  declare readonly marketOptions: pulumi.Output<MarketOptions | undefined>;
  /** The order that had to be the site's newest when this one was placed, as declared. Counts for the purchase only. */
  declare readonly afterOrderId: pulumi.Output<string | undefined>;
  /** The token that allowed the purchase, as declared. Counts for the purchase only. */
  declare readonly siteRevision: pulumi.Output<string | undefined>;
  /** The order that was taken over instead of buying, as declared. */
  declare readonly adoptOrderId: pulumi.Output<string | undefined>;
  /** What the order was allowed to cost at once, as declared. Counts for the purchase only. */
  declare readonly maxUpfront: pulumi.Output<MaxUpfront | undefined>;
  /** The status that `pulumi up` waits for, as declared. */
  declare readonly waitForStatus: pulumi.Output<"ACCEPTING" | "SUCCESS" | undefined>;

  /**
   * Billing order numbers (`CS…`), with which the order is paid and, while unpaid, cancelled in the billing console.
   * Completed from the devices until the order is `SUCCESS`, because only the create call returns them.
   */
  declare readonly orderIds: pulumi.Output<string[]>;
  /** Where the order stands, as of the last refresh. */
  declare readonly status: pulumi.Output<OrderStatus>;
  /** Name that the service gave the order, such as `delivery_order-zurcq`. */
  declare readonly name: pulumi.Output<string | undefined>;
  /** Account that ordered. */
  declare readonly domainId: pulumi.Output<string>;
  /** When billing of the order's resources starts, as the service writes it; undefined before. */
  declare readonly effectedAt: pulumi.Output<string | undefined>;
  /** When the order was placed, as the service writes it. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** When the order changed last, as the service writes it. */
  declare readonly updatedAt: pulumi.Output<string | undefined>;
  /** Orders that somebody else placed on the site at the same moment. Empty unless something went wrong. */
  declare readonly conflictingOrderIds: pulumi.Output<string[]>;

  /**
   * Reads an order that another program or a person placed, without managing it. What reads of the API do not return
   * stays undefined unless it is given in `state`: `servers`, `networkDevices`, `storagePools`, `marketOptions` and the
   * inputs about the purchase itself. `orderIds` holds the numbers that the order's devices show.
   *
   * @param name Name of the resource in the program.
   * @param id Id of the delivery order.
   * @param state What is known of the order.
   * @param opts Options of the resource.
   * @throws {pulumi.RunError} when the id is empty: nothing is ever bought in place of a read.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: DeliveryOrderState,
    opts?: pulumi.CustomResourceOptions,
  ): DeliveryOrder {
    // With an id the constructor reads, and then nothing is required.
    return new DeliveryOrder(name, (state ?? {}) as DeliveryOrderArgs, { ...opts, id });
  }

  /** Whether an object is a `DeliveryOrder`, also one from another copy of this package. */
  static override isInstance(obj: unknown): obj is DeliveryOrder {
    return (
      typeof obj === "object" &&
      obj !== null &&
      "__pulumiType" in obj &&
      obj.__pulumiType === DeliveryOrder.__pulumiType
    );
  }

  /**
   * Declares an order.
   *
   * @param name Name of the resource in the program. Renaming without an alias is refused while the order is live.
   * @param args What to buy and how to pay.
   * @param opts Options of the resource. `deleteBeforeReplace` is always true; `customTimeouts.create` and `.update` bound
   * the wait of `waitForStatus`; `import` is refused: use `adoptOrderId`.
   * @throws {pulumi.RunError} on the option `import`.
   */
  constructor(name: string, args: DeliveryOrderArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseOptions(name, opts);
    super(DELIVERY_ORDER_TYPE, name, propsOf(name, args, opts), {
      ...opts,
      // A dead order's record has to go before its replacement is bought.
      deleteBeforeReplace: true,
    });
  }
}

// Every property of a resource costs a program time, used or not: one that is not declared is made when somebody asks for it.
for (const key of RARE_INPUTS) {
  Object.defineProperty(DeliveryOrder.prototype, key, {
    configurable: true,
    get: () => pulumi.output(undefined),
    set(value: unknown) {
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}

function refuseOptions(name: string, opts: pulumi.CustomResourceOptions): void {
  if (opts.import !== undefined) {
    throw new pulumi.RunError(
      `DeliveryOrder "${name}" cannot be imported with the import option, because dynamic providers cannot read an ` +
        `order without its state. Use adoptOrderId: "…" instead, which takes an order over and buys nothing.`,
    );
  }
  // Without an id the engine would be asked to create what the program only wants to read.
  if ("id" in opts && !opts.id) {
    throw new pulumi.RunError(
      `DeliveryOrder "${name}" cannot be read, because the id of the order is empty. Give the id; nothing was bought.`,
    );
  }
}

type Props = Record<string, unknown>;

/** Keys that the engine fills in must be there, or the resource has no outputs for them. */
const EMPTY: Props = Object.fromEntries([...INPUTS, ...OUTPUTS].map((key) => [key, undefined]));

/** Unknown keys go through, so that `check` can refuse them; keys of ours cannot be overwritten. */
function propsOf(name: string, args: object, opts: pulumi.CustomResourceOptions): Props {
  const inputs = snapshot({ ...args }) as Props;
  const timeouts = timeoutsOf(opts);
  return {
    ...EMPTY,
    ...inputs,
    [HIDDEN_KEYS.urn]: urnOf(name, opts),
    ...(timeouts === undefined && !(HIDDEN_KEYS.timeouts in inputs) ? {} : { [HIDDEN_KEYS.timeouts]: timeouts }),
    [HIDDEN_KEYS.secrets]: secretKeysOf(inputs, opts),
    [PROVIDER_KEY]: PROVIDER_TEXT,
  };
}

/** A copy, because a program may go on using its lists and objects. Outputs, promises and resources stay what they are. */
function snapshot(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, snapshot);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, snapshot(member)]));
}

/** Not by `Object.prototype` itself: a program may run in another context than this module, as in a test runner. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A promise, because as an output it would make the order depend on its parent and with that on everything else below
 * it: two orders in one component would wait for each other for ever.
 */
async function urnOf(name: string, { parent }: pulumi.CustomResourceOptions): Promise<string> {
  if (parent !== undefined) return urn(name, parent);
  // A process may run the programs of several stacks.
  const stack = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const prefix = PREFIXES.get(stack) ?? urn("");
  PREFIXES.set(stack, prefix);
  return `${await prefix}${name}`;
}

/** URNs of orders without a parent up to their names: making one takes as long as several properties of a resource. */
const PREFIXES = new Map<string, Promise<string>>();

const urn = (name: string, parent?: pulumi.Resource): Promise<string> =>
  new Promise((resolve) => pulumi.createUrn(name, DELIVERY_ORDER_TYPE, parent).apply(resolve));

function timeoutsOf({ customTimeouts }: pulumi.CustomResourceOptions): Props | undefined {
  if (customTimeouts === undefined) return undefined;
  return Object.fromEntries(Object.entries(customTimeouts).filter(([, value]) => value !== undefined));
}

/** Which inputs are secret, because the provider is given them in clear and must not repeat them in an error. */
function secretKeysOf(
  inputs: Props,
  opts: pulumi.CustomResourceOptions,
): readonly string[] | Promise<readonly string[]> {
  const { additionalSecretOutputs: marked = [] } = opts;
  const keys = Object.keys(inputs).filter((key) => marked.includes(key) || !isPlainData(inputs[key]));
  return keys.every((key) => marked.includes(key)) ? keys : secretAmong(keys, inputs, marked);
}

async function secretAmong(
  keys: readonly string[],
  inputs: Props,
  marked: readonly string[],
): Promise<readonly string[]> {
  // A value that fails fails the registration as well; until then nobody may show it.
  const isSecret = async (key: string) =>
    marked.includes(key) || (await pulumi.isSecret(pulumi.output(inputs[key])).catch(() => true));
  const are = await Promise.all(keys.map(isSecret));
  return keys.filter((_, index) => are[index]);
}

/** In which nothing can be secret: no outputs, promises or resources. */
function isPlainData(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlainData);
  if (typeof value !== "object" || value === null) return true;
  return isPlain(value) && Object.values(value).every(isPlainData);
}
