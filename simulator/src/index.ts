import { SimulatorControl } from "./controlClient.js";
import { completeSeed, type Seed, type SeedDocument } from "./seed.js";
import { buildServer } from "./server.js";
import { Simulation } from "./simulation.js";

export type { ClockChange } from "./control.js";
export { ControlError, SimulatorControl, type LedgerOrder } from "./controlClient.js";
export type { Fault, FaultAction, FaultMoment } from "./faults.js";
export { InProcessSimulator, operationOf, type InProcessAnswer } from "./inProcess.js";
export type { JournalEntry } from "./journal.js";
export type { OperationId } from "./operation.js";
export {
  completeSeed,
  SeedError,
  type Behaviour,
  type Seed,
  type SeedDocument,
  type SeedOrder,
  type SeedSite,
} from "./seed.js";
export { defaultSeed } from "./defaultSeed.js";

/** How to start a simulator; everything has a default. */
export interface SimulatorOptions {
  /** Default 0: a free port. */
  readonly port?: number;
  /** Parts of a seed; what is left out comes from the default seed. */
  readonly seed?: SeedDocument;
  /** Overrides the seed's `behaviour.oneOrderPerSite`. */
  readonly oneOrderPerSite?: boolean;
  /** One access key instead of the seed's; both or neither. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Account id instead of the seed's. */
  readonly account?: string;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
}

/** What a client needs to know; the start-up line of the command. */
export interface Announcement {
  readonly url: string;
  readonly account: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly userName: string;
  readonly password: string;
  readonly domainName: string;
}

/** A running simulator: how to reach it, how to control it, how to end it. */
export class Simulator extends SimulatorControl implements Announcement {
  readonly account: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly userName: string;
  readonly password: string;
  readonly domainName: string;

  constructor(
    url: string,
    seed: Seed,
    private readonly stop: () => Promise<void>,
  ) {
    super(url);
    const [key, user] = [seed.accessKeys[0], seed.users[0]];
    this.account = seed.account.id;
    this.domainName = seed.account.name;
    this.accessKey = key?.accessKey ?? "";
    this.secretKey = key?.secretKey ?? "";
    this.userName = user?.name ?? "";
    this.password = user?.password ?? "";
  }

  /** The members of the start-up line, in its order. */
  announcement(): Announcement {
    const { url, account, accessKey, secretKey, userName, password, domainName } = this;
    return { url, account, accessKey, secretKey, userName, password, domainName };
  }

  /** Ends the server at once; open connections are closed, delayed answers never come. */
  close(): Promise<void> {
    return this.stop();
  }
}

/**
 * Starts a simulator on a port of the loopback interface.
 *
 * @throws SeedError when the seed cannot be used; the system's error when the port is taken
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = overridden(completeSeed(options.seed ?? {}), options);
  const server = buildServer(new Simulation(seed, options.now ?? Date.now));
  const url = await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return new Simulator(url, seed, () => server.close());
}

function overridden(seed: Seed, { oneOrderPerSite, accessKey, secretKey, account }: SimulatorOptions): Seed {
  return {
    ...seed,
    ...(accessKey === undefined || secretKey === undefined ? {} : { accessKeys: [{ accessKey, secretKey }] }),
    ...(account === undefined ? {} : { account: { ...seed.account, id: account } }),
    ...(oneOrderPerSite === undefined ? {} : { behaviour: { ...seed.behaviour, oneOrderPerSite } }),
  };
}
