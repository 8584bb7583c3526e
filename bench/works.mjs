// What is measured, and how much of it is the goal.
import { BenchStack } from "./stack.mjs";
import { startCloud } from "./cloud.mjs";

const LATENCY_MS = 50;

const sitesOf = (count) => Array.from({ length: count }, (_, index) => `shop-${index}`);

/** A contender with a cloud and a stack of its own; `setUp` runs before anything is timed. */
async function scene(folder, contender, shape, count, setUp = async () => undefined) {
  const cloud = await startCloud(folder, { latencyMs: LATENCY_MS, ...shape });
  const stack = await BenchStack.create(contender, cloud, sitesOf(count));
  await setUp(stack);
  return {
    cloud,
    stack,
    async end() {
      stack.end();
      await cloud.end();
    },
  };
}

/** Requests that the cloud received while `work` ran, by operation. */
async function counting(cloud, work) {
  const before = (await cloud.journal()).length;
  const ms = await work();
  const counts = {};
  for (const { operation } of (await cloud.journal()).slice(before)) counts[operation] = (counts[operation] ?? 0) + 1;
  return { ms, requests: Object.values(counts).reduce((sum, one) => sum + one, 0), counts };
}

/** The same scene is measured again and again: nothing changes in it. */
const repeated = (title, { contenders, count, shape = {}, existing, verb, goals }) => ({
  title,
  contenders,
  goals,
  async prepare(folder, contender) {
    const made = await scene(folder, contender, { shops: count, ...shape }, count, (stack) =>
      existing ? stack.up({ parallel: 100 }) : undefined,
    );
    return { measure: () => counting(made.cloud, () => made.stack[verb]()), end: made.end };
  },
});

/** Every measurement takes a scene of its own, because it changes it. */
const anew = (title, { contenders, count, shape = {}, options, goals }) => ({
  title,
  contenders,
  goals,
  async prepare(folder, contender) {
    return {
      async measure() {
        const made = await scene(folder, contender, { shops: count, ...shape }, count);
        try {
          return await counting(made.cloud, () => made.stack.up(options));
        } finally {
          await made.end();
        }
      },
      end: async () => undefined,
    };
  },
});

const pages = (count) => Math.ceil(count / 100);

/** @param fleet how many orders stand for "many" */
export const worksOf = ({ few, fleet }) => [
  repeated("preview of 1 existing order", {
    contenders: ["noOp", "handWritten", "cloudpond"],
    count: 1,
    existing: true,
    verb: "preview",
    goals: [{ of: "cloudpond", to: "noOp", most: 1.05 }],
  }),
  repeated(`preview of ${few} existing orders`, {
    contenders: ["noOp", "handWritten", "cloudpond"],
    count: few,
    existing: true,
    verb: "preview",
    goals: [{ of: "cloudpond", to: "noOp", most: 1.1 }],
  }),
  repeated(`first preview of ${few} new orders, compared with the catalogue`, {
    contenders: ["noOp", "handWritten", "cloudpond"],
    count: few,
    existing: false,
    verb: "preview",
    goals: [{ of: "cloudpond", to: "noOp", most: 1.25 }],
  }),
  anew(`up of ${few} orders on ${few} sites`, {
    contenders: ["noOp", "handWritten", "cloudpond"],
    count: few,
    options: {},
    goals: [
      { of: "cloudpond", to: "handWritten", most: 1.6 },
      { of: "cloudpond", requests: 3 * few + 12 * pages(few) },
    ],
  }),
  anew(`the same with --parallel 100`, {
    contenders: ["noOp", "handWritten", "cloudpond"],
    count: few,
    options: { parallel: 100 },
    goals: [{ of: "cloudpond", to: "handWritten", most: 1.3 }],
  }),
  repeated(`refresh of ${fleet} orders`, {
    contenders: ["noOp", "handWritten", "cloudpond"],
    count: fleet,
    existing: true,
    verb: "refresh",
    goals: [
      { of: "cloudpond", to: "handWritten", most: 0.5 },
      { of: "cloudpond", requests: 2 * pages(fleet) + 10 },
    ],
  }),
];
