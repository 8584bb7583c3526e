import type { DeviceRecord, HardwareFilter, NewDeliveryOrder, OrderService, StoragePoolRecord } from "./service.js";
import { isDone } from "./status.js";

/** The hardware records of a site or of an order. */
export interface Hardware {
  readonly servers: readonly DeviceRecord[];
  readonly networkDevices: readonly DeviceRecord[];
  readonly storagePools: readonly StoragePoolRecord[];
}

/** What an order consists of: quantity by kind and product. Two orders are the same purchase when their lines are. */
export type Lines = ReadonlyMap<string, number>;

export type Comparison = "equal" | "incomplete" | "contradicting";

export async function listHardware(service: OrderService, filter: HardwareFilter): Promise<Hardware> {
  const [servers, networkDevices, storagePools] = await Promise.all([
    service.listServers(filter),
    service.listNetworkDevices(filter),
    service.listStoragePools(filter),
  ]);
  return { servers, networkDevices, storagePools };
}

export const recordsOf = (hardware: Hardware): readonly (DeviceRecord | StoragePoolRecord)[] => [
  ...hardware.servers,
  ...hardware.networkDevices,
  ...hardware.storagePools,
];

/** The billing order numbers that hardware records name, without repetition, sorted; no order has more of them. */
export function orderNumbersOf(hardware: Hardware): string[] {
  const numbers = recordsOf(hardware).flatMap(({ orderNumber }) => (orderNumber === undefined ? [] : [orderNumber]));
  return [...new Set(numbers)].sort().slice(0, MOST_NUMBERS);
}

export function orderedLines(order: Pick<NewDeliveryOrder, "servers" | "networkDevices" | "storagePools">): Lines {
  return summed([
    ...(order.servers ?? []).map((item) => [`server ${item.offeringId}`, item.count] as const),
    ...(order.networkDevices ?? []).map((item) => [`network device ${item.offeringId}`, item.count] as const),
    ...(order.storagePools ?? []).map((item) => [`${STORAGE}${item.storageType}`, item.size] as const),
  ]);
}

export function shownLines(hardware: Hardware): Lines {
  return summed([
    ...hardware.servers.map((device) => [`server ${device.offeringId}`, 1] as const),
    ...hardware.networkDevices.map((device) => [`network device ${device.offeringId}`, 1] as const),
    ...hardware.storagePools.map((pool) => [`${STORAGE}${pool.storageType}`, pool.size] as const),
  ]);
}

/** Compares what an order's hardware shows with what was declared; records may still be on their way. */
export function compareLines(shown: Lines, declared: Lines): Comparison {
  for (const [line, quantity] of shown) if (quantity > (declared.get(line) ?? 0)) return "contradicting";
  for (const [line, quantity] of declared) if (quantity !== shown.get(line)) return "incomplete";
  return "equal";
}

/**
 * The same for an order that somebody else placed: what it shows must be declared exactly, what it does not show may
 * still come. Once an expansion has merged, a pool shows the sum of several orders under the first one's id, so a done
 * order's larger pool contradicts nothing, but it proves nothing either.
 */
export function compareAdopted(status: string, shown: Lines, declared: Lines): Comparison {
  let comparison: Comparison = shown.size === declared.size ? "equal" : "incomplete";
  for (const [line, quantity] of shown) {
    const ordered = declared.get(line);
    if (ordered === quantity) continue;
    const mayBeMerged = line.startsWith(STORAGE) && isDone(status) && ordered !== undefined && quantity > ordered;
    if (!mayBeMerged) return "contradicting";
    comparison = "incomplete";
  }
  return comparison;
}

const MOST_NUMBERS = 100;

const STORAGE = "TB of storage type ";

/** For people: "2 × server a, 26 TB of storage type SSD". */
export function describeLines(lines: Lines): string {
  if (lines.size === 0) return "no hardware yet";
  return [...lines].map(([line, quantity]) => `${quantity}${line.startsWith(STORAGE) ? " " : " × "}${line}`).join(", ");
}

/** Quantities by key; equal keys are added up. */
export function summed(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [line, quantity] of entries) lines.set(line, (lines.get(line) ?? 0) + quantity);
  return lines;
}
