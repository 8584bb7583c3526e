import type * as pulumi from "@pulumi/pulumi";
import type { SaleFilter, StorageGear, StorageTypeFilter, StorageTypeOffering } from "../cloudpond/catalogue.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** Which storage types to get. */
export type GetStorageTypesArgs = StorageTypeFilter;
export type GetStorageTypesOutputArgs = Inputs<GetStorageTypesArgs>;
export interface GetStorageTypesResult {
  readonly storageTypes: readonly StorageTypeOffering[];
}

const STORAGE_TYPES: Question<GetStorageTypesArgs, GetStorageTypesResult> = {
  name: "getStorageTypes",
  takes: { zoneCode: "text", name: "text" },
  ask: async (client, args) => ({ storageTypes: await client.listStorageTypes(args) }),
};

/**
 * The storage types that can be ordered, with their steps and sizes (ListStorageTypes), all pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getStorageTypes = (args: GetStorageTypesArgs = {}): Promise<GetStorageTypesResult> =>
  answerOf(STORAGE_TYPES, args);
/** {@link getStorageTypes} for arguments that are outputs. */
export const getStorageTypesOutput = (args: GetStorageTypesOutputArgs = {}): pulumi.Output<GetStorageTypesResult> =>
  outputOf(STORAGE_TYPES, args);

/** Which storage gears to get. */
export type GetStorageGearsArgs = SaleFilter;
export type GetStorageGearsOutputArgs = Inputs<GetStorageGearsArgs>;
export interface GetStorageGearsResult {
  readonly storageGears: readonly StorageGear[];
}

const STORAGE_GEARS: Question<GetStorageGearsArgs, GetStorageGearsResult> = {
  name: "getStorageGears",
  takes: { zoneCode: "text", payMode: "texts", periodNum: "numbers" },
  ask: async (client, args) => ({ storageGears: await client.listStorageGears(args) }),
};

/**
 * The tiers in which storage is billed, not sizes that can be bought (ListStorageGears), all pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getStorageGears = (args: GetStorageGearsArgs = {}): Promise<GetStorageGearsResult> =>
  answerOf(STORAGE_GEARS, args);
/** {@link getStorageGears} for arguments that are outputs. */
export const getStorageGearsOutput = (args: GetStorageGearsOutputArgs = {}): pulumi.Output<GetStorageGearsResult> =>
  outputOf(STORAGE_GEARS, args);
