import { ANOTHERS_URN, failureOf, inputsFor, Ordering } from "./ordering.js";
import { until } from "../until.js";

// When the command line is killed, the state says only "pending: creating" and the next `pulumi up` creates again.

let ordering: Ordering;
beforeAll(async () => {
  ordering = await Ordering.start({ oneOrderPerSite: false });
});
afterEach(() => ordering.simulator.clearFaults());
afterAll(() => ordering.stop());

/** Begins to order in a process of its own and kills it while it waits for the answer to its POST. */
async function killedWhileOrdering(site: string, when: "before" | "after"): Promise<void> {
  const host = await ordering.host();
  await ordering.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 1_500, when } });
  host.create(inputsFor(site)).catch(() => undefined);
  await until(async () => (await ordering.postsFor(site)) === 1);
  await host.stop("SIGKILL");
}

describe("a process that is killed between its POST and the answer", () => {
  it("has its order taken over even where the service is slower than the next run", async () => {
    const site = ordering.freshSite();
    await killedWhileOrdering(site, "before");
    const host = await ordering.host({ env: { CLOUDPOND_SETTLE_SECONDS: "10" } });
    const { id } = await host.create(inputsFor(site));
    expect(await ordering.acceptedFor(site)).toEqual([id]);
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("bars another resource from the site, which is told of the order and buys nothing", async () => {
    const site = ordering.freshSite();
    await killedWhileOrdering(site, "after");
    const [id] = await ordering.acceptedFor(site);
    const host = await ordering.host();
    const { message, kept } = await failureOf(host.create(inputsFor(site, { __urn: ANOTHERS_URN })));
    expect(message).toContain(id);
    expect(message).toContain(`adoptOrderId: "${id}"`);
    expect(kept).toBeUndefined();
    expect(await ordering.postsFor(site)).toBe(1);
  });

  it("bars a changed declaration, which is told of the order, and what it consists of adopts it", async () => {
    const site = ordering.freshSite();
    await killedWhileOrdering(site, "after");
    const [id] = await ordering.acceptedFor(site);
    const host = await ordering.host();
    const changed = { ...inputsFor(site), storagePools: [{ storageType: "SSD", size: 28 }] };
    const refused = await failureOf(host.create(changed));
    expect(refused.message).toContain(`order ${id} (PROCESSING) already stands on the site`);
    expect(refused.message).toContain("  - declare what it consists of and set adoptOrderId");
    const contradicting = await failureOf(host.create({ ...changed, adoptOrderId: id }));
    expect(contradicting.message).toContain("26 TB of storage type SSD, which is not what the inputs declare");
    expect(await host.create(inputsFor(site, { adoptOrderId: id }))).toMatchObject({ id });
    expect(await ordering.postsFor(site)).toBe(1);
  });
});

it("a process that still orders makes another one wait, and then the other one buys nothing", async () => {
  const site = ordering.freshSite();
  const first = await ordering.host();
  const second = await ordering.host();
  await ordering.simulator.fault({ operation: "CreateDeliveryOrder", action: { kind: "delay", ms: 1_500 } });
  const creating = first.create(inputsFor(site));
  await until(async () => (await ordering.postsFor(site)) === 1);
  const { message } = await failureOf(second.create(inputsFor(site, { __urn: ANOTHERS_URN })));
  const { id } = await creating;
  expect(second.log.map((line) => line.message)).toContainEqual(
    expect.stringContaining(`another run (process ${first.pid} on `),
  );
  expect(message).toContain(id);
  expect(message).toContain('This run placed no order for "berlin".');
  expect(await ordering.acceptedFor(site)).toEqual([id]);
  expect(await ordering.postsFor(site)).toBe(1);
});
