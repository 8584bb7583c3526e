import type { Quota } from "../catalogue.js";
import type { Finding } from "./finding.js";

/**
 * A warning: the type is documented, what it counts is not.
 * @param servers that the new orders of the program want as far as they are known
 */
export function quotaFindings(servers: number, quotas: readonly Quota[]): Finding[] {
  const found = quotas.find(({ type }) => type === "compute_device");
  if (found === undefined || servers === 0 || found.used + servers <= found.quota) return [];
  const { quota, used } = found;
  return [
    {
      severity: "warning",
      path: "servers",
      message:
        `the new orders of this program up to this one want ${servers} servers, and the account may have ` +
        `${Math.max(0, quota - used)} more (ListQuotas: ${used} of ${quota} compute devices are used): ask for a higher quota. ` +
        "This is said once, whatever the orders that follow want.",
    },
  ];
}
