import { linesOf } from "../../../provider/order/order.js";
import { UnknownOutcomeError } from "../../../provider/order/orderError.js";
import { type Placed, reconcile, type Sent } from "../../../provider/order/reconcile.js";
import { createWorld, declare, type FakeService, INPUTS, serviceError, SITE, type TestWorld } from "./world.js";

const OTHER = { edgeSiteId: SITE, servers: [{ offeringId: "x", count: 1 }] };

/** What a look finds after a POST whose answer nobody has. Orders that are added now come after the sending. */
async function lookedFor(
  prepare: (service: FakeService, context: TestWorld["context"]) => void,
  sent: Partial<Sent> = {},
): Promise<{ result: Placed | UnknownOutcomeError; tookMs: number }> {
  const { service, clock, context } = createWorld();
  const serverTimeMs = clock.ms;
  service.add(INPUTS, { id: "known" });
  prepare(service, context);
  const { log, inputs, resource } = declare();
  const result = await reconcile(
    {
      edgeSiteId: SITE,
      resource,
      lines: linesOf(inputs),
      knownOrderIds: new Set(["known"]),
      serverTimeMs,
      expiresMs: serverTimeMs + 180_000,
      lookUntilMs: serverTimeMs + 120_000,
      isOurs: true,
      doubt: "there was no answer.",
      ...sent,
    },
    context,
    log,
  ).catch((error: unknown) => error as UnknownOutcomeError);
  return { result, tookMs: clock.ms - serverTimeMs };
}

const undated = (service: FakeService, id: string): void => {
  const at = service.orders.findIndex((order) => order.id === id);
  const { createdAt: _, ...rest } = service.orders[at]!;
  service.orders[at] = rest;
};

it.each<[string, (service: FakeService) => void]>([
  ["the only new one with our lines", (s) => void s.add(INPUTS, { id: "ours" })],
  ["one that is listed late", (s) => void s.add(INPUTS, { id: "ours", listDelayMs: 100_000 })],
  ["one that is dead on arrival", (s) => void s.add(INPUTS, { id: "ours", status: "FAIL" })],
  [
    "one beside a new one with other lines",
    (s) => {
      s.add(INPUTS, { id: "ours" });
      s.add(OTHER, { id: "theirs" });
    },
  ],
  [
    "one beside a new one of unknown time with other lines",
    (s) => {
      s.add(INPUTS, { id: "ours" });
      s.add(OTHER, { id: "theirs" });
      undated(s, "theirs");
    },
  ],
  [
    "one beside a new one of another site",
    (s) => {
      s.add(INPUTS, { id: "ours" });
      s.add({ ...INPUTS, edgeSiteId: "site-2" });
    },
  ],
  [
    "one stamped by a clock that is five seconds behind",
    (s) => void s.add(INPUTS, { id: "ours", createdMs: s.clock.ms - 5_000 }),
  ],
  [
    "one that is listed after a failed look",
    (s) => {
      s.add(INPUTS, { id: "ours" });
      s.failures.push({ operation: "listDeliveryOrders", error: serviceError("503.") });
    },
  ],
  [
    "one whose devices are readable at the second look",
    (s) => {
      s.add(INPUTS, { id: "ours" });
      s.failures.push({ operation: "listServers", error: serviceError("503.") });
    },
  ],
])("takes %s", async (_, prepare) => {
  const { result } = await lookedFor(prepare);
  expect(result).toMatchObject({ order: { id: "ours" }, orderIds: ["CS-ours"] });
});

it.each<[string, Parameters<typeof lookedFor>[0], Partial<Sent>, string[]]>([
  ["nothing", () => undefined, {}, ["none has appeared so far"]],
  ["one that was there before", () => undefined, { knownOrderIds: new Set(["known"]) }, ["none has appeared so far"]],
  [
    "one that is older than the sending",
    (s) => void s.add(INPUTS, { id: "old", createdMs: s.clock.ms - 5_001 }),
    {},
    ["order old (PROCESSING", 'adoptOrderId: "old"'],
  ],
  [
    "one of two",
    (s) => {
      s.add(INPUTS, { id: "a" });
      s.add(INPUTS, { id: "b" });
    },
    {},
    ['adoptOrderId: "a"', 'adoptOrderId: "b"'],
  ],
  [
    "one with other lines",
    (s) => void s.add(OTHER, { id: "a" }),
    {},
    ["order a (PROCESSING, created 2026-06-12T08:00:00.000Z: 1 × server x)"],
  ],
  [
    "one beside another whose devices are not shown yet",
    (s) => {
      s.add(INPUTS, { id: "a" });
      s.add(INPUTS, { id: "b" });
      s.change("b", { servers: [], networkDevices: [], storagePools: [] });
    },
    {},
    ["order a", "no hardware yet"],
  ],
  [
    "one beside another whose devices cannot be read",
    (s) => {
      s.add(INPUTS, { id: "a" });
      s.add(INPUTS, { id: "b" });
      const list = s.listServers;
      s.listServers = (filter) =>
        "deliveryOrderId" in filter && filter.deliveryOrderId === "b"
          ? Promise.reject(serviceError("403."))
          : list(filter);
    },
    {},
    ["order a", "its hardware could not be read"],
  ],
  [
    "one beside another of unknown time with the same lines",
    (s) => {
      s.add(INPUTS, { id: "a" });
      s.add(INPUTS, { id: "b" });
      undated(s, "b");
    },
    {},
    ["order a", "order b"],
  ],
  [
    "one without a time",
    (s) => {
      s.add(INPUTS, { id: "a" });
      undated(s, "a");
    },
    {},
    ["created at an unknown time"],
  ],
  [
    "somebody else's",
    (s) => void s.add(INPUTS, { id: "a" }),
    { isOurs: false },
    ['adoptOrderId: "a", which takes it over and buys nothing'],
  ],
  [
    "another resource's",
    (s, { memory }) => {
      s.add(INPUTS, { id: "a" });
      memory.own("a", "urn:other");
    },
    {},
    ["order a (PROCESSING", "Another resource of this program holds it"],
  ],
])("does not take %s", async (_, prepare, sent, says) => {
  const { result, tookMs } = await lookedFor(prepare, sent);
  expect(result).toBeInstanceOf(UnknownOutcomeError);
  const { message } = result as Error;
  expect(message).toMatch(/^Ordering for edge site site-1 ended in doubt: there was no answer\.\n/u);
  for (const text of says) expect(message).toContain(text);
  expect(message).toMatch(
    /do not run again before 2026-06-12T08:03:00Z; look for orders of site site-1 in the CloudPond console first\.$/u,
  );
  expect(tookMs).toBe(120_000);
});

it.each(["CANCELLED", "FAIL", "DELETED"])(
  "does not offer to adopt a %s order, which would be refused",
  async (status) => {
    const { result } = await lookedFor((service) => void service.add(OTHER, { id: "over", status }));
    const { message } = result as Error;
    expect(message).toContain(`order over (${status}, `);
    expect(message).not.toContain("adoptOrderId");
  },
);

it("where nobody knows what was there before, the time tells, as far as there is one", async () => {
  const { result } = await lookedFor(
    (service) => {
      service.orders.splice(0);
      service.add(INPUTS, { id: "older", createdMs: service.clock.ms - 5_001 });
      service.add(OTHER, { id: "at-once", createdMs: service.clock.ms - 5_000 });
      service.add(OTHER, { id: "undated" });
      undated(service, "undated");
    },
    { knownOrderIds: undefined },
  );
  const named = [...(result as Error).message.matchAll(/order (\S+) \(/gu)].map(([, id]) => id);
  expect(named).toEqual(["at-once", "undated"]);
});

it.each<[string, (service: FakeService) => void, string[]]>([
  ["nothing", () => undefined, ["It is unknown whether an order was placed: none has appeared so far"]],
  [
    "an order that cannot be taken",
    (s) => void s.add(OTHER, { id: "a" }),
    [
      "New orders of the site since then:",
      "  - order a (PROCESSING, created 2026-06-12T08:00:00.000Z: 1 × server x). If it is yours, set " +
        'adoptOrderId: "a", which takes it over and buys nothing',
      "It is unknown whether an order was placed: the orders named above may or may not be this one",
    ],
  ],
])("the whole message when a look found %s", async (_, prepare, says) => {
  const { result } = await lookedFor(prepare);
  expect((result as Error).message).toBe(
    ["Ordering for edge site site-1 ended in doubt: there was no answer.", ...says].join("\n") +
      "; do not run again before 2026-06-12T08:03:00Z; look for orders of site site-1 in the CloudPond console first.",
  );
});

it("says why the list could not be read, without its advice to run again, and takes that for the cause where there is no other", async () => {
  const failed = serviceError("HTTP 503.");
  const { result } = await lookedFor((service) => {
    service.listDeliveryOrders = () => Promise.reject(failed);
  });
  expect((result as Error).message).toContain("The order list could not be read either (Operation · no answer).");
  expect((result as Error).cause).toBe(failed);
});

it("looks once where there is no time", async () => {
  const { result, tookMs } = await lookedFor((service) => void service.add(INPUTS, { id: "ours" }), { lookUntilMs: 0 });
  expect(result).toMatchObject({ order: { id: "ours" } });
  expect(tookMs).toBe(0);
});
