import type { Mistakes } from "./mistake.js";

/** What somebody could overlook on the site before money moves. */
export const LOOKS: Mistakes = {
  statusFilter: {
    title: "the list of orders is asked for those in progress only",
    patches: [
      {
        file: "cloudpond/client.ts",
        text: '"delivery-orders", list, codec, {}, withinMs',
        instead: '"delivery-orders", list, codec, { status: "PROCESSING" }, withinMs',
      },
    ],
    caughtBy: "I1",
  },
  firstPageOnly: {
    title: "only the first page of a list is read",
    patches: [
      {
        file: "cloudpond/paging.ts",
        text: "    marker = page.nextMarker;",
        instead: "    marker = undefined;",
      },
    ],
    caughtBy: "I3",
  },
  oneWalk: {
    title: "a list of several pages counts after one walk",
    patches: [
      {
        file: "cloudpond/paging.ts",
        text: "if (pages.length === 1 || (before !== undefined && isSame(before, ids))) {",
        instead: "if (true) {",
      },
    ],
    caughtBy: "I1",
  },
  listFirst: {
    title: "the order list is read before the site and its devices",
    patches: [
      {
        file: "order/observe.ts",
        text: "  const identity = await service.identify();\n",
        instead:
          "  const identity = await service.identify();\n  const listing = await service.listDeliveryOrders();\n",
      },
      {
        file: "order/observe.ts",
        text: "  const listing = await service.listDeliveryOrders();\n  const orders",
        instead: "  const orders",
      },
    ],
    caughtBy: "I1",
  },
  slowListTrusted: {
    title: "a list that took minutes is trusted",
    patches: [{ file: "order/place.ts", text: "tookMs > PREPARATION_MS ? tookMs : 0", instead: "0" }],
    caughtBy: "I1",
  },
  unknownStatusDead: {
    title: "an order in a status that nobody knows counts as dead",
    patches: [
      {
        file: "order/status.ts",
        text: 'MEANINGS[status as keyof typeof MEANINGS] : "open"',
        instead: 'MEANINGS[status as keyof typeof MEANINGS] : "dead"',
      },
    ],
    caughtBy: "I1",
  },
  deletedIsDead: {
    title: "an order whose record is deleted counts as dead",
    patches: [
      {
        file: "order/status.ts",
        text: "return lastStatus === undefined || !isDead(lastStatus);",
        instead: "return false;",
      },
    ],
    caughtBy: "I1",
  },
  liveOrdersOverlooked: {
    title: "a first order is placed beside a live one when the site is initial",
    patches: [
      {
        file: "order/compare.ts",
        text: "...liveOrders.map((order) => `order ${order.id} (${order.status}) already stands on the site`),",
        instead: "",
      },
    ],
    caughtBy: "I1",
  },
  siteStatusOverlooked: {
    title: "a first order is placed on a site in any status",
    patches: [{ file: "order/compare.ts", text: 'site.status === "initial" || wasAbandoned', instead: "true" }],
    caughtBy: "I1",
  },
  firstUnchecked: {
    title: "a first order is placed whatever the site holds",
    patches: [
      {
        file: "order/compare.ts",
        text: "      return objectionsToFirst(observation);",
        instead: "      return [];",
      },
    ],
    caughtBy: "I1",
  },
  headNotCompared: {
    title: "afterOrderId is not compared with the newest order of the site",
    patches: [
      {
        file: "order/compare.ts",
        text: "return head.id === afterOrderId ? [] : [`the newest order of the site is ${head.id}, not ${afterOrderId}`];",
        instead: "return [];",
      },
    ],
    caughtBy: "I1",
  },
  expandedWhileOpen: {
    title: "a site is expanded while an order of it is on its way",
    patches: [
      { file: "order/compare.ts", text: ".filter(({ status }) => !isDone(status))", instead: ".filter(() => false)" },
      { file: "order/compare.ts", text: 'site.status === "available" ? []', instead: "true ? []" },
    ],
    caughtBy: "I1",
  },
  revisionNotCompared: {
    title: "siteRevision is not compared with what the site holds",
    patches: [{ file: "order/compare.ts", text: "siteRevisionOf(observation) === siteRevision", instead: "true" }],
    caughtBy: "I1",
  },
  deadBarsSite: {
    title: "a dead order bars its site",
    patches: [{ file: "order/status.ts", text: "  return !isDead(status);\n}", instead: "  return true;\n}" }],
    caughtBy: "I5",
  },
  waysThatDoNotPass: {
    title: "a refusal offers ways on that do not pass",
    patches: [
      {
        file: "order/refusal.ts",
        text: "objections(belief, observation).length === 0",
        instead: "true",
      },
    ],
    caughtBy: "I5",
  },
};
