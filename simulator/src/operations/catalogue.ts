import { PAY_MODES, type Offering, type OfferingSaleCycle } from "../catalogue.js";
import { ok, type Answer, type Call, type Operation, type OperationId } from "../operation.js";
import { page } from "../paging.js";
import { matches, type Query } from "../query.js";

/** Whether something is sold under the asked terms: one cycle must meet both filters. */
function isSoldFor(cycles: readonly OfferingSaleCycle[], query: Query): boolean {
  const payModes = query.among("pay_mode", PAY_MODES);
  const years = query.numbers("period_num");
  if (payModes.length + years.length === 0) return true;
  return cycles.some((cycle) => matches(payModes, cycle.pay_mode) && matches(years, cycle.period_num));
}

function isInZone(query: Query, zoneCode: string): boolean {
  const asked = query.one("zone_code");
  return asked === undefined || asked.toUpperCase() === zoneCode.toUpperCase();
}

function paged<T extends { readonly id: string; readonly zone_code: string }>(
  { world, query }: Call,
  wrapper: string,
  entries: readonly T[],
  isWanted: (entry: T) => boolean,
): Answer {
  const isShown = (entry: T): boolean => isInZone(query, entry.zone_code) && isWanted(entry);
  const { items, page_info } = page(entries, ({ id }) => id, isShown, query, world.seed.behaviour.pageLimit);
  return ok({ [wrapper]: items, page_info });
}

function list(id: OperationId, path: string, handle: Operation["handle"]): Operation {
  return { id, method: "GET", path: `/v2/:domain_id/${path}`, access: "account", handle };
}

function offerings(call: Call, entries: readonly Offering[]): Answer {
  return paged(call, "offerings", entries, (offering) => isSoldFor(offering.sale_cycles, call.query));
}

/** What can be bought: offerings, storage types and gears, terms. None of them has a price. */
export const catalogueOperations: readonly Operation[] = [
  list("ListServerOfferings", "server-offerings", (call) => offerings(call, call.world.seed.serverOfferings)),
  list("ListNetworkDeviceOfferings", "network-device-offerings", (call) =>
    offerings(call, call.world.seed.networkDeviceOfferings),
  ),
  list("ListStorageTypes", "storage-types", (call) => {
    const name = call.query.one("name");
    return paged(
      call,
      "storage_types",
      call.world.seed.storageTypes,
      (type) => name === undefined || type.name === name,
    );
  }),
  list("ListStorageGears", "storage-gears", (call) =>
    paged(call, "storage_gears", call.world.seed.storageGears, (gear) => isSoldFor(gear.sale_cycles, call.query)),
  ),
  list("ListSaleCycles", "sale-cycles", ({ world, query }) =>
    ok({
      sale_cycles: world.seed.saleCycles
        .filter((cycle) => isInZone(query, cycle.zone_code))
        .map(({ pay_mode, period_type, period_num }) => ({ pay_mode, period_type, period_num })),
    }),
  ),
];
