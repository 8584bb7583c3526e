import { KINDS } from "../kinds.js";
import { BARE, UP } from "../scenery.js";
import { meets, type Mistakes } from "./mistake.js";

/** The gateway answers each POST alike, for longer than anybody would watch. */
const THROTTLED_FOR_EVER = {
  setting: BARE,
  acts: [
    {
      ...UP,
      faults: Array.from({ length: 2_000 }, (_, index) => ({
        operation: "CreateDeliveryOrder" as const,
        nth: index + 1,
        kind: "throttled",
        effect: "none" as const,
      })),
    },
  ],
};

/** What somebody could read wrongly out of an answer to the POST, or out of none. */
export const ANSWERS: Mistakes = {
  resentAfter5xx: {
    title: "a POST that was answered with 5xx is sent again",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: "  if (status < 400 || status >= 500 || PASSED_ON.has(status) || code === undefined) return",
        instead:
          '  if (status >= 500) return "throttled";\n  if (status < 400 || PASSED_ON.has(status) || code === undefined) return',
      },
    ],
    caughtBy: "I4",
  },
  every429NotExecuted: {
    title: "every 429 counts as not executed, whoever says it",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: "  if (status < 400 || status >= 500 || PASSED_ON.has(status)",
        instead:
          '  if (status === 429) return "throttled";\n  if (status < 400 || status >= 500 || PASSED_ON.has(status)',
      },
    ],
    caughtBy: "I4",
  },
  every4xxRefuses: {
    title: "every 4xx with a code counts as a refusal, also one that the gateway makes of an answer it could not read",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: "isServiceCode(code) && SERVICE_REFUSALS.has(status)",
        instead: "true",
      },
    ],
    caughtBy: "money",
  },
  nestedRefusalBelieved: {
    title: "a refusal that somebody else passed on counts as the service's own",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: "const kind = kindOf(status, ownCode(response));",
        instead: "const kind = kindOf(status, error.facts.code);",
      },
    ],
    caughtBy: "money",
    where: (history) =>
      history.setting.listDelayMs > 0 &&
      meets(history, ({ kind, effect }) => kind === "nestedRefusal" && effect !== "none"),
  },
  resetNotSent: {
    title: "a POST whose connection was reset counts as not sent, by the error's code",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: "if (!(cause instanceof TransportError) || !cause.isUnsent) {",
        instead:
          'if (!(cause instanceof TransportError) || !(cause.isUnsent || cause.message.includes("ECONNRESET"))) {',
      },
    ],
    caughtBy: "I4",
  },
  timeoutNotSent: {
    title: "a POST that was not answered in time counts as not sent",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: "if (!(cause instanceof TransportError) || !cause.isUnsent) {",
        instead:
          'if (!(cause instanceof TransportError) || !(cause.isUnsent || cause.message.includes("did not answer completely"))) {',
      },
    ],
    caughtBy: "I4",
    where: (history) =>
      history.setting.listDelayMs > 0 &&
      meets(history, ({ kind, effect }) => effect !== "none" && KINDS.get(kind)?.tookDeadline === true),
  },
  acceptedWithoutIdRefused: {
    title: "a 2xx that names no order counts as a failure that placed nothing",
    patches: [
      {
        file: "cloudpond/createOutcome.ts",
        text: '{ kind: "ambiguous", error: unnamed(response) }',
        instead: '{ kind: "rejectedByGateway", error: unnamed(response) }',
      },
    ],
    caughtBy: "money",
  },
  refusalBelieved: {
    title: "a refusal is believed without a look, although a proxy's second try may have caused it",
    patches: [
      {
        file: "order/attempt.ts",
        text: "listing !== undefined && !isAnythingNew(sent, listing.orders)",
        instead: "true",
      },
    ],
    caughtBy: "money",
    where: (history) => meets(history, ({ kind, effect }) => kind === "invalidParameter" && effect === "once"),
  },
  failedLookBelieved: {
    title: "a refusal is believed when the look after it fails",
    patches: [
      {
        file: "order/attempt.ts",
        text: "listing !== undefined && !isAnythingNew(sent, listing.orders)",
        instead: "listing === undefined || !isAnythingNew(sent, listing.orders)",
      },
    ],
    caughtBy: "money",
    where: (history) =>
      meets(history, ({ kind, effect }) => kind === "invalidParameter" && effect === "once") &&
      meets(history, ({ operation, kind }) => operation === "ListDeliveryOrders" && kind === "badGateway"),
  },
  unlimitedPosts: {
    title: "a create sends as many POSTs as the gateway throttles",
    patches: [{ file: "order/attempt.ts", text: "const MOST_POSTS = 3;", instead: "const MOST_POSTS = Infinity;" }],
    caughtBy: "I5",
    histories: [THROTTLED_FOR_EVER],
  },
  observedOnce: {
    title: "the site is not looked at again before the second POST",
    patches: [
      {
        file: "order/place.ts",
        text: "  let last: Attempt | undefined;\n",
        instead: "  let last: Attempt | undefined;\n  let seen: Observation | undefined;\n",
      },
      {
        file: "order/place.ts",
        text: "const observation = await observeAgain(order, context, last);",
        instead: "const observation = (seen ??= await observeAgain(order, context, last));",
      },
    ],
    caughtBy: "I3",
  },
};
