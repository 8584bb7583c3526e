import type { ListedSite } from "../catalogue.js";
import { decodeInputs } from "../inputs.js";
import { linesOf } from "../order.js";
import type { Identity } from "../service.js";
import { hasUnknown } from "../unknown.js";
import type { Budget } from "./budget.js";
import type { Finding } from "./finding.js";
import { type Known, type Lists, settled, tooSlow } from "./lists.js";
import { NETWORK_DEVICES, offeringFindings, type OfferingKind, SERVERS } from "./offerings.js";
import {
  deviceLines,
  isAdoption,
  isUnknown,
  type PreviewedOrder,
  storageLines,
  termOf,
  textOf,
} from "./previewedOrder.js";
import type { Program } from "./program.js";
import { quotaFindings } from "./quota.js";
import {
  adoptionFindings,
  groundFindings,
  type JudgedAdoption,
  type JudgedPurchase,
  type Judging,
  siteFindings,
} from "./site.js";
import { additionFindings, storageFindings } from "./storage.js";
import { termFindings } from "./terms.js";

/** What came of an order's comparison with the service. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** Which checks were skipped and why, in whole sentences; each once in a process. */
  readonly skipped: readonly string[];
}

/**
 * Compares new orders with the live catalogue and the account, before anything is bought. Reads only. What cannot be read,
 * or not in time, skips the checks that need it.
 */
export class Preflight {
  private readonly said = new Set<string>();
  private isQuotaTold = false;

  constructor(
    private readonly lists: Lists,
    private readonly judging: Judging,
    private readonly program: Program,
    private readonly budget: Budget,
  ) {}

  /** Never fails, and never waits longer than the budget. */
  async examine(order: PreviewedOrder): Promise<Examination> {
    const notes = new Notes();
    const findings: Finding[] = [];
    this.lists.ask();
    const [identity, sites] = [await this.lists.get("identity"), await this.lists.get("sites")];
    if (isMissing(identity)) notes.skip(ALL, identity);
    else if (isMissing(sites)) notes.skip(ALL, sites);
    else {
      const edgeSiteId = textOf(order, "edgeSiteId");
      if (edgeSiteId !== undefined) findings.push(...siteFindings(edgeSiteId, sites.value, identity.value));
      const site = sites.value.find(({ id }) => id === edgeSiteId);
      if (isAdoption(order)) findings.push(...(await this.adoption(order, identity.value, notes)));
      else findings.push(...(await this.purchase(order, site, identity.value, findings.length === 0, notes)));
    }
    return { findings, skipped: notes.all.filter((note) => !this.said.has(note) && this.said.add(note)) };
  }

  private async purchase(
    order: PreviewedOrder,
    site: ListedSite | undefined,
    identity: Identity,
    isSiteRight: boolean,
    notes: Notes,
  ): Promise<Finding[]> {
    const zone = site?.location.zoneCode;
    // Begun beside the other lists, not after what needs them.
    if (zone !== undefined && termOf(order) !== undefined) void this.lists.saleCycles(zone);
    return [
      ...(site !== undefined && isSiteRight ? await this.ground(order, site, identity, notes) : []),
      ...(await this.goods(order, zone, notes)),
    ];
  }

  private async goods(order: PreviewedOrder, zone: string | undefined, notes: Notes): Promise<Finding[]> {
    const term = termOf(order);
    const cycles = term === undefined || zone === undefined ? undefined : await this.lists.saleCycles(zone);
    const terms =
      term === undefined || zone === undefined
        ? []
        : termFindings(term, zone, notes.valueOf("term and payment", cycles) ?? []);
    const servers = await this.lists.get("serverOfferings");
    const networkDevices = await this.lists.get("networkDeviceOfferings");
    // What is sold to nobody in the zone would be said once more of every line.
    const termOfLines = terms.length === 0 ? term : undefined;
    const offerings = (kind: OfferingKind, own: typeof servers, otherKind: OfferingKind, other: typeof servers) => {
      const lines = deviceLines(order, kind.input);
      const list = lines.length === 0 ? undefined : notes.valueOf(`${kind.noun} offerings`, own);
      if (list === undefined) return [];
      const others = isMissing(other) ? undefined : other.value;
      const view = { kind, offerings: list, others, otherKind, zone, term: termOfLines };
      return lines.flatMap((line) => offeringFindings(line, view));
    };
    const storage = storageLines(order);
    const types = storage.length === 0 ? undefined : notes.valueOf("storage", await this.lists.get("storageTypes"));
    const quotas = deviceLines(order, "servers").length === 0 ? undefined : await this.lists.get("quotas");
    const beyondQuota = this.isQuotaTold
      ? []
      : quotaFindings(this.program.servers, notes.valueOf("quotas", quotas) ?? []);
    this.isQuotaTold ||= beyondQuota.length > 0;
    return [
      ...terms,
      ...offerings(SERVERS, servers, NETWORK_DEVICES, networkDevices),
      ...offerings(NETWORK_DEVICES, networkDevices, SERVERS, servers),
      ...(types === undefined ? [] : storage.flatMap((line) => storageFindings(line, types, zone))),
      ...beyondQuota,
    ];
  }

  private async ground(order: PreviewedOrder, site: ListedSite, identity: Identity, notes: Notes): Promise<Finding[]> {
    const what = "what stands on the site";
    const on = <T extends { readonly edgeSiteId?: string }>(known: Known<readonly T[]>): readonly T[] | undefined =>
      notes.valueOf(what, known)?.filter(({ edgeSiteId }) => edgeSiteId === site.id);
    const servers = on(await this.lists.get("servers"));
    const networkDevices = on(await this.lists.get("networkDevices"));
    const storagePools = on(await this.lists.get("storagePools"));
    const listing = notes.valueOf(what, await this.lists.get("orders"));
    // Where a first order finds a pool, it is refused, or the pool is what an earlier run has ordered.
    const additions =
      storagePools === undefined || !isExpansion(order)
        ? []
        : storageLines(order).flatMap((line) => additionFindings(line, storagePools));
    const judged = purchaseOf(order, site.id);
    if (servers === undefined || networkDevices === undefined || storagePools === undefined) return additions;
    if (listing === undefined || judged === undefined) return additions;
    const hardware = { servers, networkDevices, storagePools };
    const ground = { site, identity, orders: listing.orders, hardware };
    const found = notes.valueOf(what, await this.inTime(() => groundFindings(judged, ground, this.judging))) ?? [];
    // What would be added is of no interest where nothing can be.
    return found.length > 0 ? found : additions;
  }

  private async adoption(order: PreviewedOrder, identity: Identity, notes: Notes): Promise<Finding[]> {
    const adoptOrderId = textOf(order, "adoptOrderId");
    const judged = adoptionOf(order);
    if (adoptOrderId === undefined || judged === undefined) return [];
    const found = await this.inTime(() => adoptionFindings(adoptOrderId, judged, identity, this.judging));
    return notes.valueOf("the adoption", found) ?? [];
  }

  private async inTime<T>(call: () => Promise<T>): Promise<Known<T>> {
    if (this.budget.isSpent) return tooSlow(this.budget);
    return (await this.budget.wait(settled(call)))?.value ?? tooSlow(this.budget);
  }
}

/** Without account and sites nothing can be compared. */
const ALL = "everything";

const isMissing = (known: Known<unknown>): known is { readonly why: string } => "why" in known;

/** Undefined while it is not known what the purchase believes its site to hold. */
function purchaseOf(order: PreviewedOrder, edgeSiteId: string): JudgedPurchase | undefined {
  const { name, resource, inputs } = order;
  if (["afterOrderId", "siteRevision"].some((key) => isUnknown(order, key))) return undefined;
  const [afterOrderId, siteRevision] = [textOf(order, "afterOrderId"), textOf(order, "siteRevision")];
  return {
    name,
    resource,
    edgeSiteId,
    ...(afterOrderId === undefined ? {} : { afterOrderId }),
    ...(siteRevision === undefined ? {} : { siteRevision }),
    declared: hasUnknown(inputs) ? new Map() : linesOf(decodeInputs(inputs)),
  };
}

/** Whether the order is for a site that holds something, as far as its inputs say. */
const isExpansion = ({ inputs }: PreviewedOrder): boolean =>
  inputs["afterOrderId"] !== undefined || inputs["siteRevision"] !== undefined;

function adoptionOf({ name, resource, inputs }: PreviewedOrder): JudgedAdoption | undefined {
  return hasUnknown(inputs) ? undefined : { name, resource, inputs: decodeInputs(inputs) };
}

/** What is skipped, by reason: one reason is said once, whatever it concerns. */
class Notes {
  private readonly byReason = new Map<string, Set<string>>();

  skip(what: string, { why }: { readonly why: string }): void {
    const whats = this.byReason.get(why) ?? new Set<string>();
    this.byReason.set(why, whats.add(what));
  }

  /** What is known, and else undefined with a note of what that skips. */
  valueOf<T>(what: string, known: Known<T> | undefined): T | undefined {
    if (known === undefined) return undefined;
    if (!isMissing(known)) return known.value;
    this.skip(what, known);
    return undefined;
  }

  get all(): readonly string[] {
    return [...this.byReason].map(
      ([why, whats]) =>
        `The ${whats.has(ALL) ? "online checks" : `online checks of ${[...whats].join(", ")}`} were skipped: ${why}`,
    );
  }
}
