import type { Behaviour } from "../src/index.js";
import { objectWith, textWith } from "./matchers.js";
import { DEFAULTS, TestBed, type Lists, type Row } from "./testClient.js";

const beds: TestBed[] = [];
async function start(behaviour: Partial<Behaviour> = {}): Promise<TestBed> {
  const bed = await TestBed.start({ seed: { behaviour } });
  beds.push(bed);
  return bed;
}
afterEach(() => Promise.all(beds.splice(0).map((bed) => bed.close())));

const { berlin, hamburg } = DEFAULTS;

const LISTS = [
  ["servers", "servers"],
  ["network-devices", "network_devices"],
  ["storage-pools", "storage_pools"],
] as const satisfies readonly (readonly [string, keyof Lists])[];

/** Statuses of all records of an order: [servers, network devices, pools]. */
async function hardware(bed: TestBed, orderId: string): Promise<string[][]> {
  const statuses = LISTS.map(async ([path, wrapper]) => {
    const { body } = await bed.v2("GET", `${path}?delivery_order_id=${orderId}`);
    return body[wrapper].map((record) => record.status);
  });
  return Promise.all(statuses);
}

async function pools(bed: TestBed, siteId: string): Promise<readonly Row[]> {
  return (await bed.v2("GET", `storage-pools?edge_site_id=${siteId}`)).body.storage_pools;
}

describe("an order on its way", () => {
  test("takes its hardware and its site along", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    const seen: unknown[] = [[await hardware(bed, id), await bed.siteStatus(berlin)]];
    for (const to of ["ACCEPTING", "SUCCESS"]) {
      await bed.simulator.advance(id, to);
      seen.push([await hardware(bed, id), await bed.siteStatus(berlin)]);
    }
    const twice = (status: string): string[] => [status, status];
    expect(seen).toEqual([
      [[twice("PENDING_PAYMENT"), twice("PENDING_PAYMENT"), ["PENDING_PAYMENT"]], "deploying"],
      [[twice("DELIVERING"), twice("DELIVERING"), ["CREATING"]], "deploying"],
      [[twice("USING"), twice("USING"), ["AVAILABLE"]], "available"],
    ]);
  });

  test("has the effects of the statuses that it skips", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    await bed.simulator.advance(id, "SUCCESS");
    expect(await hardware(bed, id)).toEqual([["USING", "USING"], ["USING", "USING"], ["AVAILABLE"]]);
    expect(await bed.siteStatus(berlin)).toBe("available");
  });

  test("gets effected_at, in whole seconds, when it becomes SUCCESS, and a new updated_at with each step", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    const show = async (): Promise<Row> => (await bed.v2("GET", `delivery-orders/${id}`)).body.delivery_order;
    await bed.simulator.clock({ advanceMs: 3_600_000 });
    await bed.simulator.advance(id, "ACCEPTING");
    const accepting = await show();
    expect(accepting).not.toHaveProperty("effected_at");
    expect(Date.parse(accepting.updated_at ?? "") - Date.parse(accepting.created_at)).toBeGreaterThanOrEqual(3_600_000);
    await bed.simulator.advance(id, "SUCCESS");
    expect((await show()).effected_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test("tells its billing numbers through its hardware", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    const numbers = await Promise.all(
      LISTS.map(async ([path, wrapper]) => {
        const { body } = await bed.v2("GET", `${path}?delivery_order_id=${id}`);
        return body[wrapper][0]?.market_options.prepaid_options.order_id;
      }),
    );
    expect(numbers).toEqual((await bed.simulator.orders()).at(-1)?.order_ids);
  });
});

describe("which status may follow which", () => {
  const DOCUMENTED = ["PROCESSING", "ACCEPTING", "SUCCESS", "FAIL", "CANCELLED", "DELETED"];
  const NEXT: Readonly<Record<string, readonly string[]>> = {
    PROCESSING: ["PROCESSING", "ACCEPTING", "SUCCESS", "FAIL", "CANCELLED", "DELETED", "REVIEWING"],
    ACCEPTING: ["ACCEPTING", "SUCCESS", "FAIL", "CANCELLED", "DELETED", "REVIEWING"],
    SUCCESS: ["SUCCESS", "DELETED", "REVIEWING"],
    FAIL: ["FAIL", "DELETED", "REVIEWING"],
    CANCELLED: ["CANCELLED", "DELETED", "REVIEWING"],
    DELETED: ["DELETED", "REVIEWING"],
  };
  const table = DOCUMENTED.flatMap((from) =>
    [...DOCUMENTED, "REVIEWING"].map((to) => [from, to, NEXT[from]?.includes(to) ?? false] as const),
  );

  test.each(table)("%s → %s: %p", async (from, to, isAllowed) => {
    const bed = await start();
    const id = await bed.place(berlin);
    await bed.simulator.advance(id, from);
    const advanced = bed.simulator.advance(id, to);
    if (isAllowed) await expect(advanced).resolves.toMatchObject({ id });
    else await expect(advanced).rejects.toMatchObject({ status: 409, message: textWith(to) });
  });

  test("an undocumented status moves nothing, and the order goes on from where it was", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    await bed.simulator.advance(id, "ACCEPTING");
    await bed.simulator.advance(id, "REVIEWING");
    expect((await bed.v2("GET", `delivery-orders/${id}`)).body.delivery_order.status).toBe("REVIEWING");
    expect((await hardware(bed, id))[0]).toEqual(["DELIVERING", "DELIVERING"]);
    await expect(bed.simulator.advance(id, "PROCESSING")).rejects.toMatchObject({ status: 409 });
    await bed.simulator.advance(id, "SUCCESS");
    expect(await bed.siteStatus(berlin)).toBe("available");
  });
});

describe.each(["FAIL", "CANCELLED"])("an order that becomes %s", (dead) => {
  test("loses its unpaid records and frees its site", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    await bed.simulator.advance(id, dead);
    expect(await hardware(bed, id)).toEqual([[], [], []]);
    expect(await bed.siteStatus(berlin)).toBe("initial");
    await bed.place(berlin);
  });

  test("leaves what is already being delivered, and with it the site", async () => {
    const bed = await start();
    const id = await bed.place(berlin);
    await bed.simulator.advance(id, "ACCEPTING");
    await bed.simulator.advance(id, dead);
    expect((await hardware(bed, id))[0]).toEqual(["DELIVERING", "DELIVERING"]);
    expect(await bed.siteStatus(berlin)).toBe("deploying");
  });

  test("leaves its unpaid records behind where the seed says so; the site is free all the same", async () => {
    const bed = await start({ keepPendingRecordsOfDeadOrders: true });
    const id = await bed.place(berlin);
    await bed.simulator.advance(id, dead);
    expect((await hardware(bed, id))[0]).toEqual(["PENDING_PAYMENT", "PENDING_PAYMENT"]);
    expect(await bed.siteStatus(berlin)).toBe("initial");
    await bed.place(berlin);
  });

  test("does not free a site on which another order runs", async () => {
    const bed = await start({ oneOrderPerSite: false });
    const first = await bed.place(berlin);
    const second = await bed.place(berlin);
    await bed.simulator.advance(first, dead);
    expect(await bed.siteStatus(berlin)).toBe("deploying");
    await bed.simulator.advance(second, dead);
    expect(await bed.siteStatus(berlin)).toBe("initial");
  });

  test("does not free a site for which another order runs that has no hardware yet", async () => {
    const bed = await TestBed.start({
      seed: {
        edgeSites: [{ id: "site", status: "deploying" }],
        deliveryOrders: ["dying", "running"].map((id) => ({ id, edge_site_id: "site", status: "PROCESSING" })),
      },
    });
    beds.push(bed);
    await bed.simulator.advance("dying", dead);
    expect(await bed.siteStatus("site")).toBe("deploying");
    await bed.simulator.advance("running", dead);
    expect(await bed.siteStatus("site")).toBe("initial");
  });

  test("leaves an available site available", async () => {
    const bed = await start();
    const id = await bed.place(hamburg);
    await bed.simulator.advance(id, dead);
    expect(await bed.siteStatus(hamburg)).toBe("available");
  });
});

describe("the expansion of a pool", () => {
  const sizes = (list: readonly Row[]): unknown[] =>
    list.map((pool) => [pool.status, pool.assigned_size, pool.parent_id]);

  test("is a record with parent_id that merges into its parent", async () => {
    const bed = await start();
    const [parent] = await pools(bed, hamburg);
    const id = await bed.place(hamburg, { storage_pools: [{ storage_type: "SSD", size: 10 }] });
    expect(sizes(await pools(bed, hamburg))).toEqual([
      ["AVAILABLE", 26, undefined],
      ["PENDING_PAYMENT", 10, parent?.id],
    ]);
    await bed.simulator.advance(id, "ACCEPTING");
    expect(sizes(await pools(bed, hamburg))).toEqual([
      ["EXPANDING", 26, undefined],
      ["CREATING", 10, parent?.id],
    ]);
    await bed.simulator.advance(id, "SUCCESS");
    expect(await pools(bed, hamburg)).toEqual([
      objectWith({ id: parent?.id, status: "AVAILABLE", assigned_size: 36, capacity: 36 }),
    ]);
  });

  test("merges also when ACCEPTING is skipped", async () => {
    const bed = await start();
    await bed.simulator.advance(await bed.place(hamburg), "SUCCESS");
    expect(sizes(await pools(bed, hamburg))).toEqual([["AVAILABLE", 52, undefined]]);
  });

  test("of another type is a pool of its own", async () => {
    const bed = await start();
    const id = await bed.place(hamburg, { storage_pools: [{ storage_type: "SAS", size: 36 }] });
    await bed.simulator.advance(id, "SUCCESS");
    expect(sizes(await pools(bed, hamburg))).toEqual([
      ["AVAILABLE", 26, undefined],
      ["AVAILABLE", 36, undefined],
    ]);
  });

  test("needs a pool that is at least on its way: two unpaid orders make two pools", async () => {
    const bed = await start({ oneOrderPerSite: false });
    await bed.place(berlin);
    await bed.place(berlin);
    expect((await pools(bed, berlin)).map((pool) => pool.parent_id)).toEqual([undefined, undefined]);
  });

  test("disappears when its order is cancelled", async () => {
    const bed = await start();
    await bed.simulator.advance(await bed.place(hamburg), "CANCELLED");
    expect(sizes(await pools(bed, hamburg))).toEqual([["AVAILABLE", 26, undefined]]);
  });

  test("leaves the parent expanding while another expansion of it is on its way", async () => {
    const bed = await start({ oneOrderPerSite: false });
    const first = await bed.place(hamburg);
    const second = await bed.place(hamburg);
    for (const id of [first, second]) await bed.simulator.advance(id, "ACCEPTING");
    await bed.simulator.advance(first, "SUCCESS");
    expect((await pools(bed, hamburg)).map((pool) => pool.status)).toEqual(["EXPANDING", "CREATING"]);
    await bed.simulator.advance(second, "SUCCESS");
    expect(sizes(await pools(bed, hamburg))).toEqual([["AVAILABLE", 78, undefined]]);
  });
});

test("a deleted order that gets an undocumented status stays deleted", async () => {
  const bed = await start();
  const id = await bed.place(berlin);
  await bed.simulator.advance(id, "DELETED");
  expect(await bed.simulator.advance(id, "REVIEWING")).toMatchObject({ deleted: true });
  expect((await bed.v2("GET", `delivery-orders/${id}`)).status).toBe(404);
});
