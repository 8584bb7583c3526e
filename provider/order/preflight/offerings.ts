import type { Offering } from "../catalogue.js";
import { byNearness } from "../nearestName.js";
import { few, type Finding } from "./finding.js";
import type { DeviceLine, Term } from "./previewedOrder.js";
import { isSoldFor, termNamed, termsNearest } from "./terms.js";

/** One of the two lists of offerings, and the words for it. */
export interface OfferingKind {
  /** "server". */
  readonly noun: string;
  /** The input that takes it. */
  readonly input: "servers" | "networkDevices";
  /** The list that says so. */
  readonly source: string;
}

export const SERVERS: OfferingKind = { noun: "server", input: "servers", source: "ListServerOfferings" };
export const NETWORK_DEVICES: OfferingKind = {
  noun: "network device",
  input: "networkDevices",
  source: "ListNetworkDeviceOfferings",
};

export interface OfferingView {
  readonly kind: OfferingKind;
  readonly offerings: readonly Offering[];
  /** The other list; undefined when it is not known. */
  readonly others: readonly Offering[] | undefined;
  readonly otherKind: OfferingKind;
  /** Area of the site; undefined when it names none, and then no offering is in a wrong one. */
  readonly zone: string | undefined;
  /** Undefined where it is not known, or has been objected to already. */
  readonly term: Term | undefined;
}

/** Areas are case-insensitive (ListSupportedZones). */
export const isSameZone = (one: string, other: string): boolean => one.toUpperCase() === other.toUpperCase();

/** Whether an offering exists, is sold where the site lies, is on sale, and under the order's term. */
export function offeringFindings(line: DeviceLine, view: OfferingView): Finding[] {
  const { offeringId } = line;
  if (offeringId === undefined) return [];
  const path = `${line.path}.offeringId`;
  const { kind, offerings, others, otherKind, zone, term } = view;
  const offering = offerings.find(({ id }) => id === offeringId);
  if (offering === undefined) {
    const isOther = others?.some(({ id }) => id === offeringId) === true;
    const message = isOther
      ? `${offeringId} is a ${otherKind.noun} offering (${otherKind.source}): order it under ${otherKind.input}, or take one of ` +
        `${kind.source}: ${alternatives(offeringId, view)}`
      : `there is no ${kind.noun} offering ${offeringId} (${kind.source}); ${alternatives(offeringId, view)}`;
    return [{ severity: "error", path, message }];
  }
  if (zone !== undefined && !isSameZone(offering.zoneCode, zone)) {
    return [
      {
        severity: "error",
        path,
        message:
          `${named(offering)} is sold in ${offering.zoneCode}, and the site lies in ${zone} (${kind.source}); ` +
          alternatives(offeringId, view),
      },
    ];
  }
  const findings: Finding[] = [];
  if (offering.status !== "ONSALE") {
    findings.push({
      severity: "warning",
      path,
      message:
        `${named(offering)} is ${offering.status}, and only what is ONSALE is sure to be sold (${kind.source}); ` +
        alternatives(offeringId, view),
    });
  }
  // What is sold under no terms at all is not documented, and then nothing is concluded from it.
  if (term !== undefined && offering.saleCycles.length > 0 && !isSoldFor(offering.saleCycles, term)) {
    findings.push({
      severity: "error",
      path,
      message:
        `${named(offering)} is not sold for ${termNamed(term)} (${kind.source}); ` +
        `it is for ${few(termsNearest(offering.saleCycles, term))}`,
    });
  }
  return findings;
}

const named = ({ id, spec: { name } }: Offering): string => (name === undefined ? id : `${id} (${name})`);

/** What could have been meant: what is on sale for the site, the most alike first. */
function alternatives(offeringId: string, { offerings, zone, kind }: OfferingView): string {
  const onSale = offerings.filter(
    ({ status, zoneCode }) => status === "ONSALE" && (zone === undefined || isSameZone(zoneCode, zone)),
  );
  const where = zone === undefined ? "" : ` in ${zone}`;
  if (onSale.length === 0) return `no ${kind.noun} offering is on sale${where}`;
  return `on sale${where}: ${few(byNearness(offeringId, onSale, ({ id }) => id).map(named))}`;
}
