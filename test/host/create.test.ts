import { PROVIDER_TEXT } from "../../provider/dynamic/shim.js";
import type { Host } from "./harness.js";
import { ANOTHERS_URN, failureOf, inputsFor, Ordering } from "./ordering.js";

let ordering: Ordering;
let host: Host;
let site: string;

beforeAll(async () => {
  ordering = await Ordering.start({ oneOrderPerSite: false });
  host = await ordering.host();
});
beforeEach(() => {
  site = ordering.freshSite();
});
afterEach(() => ordering.simulator.clearFaults());
afterAll(() => ordering.stop());

const HTML = "<html><head><title>502 Bad Gateway</title></head><body>proxy-7.corp.example</body></html>";

describe("an order that is placed", () => {
  it("is answered with its id and with every input, hidden ones too, beside the outputs", async () => {
    const inputs = inputsFor(site);
    const { id, properties } = await host.create(inputs);
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(properties).toEqual({
      ...inputs,
      orderIds: [expect.stringMatching(/^CS/), expect.stringMatching(/^CS/), expect.stringMatching(/^CS/)],
      conflictingOrderIds: [],
      status: "PROCESSING",
      name: expect.stringMatching(/^delivery_order-/) as unknown,
      domainId: ordering.simulator.account,
      createdAt: expect.any(String) as unknown,
      updatedAt: expect.any(String) as unknown,
    });
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("is not ordered again when the same create comes again", async () => {
    const { id } = await host.create(inputsFor(site));
    const { message, kept } = await failureOf(host.create(inputsFor(site, { __urn: ANOTHERS_URN })));
    expect(message).toContain(`order ${id} (PROCESSING) already stands on the site`);
    expect(message).toContain('This run placed no order for "berlin".');
    expect(kept).toBeUndefined();
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("is found and kept although its answer was lost", async () => {
    await ordering.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "dropResponse" } });
    const { id, properties } = await host.create(inputsFor(site));
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(properties).toMatchObject({ status: "PROCESSING", conflictingOrderIds: [] });
    expect(properties["orderIds"]).toHaveLength(3);
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("is found and kept although a proxy's error page came in place of its answer", async () => {
    await ordering.simulator.fault({
      operation: "CreateDeliveryOrder",
      action: { kind: "status", status: 502, body: HTML, headers: { "content-type": "text/html" }, when: "after" },
    });
    const { id } = await host.create(inputsFor(site));
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(await ordering.postsFor(site)).toBe(1);
  });
});

describe("an order whose fate nobody knows", () => {
  it("is an error that keeps nothing, says when to run again, and is repeated without a further POST", async () => {
    await ordering.simulator.fault({
      operation: "CreateDeliveryOrder",
      action: { kind: "status", status: 502, body: HTML, headers: { "content-type": "text/html" } },
    });
    const { message, kept } = await failureOf(host.create(inputsFor(site)));
    expect(message).toMatch(
      new RegExp(
        "It is unknown whether an order was placed: none has appeared so far; " +
          `do not run again before 20\\S+Z; look for orders of site ${site} in the CloudPond console first\\.$`,
      ),
    );
    expect(message).toContain("HTTP 502");
    expect(message).not.toContain("proxy-7");
    expect(kept).toBeUndefined();
    // Pulumi's error hooks repeat create up to 100 times.
    for (let repetition = 0; repetition < 3; repetition++) {
      expect((await failureOf(host.create(inputsFor(site)))).message).toBe(message);
    }
    expect(await ordering.postsFor(site)).toBe(1);
  });
});

describe("an order that is not sent", () => {
  it.each(["ShowEdgeSite", "ListServers", "ListDeliveryOrders"] as const)(
    "because %s met a proxy's error page, says so without the page",
    async (operation) => {
      await ordering.simulator.fault({
        operation,
        action: { kind: "status", status: 403, body: HTML, headers: { "content-type": "text/html" } },
      });
      const { message, kept } = await failureOf(host.create(inputsFor(site)));
      expect(message).toContain(`${operation} failed:`);
      expect(message).toMatch(/This run placed no order for "berlin"\.$/);
      expect(message).not.toContain("<");
      expect(kept).toBeUndefined();
      expect(await ordering.postsFor(site)).toBe(0);
    },
  );

  it("because the service refuses it, says what the service said, in a readable form", async () => {
    const said = `\u001b[31moffering\u0000 ${"is not on sale ".repeat(20_000)}`;
    await ordering.simulator.fault({
      operation: "CreateDeliveryOrder",
      action: { kind: "status", status: 400, body: { error_code: "IES.00001005", error_msg: said } },
    });
    const { message, kept } = await failureOf(host.create(inputsFor(site)));
    expect(message).toContain("IES.00001005");
    expect(message).toContain("offering is not on sale is not");
    expect(message).toMatch(/This run placed no order for "berlin"\.$/);
    expect(message.length).toBeLessThan(2_000);
    expect(message).not.toMatch(/[^\n\P{Cc}]/u);
    expect(kept).toBeUndefined();
    expect(await ordering.acceptedFor(site)).toEqual([]);
    expect(await ordering.postsFor(site)).toBe(1);
  });
});

describe("an order that is kept although something after it failed", () => {
  it("is answered with id, provider, every input and the outputs, and its reason is the whole message", async () => {
    const inputs = inputsFor(site, { waitForStatus: "SUCCESS", __timeouts: { create: "10ms" } });
    const { message, kept } = await failureOf(host.create(inputs));
    const [id] = await ordering.acceptedFor(site);
    expect(message).toContain(`Order ${id} is not yet SUCCESS (seen: PROCESSING ×`);
    expect(message).toMatch(new RegExp(`Order ${id} was placed and is kept in the state\\.$`));
    expect(kept).toEqual({
      id,
      reasons: [message],
      properties: {
        ...inputs,
        __provider: PROVIDER_TEXT,
        orderIds: expect.any(Array) as unknown,
        conflictingOrderIds: [],
        status: "PROCESSING",
        name: expect.any(String) as unknown,
        domainId: ordering.simulator.account,
        createdAt: expect.any(String) as unknown,
        updatedAt: expect.any(String) as unknown,
      },
    });
    const again = await failureOf(host.create(inputs));
    expect(again).toMatchObject({ message, kept });
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("names an order that a second writer placed in the same moment", async () => {
    const second = await ordering.host({ env: { XDG_STATE_HOME: "/dev/null" } });
    await ordering.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 2_000 } });
    const first = failureOf(host.create(inputsFor(site)));
    await new Promise((resolve) => setTimeout(resolve, 700));
    const { id: theirs } = await second.create(inputsFor(site));
    const { kept, message } = await first;
    const [, ours] = await ordering.acceptedFor(site);
    expect(kept).toMatchObject({ id: ours, properties: { conflictingOrderIds: [theirs], __provider: PROVIDER_TEXT } });
    expect(message).toContain(`a further order that this resource did not place: ${theirs}`);
    expect(await ordering.postsFor(site)).toBe(2);
  });
});

it("orders of different sites are placed side by side, and two of one site one after the other", async () => {
  const other = ordering.freshSite();
  await ordering.simulator.fault({ operation: "CreateDeliveryOrder", times: 2, action: { kind: "delay", ms: 400 } });
  const outcomes = await Promise.allSettled([
    host.create(inputsFor(site)),
    host.create(inputsFor(other, { __urn: "urn:munich" })),
    host.create(inputsFor(site, { __urn: "urn:twin" })),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(await ordering.postsFor(site)).toBe(1);
  expect(await ordering.postsFor(other)).toBe(1);
});
