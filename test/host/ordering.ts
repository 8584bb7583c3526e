import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type SeedDocument, type Simulator, startSimulator } from "cloudpond-simulator";
import { DELIVERY_ORDER_TYPE, PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import { Host, HostError, type HostOptions, type Values } from "./harness.js";

/** How the engine writes a value that is not known before apply. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Offerings of the simulator's default seed. */
const SERVER = "20000000-0000-4000-8000-000000000001";
const SWITCH = "30000000-0000-4000-8000-000000000001";

/** Bare sites, one for each test of a file: what one test leaves on its site bars no other. */
const SITES = Array.from({ length: 80 }, (_, index) => ({ id: `site-${index + 1}` }));

export const urnOf = (name: string): string => `urn:pulumi:dev::shop::${DELIVERY_ORDER_TYPE}::${name}`;

/** Of a resource of the same name in another project. */
export const ANOTHERS_URN = `urn:pulumi:dev::another::${DELIVERY_ORDER_TYPE}::berlin`;

/** What the engine sends for a declared order, after check. */
export const inputsFor = (edgeSiteId: string, more: Values = {}): Values => ({
  edgeSiteId,
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: SWITCH, count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" } },
  __urn: urnOf("berlin"),
  __secrets: [],
  ...more,
});

/** A simulator with bare sites, and the dynamic-provider processes that order from it with one state directory. */
export class Ordering {
  private readonly hosts: Host[] = [];
  private sites = 0;

  private constructor(
    readonly simulator: Simulator,
    private readonly root: string,
  ) {}

  static async start(behaviour: SeedDocument["behaviour"] = {}): Promise<Ordering> {
    const simulator = await startSimulator({ seed: { edgeSites: SITES, behaviour } });
    return new Ordering(simulator, mkdtempSync(path.join(tmpdir(), "cloudpond-host-")));
  }

  /** State directory of this machine's user, where processes leave their notes. */
  get folder(): string {
    return path.join(this.root, "here");
  }

  /** A site that no test has used. */
  freshSite(): string {
    this.sites += 1;
    return SITES[this.sites - 1]!.id;
  }

  /** A process whose environment names the simulator; `env` comes on top. */
  async host({ env = {}, ...options }: Partial<HostOptions> = {}): Promise<Host> {
    const host = await Host.start({
      provider: PROVIDER_TEXT,
      env: { ...this.environment(), ...env },
      ...options,
    });
    this.hosts.push(host);
    return host;
  }

  /** Time limits are short: no test waits for an order that never comes. */
  environment(): Readonly<Record<string, string>> {
    const { url, accessKey, secretKey } = this.simulator;
    return {
      CLOUDPOND_ENDPOINT: url,
      HW_AUTH_URL: url,
      HW_ACCESS_KEY: accessKey,
      HW_SECRET_KEY: secretKey,
      CLOUDPOND_BILLING_ENDPOINT: url,
      // The purchase alone: its refusals, which a preview makes before, and nothing that only a preview asks.
      CLOUDPOND_PREFLIGHT: "off",
      HW_MAX_RETRIES: "0",
      CLOUDPOND_REQUEST_TIMEOUT_SECONDS: "20",
      CLOUDPOND_SETTLE_SECONDS: "1",
      XDG_STATE_HOME: this.folder,
    };
  }

  /** The environment of a machine on which nobody has left a note yet. */
  anotherMachine(): Readonly<Record<string, string>> {
    return { XDG_STATE_HOME: mkdtempSync(path.join(this.root, "another-")) };
  }

  /** How many POSTs for the site reached the service. */
  async postsFor(edgeSiteId: string): Promise<number> {
    const requests = await this.simulator.journal();
    return requests.filter(
      ({ operation, body }) =>
        operation === "CreateDeliveryOrder" &&
        (body as { delivery_order?: Values }).delivery_order?.["edge_site_id"] === edgeSiteId,
    ).length;
  }

  /** Ids of the orders that the service has accepted for the site. */
  async acceptedFor(edgeSiteId: string): Promise<string[]> {
    const orders = await this.simulator.orders();
    return orders.filter((order) => order.edge_site_id === edgeSiteId).map(({ id }) => id);
  }

  async stop(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop("SIGKILL")));
    await this.simulator.close();
    rmSync(this.root, { recursive: true });
  }
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<HostError> {
  const outcome = await call.then(
    () => "it succeeded",
    (error: unknown) => error,
  );
  if (outcome instanceof HostError) return outcome;
  throw new Error(`Expected an error answer, got: ${String(outcome)}`);
}
