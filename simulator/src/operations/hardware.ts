import type { DeviceRecord, Held, PoolRecord } from "../hardware.js";
import { ok, type Call, type Operation, type OperationId } from "../operation.js";
import { page, type Page } from "../paging.js";
import { matches } from "../query.js";
import { refuse } from "../refusal.js";

const DEVICE_STATUSES = ["PENDING_PAYMENT", "DELIVERING", "USING"];
const POOL_STATUSES = ["CREATING", "AVAILABLE", "EXPANDING", "PENDING_PAYMENT", "FROZEN"];

type HardwareRecord = DeviceRecord | PoolRecord;

/** Where the records of one kind are and how the API names them. */
interface HardwareKind {
  readonly list: OperationId;
  readonly show: OperationId;
  readonly path: string;
  /** Wrapper of the list and of the single record. */
  readonly many: string;
  readonly single: string;
  readonly statuses: readonly string[];
  /** Storage pools have no `id` filter. */
  readonly filtersById: boolean;
  readonly held: (call: Call) => readonly Held<HardwareRecord>[];
}

const KINDS: readonly HardwareKind[] = [
  {
    list: "ListServers",
    show: "ShowServer",
    path: "/v2/:domain_id/servers",
    many: "servers",
    single: "server",
    statuses: DEVICE_STATUSES,
    filtersById: true,
    held: ({ world }) => world.ledger.inventory.servers,
  },
  {
    list: "ListNetworkDevices",
    show: "ShowNetworkDevice",
    path: "/v2/:domain_id/network-devices",
    many: "network_devices",
    single: "network_device",
    statuses: DEVICE_STATUSES,
    filtersById: true,
    held: ({ world }) => world.ledger.inventory.networkDevices,
  },
  {
    list: "ListStoragePools",
    show: "ShowStoragePool",
    path: "/v2/:domain_id/storage-pools",
    many: "storage_pools",
    single: "storage_pool",
    statuses: POOL_STATUSES,
    filtersById: false,
    held: ({ world }) => world.ledger.inventory.storagePools,
  },
];

function listed(kind: HardwareKind, call: Call): Page<Held<HardwareRecord>> {
  const { world, query } = call;
  const siteId = query.one("edge_site_id");
  const orderId = query.one("delivery_order_id");
  const statuses = query.among("status", kind.statuses);
  const ids = kind.filtersById ? query.all("id") : [];
  const isShown = ({ record, deliveryOrderId, visibleFrom }: Held<HardwareRecord>): boolean =>
    visibleFrom <= world.clock.elapsed() &&
    (siteId === undefined || record.edge_site_id === siteId) &&
    (orderId === undefined || deliveryOrderId === orderId) &&
    matches(statuses, record.status) &&
    matches(ids, record.id);
  return page(kind.held(call), ({ record }) => record.id, isShown, query, world.seed.behaviour.pageLimit);
}

/** @throws Refusal 404 SYS.0404 */
function shown(kind: HardwareKind, call: Call): HardwareRecord {
  const found = kind.held(call).find(({ record }) => record.id === call.id);
  if (found === undefined) throw refuse("SYS.0404", `${kind.single} ${call.id} does not exist`);
  return found.record;
}

/** List and show for servers, network devices and storage pools. */
export const hardwareOperations: readonly Operation[] = KINDS.flatMap((kind): readonly Operation[] => [
  {
    id: kind.list,
    method: "GET",
    path: kind.path,
    access: "account",
    handle: (call) => {
      const { items, page_info } = listed(kind, call);
      return ok({ [kind.many]: items.map(({ record }) => record), page_info });
    },
  },
  {
    id: kind.show,
    method: "GET",
    path: `${kind.path}/:id`,
    access: "account",
    handle: (call) => ok({ [kind.single]: shown(kind, call) }),
  },
]);
