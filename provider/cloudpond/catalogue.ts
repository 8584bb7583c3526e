import * as t from "io-ts";
import { camelCased } from "./camelCase.js";
import { fieldsOf, Identifier, lenient, OptionalIdentifier, OptionalText, Quantity, listOf, Text } from "./wire.js";

// What can be bought, in the words of the API's tables in camelCase. None of it has a price.

/** What offerings and gears can be asked for. */
export interface SaleFilter {
  /** Area code such as `DE`. */
  readonly zoneCode?: string;
  /** Only what is sold with one of these ways of paying. */
  readonly payMode?: string | readonly string[];
  /** Only what is sold for one of these numbers of years. */
  readonly periodNum?: number | readonly number[];
}

/** What ListNetworkDeviceOfferings can be asked for. */
export interface NetworkDeviceOfferingFilter extends SaleFilter {
  readonly storageType?: string | readonly string[];
}

/** What ListStorageTypes can be asked for. */
export interface StorageTypeFilter {
  readonly zoneCode?: string;
  readonly name?: string;
}

/** The keys by which the billing service knows a product (`product_info`). */
export interface ProductInfo {
  readonly cloudServiceType: string;
  readonly resourceType: string;
  readonly resourceSpecCode: string;
}

/** One combination of payment and term under which something is sold. */
export interface OfferingSaleCycle {
  /** `FULL`, `HALF`, `PAID_BY_YEAR`, `ZERO_PAID_BY_YEAR`, `ZERO_PAID_BY_MONTH`, or a newer one. */
  readonly payMode: string;
  /** `year` is the only documented value. */
  readonly periodType: string;
  readonly periodNum: number;
}

/** What is common to all offerings. */
interface Offering {
  /** What `offeringId` names in an order. */
  readonly id: string;
  /** Area code such as `DE`: where it may be bought and deployed. */
  readonly zoneCode: string;
  /** Sales scene. */
  readonly sceneCode?: string;
  /** `TESTING`, `ONSALE`, `SUSPENDED`, `RETIREMENT`, or a newer one. */
  readonly status: string;
  readonly productInfo?: ProductInfo;
  readonly saleCycles: readonly OfferingSaleCycle[];
}

/** A server that can be ordered (ListServerOfferings). */
export interface ServerOffering extends Offering {
  readonly spec: ServerSpec;
}

/** What a server is like. */
export interface ServerSpec {
  readonly id?: string;
  readonly name?: string;
  /** `COMPUTE`, `NETWORK` or `BLOCK_STORAGE`. */
  readonly serverType?: string;
  readonly flavorType?: string;
  readonly performanceType?: string;
  /** Watts. */
  readonly power?: number;
  /** Height in rack units. */
  readonly unit?: number;
  readonly vcpus?: number;
  /** GB. */
  readonly memory?: number;
  /** TiB. */
  readonly storageCapacity?: number;
  readonly cpuName?: string;
  readonly cpuArchitecture?: string;
}

/** A network device that can be ordered (ListNetworkDeviceOfferings). */
export interface NetworkDeviceOffering extends Offering {
  readonly spec: NetworkDeviceSpec;
}

/** What a network device is like. */
export interface NetworkDeviceSpec {
  readonly id?: string;
  readonly name?: string;
  readonly performanceType?: string;
  /** Watts. */
  readonly power?: number;
  /** Height in rack units. */
  readonly unit?: number;
}

/** A storage type with its sizes (ListStorageTypes). */
export interface StorageTypeOffering {
  readonly id: string;
  /** What `storageType` names in an order: `SSD`, `SAS`, or a newer one. */
  readonly name: string;
  readonly zoneCode: string;
  /** TB by which capacity grows. 0: only the supported capacities can be bought. */
  readonly expandCapacityStep: number;
  /** TB. Empty: capacity is bought freely by step. */
  readonly supportedCapacities: readonly number[];
}

/** A billing tier of storage, not a size that can be bought (ListStorageGears). */
export interface StorageGear {
  readonly id: string;
  /** Size of the tier in TB. */
  readonly gear: number;
  /** Name of a storage type. */
  readonly storageType: string;
  readonly zoneCode: string;
  readonly productInfo?: ProductInfo;
  readonly saleCycles: readonly OfferingSaleCycle[];
}

/** Payment, and the terms that are sold with it in a zone (ListSaleCycles). */
export interface SaleCycle {
  readonly payMode: string;
  readonly periodType: string;
  /** Numbers of years. */
  readonly periodNum: readonly number[];
}

/**
 * The wire shape of {@link ProductInfo}.
 * @internal
 */
export const WireProductInfo = fieldsOf({
  cloud_service_type: Identifier,
  resource_type: Identifier,
  resource_spec_code: Identifier,
});

const OfferingCycle = fieldsOf({ pay_mode: Text, period_type: Text, period_num: Quantity });

const SPEC = {
  id: lenient(OptionalIdentifier),
  name: lenient(OptionalText),
  performance_type: lenient(OptionalText),
  power: lenient(Quantity),
  unit: lenient(Quantity),
};

/**
 * The wire shape of {@link NetworkDeviceSpec}.
 * @internal
 */
export const WireNetworkDeviceSpec = fieldsOf(SPEC);

/**
 * The wire shape of {@link ServerSpec}.
 * @internal
 */
export const WireServerSpec = fieldsOf({
  ...SPEC,
  server_type: lenient(OptionalText),
  flavor_type: lenient(OptionalText),
  vcpus: lenient(Quantity),
  memory: lenient(Quantity),
  storage_capacity: lenient(Quantity),
  cpu_name: lenient(OptionalText),
  cpu_architecture: lenient(OptionalText),
});

const offering = <S>(spec: t.Type<S, unknown, unknown>) =>
  fieldsOf({
    id: Identifier,
    zone_code: Text,
    scene_code: lenient(OptionalText),
    status: Text,
    spec: lenient(spec),
    product_info: lenient(WireProductInfo),
    sale_cycles: listOf(OfferingCycle),
  });

const WireServerOffering = offering(WireServerSpec);

const WireNetworkDeviceOffering = offering(WireNetworkDeviceSpec);

const WireStorageType = fieldsOf({
  id: Identifier,
  name: Identifier,
  zone_code: Text,
  expand_capacity_step: Quantity,
  supported_capacities: listOf(Quantity),
});

const WireStorageGear = fieldsOf({
  id: Identifier,
  gear: Quantity,
  storage_type: Identifier,
  zone_code: Text,
  product_info: lenient(WireProductInfo),
  sale_cycles: listOf(OfferingCycle),
});

/** An array here, one number in offerings (reference: ListSaleCycles, ListServerOfferings); both are read as a list. */
const PeriodNums = new t.Type<readonly number[], unknown, unknown>(
  "a number, or a list of numbers",
  (value): value is readonly number[] => Array.isArray(value) && value.every(Quantity.is),
  (value, context) => listOf(Quantity).validate([value].flat(), context),
  t.identity,
);

const WireSaleCycle = fieldsOf({ pay_mode: Text, period_type: Text, period_num: PeriodNums });

/**
 * The lists of the catalogue: their names in the answers, and how their entries are read.
 * @internal
 */
export const SERVER_OFFERINGS = {
  list: "offerings",
  codec: WireServerOffering,
  fromWire: (wire: (typeof WireServerOffering)["_A"]): ServerOffering => ({ spec: {}, ...camelCased(wire) }),
} as const;
/** @internal */
export const NETWORK_DEVICE_OFFERINGS = {
  list: "offerings",
  codec: WireNetworkDeviceOffering,
  fromWire: (wire: (typeof WireNetworkDeviceOffering)["_A"]): NetworkDeviceOffering => ({
    spec: {},
    ...camelCased(wire),
  }),
} as const;
/** @internal */
export const STORAGE_TYPES = {
  list: "storage_types",
  codec: WireStorageType,
  fromWire: (wire: (typeof WireStorageType)["_A"]): StorageTypeOffering => camelCased(wire),
} as const;
/** @internal */
export const STORAGE_GEARS = {
  list: "storage_gears",
  codec: WireStorageGear,
  fromWire: (wire: (typeof WireStorageGear)["_A"]): StorageGear => camelCased(wire),
} as const;
/** @internal */
export const SALE_CYCLES = {
  list: "sale_cycles",
  codec: WireSaleCycle,
  fromWire: (wire: (typeof WireSaleCycle)["_A"]): SaleCycle => camelCased(wire),
} as const;
