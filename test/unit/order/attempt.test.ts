import { type Attempt, isAnythingNew, pauseMs, reactionTo } from "../../../provider/order/attempt.js";
import type { Note } from "../../../provider/order/note.js";
import type { CreateOutcome, DeliveryOrderRecord } from "../../../provider/order/service.js";
import { ACCOUNT, serviceError, SITE } from "./world.js";

const NOTE: Note = {
  account: ACCOUNT,
  edgeSiteId: SITE,
  stage: "sending",
  pid: 1,
  host: "here",
  resource: "urn",
  inputsHash: "hash",
  knownOrderIds: ["known"],
  serverTimeMs: 0,
  expiresMs: 60_000,
  nonce: "1",
};

const record = (id: string, edgeSiteId = SITE): DeliveryOrderRecord => ({
  id,
  domainId: ACCOUNT,
  status: "PROCESSING",
  edgeSiteId,
});

const error = serviceError("no.");
const unsent = (isPermanent = false): CreateOutcome => ({ kind: "notSent", isPermanent, error });

describe("after a POST", () => {
  const row = (
    outcome: CreateOutcome,
    attempt: number,
    reaction: ReturnType<typeof reactionTo>,
    { wasUnsent = outcome.kind === "notSent", renewals = 0 }: Partial<Attempt> = {},
  ) => ({ outcome, attempt, wasUnsent, renewals, reaction, kind: outcome.kind });

  it.each([
    row(unsent(), 1, "again"),
    row(unsent(), 2, "again"),
    row(unsent(), 3, "report"),
    row(unsent(true), 1, "report"),
    row(unsent(), 3, "look", { wasUnsent: false }),
    row(unsent(true), 2, "look", { wasUnsent: false }),
    row({ kind: "throttled", error }, 1, "again"),
    row({ kind: "throttled", error }, 3, "look"),
    row({ kind: "tokenRenewed", error }, 1, "again", { renewals: 1 }),
    row({ kind: "tokenRenewed", error }, 2, "look", { renewals: 2 }),
    row({ kind: "rejectedByGateway", error }, 1, "report"),
    row({ kind: "rejectedByService", error }, 1, "look"),
    row({ kind: "ambiguous", error }, 1, "reconcile"),
    row({ kind: "placed", order: record("old"), orderIds: [] }, 1, "reconcile"),
  ])(
    "number $attempt that ended $kind (never a byte sent: $wasUnsent, renewals: $renewals) comes: $reaction",
    ({ outcome, attempt, wasUnsent, renewals, reaction }) => {
      expect(reactionTo({ note: NOTE, outcome, wasUnsent, renewals }, attempt)).toBe(reaction);
    },
  );

  it.each<[string, CreateOutcome, number, number]>([
    ["the first", unsent(), 1, 2_000],
    ["the second", { kind: "throttled", error }, 2, 4_000],
    ["one that is to come back later than that", { kind: "throttled", retryAfterMs: 7_000, error }, 1, 7_000],
    ["one that may come back sooner", { kind: "throttled", retryAfterMs: 1, error }, 1, 2_000],
    ["one that is to come back in an hour", { kind: "throttled", retryAfterMs: 3_600_000, error }, 1, 30_000],
    ["a renewed token", { kind: "tokenRenewed", error }, 2, 0],
  ])("the pause after %s is measured", (_, outcome, attempt, ms) => {
    expect(pauseMs(outcome, attempt)).toBe(ms);
  });
});

it.each<[string, boolean, readonly DeliveryOrderRecord[]]>([
  ["nothing", false, []],
  ["what was there before", false, [record("known")]],
  ["an order of another site", false, [record("other", "site-2")]],
  ["an order that was not there before", true, [record("known"), record("new")]],
])("a list that shows %s shows something new of the site: %p", (_, isNew, orders) => {
  const sent: Attempt = { note: NOTE, outcome: unsent(), wasUnsent: true, renewals: 0 };
  expect(isAnythingNew(sent, orders)).toBe(isNew);
});
