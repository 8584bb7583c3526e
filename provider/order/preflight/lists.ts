import type { CatalogueService, SaleCycle } from "../catalogue.js";
import { sentenceOf } from "../orderError.js";
import type { Budget } from "./budget.js";

/** What was asked for, or why it is not known. */
export type Known<T> = { readonly value: T } | { readonly why: string };

/** Everything that all orders of an account have in common. */
interface Everything {
  readonly identity: Awaited<ReturnType<CatalogueService["identify"]>>;
  readonly sites: Awaited<ReturnType<CatalogueService["listEdgeSites"]>>;
  readonly orders: Awaited<ReturnType<CatalogueService["listDeliveryOrders"]>>;
  readonly servers: Awaited<ReturnType<CatalogueService["listServers"]>>;
  readonly networkDevices: Awaited<ReturnType<CatalogueService["listNetworkDevices"]>>;
  readonly storagePools: Awaited<ReturnType<CatalogueService["listStoragePools"]>>;
  readonly serverOfferings: Awaited<ReturnType<CatalogueService["listServerOfferings"]>>;
  readonly networkDeviceOfferings: Awaited<ReturnType<CatalogueService["listNetworkDeviceOfferings"]>>;
  readonly storageTypes: Awaited<ReturnType<CatalogueService["listStorageTypes"]>>;
  readonly storageGears: Awaited<ReturnType<CatalogueService["listStorageGears"]>>;
  readonly quotas: Awaited<ReturnType<CatalogueService["listQuotas"]>>;
}

const READ: { readonly [K in keyof Everything]: (service: CatalogueService) => Promise<Everything[K]> } = {
  identity: (service) => service.identify(),
  sites: (service) => service.listEdgeSites(),
  orders: (service) => service.listDeliveryOrders({ isProof: false }),
  servers: (service) => service.listServers("allSites", { isProof: false }),
  networkDevices: (service) => service.listNetworkDevices("allSites", { isProof: false }),
  storagePools: (service) => service.listStoragePools("allSites", { isProof: false }),
  serverOfferings: (service) => service.listServerOfferings(),
  networkDeviceOfferings: (service) => service.listNetworkDeviceOfferings(),
  storageTypes: (service) => service.listStorageTypes(),
  storageGears: (service) => service.listStorageGears(),
  quotas: (service) => service.listQuotas(),
};

/** What the first order of a process asks for at once, because the following ones will need it as well. */
const AT_ONCE = Object.keys(READ).filter((name) => name !== "storageGears") as (keyof Everything)[];

/** The lists of one account, each read once in a process, and waited for as long as the budget lasts. */
export class Lists {
  private readonly asked = new Map<string, Promise<Known<unknown>>>();
  private readonly answered = new Map<string, Known<unknown>>();

  constructor(
    private readonly service: CatalogueService,
    private readonly budget: Budget,
  ) {}

  /** Asks for all that any order needs, side by side. */
  ask(): void {
    for (const name of AT_ONCE) void this.begin<unknown>(name, READ[name]);
  }

  get<K extends keyof Everything>(name: K): Promise<Known<Everything[K]>> {
    return this.known(name, READ[name]);
  }

  /** ListSaleCycles does not name the zone in its answer, so that each zone takes a call. */
  saleCycles(zoneCode: string): Promise<Known<readonly SaleCycle[]>> {
    return this.known(`saleCycles ${zoneCode}`, (service) => service.listSaleCycles({ zoneCode }));
  }

  private async known<T>(name: string, read: (service: CatalogueService) => Promise<T>): Promise<Known<T>> {
    const answered = this.answered.get(name);
    if (answered !== undefined) return answered as Known<T>;
    const inTime = await this.budget.wait(this.begin(name, read));
    return inTime === undefined ? tooSlow(this.budget) : inTime.value;
  }

  private begin<T>(name: string, read: (service: CatalogueService) => Promise<T>): Promise<Known<T>> {
    const asked = this.asked.get(name) as Promise<Known<T>> | undefined;
    if (asked !== undefined) return asked;
    const answer = settled(() => read(this.service));
    this.asked.set(name, answer);
    void answer.then((known) => this.answered.set(name, known));
    return answer;
  }
}

/** What became of a call; its failure is a reason and no exception. */
export async function settled<T>(call: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    return { why: sentenceOf(error) };
  }
}

export const tooSlow = ({ limitMs }: Budget): { readonly why: string } => ({
  why:
    `CloudPond's answers took longer than the ${limitMs / 1000} seconds that all previews of a run wait together ` +
    "(CLOUDPOND_PREFLIGHT_SECONDS / cloudpond:preflightSeconds). This is said once, and holds for the orders that follow, too.",
});
