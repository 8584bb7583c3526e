import { transportError, type Failure } from "../../../provider/http/failure.js";
import { ANSWER_KINDS } from "../../faults/answerKinds.js";
import type { Effect } from "../../faults/kinds.js";
import type { Ending } from "../scene.js";
import { PASSWORD } from "../shop.js";
import type { Met } from "../plans.js";
import { deadOrder, IAM_REFUSES } from "./seeds.js";

// What the POST of an order is answered with, and what becomes of it.

const EFFECTS: Readonly<Partial<Record<Effect, string>>> = {
  none: "no order comes of it",
  once: "the order was placed",
  twice: "something on the way repeated the POST, and the site takes one order",
};

/** A gateway that refuses what it has passed on makes every message untrue: an open case of the documentation. */
const isBelievable = (title: string, effect: Effect): boolean =>
  effect === "none" || !(title.includes("the gateway refuses") || title.includes("the token has expired"));

const ofAnswers = ANSWER_KINDS.filter(({ meets }) => meets.includes("order")).flatMap(({ key, title, effects }) =>
  effects.flatMap((effect): Ending[] => {
    const told = EFFECTS[effect];
    if (told === undefined || !isBelievable(title, effect)) return [];
    return [
      {
        title: `POST: ${title}; ${told}`,
        play: async (scene) => {
          if (title.includes("the token has expired")) {
            scene.set({ credentials: { kind: "token", token: scene.issuedToken() } });
          }
          scene.meet("CreateDeliveryOrder", key, { effect });
          await scene.create();
        },
      },
    ];
  }),
);

const failure = (code: string | undefined, more: Partial<Failure> = {}): Failure => ({
  error: code === undefined ? new Error("no more is known") : Object.assign(new Error(code), { code }),
  exchange: { isConnected: false },
  url: new URL("https://ies.example.com/v2"),
  proxy: undefined,
  timeoutMs: 60_000,
  isTimedOut: false,
  ...more,
});

const PROXY = { proxy: new URL("http://user:password@proxy.example.com:3128") };
const CONNECTED = { exchange: { isConnected: true } };

/** No answer at all: what the transport says, and whether a byte was sent. */
const SILENCES: readonly (readonly [string, Failure])[] = [
  ["the name cannot be resolved", failure("ENOTFOUND")],
  ["the connection is refused", failure("ECONNREFUSED")],
  ["no connection stands before the deadline", failure(undefined, { isTimedOut: true })],
  ["the certificate has expired", failure("CERT_HAS_EXPIRED")],
  ["the proxy wants a password", failure(undefined, { ...PROXY, exchange: { isConnected: false, proxyStatus: 407 } })],
  [
    "the proxy lets nobody through",
    failure(undefined, { ...PROXY, exchange: { isConnected: false, proxyStatus: 403 } }),
  ],
  ["the connection is reset after the request", failure("ECONNRESET", CONNECTED)],
  ["the answer does not come before the deadline", failure(undefined, { ...CONNECTED, isTimedOut: true })],
];

export const silence = (failed: Failure): Met => transportError(failed, !failed.exchange.isConnected);

const ofSilences = SILENCES.flatMap(([title, failed]): Ending[] =>
  (failed.exchange.isConnected ? (["none", "once"] as const) : (["none"] as const)).map((effect) => ({
    title: `POST: ${title}, each time; ${EFFECTS[effect]}`,
    play: async (scene) => {
      const tookDeadline = failed.isTimedOut;
      scene.meet("CreateDeliveryOrder", silence(failed), { effect, times: 3, tookDeadline });
      await scene.create();
    },
  })),
);

const repeated: readonly Ending[] = [
  {
    title: "POST: the gateway throttles three times",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "throttled", { times: 3 });
      await scene.create();
    },
  },
  {
    title: "POST: the gateway throttles, and then the site cannot be looked at",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "throttled").meet("ShowEdgeSite", "unavailable", { skip: 1, times: 99 });
      await scene.create();
    },
  },
  {
    title: "POST: the gateway throttles, and then somebody else's order stands on the site",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", "throttled");
      scene.when("CreateDeliveryOrder", () => void scene.orderInConsole());
      await scene.create();
    },
  },
  {
    title: "POST: no connection, and then somebody else's order stands on the site",
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", silence(failure("ECONNREFUSED")));
      scene.when("CreateDeliveryOrder", () => void scene.orderInConsole());
      await scene.create();
    },
  },
  {
    title: "POST: the token is renewed, and the order is refused all the same",
    play: async (scene) => {
      scene.set({ credentials: PASSWORD });
      scene.meet("CreateDeliveryOrder", "tokenExpired", { times: 2 });
      await scene.create();
    },
  },
  {
    title: "POST: the token has expired, and IAM no longer takes the password",
    play: async (scene) => {
      scene.set({ credentials: PASSWORD });
      scene.meet("CreateDeliveryOrder", "tokenExpired").meet("CreateToken", IAM_REFUSES, { skip: 1 });
      await scene.create();
    },
  },
  {
    title: "POST: 200 with an order that was there before",
    seed: deadOrder(),
    play: async (scene) => {
      scene.meet("CreateDeliveryOrder", {
        status: 200,
        body: { delivery_order: { id: "order-of-january", status: "PROCESSING" }, order_ids: [] },
      });
      await scene.create();
    },
  },
];

export const ANSWERS: readonly Ending[] = [...ofAnswers, ...ofSilences, ...repeated];
