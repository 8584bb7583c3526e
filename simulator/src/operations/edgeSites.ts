import { microseconds } from "../clock.js";
import { newId } from "../identifiers.js";
import { ok, parseBody, type Call, type Operation } from "../operation.js";
import { page, sorted } from "../paging.js";
import { matches } from "../query.js";
import { refuse } from "../refusal.js";
import { object, oneOf, text, type Shape } from "../shape.js";
import type { SiteRecord } from "../sites.js";

const PATH = "/v1/:domain_id/edge-sites";
const SITE_STATUSES = ["initial", "deploying", "available", "unavailable"];
const SORT_KEYS = ["id", "name", "status", "region_id", "created_at", "updated_at"] as const;

type Location = SiteRecord["location"];

interface NewSite {
  readonly name: string;
  readonly region_id: string;
  readonly project_id?: string;
  readonly description?: string;
  readonly enterprise_project_id?: string;
  readonly location: Location;
}

interface SiteChange {
  readonly description?: string;
  readonly location?: Location;
}

const description = text({ min: 0, max: 255, pattern: /^[^<>]*$/, describe: "a text without < and >" });

const condition = object<Record<string, string | number>>(
  {},
  {
    environment: oneOf(0, 1, 2),
    space: oneOf(0, 1, 2),
    transport: oneOf(0, 1, 2),
    installation: oneOf("UNCLEAR", "UNSUPPORT", "SUPPORT"),
  },
);

const place = { country: text(), province: text(), city: text(), district: text(), description, condition };

const newSite: Shape<{ edge_site: NewSite }> = object<{ edge_site: NewSite }>({
  edge_site: object<NewSite>(
    {
      name: text({ max: 64, pattern: /^[\p{L}\p{N}_-]+$/u, describe: "letters, digits, _ and -" }),
      region_id: text({ max: 64 }),
      location: object<Location>({ condition }, { ...place, zone_code: text(), address: text(), name: text() }),
    },
    { project_id: text(), description, enterprise_project_id: text() },
  ),
});

const siteChange: Shape<{ edge_site: SiteChange }> = object<{ edge_site: SiteChange }>({
  edge_site: object<SiteChange>({}, { description, location: object<Location>({}, place) }),
});

/** @throws Refusal 404 IES.00011002 */
function existingSite({ world, id }: Call): SiteRecord {
  const site = world.ledger.site(id);
  if (site === undefined) throw refuse("IES.00011002", `edge site ${id} does not exist`);
  return site;
}

function createSite({ world, body }: Call): SiteRecord {
  const { seed, ledger, clock } = world;
  const given = parseBody(body, newSite).edge_site;
  if (ledger.sites.some((site) => site.name === given.name)) {
    throw refuse("IES.00011001", `an edge site named ${given.name} already exists`);
  }
  if (!seed.regions.some((region) => region.region_id === given.region_id)) {
    throw refuse("IES.00021001", `region ${given.region_id} does not exist`);
  }
  const zoneCode = given.location.zone_code?.toUpperCase();
  if (zoneCode !== undefined && !seed.zones.some((zone) => zone.code === zoneCode)) {
    throw refuse("IES.00001005", `invalid parameter: edge_site.location.zone_code ${zoneCode} does not exist`);
  }
  if (ledger.sites.length >= (seed.quotas["edge_site"] ?? Infinity)) {
    throw refuse("IES.00001008", "the quota of edge sites is used up");
  }
  // location.name is documented as deprecated, not stored and not returned.
  const { name: _notStored, condition: given_condition, ...location } = given.location;
  const site: SiteRecord = {
    id: newId(),
    domain_id: seed.account.id,
    name: given.name,
    description: given.description ?? "",
    region_id: given.region_id,
    project_id: given.project_id ?? null,
    availability_zone_id: null,
    status: "initial",
    location: {
      ...location,
      ...(zoneCode === undefined ? {} : { zone_code: zoneCode }),
      condition: { environment: 0, space: 0, transport: 0, installation: "UNCLEAR", ...(given_condition as object) },
    },
    enterprise_project_id: given.enterprise_project_id ?? "0",
    created_at: microseconds(clock.service()),
    updated_at: null,
  };
  ledger.sites.push(site);
  return site;
}

/** Name and region cannot be changed; the location only while nothing has been ordered for it. */
function updateSite(call: Call): SiteRecord {
  const site = existingSite(call);
  const change = parseBody(call.body, siteChange).edge_site;
  if (change.location !== undefined && site.status !== "initial") {
    throw refuse("IES.00011007", `the location of an edge site that is ${site.status} cannot be updated`);
  }
  site.description = change.description ?? site.description;
  site.location = { ...site.location, ...change.location };
  site.updated_at = microseconds(call.world.clock.service());
  return site;
}

function deleteSite(call: Call): void {
  const { ledger } = call.world;
  const site = existingSite(call);
  if (site.status !== "initial") {
    throw refuse("IES.00011003", `an edge site that is ${site.status} cannot be deleted`);
  }
  ledger.sites.splice(ledger.sites.indexOf(site), 1);
}

/** The five calls on edge sites. Creating answers 200, not 201; deleting 200 without a body. */
export const edgeSiteOperations: readonly Operation[] = [
  {
    id: "CreateEdgeSite",
    method: "POST",
    path: PATH,
    access: "account",
    handle: (call) => ok({ edge_site: createSite(call) }),
  },
  {
    id: "ListEdgeSites",
    method: "GET",
    path: PATH,
    access: "account",
    handle: ({ world, query }) => {
      const statuses = query.among("status", SITE_STATUSES);
      const projects = query.all("enterprise_project_id").filter((id) => id !== "all_granted_eps");
      const isShown = (site: SiteRecord): boolean =>
        matches(query.all("id"), site.id) &&
        matches(query.all("name"), site.name) &&
        matches<string | null>(query.all("availability_zone_id"), site.availability_zone_id) &&
        matches(projects, site.enterprise_project_id) &&
        matches<string>(statuses, site.status);
      const sites = sorted(world.ledger.sites, query, SORT_KEYS);
      const { items, page_info } = page(sites, (site) => site.id, isShown, query, world.seed.behaviour.pageLimit);
      return ok({ edge_sites: items, page_info });
    },
  },
  {
    id: "ShowEdgeSite",
    method: "GET",
    path: `${PATH}/:id`,
    access: "account",
    handle: (call) => ok({ edge_site: existingSite(call) }),
  },
  {
    id: "UpdateEdgeSite",
    method: "PUT",
    path: `${PATH}/:id`,
    access: "account",
    handle: (call) => ok({ edge_site: updateSite(call) }),
  },
  {
    id: "DeleteEdgeSite",
    method: "DELETE",
    path: `${PATH}/:id`,
    access: "account",
    handle: (call) => {
      deleteSite(call);
      return { status: 200 };
    },
  },
];
