import type { OnSite, StorageType } from "../catalogue.js";
import { byNearness } from "../nearestName.js";
import type { StoragePoolRecord } from "../service.js";
import { few, type Finding } from "./finding.js";
import { isSameZone } from "./offerings.js";
import type { StorageLine } from "./previewedOrder.js";

const SOURCE = "ListStorageTypes";

/** Whether a storage type is sold where the site lies, and its size on the type's grid. */
export function storageFindings(
  { path, storageType, size }: StorageLine,
  types: readonly StorageType[],
  zone: string | undefined,
): Finding[] {
  if (storageType === undefined) return [];
  const sold = types.filter(({ zoneCode }) => zone === undefined || isSameZone(zoneCode, zone));
  const ofName = sold.filter(({ name }) => name === storageType);
  if (ofName.length === 0) {
    const names = [...new Set(sold.map(({ name }) => name))];
    const where = zone === undefined ? "" : ` in ${zone}`;
    const offered = names.length === 0 ? "none is" : few(byNearness(storageType, names, (name) => name));
    return [
      {
        severity: "error",
        path: `${path}.storageType`,
        message: `there is no storage type ${storageType}${where} (${SOURCE}); sold${where}: ${offered}`,
      },
    ];
  }
  if (size === undefined || ofName.some((type) => isOnGrid(size, type))) return [];
  // A warning: sizes are TB in orders and TiB in specs, and which of both rules counts where both are given is open.
  return [
    {
      severity: "warning",
      path: `${path}.size`,
      message: `${size} TB of ${storageType} may not be for sale (${SOURCE}): ${gridOf(size, ofName[0]!)}`,
    },
  ];
}

/** Step 0: listed capacities only. No listed capacities: any multiple of the step. With both, either will do. */
function isOnGrid(size: number, { expandCapacityStep: step, supportedCapacities: listed }: StorageType): boolean {
  if (step === 0 && listed.length === 0) return true;
  const starts = listed.length === 0 ? [0] : [0, Math.min(...listed)];
  return listed.includes(size) || (step > 0 && starts.some((start) => size >= start && (size - start) % step === 0));
}

function gridOf(size: number, { expandCapacityStep: step, supportedCapacities: listed }: StorageType): string {
  const nearest = [...listed].sort((a, b) => Math.abs(a - size) - Math.abs(b - size)).map((each) => `${each} TB`);
  if (step === 0) return `only certain sizes are, the nearest are ${few(nearest)}`;
  const below = Math.floor(size / step) * step;
  const multiples = [below, below + step].filter((each) => each > 0).map((each) => `${each} TB`);
  const alsoListed = listed.length === 0 ? "" : `; listed besides: ${few(nearest)}`;
  return `it is sold in steps of ${step} TB, the nearest are ${multiples.join(" and ")}${alsoListed}`;
}

/**
 * What a size means where the site has a pool of that type: the API adds it. Pools with a parent are expansions on their
 * way into it.
 */
export function additionFindings(
  { path, storageType, size }: StorageLine,
  pools: readonly OnSite<StoragePoolRecord>[],
): Finding[] {
  const ofType = pools.filter((pool) => pool.storageType === storageType);
  if (size === undefined || ofType.length === 0) return [];
  const sum = (records: readonly StoragePoolRecord[]): number => records.reduce((total, pool) => total + pool.size, 0);
  const now = sum(ofType.filter(({ parentId }) => parentId === undefined));
  const coming = sum(ofType.filter(({ parentId }) => parentId !== undefined));
  const onTheWay = coming === 0 ? "" : `${coming} TB on their way, `;
  return [
    {
      severity: "info",
      path: `${path}.size`,
      message: `${storageType}: ${now} TB now, ${onTheWay}${size} TB ordered, ${now + coming + size} TB then`,
    },
  ];
}
