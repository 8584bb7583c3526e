import { adopt } from "../adopt.js";
import type { ListedSite } from "../catalogue.js";
import type { Clock } from "../clock.js";
import { beliefOf, objections } from "../compare.js";
import type { DeliveryOrderInputs } from "../inputs.js";
import { type Hardware, type Lines, listHardware, recordsOf } from "../lines.js";
import type { ProcessMemory } from "../memory.js";
import { byNearness } from "../nearestName.js";
import type { NoteStore } from "../note.js";
import { type Observation, observe } from "../observe.js";
import type { OrderLog } from "../order.js";
import { RefusedError, sentenceOf } from "../orderError.js";
import { refusal } from "../refusal.js";
import type { DeliveryOrderRecord, Identity, OrderService } from "../service.js";
import { isLive } from "../status.js";
import { few, type Finding } from "./finding.js";

/** Whether the site exists and belongs to the account. */
export function siteFindings(edgeSiteId: string, sites: readonly ListedSite[], { account }: Identity): Finding[] {
  const site = sites.find(({ id }) => id === edgeSiteId);
  if (site === undefined) {
    const nearest = byNearness(edgeSiteId, sites, ({ id }) => id).map(({ id, name }) => `${id} (${name})`);
    const offered = nearest.length === 0 ? "it has none" : `it has ${few(nearest)}`;
    return [
      {
        severity: "error",
        path: "edgeSiteId",
        message: `there is no edge site ${edgeSiteId} in account ${account} (ListEdgeSites); ${offered}`,
      },
    ];
  }
  if (site.domainId === account) return [];
  return [
    {
      severity: "error",
      path: "edgeSiteId",
      message:
        `edge site ${edgeSiteId} belongs to account ${site.domainId}, and the credentials to ${account} (ListEdgeSites): ` +
        "use the credentials of the site's account",
    },
  ];
}

/** What lists that are read for all orders together show of one site. */
export interface ListedGround {
  readonly site: ListedSite;
  readonly identity: Identity;
  /** Of all sites. */
  readonly orders: readonly DeliveryOrderRecord[];
  /** Of this site. */
  readonly hardware: Hardware;
}

/** What a judgement about one site works with. */
export interface Judging {
  readonly service: OrderService;
  readonly clock: Clock;
  readonly memory: ProcessMemory;
  readonly notes: Pick<NoteStore, "living">;
}

/** A purchase whose site is judged. */
export interface JudgedPurchase {
  readonly name: string;
  readonly resource: string;
  readonly edgeSiteId: string;
  readonly afterOrderId?: string;
  readonly siteRevision?: string;
  /** None while some of it is not known: then the refusal offers no order to take over. */
  readonly declared: Lines;
}

/** An adoption, wholly known. */
export interface JudgedAdoption {
  readonly name: string;
  readonly resource: string;
  readonly inputs: DeliveryOrderInputs;
}

/**
 * Whether the purchase would be refused for what stands on the site: the very judgement of the purchase, first on the
 * lists. They may be older than what this run has done since, so an objection counts only after a look at the site itself.
 *
 * It reads what this process has seen of orders and adds to it as the purchase itself does a moment later: both are facts
 * that the service has told.
 * @throws {ServiceError} when the look fails.
 */
export async function groundFindings(
  { name, resource, edgeSiteId, declared, ...conditions }: JudgedPurchase,
  ground: ListedGround,
  { service, clock, memory, notes }: Judging,
): Promise<Finding[]> {
  const belief = beliefOf(conditions);
  const isHeld = (id: string): boolean => memory.isOwnedBy(id, resource);
  const listed = replacing(isHeld, await observationOf(ground, service, memory, clock));
  if (objections(belief, listed).length === 0) return [];
  // An earlier run of this purchase was cut off: what stands there may be its order, which the next `up` takes over.
  const note = await notes.living(ground.identity.account, edgeSiteId);
  if (note?.resource === resource) return [{ severity: "info", path: "edgeSiteId", message: RESUMED }];
  const path = { first: "edgeSiteId", expansion: "afterOrderId", revision: "siteRevision" }[belief.kind];
  try {
    const seen = await observe(service, memory.statuses, clock, { edgeSiteId, name });
    const observation = replacing(isHeld, seen);
    const reasons = objections(belief, observation);
    if (reasons.length === 0) return [];
    const isOwned = (id: string): boolean => memory.isOwnedByAnother(id, resource);
    const refused = refusal(reasons, observation, { name, declared, isOwned }, clock);
    return [{ severity: "error", path, message: refused.message }];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return [{ severity: "error", path, message: error.message }];
  }
}

async function observationOf(
  { site, identity, orders, hardware }: ListedGround,
  service: OrderService,
  { statuses }: ProcessMemory,
  clock: Clock,
): Promise<Observation> {
  const ofSite = orders.filter(({ edgeSiteId }) => edgeSiteId === site.id);
  // Which order a piece of hardware belongs to can be asked only order by order, and a bare site raises no such question.
  const asked = recordsOf(hardware).length === 0 ? [] : ofSite;
  const hardwareOf = await Promise.all(
    asked.map(async ({ id }) => [id, await listHardware(service, { deliveryOrderId: id })] as const),
  );
  return {
    identity,
    site,
    orders: ofSite,
    isListed: (id) => orders.some((order) => order.id === id),
    askedMs: clock.now(),
    liveOrders: ofSite.filter(({ id, status }) => isLive(status, statuses.lastStatus(id))),
    buried: statuses.buried(site.id).filter(({ id }) => !ofSite.some((order) => order.id === id)),
    hardware,
    hardwareOf: new Map(hardwareOf),
    serverTimeMs: clock.now(),
  };
}

/**
 * The site as a replacement will find it. The record of the dead order that the resource holds is deleted before another
 * one is bought, so that a revision of the site which counts it would pass here and fail there.
 */
function replacing(isHeld: (orderId: string) => boolean, observation: Observation): Observation {
  const { orders, liveOrders, buried, hardwareOf } = observation;
  const replaced = orders.filter((order) => isHeld(order.id) && !liveOrders.includes(order));
  const graves = replaced.map(({ id }) => {
    const hardware = hardwareOf.get(id);
    return { id, hardwareIds: hardware === undefined ? [] : recordsOf(hardware).map((record) => record.id) };
  });
  return {
    ...observation,
    orders: orders.filter((order) => !replaced.includes(order)),
    buried: [...buried, ...graves],
  };
}

const RESUMED =
  "an earlier run was ordering for this site; `pulumi up` looks for its order and takes it over before it buys anything";

const SILENT: OrderLog = { progress: () => undefined, info: () => undefined, warn: () => undefined };

/**
 * Whether an order can be taken over: the adoption itself, which only reads.
 * @throws {ServiceError} when the service cannot be asked.
 */
export async function adoptionFindings(
  adoptOrderId: string,
  { name, resource, inputs }: JudgedAdoption,
  identity: Identity,
  { service, memory }: Pick<Judging, "service" | "memory">,
): Promise<Finding[]> {
  try {
    const order = { name, resource, inputs, log: SILENT, waitTimeoutMs: 0 };
    await adopt(adoptOrderId, order, identity, { service, memory });
    return [];
  } catch (error) {
    if (error instanceof RefusedError && error.cause === undefined) {
      return [{ severity: "error", path: "adoptOrderId", message: sentenceOf(error) }];
    }
    throw error instanceof RefusedError ? error.cause : error;
  }
}
