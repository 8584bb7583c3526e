import fs from "node:fs";
import path from "node:path";
import { DeliveryOrder } from "../../provider/index.js";
import { withNames } from "../messages/goldenFile.js";
import { ARGS, HAMBURG, HAMBURG_ORDER, NETWORK_DEVICE, ordering } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

// What a user sees of a preview, as the command line prints it. After a change that is meant:
// `GOLDEN=write npx jest --selectProjects engine -- previews`, and then read them as a tired person would.

interface Scenario {
  readonly args?: object;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isTwice?: boolean;
  readonly ok: boolean;
}

const YEARLY = { prepaidOptions: { periodNum: 2, payMode: "FULL" } };

/** Each in a way that no form shows: only the service knows. */
const FIVE_MISTAKES = {
  ...ARGS,
  servers: [{ offeringId: NETWORK_DEVICE, count: 2 }],
  networkDevices: [{ offeringId: "30000000-0000-4000-8000-000000000003", count: 2 }],
  storagePools: [
    { storageType: "SSDD", size: 26 },
    { storageType: "SAS", size: 37 },
  ],
  marketOptions: YEARLY,
};

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  clean: { ok: true },
  "five mistakes": { args: FIVE_MISTAKES, ok: false },
  "two orders for one site": { isTwice: true, ok: false },
  "an order that stands already": { args: { ...ARGS, edgeSiteId: HAMBURG }, ok: false },
  "more storage": {
    args: {
      edgeSiteId: HAMBURG,
      storagePools: [{ storageType: "SSD", size: 20 }],
      marketOptions: ARGS.marketOptions,
      afterOrderId: HAMBURG_ORDER,
    },
    ok: true,
  },
  warn: { args: FIVE_MISTAKES, env: { CLOUDPOND_PREFLIGHT: "warn" }, ok: true },
  off: { args: FIVE_MISTAKES, env: { CLOUDPOND_PREFLIGHT: "off" }, ok: true },
  "no credentials": { env: { HW_ACCESS_KEY: undefined, HW_SECRET_KEY: undefined }, ok: true },
  offline: { env: { CLOUDPOND_ENDPOINT: "http://127.0.0.1:9" }, ok: true },
  "purchases switched off": { env: { CLOUDPOND_ALLOW_PURCHASES: "false" }, ok: true },
  quoted: { env: { CLOUDPOND_QUOTE: "true" }, ok: true },
  "under the cap": { args: { ...ARGS, maxUpfront: { amount: 10_000_000, currency: "CNY" } }, ok: true },
  "over the cap": { args: { ...ARGS, maxUpfront: { amount: 1000, currency: "CNY" } }, ok: false },
  "a cap without a price": {
    args: { ...ARGS, maxUpfront: { amount: 10_000_000, currency: "CNY" } },
    env: { HW_ACCESS_KEY: undefined, HW_SECRET_KEY: undefined },
    ok: false,
  },
};

const twice: Program = async () => {
  const first = new DeliveryOrder("berlin", ARGS);
  new DeliveryOrder("berlin-again", ARGS, { dependsOn: first });
  return Promise.resolve();
};

const file = path.join(__dirname, "golden", "previews.txt");

/** Without the rows that come and go while it runs, and without what differs from run to run. */
const alike = (output: string): string =>
  withNames(output, [])
    .split("\n")
    .filter((line) => !/^(@ |Duration:| \+ {2}pulumi| {4}pulumi-nodejs\S+ \S+ )/u.test(line))
    .join("\n")
    .replace(/127\.0\.0\.1:\d{4,}/gu, "127.0.0.1:<port>")
    .replace(/\n{3,}/gu, "\n\n")
    .replace(/placed \d+ days ago/gu, "placed some days ago")
    .trim();

test("previews are those that were read", async () => {
  const previews: string[] = [];
  for (const [title, { args, env = {}, isTwice = false, ok }] of Object.entries(SCENARIOS)) {
    const engine = await Engine.start({ env });
    try {
      const outcome = await engine.preview(isTwice ? twice : ordering(args));
      previews.push(`# ${title}\n${alike(outcome.output)}`);
      if (process.env["TRY"] === undefined)
        expect({ title, ok: outcome.ok, posts: await engine.posts() }).toEqual({ title, ok, posts: 0 });
    } finally {
      await engine.stop();
    }
  }
  const written = `${previews.join("\n\n")}\n`;
  if (process.env["GOLDEN"] === "write") fs.writeFileSync(file, written);
  expect(written).toBe(fs.readFileSync(file, "utf8"));
});
