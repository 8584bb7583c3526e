import type * as pulumi from "@pulumi/pulumi";
import { DeliveryOrder, type DeliveryOrderArgs } from "../../provider/index.js";
import type { Engine, Program } from "./harness.js";

// Sites, offerings and orders of the simulator's default seed.
export const BERLIN = "10000000-0000-4000-8000-000000000001";
export const HAMBURG = "10000000-0000-4000-8000-000000000003";
export const SERVER = "20000000-0000-4000-8000-000000000001";
export const NETWORK_DEVICE = "30000000-0000-4000-8000-000000000001";
/** Order of the site in Hamburg: SUCCESS, and of the lines of {@link ARGS}. */
export const HAMBURG_ORDER = "60000000-0000-4000-8000-000000000001";

/** The API documentation's example of an order (CreateDeliveryOrder), for the site in Berlin. */
export const ARGS = {
  edgeSiteId: BERLIN,
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: NETWORK_DEVICE, count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
} satisfies DeliveryOrderArgs;

/** The same order with one server more. */
export const CHANGED_ARGS = { ...ARGS, servers: [{ offeringId: SERVER, count: 3 }] } satisfies DeliveryOrderArgs;

/** A program that declares one order, called "berlin"; `args` may be what the compiler would refuse. */
export const ordering =
  (args: object = ARGS, options: pulumi.CustomResourceOptions = {}): Program =>
  async () => {
    new DeliveryOrder("berlin", args as DeliveryOrderArgs, options);
    return Promise.resolve();
  };

/** A program that declares nothing. */
export const NOTHING: Program = async () => Promise.resolve();

/** Id of the order "berlin" in the state. */
export async function heldOrder(engine: Engine): Promise<string> {
  const { id } = (await engine.resource("berlin")) ?? {};
  if (id === undefined) throw new Error('The state holds no order "berlin".');
  return id;
}

/** What the command line tells of an order under "Diagnostics:"; empty when it tells nothing. */
export function toldOf(output: string, name = "berlin"): string {
  const [, after = ""] = output.split(`\n  pulumi-nodejs:dynamic/cloudpond:DeliveryOrder (${name}):\n`);
  const lines = after.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("    "));
  return lines
    .slice(0, end)
    .map((line) => line.slice(4))
    .join("\n");
}

/** Operations that the service was asked for after the first `skipped` requests, writes only. */
export async function writes(engine: Engine, skipped = 0): Promise<string[]> {
  const journal = await engine.simulator.journal();
  return journal.slice(skipped).flatMap(({ operation, method }) => (method === "GET" ? [] : [operation ?? method]));
}
