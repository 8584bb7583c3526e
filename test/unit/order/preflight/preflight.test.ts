import fc from "fast-check";
import { UNKNOWN } from "../../../../provider/order/unknown.js";
import { ACCOUNT, FakeClock, INPUTS, serviceError, SITE } from "../world.js";
import { delivered, FakeAccount, heldAccount, offering, preflightOver, previewed, settle, site } from "./account.js";

const account = (): FakeAccount => new FakeAccount(new HeldForEver());

/** Nobody waits for time here: what is asked is answered. */
class HeldForEver extends FakeClock {
  override sleep = (): Promise<void> => new Promise(() => undefined);
}

describe("a new order", () => {
  it("that is right has nothing to tell, and is compared with lists of the whole account only", async () => {
    const fake = account();
    const { preflight } = preflightOver(fake);
    expect(await preflight.examine(previewed())).toEqual({ findings: [], skipped: [] });
    expect(fake.calls.sort()).toEqual([
      "identify",
      "listDeliveryOrders",
      "listEdgeSites",
      "listNetworkDeviceOfferings",
      "listNetworkDevices",
      "listQuotas",
      "listSaleCycles",
      "listServerOfferings",
      "listServers",
      "listStoragePools",
      "listStorageTypes",
    ]);
  });

  it("and two hundred of them take no more requests than one", async () => {
    const fake = account();
    fake.sites = Array.from({ length: 200 }, (_, index) => site(`site-${index}`));
    fake.quotas = [];
    const { preflight } = preflightOver(fake);
    for (const { id } of fake.sites) {
      expect(await preflight.examine(previewed({ edgeSiteId: id }, id))).toEqual({ findings: [], skipped: [] });
    }
    expect(fake.calls).toHaveLength(11);
  });

  it("is told once that the account's quota does not suffice, and the orders that follow are not told again", async () => {
    const fake = account();
    fake.sites = ["one", "two", "three"].map((id) => site(id));
    fake.quotas = [{ type: "compute_device", quota: 10, used: 7 }];
    const { preflight, program } = preflightOver(fake);
    const told: string[] = [];
    for (const { id } of fake.sites) {
      const order = previewed({ edgeSiteId: id }, id);
      program.findings(order);
      const { findings } = await preflight.examine(order);
      told.push(...findings.map(({ message }) => `${id}: ${message}`));
    }
    expect(told).toEqual([
      expect.stringMatching(/^two: the new orders of this program up to this one want 4 servers/u),
    ]);
  });

  it("tells all its mistakes at once", async () => {
    const { preflight } = preflightOver(account());
    const { findings } = await preflight.examine(
      previewed({
        edgeSiteId: "nowhere",
        servers: [{ offeringId: "net", count: 1 }],
        networkDevices: [{ offeringId: "srv", count: 1 }],
        storagePools: [{ storageType: "NVME", size: 1 }],
      }),
    );
    expect(findings.map(({ path }) => path)).toEqual([
      "edgeSiteId",
      "servers[0].offeringId",
      "networkDevices[0].offeringId",
      "storagePools[0].storageType",
    ]);
  });

  it("with a term that its zone does not sell is told so once, and not of every line", async () => {
    const { preflight } = preflightOver(account());
    const { findings } = await preflight.examine(
      previewed({
        marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 5, payMode: "FULL" } },
      }),
    );
    expect(findings.map(({ path }) => path)).toEqual(["marketOptions.prepaidOptions"]);
  });

  it.each([
    ["the site", { edgeSiteId: UNKNOWN }, ["servers[0].offeringId"]],
    ["the offering", { servers: [{ offeringId: UNKNOWN, count: 1 }] }, []],
    [
      "all of it",
      { edgeSiteId: UNKNOWN, servers: UNKNOWN, networkDevices: UNKNOWN, storagePools: UNKNOWN, marketOptions: UNKNOWN },
      [],
    ],
    ["whether it is bought at all", { adoptOrderId: UNKNOWN }, []],
  ])("of which %s is not known yet is compared as far as it is", async (_, inputs, paths) => {
    const { preflight } = preflightOver(account());
    const order = previewed({ servers: [{ offeringId: "net", count: 1 }], ...inputs });
    expect((await preflight.examine(order)).findings.map(({ path }) => path)).toEqual(paths);
  });
});

describe("the ground of a purchase", () => {
  const first = async (fake: FakeAccount, inputs: object = {}) =>
    preflightOver(fake).preflight.examine(previewed(inputs));

  it("that holds a live order already is refused as `up` would, with the way on", async () => {
    const fake = account();
    delivered(fake);
    const { findings } = await first(fake);
    expect(findings).toMatchObject([{ severity: "error", path: "edgeSiteId" }]);
    expect(findings[0]?.message).toContain("order head (SUCCESS) already stands on the site");
    expect(findings[0]?.message).toContain(
      'adoptOrderId: "head" takes this order over and buys nothing (it consists of what you declare)',
    );
    expect(findings[0]?.message).toMatch(/This run placed no order for "berlin"\. Order head exists since \S+\.$/u);
  });

  it("that has been delivered may be expanded, and what grows is said", async () => {
    const fake = account();
    delivered(fake);
    expect((await first(fake, { afterOrderId: "head" })).findings).toEqual([
      { severity: "info", path: "storagePools[0].size", message: "SSD: 26 TB now, 26 TB ordered, 52 TB then" },
    ]);
    expect((await first(fake, { afterOrderId: "another" })).findings).toMatchObject([
      { severity: "error", path: "afterOrderId" },
    ]);
  });

  it("of which the orders cannot be read is not said to grow by what may be the order itself", async () => {
    const fake = account();
    delivered(fake);
    fake.listDeliveryOrders = () => Promise.reject(new Error("503."));
    const { findings, skipped } = await first(fake);
    expect(findings).toEqual([]);
    expect(skipped).toEqual(["The online checks of what stands on the site were skipped: 503."]);
    expect((await first(fake, { afterOrderId: "head" })).findings).toMatchObject([{ severity: "info" }]);
  });

  it.each(["siteRevision", "afterOrderId"])(
    "that depends on a %s which is not known yet is not judged",
    async (key) => {
      const fake = account();
      delivered(fake);
      expect((await first(fake, { [key]: UNKNOWN })).findings.filter(({ severity }) => severity === "error")).toEqual(
        [],
      );
    },
  );

  it("that is wrongly revised is refused under that input", async () => {
    expect((await first(account(), { siteRevision: "old" })).findings).toMatchObject([
      { severity: "error", path: "siteRevision" },
    ]);
  });

  it("offers no order to take over while it is not known what is ordered", async () => {
    const fake = account();
    delivered(fake);
    const { findings } = await first(fake, { servers: UNKNOWN });
    expect(findings[0]?.message).toContain("already stands on the site");
    expect(findings[0]?.message).not.toContain("adoptOrderId");
  });

  it("is looked at again before an objection counts, because this run may have changed it", async () => {
    const fake = account();
    const { preflight } = preflightOver(fake);
    await preflight.examine(previewed({ edgeSiteId: UNKNOWN }));
    delivered(fake, "bought-meanwhile");
    // By the lists the site is bare, so that an expansion has nothing to come after.
    const examined = await preflight.examine(previewed({ afterOrderId: "bought-meanwhile" }));
    expect(examined.findings).toEqual([]);
  });

  it("of a dead order that is replaced is judged as the purchase will find it, without that record", async () => {
    const fake = account();
    fake.add({ edgeSiteId: SITE }, { id: "dead", status: "CANCELLED" });
    fake.sites = [site(SITE, { status: "unavailable" })];
    const revisionIn = async ({ preflight }: ReturnType<typeof preflightOver>) => {
      const { findings } = await preflight.examine(previewed());
      return /siteRevision: "(\w+)"/u.exec(findings[0]?.message ?? "")?.[1];
    };
    const replacing = preflightOver(fake);
    replacing.memory.own("dead", "urn:berlin");
    const before = await revisionIn(replacing);
    expect(before).toBeDefined();
    expect((await replacing.preflight.examine(previewed({ siteRevision: before }))).findings).toEqual([]);
    expect(await revisionIn(preflightOver(fake))).not.toBe(before);
    await fake.deleteDeliveryOrder("dead");
    expect(await revisionIn(preflightOver(fake))).toBe(before);
  });

  it("where an earlier run of this very resource was cut off is left to `up`, which takes that order over", async () => {
    const fake = account();
    const { preflight, notes } = preflightOver(fake);
    const note = (resource: string) => ({
      account: ACCOUNT,
      edgeSiteId: SITE,
      stage: "sending" as const,
      pid: 1,
      host: "here",
      resource,
      inputsHash: "hash",
      knownOrderIds: [],
      serverTimeMs: fake.clock.ms,
      expiresMs: fake.clock.ms + 60_000,
      nonce: resource,
    });
    fake.add(INPUTS, { id: "cut-off" });
    await notes.leave(note("urn:berlin"), () => false);
    expect((await preflight.examine(previewed())).findings).toMatchObject([
      { severity: "info", path: "edgeSiteId", message: expect.stringContaining("takes it over") as unknown },
    ]);
    expect((await preflight.examine(previewed({}, "munich"))).findings).toMatchObject([{ severity: "error" }]);
  });

  it("is left alone when the look fails, and that is said", async () => {
    const fake = account();
    delivered(fake);
    fake.failures = [{ operation: "showEdgeSite", error: serviceError("ShowEdgeSite failed: HTTP 503.") }];
    const { findings, skipped } = await first(fake);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(skipped).toEqual([
      "The online checks of what stands on the site were skipped: ShowEdgeSite failed: HTTP 503.",
    ]);
  });

  it("of a dead order is free, as this process has seen it die", async () => {
    const fake = account();
    fake.add(INPUTS, { id: "dead", status: "CANCELLED" });
    fake.sites = [site(SITE, { status: "deploying" })];
    expect((await first(fake)).findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

describe("an order that is taken over", () => {
  it("is compared with what it consists of, and with no catalogue", async () => {
    const fake = account();
    delivered(fake);
    fake.serverOfferings = [];
    const { preflight } = preflightOver(fake);
    expect(await preflight.examine(previewed({ adoptOrderId: "head" }))).toEqual({ findings: [], skipped: [] });
    expect((await preflight.examine(previewed({ adoptOrderId: "none" }))).findings).toMatchObject([
      {
        severity: "error",
        path: "adoptOrderId",
        message: expect.stringContaining("there is no such order") as unknown,
      },
    ]);
  });

  it("is not judged when it cannot be read", async () => {
    const fake = account();
    delivered(fake);
    fake.failures = [{ operation: "showDeliveryOrder", error: serviceError("ShowDeliveryOrder failed: HTTP 503.") }];
    expect(await preflightOver(fake).preflight.examine(previewed({ adoptOrderId: "head" }))).toEqual({
      findings: [],
      skipped: ["The online checks of the adoption were skipped: ShowDeliveryOrder failed: HTTP 503."],
    });
  });
});

describe("what cannot be read", () => {
  it.each([
    ["listServerOfferings", "server offerings"],
    ["listNetworkDeviceOfferings", "network device offerings"],
    ["listStorageTypes", "storage"],
    ["listSaleCycles", "term and payment"],
    ["listQuotas", "quotas"],
    ["listDeliveryOrders", "what stands on the site"],
    ["listServers", "what stands on the site"],
    ["listStoragePools", "what stands on the site"],
    ["listEdgeSites", undefined],
    ["identify", undefined],
  ])("as %s skips the checks that need it, once in a process", async (operation, what) => {
    const fake = account();
    fake.failures = [{ operation, error: serviceError(`${operation} failed: HTTP 403.`) }];
    const { preflight } = preflightOver(fake);
    const checks = what === undefined ? "The online checks" : `The online checks of ${what}`;
    expect(await preflight.examine(previewed())).toEqual({
      findings: [],
      skipped: [`${checks} were skipped: ${operation} failed: HTTP 403.`],
    });
    expect((await preflight.examine(previewed({}, "munich"))).skipped).toEqual([]);
  });

  it("leaves all other checks as they are", async () => {
    const fake = account();
    fake.failures = [{ operation: "listServerOfferings", error: serviceError("No.") }];
    const { findings } = await preflightOver(fake).preflight.examine(
      previewed({ storagePools: [{ storageType: "NVME", size: 1 }] }),
    );
    expect(findings.map(({ path }) => path)).toEqual(["storagePools[0].storageType"]);
  });

  it("is said once for all that one reason skips", async () => {
    const fake = account();
    const error = serviceError("It is out of order.");
    fake.failures = [
      { operation: "listServerOfferings", error },
      { operation: "listStorageTypes", error },
    ];
    expect((await preflightOver(fake).preflight.examine(previewed())).skipped).toEqual([
      "The online checks of storage, server offerings were skipped: It is out of order.",
    ]);
  });
});

describe("a slow service", () => {
  const TOO_SLOW =
    "The online checks were skipped: CloudPond's answers took longer than the 10 seconds that all previews of a run wait together " +
    "(CLOUDPOND_PREFLIGHT_SECONDS / cloudpond:preflightSeconds). This is said once, and holds for the orders that follow, too.";

  it("is waited for as long as the limit says, over all orders together", async () => {
    const { account: fake, clock } = heldAccount();
    fake.listEdgeSites = () => new Promise(() => undefined);
    const { preflight } = preflightOver(fake);
    const first = preflight.examine(previewed());
    await settle();
    await clock.pass(9_000);
    expect(await Promise.race([first, Promise.resolve("waiting")])).toBe("waiting");
    await clock.pass(1_000);
    expect(await first).toEqual({ findings: [], skipped: [TOO_SLOW] });
    const beganMs = clock.ms;
    expect(await preflight.examine(previewed({}, "munich"))).toEqual({ findings: [], skipped: [] });
    expect(clock.ms).toBe(beganMs);
  });

  it("that answers at last is of use to the orders that come then", async () => {
    const { account: fake, clock } = heldAccount();
    let answer: () => void = () => undefined;
    const sites = fake.listEdgeSites;
    fake.listEdgeSites = () => new Promise((resolve) => (answer = () => void sites().then(resolve)));
    const { preflight } = preflightOver(fake);
    const first = preflight.examine(previewed());
    await settle();
    await clock.pass(10_000);
    await first;
    answer();
    await settle();
    const { findings } = await preflight.examine(previewed({ edgeSiteId: "nowhere" }));
    expect(findings.map(({ path }) => path)).toEqual(["edgeSiteId"]);
  });
});

it("whatever the lists hold, an examination ends well and changes nothing", async () => {
  const text = fc.constantFrom("", "srv", "net", SITE, "DE", "ONSALE", "FULL", "SSD", "toString");
  const number = fc.constantFrom(0, 1, 2, 3, -1, 0.5, Infinity, NaN);
  const odd = {
    sites: fc.array(
      fc.record({ id: text, domainId: text, name: text, status: text, location: fc.record({ zoneCode: text }) }),
    ),
    offerings: fc.array(
      fc.record({
        id: text,
        zoneCode: text,
        status: text,
        saleCycles: fc.array(fc.record({ payMode: text, periodType: text, periodNum: number })),
      }),
    ),
    types: fc.array(
      fc.record({
        id: text,
        name: text,
        zoneCode: text,
        expandCapacityStep: number,
        supportedCapacities: fc.array(number),
      }),
    ),
    quotas: fc.array(fc.record({ type: fc.constant("compute_device"), quota: number, used: number })),
    hasOrder: fc.boolean(),
  };
  await fc.assert(
    fc.asyncProperty(fc.record(odd), async ({ sites, offerings, types, quotas, hasOrder }) => {
      const fake = account();
      fake.sites = sites;
      fake.serverOfferings = offerings.map((each) => offering(each.id, each));
      fake.storageTypes = types;
      fake.quotas = quotas;
      if (hasOrder) delivered(fake);
      const { findings } = await preflightOver(fake).preflight.examine(previewed());
      expect(findings.every(({ message }) => message !== "")).toBe(true);
      expect([fake.posts, fake.deleted]).toEqual([[], []]);
    }),
    { numRuns: 200 },
  );
});
