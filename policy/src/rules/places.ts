import type { Order } from "../order.js";
import { EXCEPT, listed, texts, type Exceptions, type Rule, type Violation } from "../rule.js";

/** Settings of {@link allowedSites}. */
export interface AllowedSites extends Exceptions {
  /** Ids of the edge sites for which hardware may be bought. */
  readonly sites: readonly string[];
}

/** Hardware is bought for listed edge sites only. */
export const allowedSites: Rule<AllowedSites> = {
  name: "allowed-sites",
  description: "Hardware is bought for listed edge sites only.",
  settings: { sites: texts("Ids of the edge sites for which hardware may be bought."), ...EXCEPT },
  judge: ({ edgeSiteId }, { sites }) => {
    if (sites === undefined || edgeSiteId === undefined || sites.includes(edgeSiteId)) return [];
    return [
      {
        path: "edgeSiteId",
        problem: "is not a site for which hardware may be bought",
        remedy: `allowed: ${listed(sites)}`,
      },
    ];
  },
};

/** Settings of {@link allowedZones}. */
export interface AllowedZones extends Exceptions {
  /** Zones whose sites may get hardware. */
  readonly zones: readonly string[];
  /** Zone of each site by its id. An order names its site and not the zone, and policies ask the service nothing. */
  readonly zoneOfSite: Readonly<Record<string, string>>;
}

/** Hardware is bought for sites in listed zones only. */
export const allowedZones: Rule<AllowedZones> = {
  name: "allowed-zones",
  description:
    "Hardware is bought for sites in listed zones only; the configuration says which site lies in which zone.",
  settings: {
    zones: texts("Zones whose sites may get hardware."),
    zoneOfSite: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "Zone of each site, by the site's id; a site that is missing here may not get hardware.",
    },
    ...EXCEPT,
  },
  judge: (order, { zones, zoneOfSite = {} }) => (zones === undefined ? [] : zoneViolations(order, zones, zoneOfSite)),
};

function zoneViolations(
  { edgeSiteId }: Order,
  zones: readonly string[],
  zoneOfSite: Readonly<Record<string, string>>,
): Violation[] {
  if (edgeSiteId === undefined) return [];
  const zone = Object.hasOwn(zoneOfSite, edgeSiteId) ? zoneOfSite[edgeSiteId] : undefined;
  if (zone === undefined) {
    return [
      {
        path: "edgeSiteId",
        problem: "is a site whose zone the policy does not know",
        remedy: "name the site's zone under zoneOfSite in the policy's configuration",
      },
    ];
  }
  if (zones.includes(zone)) return [];
  return [
    {
      path: "edgeSiteId",
      problem: `lies in ${zone}, a zone for which nothing may be bought`,
      remedy: `allowed: ${listed(zones)}`,
    },
  ];
}
