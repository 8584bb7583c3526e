import type { HttpResponse } from "../http/transport.js";
import { camelCased } from "./camelCase.js";
import {
  decoded,
  fieldsOf,
  Identifier,
  lenient,
  OptionalIdentifier,
  OptionalText,
  Quantity,
  record,
  Text,
} from "./wire.js";

/** An edge site (`EdgeSiteDetail` of ListEdgeSites and ShowEdgeSite). What the service leaves out is missing. */
export interface EdgeSite {
  readonly id: string;
  /** Account id. */
  readonly domainId: string;
  readonly name: string;
  readonly description?: string;
  /** Region to which the site is connected, such as `cn-north-4`. */
  readonly regionId?: string;
  readonly projectId?: string;
  readonly availabilityZoneId?: string;
  /** `initial`, `deploying`, `available`, `unavailable` (lower case, unlike every other status), or a newer one. */
  readonly status: string;
  readonly location: EdgeSiteLocation;
  readonly enterpriseProjectId?: string;
  /** As the service writes it, ISO 8601. */
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** Where a site lies (`LocationDetail`). */
export interface EdgeSiteLocation {
  /** Area code such as `DE` (ListSupportedZones); decides which offerings are sold to the site. */
  readonly zoneCode?: string;
  readonly address?: string;
  readonly description?: string;
  readonly country?: string;
  readonly province?: string;
  readonly city?: string;
  readonly district?: string;
  readonly condition?: EdgeSiteCondition;
}

/** What the room is like. */
export interface EdgeSiteCondition {
  /** 0 none of these, 1 modular data centre, 2 certified room. */
  readonly environment?: number;
  /** 0 no expansion planned, 1 room for more than 3 racks, 2 room for at most 3 racks. */
  readonly space?: number;
  /** 0 passage or door too small, 1 a whole rack can roll in, 2 it cannot. */
  readonly transport?: number;
  /** `UNCLEAR`, `UNSUPPORT` or `SUPPORT`: installation of whole racks. */
  readonly installation?: string;
}

/** What ListEdgeSites can be asked for; several values of one filter mean any of them. */
export interface EdgeSiteFilter {
  readonly id?: string | readonly string[];
  /** Exact names. */
  readonly name?: string | readonly string[];
  readonly status?: string | readonly string[];
  readonly availabilityZoneId?: string | readonly string[];
  /** Ids, `"0"` for the default project, or `all_granted_eps`. */
  readonly enterpriseProjectId?: string | readonly string[];
}

const Location = fieldsOf({
  zone_code: lenient(OptionalText),
  address: lenient(OptionalText),
  description: lenient(OptionalText),
  country: lenient(OptionalText),
  province: lenient(OptionalText),
  city: lenient(OptionalText),
  district: lenient(OptionalText),
  condition: lenient(
    fieldsOf({
      environment: lenient(Quantity),
      space: lenient(Quantity),
      transport: lenient(Quantity),
      installation: lenient(OptionalText),
    }),
  ),
});

/** Id, account, name and status decide about a purchase; the rest is read where it can be. */
const WireSite = fieldsOf({
  id: Identifier,
  domain_id: Identifier,
  name: Text,
  description: lenient(OptionalText),
  region_id: lenient(OptionalIdentifier),
  project_id: lenient(OptionalIdentifier),
  availability_zone_id: lenient(OptionalIdentifier),
  status: Text,
  location: lenient(Location),
  enterprise_project_id: lenient(OptionalIdentifier),
  created_at: lenient(OptionalText),
  updated_at: lenient(OptionalText),
});

function fromWire(wire: (typeof WireSite)["_A"]): EdgeSite {
  return { location: {}, ...camelCased(wire) };
}

/**
 * For lists: the name of the list in the answer, and how its entries are read.
 * @internal
 */
export const EDGE_SITES = { list: "edge_sites", codec: WireSite, fromWire } as const;

const ShowAnswer = record({ edge_site: WireSite });

/**
 * @throws {UnreadableAnswerError}
 * @internal
 */
export const shownSite = (operation: string, response: HttpResponse): EdgeSite =>
  fromWire(decoded(operation, response, ShowAnswer).edge_site);
