import type { Line } from "../order.js";
import { atMost, atMostEach, EXCEPT, type Exceptions, type Rule, type Violation } from "../rule.js";

/** Settings of {@link maximumCount}; each holds for one order. */
export interface MaximumCount extends Exceptions {
  /** Servers of one order, of all offerings together. */
  readonly servers: number;
  /** Network devices of one order, of all offerings together. */
  readonly networkDevices: number;
  /** Pieces of one offering in one order, by the offering's id. */
  readonly perOffering: Readonly<Record<string, number>>;
}

/** An order holds at most so many servers and network devices. */
export const maximumCount: Rule<MaximumCount> = {
  name: "maximum-count",
  description: "An order holds at most so many servers and network devices, in total and of one offering.",
  settings: {
    servers: atMost("Servers of one order, of all offerings together."),
    networkDevices: atMost("Network devices of one order, of all offerings together."),
    perOffering: atMostEach("Pieces of one offering in one order, by the offering's id."),
    ...EXCEPT,
  },
  judge: ({ servers, networkDevices }, { servers: mostServers, networkDevices: mostDevices, perOffering = {} }) => [
    ...over("servers", servers.map(countOf), mostServers, "pieces"),
    ...over("networkDevices", networkDevices.map(countOf), mostDevices, "pieces"),
    ...[servers, networkDevices].flatMap((lines) =>
      Object.entries(perOffering).flatMap(([id, most]) => {
        const same = lines.filter(({ offeringId }) => offeringId === id);
        return over(same.map(({ path }) => `${path}.count`).join(" + "), same.map(countOf), most, "pieces");
      }),
    ),
  ],
};

/** Settings of {@link maximumStorage}; each holds for one order, in TB. */
export interface MaximumStorage extends Exceptions {
  /** TB of one order, of all types together. */
  readonly total: number;
  /** TB of one type in one order, by the type's name. */
  readonly perType: Readonly<Record<string, number>>;
}

/** An order holds at most so much storage. */
export const maximumStorage: Rule<MaximumStorage> = {
  name: "maximum-storage",
  description: "An order holds at most so many TB of storage, in total and of one type.",
  settings: {
    total: atMost("TB of one order, of all types together."),
    perType: atMostEach("TB of one type in one order, by the type's name."),
    ...EXCEPT,
  },
  judge: ({ storagePools }, { total, perType = {} }) => [
    ...over("storagePools", storagePools.map(sizeOf), total, "TB"),
    ...Object.entries(perType).flatMap(([type, most]) => {
      const same = storagePools.filter(({ storageType }) => storageType === type);
      return over(same.map(({ path }) => `${path}.size`).join(" + "), same.map(sizeOf), most, "TB");
    }),
  ],
};

const countOf = ({ count }: Line): number => count ?? 0;
const sizeOf = ({ size }: { readonly size?: number | undefined }): number => size ?? 0;

function over(path: string, amounts: readonly number[], most: number | undefined, unit: string): Violation[] {
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (most === undefined || sum <= most) return [];
  const problem = `asks for ${sum} ${unit}, more than one order may buy`;
  return [{ path, problem, remedy: `allowed: at most ${most}` }];
}
