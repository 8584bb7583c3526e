import type { LedgerOrder } from "cloudpond-simulator";
import type { Violation } from "./auditor.js";
import type { Values } from "./engine.js";
import type { Machine } from "./machine.js";
import { isIdOf, plainId } from "./oddIds.js";
import type { Evidence, Heard } from "./evidence.js";

/**
 * What states hold, beside the service's ledger.
 * - I1 a resource holds an order of what it declares: another one would be bought again some day, or never be missed
 * - I1 no purchase under a `siteRevision` that a later order has spent
 * - I1 a create that finds a second writer's order beside its own says so
 * - I2 neither a read nor a delete lets go of an order that is not dead
 * - money: what a message says to be kept in the state is there
 */
export function auditHoldings(evidence: Evidence): Violation[] {
  return [strangersIn, spentTokensIn, untoldWritersIn, letGoIn, neverKeptIn].flatMap((check) => check(evidence));
}

/** Of what is adopted only that counts which its hardware shows; what more is declared may still come. */
function strangersIn({ setting, stacks, orders }: Evidence): Violation[] {
  return stacks.flatMap(({ resources }) =>
    [...resources].flatMap(([name, { id, outputs }]): Violation[] => {
      const order = orders.find((candidate) => isIdOf(id, candidate));
      if (setting.deviceDelayMs > 0 && outputs["adoptOrderId"] !== undefined) return [];
      if (order === undefined || isHeldRightly(linesOf(order), declaredLines(outputs), outputs)) return [];
      return [{ invariant: "I1", what: `"${name}" holds order ${id}, which consists of ${linesOf(order).join(", ")}` }];
    }),
  );
}

function isHeldRightly(bought: readonly string[], declared: readonly string[], { adoptOrderId }: Values): boolean {
  if (adoptOrderId !== undefined) return bought.every((line) => declared.includes(line));
  return bought.join() === declared.join();
}

const linesOf = ({ servers = [], network_devices: devices = [], storage_pools: pools = [] }: LedgerOrder): string[] =>
  [
    ...[...servers, ...devices].map(({ offering_id: id, count }) => `${count} × ${id}`),
    ...pools.map(({ storage_type: type, size }) => `${size} TB ${type}`),
  ].sort();

interface DeclaredLines {
  readonly servers?: readonly { readonly offeringId: string; readonly count: number }[];
  readonly networkDevices?: readonly { readonly offeringId: string; readonly count: number }[];
  readonly storagePools?: readonly { readonly storageType: string; readonly size: number }[];
}

const declaredLines = ({ servers = [], networkDevices = [], storagePools = [] }: DeclaredLines): string[] =>
  [
    ...[...servers, ...networkDevices].map(({ offeringId, count }) => `${count} × ${offeringId}`),
    ...storagePools.map(({ storageType, size }) => `${size} TB ${storageType}`),
  ].sort();

/** Two purchases under one token: the first one has changed what the token stands for. */
function spentTokensIn({ exchanges, brokenMachines }: Evidence): Violation[] {
  const spent = new Map<unknown, { readonly id: string; readonly machine: Machine }>();
  return exchanges.flatMap(({ process: { machine }, creation, accepted, fault }): Violation[] => {
    const token = creation?.inputs["siteRevision"];
    const [first] = accepted;
    if (token === undefined || first === undefined || fault !== undefined) return [];
    const earlier = spent.get(token);
    spent.set(token, { id: first.id, machine });
    if (earlier === undefined) return [];
    const what = `order ${first.id} was bought with the siteRevision that ${earlier.id} has spent`;
    const hasCommonNote = earlier.machine === machine && !brokenMachines.has(machine);
    return [{ invariant: "I1", what, ...(hasCommonNote ? {} : { openCase: "twoWriters" as const }) }];
  });
}

/** Orders that came between a create's list and the answer to its POST: the list after it shows them. */
function untoldWritersIn({ setting, exchanges, orders, consoleOrders }: Evidence): Violation[] {
  if (setting.listDelayMs > 0) return [];
  const acceptedAt = new Map([
    ...[...consoleOrders].map(([id, { at }]) => [id, at] as const),
    ...exchanges.flatMap(({ accepted }) => accepted.map(({ id, at }) => [id, at] as const)),
  ]);
  return exchanges.flatMap(
    ({ process, creation, edgeSiteId, startedAt, endedAt = 0, accepted, fault }): Violation[] => {
      const [own] = accepted;
      if (creation?.end !== "placed" || own === undefined || fault !== undefined) return [];
      const lists = exchanges.filter((one) => one.process === process && one.operation === "ListDeliveryOrders");
      const seenAt = lists.filter((list) => list.startedAt < startedAt).at(-1)?.servedAt ?? Infinity;
      if (lists.some((list) => list.startedAt > startedAt && list.fault !== undefined)) return [];
      return orders
        .filter(({ id, edge_site_id: site, status, deleted }) => {
          const at = acceptedAt.get(id) ?? 0;
          const isStanding = !deleted && status !== "CANCELLED" && status !== "FAIL";
          return id !== own.id && site === edgeSiteId && isStanding && at > seenAt && at < endedAt;
        })
        .map(({ id }) => ({ invariant: "I1", what: `order ${own.id} was placed beside ${id}, and nobody was told` }));
    },
  );
}

function letGoIn({ stacks, orders }: Evidence): Violation[] {
  const letGo = new Set(stacks.flatMap((stack) => [...stack.letGo].map(plainId)));
  return orders
    .filter(({ id, status }) => letGo.has(id) && status !== "CANCELLED" && status !== "FAIL")
    .map(({ id, status }) => ({ invariant: "I2", what: `the state let go of order ${id}, which is ${status}` }));
}

const KEPT = /Order (\S+) (was placed and )?is kept in the state\.$/u;

function neverKeptIn({ heard, everHeld }: Evidence): Violation[] {
  return heard.flatMap(({ severity, text }: Heard): Violation[] => {
    const id = severity === "error" ? KEPT.exec(text)?.[1] : undefined;
    return id === undefined || everHeld.has(plainId(id))
      ? []
      : [{ invariant: "money", what: `order ${id} is in no state: ${text}` }];
  });
}
