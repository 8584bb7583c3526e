import { instantMs } from "./clock.js";
import { type Observation, siteRevisionOf, standingHardware, unclaimedHardware } from "./observe.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isDone, isInProgress } from "./status.js";

/** What a purchase believes its site to hold (a compare-and-set on the site). */
export type Belief =
  | { readonly kind: "first" }
  | { readonly kind: "expansion"; readonly afterOrderId: string }
  | { readonly kind: "revision"; readonly siteRevision: string };

export function beliefOf(inputs: { readonly afterOrderId?: string; readonly siteRevision?: string }): Belief {
  if (inputs.siteRevision !== undefined) return { kind: "revision", siteRevision: inputs.siteRevision };
  if (inputs.afterOrderId !== undefined) return { kind: "expansion", afterOrderId: inputs.afterOrderId };
  return { kind: "first" };
}

/** Why a belief does not hold, a clause each; empty when it does. */
export function objections(belief: Belief, observation: Observation): string[] {
  switch (belief.kind) {
    case "first":
      return objectionsToFirst(observation);
    case "expansion":
      return objectionsToExpansion(belief.afterOrderId, observation);
    case "revision":
      return objectionsToRevision(belief.siteRevision, observation);
  }
}

function objectionsToFirst(observation: Observation): string[] {
  const { site, orders, liveOrders, buried } = observation;
  const standing = standingHardware(observation);
  const wasAbandoned =
    site.status === "deploying" &&
    orders.length + buried.length > 0 &&
    liveOrders.length === 0 &&
    standing.length === 0;
  return [
    ...liveOrders.map((order) => `order ${order.id} (${order.status}) already stands on the site`),
    ...(site.status === "initial" || wasAbandoned
      ? []
      : [`the site is "${site.status}", and a first order needs "initial"`]),
    ...(standing.length === 0 ? [] : [`the site already holds hardware (${some(standing)})`]),
  ];
}

function objectionsToExpansion(afterOrderId: string, observation: Observation): string[] {
  const { site, liveOrders } = observation;
  const unclaimed = unclaimedHardware(observation);
  return [
    ...objectionsToHead(afterOrderId, liveOrders),
    ...liveOrders
      .filter(({ status }) => !isDone(status))
      .map(({ id, status }) => `order ${id} is ${status}, and every order of the site must be SUCCESS`),
    ...(site.status === "available" ? [] : [`the site is "${site.status}", and an expansion needs "available"`]),
    ...(unclaimed.length === 0 ? [] : [`the site holds hardware that none of its orders lists (${some(unclaimed)})`]),
  ];
}

function objectionsToHead(afterOrderId: string, liveOrders: readonly DeliveryOrderRecord[]): string[] {
  if (liveOrders.length === 0) return [`the site has no order, so there is none to come after ${afterOrderId}`];
  const head = headOf(liveOrders);
  if (head === undefined) {
    return ["the newest order of the site cannot be told, as creation times are missing or equal"];
  }
  return head.id === afterOrderId ? [] : [`the newest order of the site is ${head.id}, not ${afterOrderId}`];
}

function objectionsToRevision(siteRevision: string, observation: Observation): string[] {
  return [
    ...observation.orders
      .filter(({ status }) => isInProgress(status))
      .map(({ id, status }) => `order ${id} is ${status}, and nothing may be bought beside an order in progress`),
    ...(siteRevisionOf(observation) === siteRevision
      ? []
      : ["the site has changed since the siteRevision in the inputs was printed"]),
  ];
}

/** The newest live order; undefined when creation times are missing or the newest two are equal. */
export function headOf(liveOrders: readonly DeliveryOrderRecord[]): DeliveryOrderRecord | undefined {
  const dated = liveOrders.map((order) => ({ order, ms: instantMs(order.createdAt) }));
  if (dated.some(({ ms }) => ms === undefined)) return undefined;
  const [newest, second] = dated.sort((a, b) => b.ms! - a.ms!);
  return second !== undefined && second.ms === newest!.ms ? undefined : newest?.order;
}

function some(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).join(", ");
  return ids.length <= 3 ? shown : `${shown} and ${ids.length - 3} more`;
}
