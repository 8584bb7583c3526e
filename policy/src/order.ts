import type { PolicyResourceOptions } from "@pulumi/policy";

/** Type of a `DeliveryOrder` in the state and in the arguments of a policy (`args.type`). */
export const DELIVERY_ORDER_TYPE = "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder";

/** One entry of `servers` or `networkDevices`; what a preview does not know yet is undefined. */
export interface Line {
  /** Where it stands in the inputs, such as `servers[0]`. */
  readonly path: string;
  readonly offeringId?: string | undefined;
  readonly count?: number | undefined;
}

/** One entry of `storagePools`. */
export interface Pool {
  /** Where it stands in the inputs, such as `storagePools[0]`. */
  readonly path: string;
  readonly storageType?: string | undefined;
  /** TB. */
  readonly size?: number | undefined;
}

/**
 * An order as rules see it. What the program left out and what a preview does not know yet are both undefined: rules judge
 * what is there, and an `up` runs them again, before the purchase, when everything is known.
 */
export interface Order {
  /** Name of the resource in the program. */
  readonly name: string;
  readonly urn: string;
  /** Stack and project that declare it, from the URN. */
  readonly stack: string;
  readonly project: string;
  readonly isProtected: boolean;
  /** Whether it takes an existing order over (`adoptOrderId`), which buys nothing; also where its id is not known yet. */
  readonly adopts: boolean;
  /** Whether the stack holds it already, as far as it shows. Only stack policies are shown outputs, and while an existing order is
   * updated a preview of dynamic resources shows its inputs alone, as those of a new one. */
  readonly exists: boolean;
  /** When it was placed, as the service writes it; an output. */
  readonly createdAt?: string | undefined;
  readonly edgeSiteId?: string | undefined;
  readonly servers: readonly Line[];
  readonly networkDevices: readonly Line[];
  readonly storagePools: readonly Pool[];
  readonly periodType?: string | undefined;
  readonly periodNum?: number | undefined;
  readonly payMode?: string | undefined;
}

/** What the arguments of a resource policy and the resources of a stack policy have in common. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: Pick<PolicyResourceOptions, "protect">;
}

/** The order that a resource is; undefined for every other resource. */
export function orderOf(resource: DeclaredResource): Order | undefined {
  if (resource.type !== DELIVERY_ORDER_TYPE) return undefined;
  const { name, urn, props, opts } = resource;
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/u, "").split("::");
  const adopted = member(props, "adoptOrderId");
  const prepaid = member(member(props, "marketOptions"), "prepaidOptions");
  return {
    name,
    urn,
    stack,
    project,
    isProtected: opts.protect,
    adopts: adopted !== undefined && adopted !== null,
    exists: text(member(props, "status")) !== undefined,
    createdAt: text(member(props, "createdAt")),
    edgeSiteId: text(member(props, "edgeSiteId")),
    servers: linesOf(props, "servers"),
    networkDevices: linesOf(props, "networkDevices"),
    storagePools: itemsOf(props, "storagePools").map(({ path, item }) => ({
      path,
      storageType: text(member(item, "storageType")),
      size: number(member(item, "size")),
    })),
    periodType: text(member(prepaid, "periodType")),
    periodNum: number(member(prepaid, "periodNum")),
    payMode: text(member(prepaid, "payMode")),
  };
}

const linesOf = (props: unknown, key: string): Line[] =>
  itemsOf(props, key).map(({ path, item }) => ({
    path,
    offeringId: text(member(item, "offeringId")),
    count: number(member(item, "count")),
  }));

function itemsOf(props: unknown, key: string): { path: string; item: unknown }[] {
  const list = member(props, key);
  if (!Array.isArray(list)) return [];
  return Array.from({ length: list.length }, (_, index) => ({
    path: `${key}[${index}]`,
    item: member(list, String(index)),
  }));
}

const UNKNOWN = Symbol("not known in this preview");

/** The policy library lets the very access to an unknown value throw, which would end the rule with all its other findings. */
function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return UNKNOWN;
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
