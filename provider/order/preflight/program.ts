import type { Finding } from "./finding.js";
import { deviceLines, isAdoption, isUnknown, storageLines, textOf, type PreviewedOrder } from "./previewedOrder.js";

/** The same product twice in a list: both entries are ordered, which may be meant. */
export function repeatFindings(order: PreviewedOrder): Finding[] {
  const lists = [
    deviceLines(order, "servers").map(({ path, offeringId }) => ({ path: `${path}.offeringId`, product: offeringId })),
    deviceLines(order, "networkDevices").map(({ path, offeringId }) => ({
      path: `${path}.offeringId`,
      product: offeringId,
    })),
    storageLines(order).map(({ path, storageType }) => ({ path: `${path}.storageType`, product: storageType })),
  ];
  return lists.flatMap((lines) =>
    lines.flatMap(({ path, product }, at): Finding[] => {
      const first = lines.findIndex((line) => line.product === product);
      if (product === undefined || first === at) return [];
      return [
        {
          severity: "warning",
          path,
          message: `${product} repeats ${lines[first]!.path}, and both entries are ordered: if that is meant, add them up in one`,
        },
      ];
    }),
  );
}

/** What the other orders of a program are compared with. */
interface SeenOrder {
  readonly name: string;
  /** What its purchase believes its site to hold; absent where that is not known, or where it buys nothing. */
  readonly basis: string | undefined;
  readonly servers: number;
}

/** The new orders of one run of a program, as far as their previews have come. */
export class Program {
  private readonly orders = new Map<string, SeenOrder>();

  /** What an order and those before it do to each other. */
  findings(order: PreviewedOrder): Finding[] {
    const { name, resource } = order;
    const basis = basisOf(order);
    this.orders.set(resource, { name, basis, servers: isAdoption(order) ? 0 : serversOf(order) });
    if (basis === undefined) return [];
    const other = [...this.orders].find(([seen, each]) => seen !== resource && each.basis === basis);
    if (other === undefined) return [];
    return [
      {
        severity: "error",
        path: "edgeSiteId",
        message:
          `the order "${other[1].name}" of this program is for the same site, which takes only one of them at a time: ` +
          "put both into one order, or let this one come after the other " +
          "(afterOrderId with the other's id), which is possible once that is delivered",
      },
    ];
  }

  /** How many servers the new orders want in all. */
  get servers(): number {
    return [...this.orders.values()].reduce((total, { servers }) => total + servers, 0);
  }
}

const serversOf = (order: PreviewedOrder): number =>
  deviceLines(order, "servers").reduce((total, { count = 0 }) => total + count, 0);

/** What a purchase believes its site to hold. Two purchases with the same belief cannot both be right. */
function basisOf(order: PreviewedOrder): string | undefined {
  const site = textOf(order, "edgeSiteId");
  if (site === undefined || isAdoption(order)) return undefined;
  if (isUnknown(order, "afterOrderId") || isUnknown(order, "siteRevision")) return undefined;
  return JSON.stringify([site, textOf(order, "afterOrderId"), textOf(order, "siteRevision")]);
}
