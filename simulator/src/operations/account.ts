import { ok, type Operation } from "../operation.js";
import { page, sorted } from "../paging.js";

const LANGUAGES = ["zh-cn", "en-us", "pt-br", "es-us", "es-es"];

/** What belongs to the account as a whole: quotas, regions, zones. */
export const accountOperations: readonly Operation[] = [
  {
    id: "ListQuotas",
    method: "GET",
    path: "/v1/:domain_id/quotas",
    access: "account",
    handle: ({ world }) => {
      const { sites, inventory } = world.ledger;
      const used: Readonly<Record<string, number>> = {
        edge_site: sites.length,
        compute_device: inventory.servers.length,
      };
      const resources = Object.entries(world.seed.quotas).map(([type, quota]) => ({
        type,
        quota,
        used: used[type] ?? 0,
      }));
      return ok({ quotas: { resources } });
    },
  },
  {
    id: "ListSupportedRegions",
    method: "GET",
    path: "/v1/:domain_id/regions",
    access: "account",
    handle: ({ world, query, language = "zh-cn" }) => {
      const wanted = LANGUAGES.includes(language.toLowerCase()) ? language.toLowerCase() : "zh-cn";
      const regions = world.seed.regions.map(({ region_id, display_names: names }) => ({
        region_id,
        display_name: names[wanted] ?? names["en-us"] ?? region_id,
      }));
      const { items, page_info } = page(
        sorted(regions, query, ["region_id", "display_name"]),
        ({ region_id }) => region_id,
        () => true,
        query,
        world.seed.behaviour.pageLimit,
      );
      return ok({ regions: items, page_info });
    },
  },
  {
    id: "ListSupportedZones",
    method: "GET",
    path: "/v1/:domain_id/zones",
    access: "account",
    handle: ({ world }) => ok({ zones: world.seed.zones }),
  },
];
