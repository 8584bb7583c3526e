import { microseconds } from "./clock.js";
import type { Seed, SeedSite } from "./seed.js";

/** `status` of an edge site; lower case, unlike every other enum of the API. */
export type SiteStatus = "initial" | "deploying" | "available" | "unavailable";

/** EdgeSiteDetail. */
export interface SiteRecord {
  readonly id: string;
  readonly domain_id: string;
  readonly name: string;
  description: string;
  readonly region_id: string;
  readonly project_id: string | null;
  readonly availability_zone_id: string | null;
  status: SiteStatus;
  location: { readonly zone_code?: string; readonly [member: string]: unknown };
  readonly enterprise_project_id: string;
  readonly created_at: string;
  updated_at: string | null;
}

/** The project of sites of which the seed does not say it. */
const PROJECT = "fedcba9876543210fedcba9876543210";

/** Where a seed does not say it, sites are a day apart from here on. */
const FIRST_SITE = Date.UTC(2025, 10, 3, 9, 30, 0, 120);
const DAY = 24 * 60 * 60 * 1000;

/** A site of the seed, completed. */
export function seededSite(seed: Seed, site: SeedSite, index: number): SiteRecord {
  return {
    id: site.id,
    domain_id: seed.account.id,
    name: site.name ?? `site-${index + 1}`,
    description: site.description ?? "",
    region_id: site.region_id ?? seed.regions[0]?.region_id ?? "",
    project_id: site.project_id ?? PROJECT,
    availability_zone_id: site.availability_zone_id ?? null,
    status: site.status ?? "initial",
    location: (site.location as SiteRecord["location"] | undefined) ?? {
      zone_code: seed.zones[0]?.code ?? "",
      condition: { environment: 0, space: 0, transport: 0, installation: "UNCLEAR" },
    },
    enterprise_project_id: site.enterprise_project_id ?? "0",
    created_at: microseconds(site.created_at === undefined ? FIRST_SITE + index * DAY : Date.parse(site.created_at)),
    updated_at: null,
  };
}
