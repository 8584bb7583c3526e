import { EXCEPT, listed, texts, type Exceptions, type Rule, type Violation } from "../rule.js";

/** Settings of {@link allowedOfferings}; each kind is judged only where its list is given. */
export interface AllowedOfferings extends Exceptions {
  /** Ids of the server offerings that may be bought. */
  readonly servers: readonly string[];
  /** Ids of the network device offerings that may be bought. */
  readonly networkDevices: readonly string[];
  /** Names of the storage types that may be bought, such as `SSD`. */
  readonly storageTypes: readonly string[];
}

/** Only listed server offerings, network device offerings and storage types are bought. */
export const allowedOfferings: Rule<AllowedOfferings> = {
  name: "allowed-offerings",
  description: "Only listed server offerings, network device offerings and storage types are bought.",
  settings: {
    servers: texts("Ids of the server offerings that may be bought."),
    networkDevices: texts("Ids of the network device offerings that may be bought."),
    storageTypes: texts("Names of the storage types that may be bought."),
    ...EXCEPT,
  },
  judge: (order, { servers, networkDevices, storageTypes }) => {
    const offerings = (lines: typeof order.servers) =>
      lines.map(({ path, offeringId }) => ({ path: `${path}.offeringId`, value: offeringId }));
    const pools = order.storagePools.map(({ path, storageType }) => ({
      path: `${path}.storageType`,
      value: storageType,
    }));
    return [
      ...outside(offerings(order.servers), servers, "server offering"),
      ...outside(offerings(order.networkDevices), networkDevices, "network device offering"),
      ...outside(pools, storageTypes, "storage type"),
    ];
  },
};

interface Chosen {
  readonly path: string;
  readonly value: string | undefined;
}

/** The values themselves are not shown: a secret input reaches a policy in clear. */
function outside(chosen: readonly Chosen[], allowed: readonly string[] | undefined, what: string): Violation[] {
  if (allowed === undefined) return [];
  return chosen
    .filter(({ value }) => value !== undefined && !allowed.includes(value))
    .map(({ path }) => ({
      path,
      problem: `is not a ${what} that may be bought`,
      remedy: `allowed: ${listed(allowed)}`,
    }));
}
