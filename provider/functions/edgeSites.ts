import * as pulumi from "@pulumi/pulumi";
import type { EdgeSite, EdgeSiteFilter } from "../cloudpond/edgeSites.js";
import type { Inputs } from "./inputs.js";
import { answerOf, outputOf, type Question } from "./run.js";

/** Which site to get: exactly one of both. */
export interface GetEdgeSiteArgs {
  /** Id of the site. */
  readonly id?: string;
  /** Exact name of the site; unique in an account. */
  readonly name?: string;
}
export type GetEdgeSiteOutputArgs = Inputs<GetEdgeSiteArgs>;

const EDGE_SITE: Question<GetEdgeSiteArgs, EdgeSite> = {
  name: "getEdgeSite",
  takes: { id: "text", name: "text" },
  async ask(client, { id, name }) {
    if ((id === undefined) === (name === undefined)) throw new pulumi.RunError("give either id or name.");
    if (id !== undefined) {
      const site = await client.showEdgeSite(id);
      if (site === undefined) throw new pulumi.RunError(`there is no edge site ${id} in this account.`);
      return site;
    }
    const [site, ...more] = (await client.listEdgeSites({ name: name! })).filter((found) => found.name === name);
    if (site === undefined) throw new pulumi.RunError(`there is no edge site called ${name} in this account.`);
    if (more.length > 0)
      throw new pulumi.RunError(`there are ${more.length + 1} edge sites called ${name}: give the id.`);
    return site;
  },
};

/**
 * One edge site of the account (ShowEdgeSite, ListEdgeSites).
 * @throws {pulumi.RunError} when there is no such site, or the service cannot be asked.
 */
export const getEdgeSite = (args: GetEdgeSiteArgs): Promise<EdgeSite> => answerOf(EDGE_SITE, args);
/** {@link getEdgeSite} for arguments that are outputs. */
export const getEdgeSiteOutput = (args: GetEdgeSiteOutputArgs): pulumi.Output<EdgeSite> => outputOf(EDGE_SITE, args);

/** Which sites to get; several values of one filter mean any of them. */
export type GetEdgeSitesArgs = EdgeSiteFilter;
export type GetEdgeSitesOutputArgs = Inputs<GetEdgeSitesArgs>;
export interface GetEdgeSitesResult {
  readonly edgeSites: readonly EdgeSite[];
}

const EDGE_SITES: Question<GetEdgeSitesArgs, GetEdgeSitesResult> = {
  name: "getEdgeSites",
  takes: { id: "texts", name: "texts", status: "texts", availabilityZoneId: "texts", enterpriseProjectId: "texts" },
  ask: async (client, args) => ({ edgeSites: await client.listEdgeSites(args) }),
};

/**
 * The edge sites of the account (ListEdgeSites), all pages.
 * @throws {pulumi.RunError} when the service cannot be asked.
 */
export const getEdgeSites = (args: GetEdgeSitesArgs = {}): Promise<GetEdgeSitesResult> => answerOf(EDGE_SITES, args);
/** {@link getEdgeSites} for arguments that are outputs. */
export const getEdgeSitesOutput = (args: GetEdgeSitesOutputArgs = {}): pulumi.Output<GetEdgeSitesResult> =>
  outputOf(EDGE_SITES, args);
