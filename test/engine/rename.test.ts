import * as pulumi from "@pulumi/pulumi";
import { DeliveryOrder } from "../../provider/index.js";
import { ARGS, heldOrder, ordering, toldOf } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

class Place extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Place", name);
  }
}

const named =
  (name: string, options?: pulumi.CustomResourceOptions): Program =>
  async () => {
    new DeliveryOrder(name, ARGS, options);
    return Promise.resolve();
  };

describe("renaming an order", () => {
  let engine: Engine;
  let id: string;
  beforeAll(async () => {
    engine = await Engine.start();
    expect(await engine.up(ordering())).toMatchObject({ ok: true });
    id = await heldOrder(engine);
  });
  afterAll(async () => engine.stop());

  test.each([
    ["without an alias", {}],
    ["without an alias, while the state is refreshed,", { refresh: true }],
  ])("%s is refused with the order that stands on the site and the way to take it over", async (_, options) => {
    const before = await engine.resource("berlin");

    const { ok, output } = await engine.up(named("hauptstadt"), options);

    expect(ok).toBe(false);
    const told = toldOf(output, "hauptstadt");
    expect(told).toContain(`- order ${id} (PROCESSING) already stands on the site`);
    expect(told).toContain(`- adoptOrderId: "${id}" takes this order over and buys nothing`);
    expect(told).toContain("; after a rename of the resource, give it the option aliases instead\n");
    expect(told).toMatch(new RegExp(`\nThis run placed no order for "hauptstadt". Order ${id} exists since \\S+$`));
    expect(await engine.resource("hauptstadt")).toBeUndefined();
    expect(await engine.resource("berlin")).toMatchObject({ id, inputs: before?.inputs });
    expect(await engine.posts()).toBe(1);
  });

  test("with an alias changes nothing but the name in the state", async () => {
    const renamed = named("hauptstadt", { aliases: [{ name: "berlin" }] });
    expect(await engine.preview(renamed, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.up(renamed, { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toBeUndefined();
    expect(await engine.resource("hauptstadt")).toMatchObject({ id });
    expect(await engine.posts()).toBe(1);
  });
});

describe("an order in a component, with a name of odd characters", () => {
  const name = `Berlin – "Mitte"/süd ::1 <&> $x`;
  const inside: Program = async () => {
    new DeliveryOrder(name, ARGS, { parent: new Place("place") });
    return Promise.resolve();
  };
  const outside: Program = async () => {
    new DeliveryOrder(name, ARGS, { aliases: [{ parent: new Place("place") }] });
    return Promise.resolve();
  };

  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  const held = async () => {
    const { resources } = await engine.state();
    return resources.find(({ type }) => type.endsWith(":DeliveryOrder"));
  };

  test("is bought once, and its lines stand on its own row", async () => {
    const { ok, output } = await engine.up(inside);

    expect(ok).toBe(true);
    const rows = output.split("\n").filter((line) => line.includes(`:DeliveryOrder ${name} `));
    expect(rows).toContainEqual(expect.stringMatching(/ order \S+ is placed/u));
    const order = await held();
    expect(order?.urn).toContain("::test:index:Place$pulumi-nodejs:dynamic/cloudpond:DeliveryOrder::Berlin");
    // What the provider takes for its URN is how the engine finds the row of a line.
    expect(order?.inputs?.["__urn"]).toBe(order?.urn);
    expect(await engine.posts()).toBe(1);
  });

  test("is not bought again when it leaves the component with an alias", async () => {
    const inComponent = await held();

    expect(await engine.up(outside, { expectNoChanges: true })).toMatchObject({ ok: true });

    const order = await held();
    expect(order?.urn).not.toBe(inComponent?.urn);
    expect(order).toMatchObject({ id: inComponent?.id, inputs: { __urn: order?.urn } });
    expect(await engine.posts()).toBe(1);
  });

  test("is warned of under its name", async () => {
    await engine.simulator.advance((await held())?.id ?? "", "FAIL");
    const { ok, output } = await engine.refresh();
    expect(ok).toBe(true);
    expect(toldOf(output, name)).toMatch(/^warning: Order \S+ is FAIL: no hardware will come of it\./);
    expect(await engine.posts()).toBe(1);
  });
});
