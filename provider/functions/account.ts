import type * as pulumi from "@pulumi/pulumi";
import type { SaleCycle } from "../cloudpond/catalogue.js";
import type { Quota } from "../cloudpond/quotas.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** Of which zone to get the sale cycles. */
export interface GetSaleCyclesArgs {
  /** Area code such as `DE`. The answer does not name it, so that without it cycles of different zones mix. */
  readonly zoneCode?: string;
}
export type GetSaleCyclesOutputArgs = Inputs<GetSaleCyclesArgs>;
export interface GetSaleCyclesResult {
  readonly saleCycles: readonly SaleCycle[];
}

const SALE_CYCLES: Question<GetSaleCyclesArgs, GetSaleCyclesResult> = {
  name: "getSaleCycles",
  takes: { zoneCode: "text" },
  ask: async (client, args) => ({ saleCycles: await client.listSaleCycles(args) }),
};

/**
 * Ways of paying and the terms that are sold with them (ListSaleCycles).
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getSaleCycles = (args: GetSaleCyclesArgs = {}): Promise<GetSaleCyclesResult> =>
  answerOf(SALE_CYCLES, args);
/** {@link getSaleCycles} for arguments that are outputs. */
export const getSaleCyclesOutput = (args: GetSaleCyclesOutputArgs = {}): pulumi.Output<GetSaleCyclesResult> =>
  outputOf(SALE_CYCLES, args);

export interface GetQuotasResult {
  readonly quotas: readonly Quota[];
}

const QUOTAS: Question<object, GetQuotasResult> = {
  name: "getQuotas",
  takes: {},
  ask: async (client) => ({ quotas: await client.listQuotas() }),
};

/**
 * The limits of the account (ListQuotas). The limit of orders is not among the documented ones.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getQuotas = (): Promise<GetQuotasResult> => answerOf(QUOTAS, {});
/** {@link getQuotas} as an output. */
export const getQuotasOutput = (): pulumi.Output<GetQuotasResult> => outputOf(QUOTAS, {});
