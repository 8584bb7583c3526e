import type { Query } from "./query.js";
import { refuse } from "./refusal.js";
import { sentence, type Shape } from "./shape.js";
import type { Simulation } from "./simulation.js";

/** Ids of the operations as the API reference names them; those of IAM and of the billing service follow their own naming. */
export const OPERATION_IDS = [
  "CreateDeliveryOrder",
  "ListDeliveryOrders",
  "ShowDeliveryOrder",
  "DeleteDeliveryOrder",
  "CreateEdgeSite",
  "ListEdgeSites",
  "ShowEdgeSite",
  "UpdateEdgeSite",
  "DeleteEdgeSite",
  "ListServerOfferings",
  "ListNetworkDeviceOfferings",
  "ListStorageTypes",
  "ListStorageGears",
  "ListSaleCycles",
  "ListServers",
  "ShowServer",
  "ListNetworkDevices",
  "ShowNetworkDevice",
  "ListStoragePools",
  "ShowStoragePool",
  "ListQuotas",
  "ListSupportedRegions",
  "ListSupportedZones",
  "CreateToken",
  "ListAuthDomains",
  "ListRateOnPeriodDetail",
] as const;

/** Id of a simulated operation. */
export type OperationId = (typeof OPERATION_IDS)[number];

/** A request that has passed the gateway. */
export interface Call {
  readonly world: Simulation;
  /** The `{…}` part of the path besides the account; empty where there is none. */
  readonly id: string;
  readonly query: Query;
  readonly language: string | undefined;
  readonly body: Buffer;
}

/** An answer without its common headers. */
export interface Answer {
  readonly status: number;
  /** JSON; absent means no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the simulated services. */
export interface Operation {
  readonly id: OperationId;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path in the router's notation; `:domain_id` is the account, `:id` the record. */
  readonly path: string;
  /** `account`: signature or token, and the right account. `caller`: signature or token. `open`: nothing. */
  readonly access: "account" | "caller" | "open";
  readonly handle: (call: Call) => Answer;
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** The body as JSON of a shape. @throws Refusal 400 IES.00001005 naming every problem */
export function parseBody<T>(body: Buffer, shape: Shape<T>): T {
  const value = parseJson(body);
  if (value === undefined) throw refuse("IES.00001005", "invalid parameter: the body is not JSON");
  const problems = shape(value, "");
  if (problems.length > 0) throw refuse("IES.00001005", `invalid parameter: ${sentence(problems)}`);
  return value as T;
}

/** The body as JSON, undefined when it is none. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
