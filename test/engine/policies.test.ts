import { DeliveryOrder } from "../../provider/index.js";
import {
  ARGS,
  BERLIN,
  CHANGED_ARGS,
  HAMBURG,
  heldOrder,
  HAMBURG_ORDER,
  NETWORK_DEVICE,
  ordering,
  SERVER,
} from "./berlinOrder.js";
import { Engine } from "./harness.js";
import { judgedBy, ownPack, runPacks } from "./policyRunner.js";

const PROTECTED = { protect: true };
const program = ordering(ARGS, PROTECTED);

const ALLOWING = {
  "allowed-sites": { sites: [BERLIN] },
  "allowed-zones": { zones: ["eu-1"], zoneOfSite: { [BERLIN]: "eu-1" } },
  "allowed-offerings": { servers: [SERVER], networkDevices: [NETWORK_DEVICE], storageTypes: ["SSD"] },
  "maximum-count": { servers: 2, networkDevices: 2 },
  "maximum-storage": { total: 26 },
  "payment-terms": { maximumYears: 3, payModes: ["FULL"] },
  "purchasing-stacks": { stacks: ["test"] },
};
const FROZEN = {
  "purchase-freeze": {
    windows: [{ from: "2020-01-01T00:00:00Z", until: "2999-01-01T00:00:00Z", reason: "the books are closed" }],
  },
};
const FROZEN_TEXT = "purchases are frozen from 2020-01-01T00:00:00Z until 2999-01-01T00:00:00Z (the books are closed)";

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.start();
  runPacks(engine);
});
afterEach(async () => engine.stop());

const nothingBought = async () => {
  expect(await engine.posts()).toBe(0);
  expect(await engine.resource("berlin")).toBeUndefined();
};

test("an order that breaks rules fails preview and up with their sentences and buys nothing", async () => {
  const config = {
    ...ALLOWING,
    "allowed-sites": { sites: [HAMBURG] },
    "maximum-count": { servers: 1 },
  };
  const unprotected = ordering();
  for (const run of [
    await engine.preview(unprotected, judgedBy(engine, config)),
    await engine.up(unprotected, judgedBy(engine, config)),
  ]) {
    expect(run.ok).toBe(false);
    expect(run.output).toContain(`edgeSiteId is not a site for which hardware may be bought: allowed: ${HAMBURG}.`);
    expect(run.output).toContain("servers asks for 2 pieces, more than one order may buy: allowed: at most 1.");
    expect(run.output).toContain("protect is not set, and without it a slip");
    expect(run.output).not.toContain("payMode is not");
  }
  await nothingBought();
});

test("an order that keeps all rules is bought", async () => {
  expect(await engine.preview(program, judgedBy(engine, ALLOWING))).toMatchObject({ ok: true });
  expect(await engine.up(program, judgedBy(engine, ALLOWING))).toMatchObject({ ok: true });
  expect(await engine.posts()).toBe(1);
});

test("a frozen window and a stack that may not buy refuse the preview of a new order, and let an adoption pass", async () => {
  const config = { ...FROZEN, "purchasing-stacks": { stacks: ["production"] } };
  const { ok, output } = await engine.preview(program, judgedBy(engine, config));
  expect(ok).toBe(false);
  expect(output).toContain(`The order would be bought while ${FROZEN_TEXT}`);
  expect(output).toMatch(/The order would be bought by the stack \S+\/test, which may not buy/);
  await nothingBought();
  const adopting = ordering({ ...ARGS, edgeSiteId: HAMBURG, adoptOrderId: HAMBURG_ORDER }, PROTECTED);
  expect(await engine.preview(adopting, judgedBy(engine, config))).toMatchObject({ ok: true });
});

test("a frozen window and a stack that may not buy let everything pass that buys nothing", async () => {
  expect(await engine.up(program)).toMatchObject({ ok: true });
  const config = { ...FROZEN, "purchasing-stacks": { stacks: ["production"] } };
  // An order counts as bought by a run from the second in which the run began.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await engine.preview(program, judgedBy(engine, config))).toMatchObject({ ok: true });
  expect(await engine.up(program, { ...judgedBy(engine, config), expectNoChanges: true })).toMatchObject({ ok: true });
  expect(await engine.posts()).toBe(1);
});

test("a frozen window lets the update of an existing order pass that it excepts, and refuses the order that replaces a dead one", async () => {
  const unprotected = { ...FROZEN, "protect-required": { except: ["berlin"] } };
  const excepting = { ...unprotected, "purchase-freeze": { ...FROZEN["purchase-freeze"], except: ["berlin"] } };
  expect(await engine.up(ordering())).toMatchObject({ ok: true });
  const waiting = ordering({ ...ARGS, waitForStatus: "ACCEPTING" });
  const update = await engine.preview(waiting, judgedBy(engine, excepting));
  expect(update.output).toContain("~ 1 to update");
  expect(update).toMatchObject({ ok: true });

  await engine.simulator.advance(await heldOrder(engine), "CANCELLED");
  expect(await engine.refresh()).toMatchObject({ ok: true });
  const replacement = await engine.preview(ordering(CHANGED_ARGS), judgedBy(engine, unprotected));
  expect(replacement.ok).toBe(false);
  expect(replacement.output).toContain(`The order would be bought while ${FROZEN_TEXT}`);
  expect(await engine.posts()).toBe(1);
});

test("a purchase in a frozen window whose preview was skipped is reported by the run that made it", async () => {
  const { ok, output } = await engine.up(program, judgedBy(engine, FROZEN));
  expect(ok).toBe(false);
  expect(output).toContain(`The order was bought while ${FROZEN_TEXT}: cancel it in the billing console`);
  expect(await engine.posts()).toBe(1);
});

test("what a preview does not know yet is judged by the up, before the purchase", async () => {
  const afterAnother = async () => {
    const first = new DeliveryOrder("first", { ...ARGS, edgeSiteId: HAMBURG, adoptOrderId: HAMBURG_ORDER }, PROTECTED);
    const count = first.orderIds.apply((ids) => ids.length);
    new DeliveryOrder("berlin", { ...ARGS, servers: [{ offeringId: SERVER, count }] }, PROTECTED);
    return Promise.resolve();
  };
  const config = { "maximum-count": { servers: 2 } };
  expect(await engine.preview(afterAnother, judgedBy(engine, config))).toMatchObject({ ok: true });
  const { ok, output } = await engine.up(afterAnother, judgedBy(engine, config));
  expect({ ok, output }).toMatchObject({
    ok: false,
    output: expect.stringContaining("servers asks for 3 pieces") as string,
  });
  await nothingBought();
});

test("a configuration of the wrong type is refused by the engine", async () => {
  const { ok, output } = await engine.preview(program, judgedBy(engine, { "maximum-storage": { total: "26" } }));
  expect(ok).toBe(false);
  expect(output).toContain("total: Invalid type. Expected: number, given: string");
});

test("a pack of one's own judges orders by their class, beside rules of this package", async () => {
  const pack = ownPack(
    engine,
    `const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
     const { DeliveryOrder } = require("pulumi-cloudpond");
     const { allowedSites, resourcePolicy } = require("pulumi-cloudpond-policy");
     new PolicyPack("own", { policies: [resourcePolicy(allowedSites), {
       name: "even", description: "Servers are bought in pairs.", enforcementLevel: "mandatory",
       validateResource: validateResourceOfType(DeliveryOrder, (props, args, report) => {
         if (props.servers.some(({ count }) => count % 2 === 1)) report("servers are bought in pairs");
       }) }] });`,
  );
  expect(await engine.preview(program, judgedBy(engine, {}, pack))).toMatchObject({ ok: true });
  const odd = ordering({ ...ARGS, servers: [{ offeringId: SERVER, count: 3 }] });
  const { ok, output } = await engine.preview(odd, judgedBy(engine, { "allowed-sites": { sites: [] } }, pack));
  expect(ok).toBe(false);
  expect(output).toContain("servers are bought in pairs");
  expect(output).toContain("edgeSiteId is not a site for which hardware may be bought: allowed: none is.");
});
