import { listOf, object, oneOf, text, whole, anything, type Shape } from "./shape.js";

/** The documented ways to pay, in the order of the API page. */
export const PAY_MODES = ["FULL", "HALF", "PAID_BY_YEAR", "ZERO_PAID_BY_YEAR", "ZERO_PAID_BY_MONTH"] as const;

/** One combination of payment and term under which an offering is sold. */
export interface OfferingSaleCycle {
  readonly pay_mode: string;
  readonly period_type: string;
  readonly period_num: number;
}

/** A server or network-device offering as ListServerOfferings and ListNetworkDeviceOfferings return it. */
export interface Offering {
  readonly id: string;
  readonly zone_code: string;
  readonly scene_code?: string;
  readonly status: string;
  readonly spec: unknown;
  readonly product_info: unknown;
  readonly sale_cycles: readonly OfferingSaleCycle[];
}

/** A storage type as ListStorageTypes returns it. */
export interface StorageType {
  readonly id: string;
  readonly name: string;
  readonly zone_code: string;
  readonly expand_capacity_step: number;
  readonly supported_capacities: readonly number[];
}

/** A billing tier of storage as ListStorageGears returns it. */
export interface StorageGear {
  readonly id: string;
  readonly gear: number;
  readonly storage_type: string;
  readonly product_info: unknown;
  readonly zone_code: string;
  readonly sale_cycles: readonly OfferingSaleCycle[];
}

/** Terms sold in a zone. ListSaleCycles returns it without `zone_code`, which is only its filter. */
export interface SaleCycle {
  readonly zone_code: string;
  readonly pay_mode: string;
  readonly period_type: string;
  readonly period_num: readonly number[];
}

const offeringSaleCycle: Shape<OfferingSaleCycle> = object({
  pay_mode: oneOf(...PAY_MODES),
  period_type: oneOf("year"),
  period_num: whole(1),
});

/** Shape of an offering in a seed. */
export const offeringShape: Shape<Offering> = object<Offering>(
  {
    id: text(),
    zone_code: text(),
    status: oneOf("TESTING", "ONSALE", "SUSPENDED", "RETIREMENT"),
    spec: anything,
    product_info: anything,
    sale_cycles: listOf(offeringSaleCycle),
  },
  { scene_code: text() },
);

/** Shape of a storage type in a seed. */
export const storageTypeShape: Shape<StorageType> = object<StorageType>({
  id: text(),
  name: text(),
  zone_code: text(),
  expand_capacity_step: whole(0),
  supported_capacities: listOf(whole(1)),
});

/** Shape of a storage gear in a seed. */
export const storageGearShape: Shape<StorageGear> = object<StorageGear>({
  id: text(),
  gear: whole(1),
  storage_type: text(),
  product_info: anything,
  zone_code: text(),
  sale_cycles: listOf(offeringSaleCycle),
});

/** Shape of a sale cycle in a seed. */
export const saleCycleShape: Shape<SaleCycle> = object<SaleCycle>({
  zone_code: text(),
  pay_mode: oneOf(...PAY_MODES),
  period_type: oneOf("year"),
  period_num: listOf(whole(1), 1),
});

/**
 * Whether this many TB of the type can be bought. ListStorageTypes: step 0 → only listed capacities; no listed
 * capacities → any multiple of the step. Where both are given a listed capacity or one that lies whole steps above the
 * smallest listed one passes (not documented).
 */
export function isSizeOnGrid(type: StorageType, size: number): boolean {
  const { expand_capacity_step: step, supported_capacities: listed } = type;
  if (listed.includes(size)) return true;
  if (step === 0) return false;
  const first = listed.length === 0 ? 0 : Math.min(...listed);
  return size >= first && (size - first) % step === 0;
}
