// What is measured, and how much of it is the goal.
import { startCloud } from "./cloud.mjs";
import { more, ours, requests, times } from "./goals.mjs";
import { watchingMemory } from "./memory.mjs";
import { firstCheck } from "./providerProcess.mjs";
import { BenchStack } from "./stack.mjs";

/** How long the simulated cloud takes for an answer. */
export const LATENCY_MS = 50;
const PER_SECOND = 5;
const ALL = ["noOp", "handWritten", "cloudpond"];
const OURS = ["cloudpond"];
/** Entries of a page that the provider asks for. */
const PAGE = 1000;

const sitesOf = (count, first = 0) => Array.from({ length: count }, (_, index) => `shop-${first + index}`);

/** A contender with a cloud and a stack of its own. */
async function scene(folder, contender, sites, { behaviour = {}, env, ...shape } = {}) {
  const cloud = await startCloud(folder, {
    shops: sites.length,
    behaviour: { latencyMs: LATENCY_MS, ...behaviour },
    ...shape,
  });
  const stack = await BenchStack.create(contender, cloud, sites, env);
  return {
    cloud,
    stack,
    async end() {
      stack.end();
      await cloud.end();
    },
  };
}

/** What `work` took, with the requests that the cloud received meanwhile, by operation. */
async function counting(cloud, work) {
  const before = (await cloud.journal()).length;
  const measured = await watchingMemory(async () => ({ value: await work() }));
  const sent = (await cloud.journal()).slice(before);
  const counts = {};
  for (const { operation } of sent) counts[operation] = (counts[operation] ?? 0) + 1;
  return { ...measured, requests: sent.length, refused: sent.filter(({ status }) => status === 429).length, counts };
}

/** What takes about a second is measured more often, because its goals are as small as what a machine does besides. */
const BRIEF = { atLeast: 15 };

/** The same scene is measured again and again: nothing changes in it. `setUp` runs before anything is measured. */
const repeated = (
  title,
  { contenders = ALL, sites, shape, setUp = async () => undefined, verb, options, goals, ...rest },
) => ({
  title,
  contenders,
  goals,
  ...rest,
  async prepare(folder, contender) {
    const { cloud, stack, end } = await scene(folder, contender, sites, shape);
    await setUp(stack, cloud);
    return { measure: () => counting(cloud, () => stack[verb](options)), end };
  },
});

/** Every measurement takes a scene of its own, because it changes it. */
const anew = (title, { contenders = ALL, sites, shape, options, goals, ...rest }) => ({
  title,
  contenders,
  goals,
  ...rest,
  async prepare(folder, contender) {
    return {
      async measure() {
        const { cloud, stack, end } = await scene(folder, contender, sites, shape);
        try {
          return await counting(cloud, () => stack.up(options));
        } finally {
          await end();
        }
      },
      end: async () => undefined,
    };
  },
});

/** Measured on the one order of a stack, without the engine; `measureOf` gets it as the state holds it. */
const ofOneOrder = (title, { unit, goals, measureOf }) => ({
  title,
  unit,
  contenders: ALL,
  goals,
  async prepare(folder, contender) {
    const { stack, end } = await scene(folder, contender, sitesOf(1));
    await stack.prepared();
    const [order] = await stack.orders();
    return { measure: () => measureOf(order), end };
  },
});

const bytesOf = (value) => Buffer.byteLength(JSON.stringify(value));

/** Without what the provider and the SDK add: keys that begin with two underscores. */
const declared = (properties) =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));

/** @param few orders of a usual program; @param fleet of a large one; @param account all orders of a large account */
export function worksOf({ few, fleet, account }) {
  const pages = Math.ceil(account / PAGE);
  const large = { shape: { shops: account, ordered: account - 1 }, sites: sitesOf(1, account - 1), contenders: OURS };
  return [
    repeated("preview of 1 existing order", {
      ...BRIEF,
      sites: sitesOf(1),
      setUp: (stack) => stack.prepared(),
      verb: "preview",
      goals: [times(1.05, "noOp")],
    }),
    repeated(`preview of ${few} existing orders`, {
      sites: sitesOf(few),
      setUp: (stack) => stack.prepared(),
      verb: "preview",
      goals: [times(1.1, "noOp")],
    }),
    repeated(`first preview of ${few} new orders, compared with the catalogue`, {
      sites: sitesOf(few),
      verb: "preview",
      goals: [times(1.25, "noOp")],
    }),
    anew(`up of ${few} orders on ${few} sites`, {
      sites: sitesOf(few),
      goals: [times(1.6, "handWritten"), requests(3 * few + 25, ": 3 for each order, and 25 for the lists")],
    }),
    anew(`up of ${few} orders on ${few} sites with --parallel 100`, {
      sites: sitesOf(few),
      options: { parallel: 100 },
      goals: [times(1.3, "handWritten"), requests(3 * few + 25, ": 3 for each order, and 25 for the lists")],
    }),
    repeated(`refresh of ${fleet} orders`, {
      contenders: [...ALL, "listing"],
      sites: sitesOf(fleet),
      setUp: (stack) => stack.prepared(),
      verb: "refresh",
      goals: [
        times(0.5, "handWritten"),
        requests(Math.ceil(fleet / PAGE) * 6 + 20, ": the pages of four lists, and 20"),
        more(40, "noOp", {
          unit: "MiB",
          figure: "memoryMiB",
          bound: (resultOf) => {
            const over = resultOf("listing").memoryMiB - resultOf("noOp").memoryMiB;
            return (
              `(d), which reads the same lists and keeps nothing of them, already takes ${over.toFixed(0)} MiB over (a). What grows ` +
              "is Pulumi's host: its calls that wait while V8 collects its young objects are kept with the old ones, and so is " +
              "what later calls hold, until V8 collects everything."
            );
          },
        }),
      ],
    }),
    repeated(`refresh of ${fleet} orders with --parallel 100`, {
      sites: sitesOf(fleet),
      setUp: (stack) => stack.prepared(),
      verb: "refresh",
      options: { parallel: 100 },
      goals: [requests(Math.ceil(fleet / PAGE) * 6 + 20, ": the pages of four lists, and 20")],
    }),
    repeated(`refresh of 1 delivered order in an account of ${account}`, {
      ...large,
      setUp: async (stack, cloud) => {
        await stack.prepared();
        await cloud.deliver();
        await stack.refresh();
      },
      verb: "refresh",
      goals: [requests(1)],
    }),
    anew(`up of 1 order in an account of ${account}, its purchase alone, without the comparisons of a preview`, {
      ...large,
      shape: { ...large.shape, env: { CLOUDPOND_PREFLIGHT: "off" } },
      goals: [requests(4 * pages + 8, `: two lists of ${pages} pages, each walked twice, and 8`)],
    }),
    anew(`up of 1 order in an account of ${account}`, { ...large, goals: [] }),
    anew(`up of ${few} orders in an account of ${account} with --parallel 100`, {
      contenders: OURS,
      sites: sitesOf(few, account - few),
      shape: { shops: account, ordered: account - few },
      options: { parallel: 100 },
      once: true,
      goals: [],
    }),
    anew(`up of ${few} orders where ${PER_SECOND} requests a second are allowed`, {
      contenders: OURS,
      sites: sitesOf(few),
      shape: { behaviour: { requestsPerSecond: PER_SECOND } },
      once: true,
      goals: [
        ours(
          `at most 1.20 × the time that its requests take at ${PER_SECOND} a second`,
          ({ median, requests, refused }) => median / (((requests - refused) / PER_SECOND) * 1000),
          1.2,
          (ratio) => `${ratio.toFixed(2)} ×`,
        ),
        ours(
          "at most 10 % more sent than allowed",
          ({ requests, refused }) => (100 * refused) / (requests - refused),
          10,
          (percent) => `${percent.toFixed(1)} %`,
        ),
      ],
    }),
    ofOneOrder("first check in a provider process", {
      unit: "ms",
      goals: [more(30, "noOp", { unit: "ms" })],
      measureOf: async ({ inputs }) => ({ value: await firstCheck(inputs) }),
    }),
    ofOneOrder("state of an order: inputs and outputs", {
      unit: "bytes",
      goals: [
        ours(
          "at most 1.1 × what is the order's own, and 512 bytes",
          ({ median, own }) => median - 1.1 * own,
          512,
          (bytes) => `${bytes.toFixed(0)} bytes over 1.1 ×`,
        ),
      ],
      measureOf: async ({ inputs, outputs }) => ({
        value: bytesOf(inputs) + bytesOf(outputs),
        own: bytesOf(declared(inputs)) + bytesOf(declared(outputs)),
      }),
    }),
  ];
}
