import type * as pulumi from "@pulumi/pulumi";
import type {
  NetworkDeviceOffering,
  NetworkDeviceOfferingFilter,
  SaleFilter,
  ServerOffering,
} from "../cloudpond/catalogue.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** Which server offerings to get. */
export type GetServerOfferingsArgs = SaleFilter;
export type GetServerOfferingsOutputArgs = Inputs<GetServerOfferingsArgs>;
export interface GetServerOfferingsResult {
  /** In any status; only what is `ONSALE` is sure to be sold. */
  readonly offerings: readonly ServerOffering[];
}

const SERVER_OFFERINGS: Question<GetServerOfferingsArgs, GetServerOfferingsResult> = {
  name: "getServerOfferings",
  takes: { zoneCode: "text", payMode: "texts", periodNum: "numbers" },
  ask: async (client, args) => ({ offerings: await client.listServerOfferings(args) }),
};

/**
 * The servers that can be ordered (ListServerOfferings), all pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getServerOfferings = (args: GetServerOfferingsArgs = {}): Promise<GetServerOfferingsResult> =>
  answerOf(SERVER_OFFERINGS, args);
/** {@link getServerOfferings} for arguments that are outputs. */
export const getServerOfferingsOutput = (
  args: GetServerOfferingsOutputArgs = {},
): pulumi.Output<GetServerOfferingsResult> => outputOf(SERVER_OFFERINGS, args);

/** Which network device offerings to get. */
export type GetNetworkDeviceOfferingsArgs = NetworkDeviceOfferingFilter;
export type GetNetworkDeviceOfferingsOutputArgs = Inputs<GetNetworkDeviceOfferingsArgs>;
export interface GetNetworkDeviceOfferingsResult {
  /** In any status; only what is `ONSALE` is sure to be sold. */
  readonly offerings: readonly NetworkDeviceOffering[];
}

const NETWORK_DEVICE_OFFERINGS: Question<GetNetworkDeviceOfferingsArgs, GetNetworkDeviceOfferingsResult> = {
  name: "getNetworkDeviceOfferings",
  takes: { zoneCode: "text", payMode: "texts", periodNum: "numbers", storageType: "texts" },
  ask: async (client, args) => ({ offerings: await client.listNetworkDeviceOfferings(args) }),
};

/**
 * The network devices that can be ordered (ListNetworkDeviceOfferings), all pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getNetworkDeviceOfferings = (
  args: GetNetworkDeviceOfferingsArgs = {},
): Promise<GetNetworkDeviceOfferingsResult> => answerOf(NETWORK_DEVICE_OFFERINGS, args);
/** {@link getNetworkDeviceOfferings} for arguments that are outputs. */
export const getNetworkDeviceOfferingsOutput = (
  args: GetNetworkDeviceOfferingsOutputArgs = {},
): pulumi.Output<GetNetworkDeviceOfferingsResult> => outputOf(NETWORK_DEVICE_OFFERINGS, args);
