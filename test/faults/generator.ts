import fc from "fast-check";
import type { Act, ConsoleAct, Edit, History, Kill, PlannedFault, Setting, Up } from "./history.js";
import { KINDS } from "./kinds.js";

// Random histories. What comes first in a list is what a failing history shrinks to, so the harmless stands first.

const rarely = fc.nat({ max: 7 }).map((dice) => dice === 7);

const setting: fc.Arbitrary<Setting> = fc.record({
  isOneOrderPerSite: fc.boolean(),
  listDelayMs: fc.constantFrom(0, 0, 2_000, 30_000, 100_000, 400_000),
  deviceDelayMs: fc.constantFrom(0, 0, 2_000, 100_000),
  pageLimit: fc.constantFrom(100, 1, 2),
  deletedOrders: fc.constantFrom("notFound", "status"),
  keepsUnpaidRecords: fc.boolean(),
  hasOddIds: rarely,
  auth: fc.constantFrom("password", "password", "password", "password", "accessKey"),
  namesAccount: fc.boolean(),
  settleMs: fc.constantFrom(120_000, 0),
  site: fc.constantFrom("bare", "bare", "delivered", "oldHardware"),
  latencySeed: fc.nat(),
});

const orderFaults: readonly Omit<PlannedFault, "nth">[] = [...KINDS.values()].flatMap(({ key, meets, effects }) =>
  meets.includes("order")
    ? effects.map((effect) => ({ operation: "CreateDeliveryOrder" as const, kind: key, effect }))
    : [],
);

const READING = [
  ...(["ShowEdgeSite", "ShowDeliveryOrder", "DeleteDeliveryOrder", "ListServers", "ListNetworkDevices"] as const),
  ...(["ListStoragePools", "CreateToken", "ListAuthDomains"] as const),
];

const readFaults: readonly Omit<PlannedFault, "nth">[] = [...KINDS.values()].flatMap(({ key, meets }) => [
  ...(meets.includes("list") ? [{ operation: "ListDeliveryOrders" as const, kind: key, effect: "none" as const }] : []),
  ...(meets.includes("read")
    ? READING.map((operation) => ({
        operation,
        kind: key,
        effect: "none" as const,
      }))
    : []),
]);

const fault = (from: readonly Omit<PlannedFault, "nth">[], mostNth: number): fc.Arbitrary<PlannedFault> =>
  fc
    .tuple(fc.integer({ min: 1, max: mostNth }), fc.constantFrom(...from))
    .map(([nth, planned]) => ({ ...planned, nth }));

const faults: fc.Arbitrary<PlannedFault[]> = fc
  .tuple(fc.array(fault(orderFaults, 3), { maxLength: 2 }), fc.array(fault(readFaults, 5), { maxLength: 2 }))
  .map(([orders, reads]) => [...orders, ...reads]);

const consoleAct = fc.constantFrom<ConsoleAct[]>(
  "accept",
  "succeed",
  "cancel",
  "fail",
  "place",
  "placeSame",
  "deleteRecord",
  "unknownStatus",
);

/** More steps than a create has, so that some kills come too late. */
const step = fc.integer({ min: 1, max: 45 });

const kill: fc.Arbitrary<Kill> = fc.record({
  step,
  who: fc.constantFrom("provider", "commandLine", "both"),
});

const edit = fc.constantFrom<Edit[]>(
  "same",
  "same",
  "same",
  "changedCount",
  "renamed",
  "renamedWithAlias",
  "removed",
  "secondOrder",
  "adopting",
  "anotherSiteToo",
  "waiting",
  "wayOn",
);

const stack = fc.constantFrom<(0 | 1)[]>(0, 0, 0, 1);
const machine = fc.constantFrom<(0 | 1)[]>(0, 0, 0, 0, 1);

const maybe = <T>(value: fc.Arbitrary<T>, freq = 3): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq });

const up: fc.Arbitrary<Up> = fc
  .record({
    stack,
    machine,
    edit,
    skipsPreview: rarely,
    refreshes: fc.constantFrom("no" as const, "no" as const, "no" as const, "good" as const, "stale" as const),
    replaces: rarely,
    repeats: fc.constantFrom(0, 0, 0, 3),
    faults,
    kill: maybe(kill, 1),
    meanwhile: maybe(fc.record({ step, console: consoleAct }), 1),
  })
  .map(({ kill, meanwhile, ...rest }) => ({
    act: "up" as const,
    ...rest,
    ...(kill === undefined ? {} : { kill }),
    ...(meanwhile === undefined ? {} : { meanwhile }),
  }));

/** Of two stacks: the engine's lock keeps two runs of one apart. */
const both: fc.Arbitrary<Act> = fc.tuple(up, up).map(([first, second]) => ({
  act: "both" as const,
  first,
  second: { ...second, stack: first.stack === 0 ? 1 : 0 },
}));

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: up },
  { weight: 1, arbitrary: both },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("refresh" as const),
      stack,
      credentials: fc.constantFrom("good" as const, "stale" as const, "foreign" as const),
      faults,
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("destroy" as const), stack, faults }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("restore" as const), stack }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant("console" as const), console: consoleAct }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant("disk" as const),
      machine,
      disk: fc.constantFrom(
        "sound" as const,
        "full" as const,
        "readOnly" as const,
        "unreadable" as const,
        "damaged" as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant("clock" as const),
      skewMs: fc.constantFrom(0, -3_000, 3_000, -600_000, 600_000, 1_200_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, 20_000, 200_000, 300_000, 3_600_000),
    }),
  },
);

/** Any history: a service as it may be, and up to five acts. */
export const history: fc.Arbitrary<History> = fc.record({
  setting,
  acts: fc.array(act, { minLength: 1, maxLength: 5 }),
});
