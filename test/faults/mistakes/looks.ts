import type { History } from "../history.js";
import { OUTLIVING_NOTES } from "./byHand.js";
import { BARE, UP } from "../scenery.js";
import { hasConsole, type Mistakes } from "./mistake.js";

/** An order whose answer was lost has gone on before anybody could see it. */
const ACCEPTED_UNSEEN: History = {
  setting: { ...BARE, settleMs: 0, listDelayMs: 30_000 },
  acts: [
    {
      ...UP,
      faults: [{ operation: "CreateDeliveryOrder", nth: 1, kind: "resetAfterRequest", effect: "once" }],
    },
    { act: "console", console: "accept" },
  ],
};

/** A state from before an expansion expands the site after the same order once more. */
const EXPANDED_BEFORE: History = {
  setting: BARE,
  acts: [
    UP,
    { act: "console", console: "succeed" },
    { ...UP, edit: "secondOrder" },
    { act: "console", console: "succeed" },
    OUTLIVING_NOTES,
    { act: "restore", stack: 0 },
    UP,
  ],
};

/** A state from before a purchase that a person has looked at buys with the same token once more. */
const TOKEN_SPENT: History = {
  setting: { ...BARE, site: "oldHardware" },
  acts: [
    UP,
    { ...UP, edit: "wayOn" },
    { act: "console", console: "succeed" },
    OUTLIVING_NOTES,
    { act: "restore", stack: 0 },
    UP,
  ],
};

/** Two sites in one run; the list that the first order waits for takes its time. */
const SIDE_BY_SIDE: readonly History[] = [1, 2, 3].map((latencySeed) => ({
  setting: { ...BARE, latencySeed },
  acts: [
    {
      ...UP,
      edit: "anotherSiteToo",
      faults: [{ operation: "ListDeliveryOrders", nth: 1, kind: "slow20s", effect: "none" }],
    },
  ],
}));

/** What somebody could overlook on the site before money moves. */
export const LOOKS: Mistakes = {
  statusFilter: {
    title: "the list of orders is asked for those in progress only",
    patches: [
      {
        file: "cloudpond/client.ts",
        text: "this.walk(call, { list, codec }, {}, walk)",
        instead: 'this.walk(call, { list, codec }, { status: "PROCESSING" }, walk)',
      },
    ],
    caughtBy: "I2",
    histories: [ACCEPTED_UNSEEN],
  },
  listUnderWay: {
    title: "a list of orders that is under way answers whoever asks meanwhile",
    patches: [
      {
        file: "cloudpond/gathered.ts",
        text: "    this.next = undefined;\n",
        instead: "",
      },
      {
        file: "cloudpond/gathered.ts",
        text: "answer.catch(() => undefined);",
        instead: "answer.catch(() => undefined).then(() => (this.next = undefined));",
      },
    ],
    caughtBy: "I3",
    histories: SIDE_BY_SIDE,
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
    where: (history) => hasConsole(history, "unknownStatus"),
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
    where: (history) => history.setting.deletedOrders === "status" && hasConsole(history, "deleteRecord"),
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
    histories: [EXPANDED_BEFORE],
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
    histories: [TOKEN_SPENT],
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
