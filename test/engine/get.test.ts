import type * as pulumi from "@pulumi/pulumi";
import { DeliveryOrder } from "../../provider/index.js";
import { HAMBURG, HAMBURG_ORDER, NOTHING, toldOf, writes } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

const UNKNOWN_ORDER = "60000000-0000-4000-8000-00000000dead";

const KNOWN = [
  "id",
  "edgeSiteId",
  "orderIds",
  "status",
  "name",
  "domainId",
  "effectedAt",
  "createdAt",
  "updatedAt",
  "conflictingOrderIds",
] as const;
const NOT_KNOWN = ["servers", "networkDevices", "storagePools", "marketOptions", "afterOrderId"] as const;

/** A program that reads an order and has everything it learns among its outputs, what it does not learn as null. */
const getting =
  (id: string): Program =>
  async () => {
    const order = DeliveryOrder.get("got", id);
    const learnt = (keys: readonly (keyof DeliveryOrder)[]) =>
      keys.map((key) => [key, (order[key] as pulumi.Output<unknown>).apply((value) => value ?? null)]);
    return Promise.resolve({
      known: Object.fromEntries(learnt(KNOWN)) as object,
      notKnown: Object.fromEntries(learnt(NOT_KNOWN)) as object,
    });
  };

describe("DeliveryOrder.get", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  const expectNothingWritten = async () => {
    expect(await writes(engine)).toEqual([]);
    expect(await engine.posts()).toBe(0);
  };

  test("is an error for an order that the account does not have", async () => {
    const { ok, output } = await engine.preview(getting(UNKNOWN_ORDER));
    expect(ok).toBe(false);
    expect(toldOf(output, "got")).toBe(
      `error: Preview failed: There is no order ${UNKNOWN_ORDER} in account ${engine.simulator.account}. ` +
        "Check the id and whose credentials these are.\nNothing was read or bought.",
    );
    expect(await engine.resource("got")).toBeUndefined();
    await expectNothingWritten();
  });

  test("gives what the service tells of an order, and nothing of what was bought", async () => {
    expect(await engine.up(getting(HAMBURG_ORDER))).toMatchObject({ ok: true });
    const { known, notKnown } = await engine.stack.outputs();
    expect(known?.value).toEqual({
      id: HAMBURG_ORDER,
      edgeSiteId: HAMBURG,
      orderIds: ["CS2601040705V3SK6", "CS2601040705V3SK7", "CS2601040705V3SK8"],
      status: "SUCCESS",
      name: "delivery_order-zurcq",
      domainId: engine.simulator.account,
      effectedAt: "2026-01-04T07:05:14Z",
      createdAt: "2026-01-04T07:05:14.405000Z",
      updatedAt: "2026-01-04T07:05:14.405000Z",
      conflictingOrderIds: [],
    });
    expect(notKnown?.value).toEqual(Object.fromEntries(NOT_KNOWN.map((key) => [key, null])));
    await expectNothingWritten();
  });

  test("is refreshed like any other order", async () => {
    expect(await engine.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });
    await engine.simulator.advance(HAMBURG_ORDER, "DELETED");
    const { ok, output } = await engine.refresh();
    expect({ ok, told: toldOf(output, "got") }).toEqual({
      ok: true,
      told: expect.stringMatching(/^warning: The record of order \S+ is deleted; it was SUCCESS before/) as string,
    });
    expect(await engine.resource("got")).toMatchObject({ id: HAMBURG_ORDER, outputs: { status: "DELETED" } });
    await expectNothingWritten();
  });

  test("is no order of the stack: taking it out of the program touches nothing", async () => {
    expect(await engine.up(NOTHING)).toMatchObject({ ok: true });
    expect(await engine.resource("got")).toBeUndefined();
    await expectNothingWritten();
  });
});
