import * as pulumi from "@pulumi/pulumi";
import { DeliveryOrder, type DeliveryOrderArgs, PayMode } from "../../provider/index.js";
import type { AwaitedStatus } from "../../provider/order/wait.js";
import { DELIVERY_ORDER_TYPE, PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import type { DeliveryOrderInputs } from "../../provider/order/inputs.js";

/** What the engine is told of a resource. */
interface Registration {
  readonly name: string;
  readonly type: string;
  /** Of the order to read; empty where one is declared. */
  readonly id: string | undefined;
  readonly inputs: Record<string, unknown>;
}

let registrations: Registration[] = [];
let state: Record<string, unknown> = {};

/** The one registration of an order, once it is through. */
async function registered(order: DeliveryOrder): Promise<Registration> {
  const urn = await valueOf(order.urn);
  const found = registrations.find(({ name, type }) => urn.endsWith(`::${name}`) && type === DELIVERY_ORDER_TYPE);
  if (found === undefined) throw new Error(`${urn} was not registered.`);
  return found;
}

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => void output.apply(resolve));

const ARGS = {
  edgeSiteId: "site-1",
  servers: [{ offeringId: "srv", count: 2 }],
  marketOptions: { prepaidOptions: { periodNum: 3, payMode: PayMode.Full } },
} satisfies DeliveryOrderArgs;

const URN = "urn:pulumi:stack::project::pulumi-nodejs:dynamic/cloudpond:DeliveryOrder::berlin";

const MOCKS: pulumi.runtime.Mocks = {
  newResource: ({ name, type, id, inputs }) => {
    registrations.push({ name, type, id, inputs: inputs as Record<string, unknown> });
    return { id: "order-1", state: { ...(inputs as object), ...state } };
  },
  call: () => ({}),
};

beforeEach(async () => {
  registrations = [];
  state = {};
  await pulumi.runtime.setMocks(MOCKS, "project", "stack");
});

describe("declaring an order", () => {
  it("registers the inputs as they are, with what the provider needs to know", async () => {
    expect(await registered(new DeliveryOrder("berlin", ARGS))).toMatchObject({
      name: "berlin",
      type: "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder",
      inputs: { ...ARGS, __urn: URN, __secrets: [], __provider: PROVIDER_TEXT },
    });
  });

  it("registers nothing else, and nothing that is not JSON", async () => {
    const { inputs } = await registered(new DeliveryOrder("berlin", ARGS));
    expect(Object.keys(inputs).sort()).toEqual([...Object.keys(ARGS), "__urn", "__secrets", "__provider"].sort());
    expect(JSON.parse(JSON.stringify(inputs))).toEqual(inputs);
  });

  it("hands on a key that is no input, so that it can be refused", async () => {
    const args = { ...ARGS, server: [] };
    expect((await registered(new DeliveryOrder("berlin", args))).inputs).toHaveProperty("server", []);
  });

  it("registers even without arguments, so that all that is missing can be named", async () => {
    const nothing = undefined as unknown as DeliveryOrderArgs;
    expect((await registered(new DeliveryOrder("berlin", nothing))).inputs).toHaveProperty("__urn", URN);
  });

  it("lets nobody take the place of the provider", async () => {
    const args = { ...ARGS, __provider: "exports.handler = () => ({})", __urn: "urn", __timeouts: { create: "1s" } };
    const { inputs } = await registered(new DeliveryOrder("berlin", args));
    expect(inputs).toMatchObject({ __provider: PROVIDER_TEXT, __urn: URN });
    expect(inputs).not.toHaveProperty("__timeouts");
  });

  it("knows each stack's own name where one process runs several", async () => {
    await registered(new DeliveryOrder("berlin", ARGS));
    await pulumi.runtime.setMocks(MOCKS, "project", "another");
    registrations = [];
    const { inputs } = await registered(new DeliveryOrder("berlin", ARGS));
    expect(inputs["__urn"]).toBe(URN.replace(":stack::", ":another::"));
  });

  it("neither changes nor keeps what the program passed", async () => {
    const args = structuredClone(ARGS);
    const opts = { protect: true };
    const order = new DeliveryOrder("berlin", args, opts);
    expect(args).toEqual(ARGS);
    expect(opts).toEqual({ protect: true });
    args.servers[0]!.count = 200;
    args.servers.push({ offeringId: "more", count: 1 });
    expect((await registered(order)).inputs["servers"]).toEqual(ARGS.servers);
  });

  it("resolves outputs and promises at any depth", async () => {
    const order = new DeliveryOrder("berlin", {
      ...ARGS,
      edgeSiteId: pulumi.output("site-2"),
      servers: [pulumi.output({ offeringId: Promise.resolve("srv"), count: pulumi.output(3) })],
    });
    expect((await registered(order)).inputs).toMatchObject({
      edgeSiteId: "site-2",
      servers: [{ offeringId: "srv", count: 3 }],
    });
  });

  it("has an output for everything that the provider answers with", async () => {
    state = {
      orderIds: ["CS1"],
      status: "PROCESSING",
      name: "delivery_order-zurcq",
      domainId: "account",
      effectedAt: "e",
      createdAt: "c",
      updatedAt: "u",
      conflictingOrderIds: [],
    };
    const order = new DeliveryOrder("berlin", {
      ...ARGS,
      networkDevices: [],
      storagePools: [],
      waitForStatus: "SUCCESS",
    });
    const outputs = order as unknown as Record<string, pulumi.Output<unknown>>;
    for (const [key, value] of Object.entries({ ...ARGS, ...state })) {
      expect(await valueOf(outputs[key]!)).toEqual(value);
    }
    expect(await valueOf(order.id)).toBe("order-1");
    expect(await valueOf(order.afterOrderId)).toBeUndefined();
    expect(await valueOf(order.waitForStatus)).toBe("SUCCESS");
  });

  it.each<[string, Record<string, unknown>, pulumi.CustomResourceOptions, string[]]>([
    ["no secret", {}, {}, []],
    ["a secret", { edgeSiteId: pulumi.secret("s") }, {}, ["edgeSiteId"]],
    ["a secret inside", { servers: [{ offeringId: pulumi.secret("s"), count: 1 }] }, {}, ["servers"]],
    ["an output called secret", {}, { additionalSecretOutputs: ["servers", "status"] }, ["servers"]],
  ])("says which inputs must not be shown: %s", async (_, args, opts, secrets) => {
    const { inputs } = await registered(new DeliveryOrder("berlin", { ...ARGS, ...args }, opts));
    expect(inputs["__secrets"]).toEqual(secrets);
  });
});

describe("the options", () => {
  /** The options with which an order is registered. */
  async function optionsOf(opts: pulumi.CustomResourceOptions): Promise<pulumi.ResourceOptions> {
    let seen: pulumi.ResourceOptions = {};
    const look: pulumi.ResourceTransformation = (resource) => {
      seen = resource.opts;
      return undefined;
    };
    await registered(new DeliveryOrder("berlin", ARGS, { ...opts, transformations: [look] }));
    return seen;
  }

  it.each<[string, object]>([
    ["without any", {}],
    ["where the program says otherwise", { deleteBeforeReplace: false }],
    ["where the program passes undefined", { deleteBeforeReplace: undefined }],
  ])("delete before they replace, %s", async (_, opts) => {
    expect(await optionsOf(opts)).toHaveProperty("deleteBeforeReplace", true);
  });

  it("go on as they are otherwise", async () => {
    const opts = { protect: true, retainOnDelete: true, aliases: [{ name: "old" }], ignoreChanges: ["marketOptions"] };
    expect(await optionsOf(opts)).toMatchObject(opts);
  });

  it("pass the timeouts that are set", async () => {
    const opts: object = { customTimeouts: { create: "2h", update: undefined } };
    const { inputs } = await registered(new DeliveryOrder("berlin", ARGS, opts));
    expect(inputs["__timeouts"]).toEqual({ create: "2h" });
  });

  it("refuse import, and say what to use instead", () => {
    const declare = () => new DeliveryOrder("berlin", ARGS, { import: "order-1" });
    expect(declare).toThrow(pulumi.RunError);
    expect(declare).toThrow(/^DeliveryOrder "berlin" cannot be imported .* adoptOrderId/u);
    expect(registrations).toEqual([]);
  });
});

describe("orders below a component", () => {
  class Site extends pulumi.ComponentResource {
    readonly orders: DeliveryOrder[];
    constructor(name: string) {
      super("test:index:Site", name);
      this.orders = ["berlin", "expansion"].map((each) => new DeliveryOrder(each, ARGS, { parent: this }));
      this.registerOutputs();
    }
  }

  it("know their URN and do not wait for each other", async () => {
    const { orders } = new Site("site");
    for (const order of orders) {
      const { inputs } = await registered(order);
      expect(inputs["__urn"]).toBe(await valueOf(order.urn));
      expect(inputs["__urn"]).toContain("test:index:Site$pulumi-nodejs:dynamic/cloudpond:DeliveryOrder::");
    }
  });
});

describe("reading an order with get", () => {
  it("asks for its id and passes what is known of it", async () => {
    const order = DeliveryOrder.get("berlin", "order-7", { edgeSiteId: "site-1", orderIds: ["CS1"] });
    expect(await registered(order)).toMatchObject({
      id: "order-7",
      inputs: { edgeSiteId: "site-1", orderIds: ["CS1"], __urn: URN, __provider: PROVIDER_TEXT },
    });
  });

  it("needs nothing but the id, which may be an output", async () => {
    const order = DeliveryOrder.get("berlin", pulumi.output("order-7"));
    expect(await registered(order)).toMatchObject({ id: "order-7" });
    expect(await valueOf(order.servers)).toBeUndefined();
  });

  it.each([undefined, null, ""])("never declares an order where the id is %j", (id) => {
    const read = () => DeliveryOrder.get("berlin", id as string, ARGS);
    expect(read).toThrow(pulumi.RunError);
    expect(read).toThrow(/^DeliveryOrder "berlin" cannot be read/u);
    expect(registrations).toEqual([]);
  });
});

describe("isInstance", () => {
  it("knows an order", () => {
    expect(DeliveryOrder.isInstance(new DeliveryOrder("berlin", ARGS))).toBe(true);
  });

  it("knows one of another copy of the package", () => {
    class Other extends pulumi.CustomResource {}
    expect(DeliveryOrder.isInstance(new Other(DELIVERY_ORDER_TYPE, "berlin", {}))).toBe(true);
  });

  it("knows what is none", () => {
    class Other extends pulumi.CustomResource {}
    const others = [undefined, null, "order", {}, ARGS, pulumi.output(1), new Other("test:index:Other", "berlin", {})];
    for (const other of others) expect(DeliveryOrder.isInstance(other)).toBe(false);
  });
});

// What a program may write and what the provider reads is the same, but for the defaults. Checked by `npm run types`.
type Plain<T> = T extends readonly (infer U)[]
  ? Plain<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T;
type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
type Market = DeliveryOrderInputs["marketOptions"];
type Declared = Omit<DeliveryOrderInputs, "marketOptions"> & {
  marketOptions: Omit<Optional<Market, "chargeMode">, "prepaidOptions"> & {
    prepaidOptions: Optional<Market["prepaidOptions"], "periodType">;
  };
};
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sameInputs: Same<Plain<pulumi.Unwrap<DeliveryOrderArgs>>, Plain<Declared>> = true;
const sameWait: Same<DeliveryOrderInputs["waitForStatus"], AwaitedStatus | undefined> = true;

it("the arguments are the inputs, at any depth", () => {
  expect([sameInputs, sameWait]).toEqual([true, true]);
});

it("the compiler refuses an order that says nothing of the payment", async () => {
  // @ts-expect-error marketOptions is required, with options too
  const order = new DeliveryOrder("berlin", { edgeSiteId: "site-1", servers: [] }, { protect: true });
  expect((await registered(order)).inputs).not.toHaveProperty("marketOptions");
});
