import * as pulumi from "@pulumi/pulumi";
import { DeliveryOrder } from "../../provider/index.js";
import { ARGS, BERLIN, CHANGED_ARGS, HAMBURG, heldOrder, toldOf } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

const MUNICH = "10000000-0000-4000-8000-000000000002";

/** A resource of another provider that knows a site only when it is applied. */
class Site extends pulumi.CustomResource {
  declare readonly siteId: pulumi.Output<string>;

  constructor(name: string, found: string) {
    const provider = `
      exports.handler = () => ({
        async create(inputs) { return { id: "site", outs: { ...inputs, siteId: inputs.found } }; },
        async update(id, olds, news) { return { outs: { ...news, siteId: news.found } }; },
      });`;
    super("pulumi-nodejs:dynamic/test:Site", name, { found, siteId: undefined, __provider: provider });
  }
}

const orderingFor =
  (found: string, args = ARGS): Program =>
  async () => {
    const { siteId } = new Site("site", found);
    new DeliveryOrder("berlin", { ...args, edgeSiteId: siteId });
    return Promise.resolve();
  };

describe("an order for a site that another resource has yet to find", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(async () => engine.stop());

  test("passes the preview", async () => {
    const { ok, output } = await engine.preview(orderingFor(BERLIN));
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(output).toContain("+ 3 to create");
    expect(await engine.posts()).toBe(0);
  });

  test("is bought once, for the site that was found", async () => {
    expect(await engine.up(orderingFor(BERLIN))).toMatchObject({ ok: true });
    expect(await engine.resource("berlin")).toMatchObject({
      inputs: { edgeSiteId: BERLIN },
      outputs: { edgeSiteId: BERLIN, status: "PROCESSING" },
    });
    expect((await engine.simulator.orders()).at(-1)).toMatchObject({ edge_site_id: BERLIN });
    expect(await engine.posts()).toBe(1);
  });

  test("is neither refused nor replaced in the preview while it is live and the site may become another", async () => {
    const { ok, output } = await engine.preview(orderingFor(HAMBURG));
    expect({ ok, told: toldOf(output) }).toEqual({ ok: true, told: "" });
    expect(output).toMatch(/~ +pulumi-nodejs:dynamic\/cloudpond:DeliveryOrder berlin update \[diff: ~edgeSiteId\]/);
    expect(output).not.toContain("replace");
    expect(await engine.posts()).toBe(1);
  });

  test("is refused in that preview when something else has changed for certain", async () => {
    const { ok, output } = await engine.preview(orderingFor(HAMBURG, CHANGED_ARGS));
    expect(ok).toBe(false);
    expect(toldOf(output)).toMatch(/^error: Order \S+ is placed and cannot be changed/);
    expect(toldOf(output)).not.toContain("edgeSiteId");
    expect(await engine.posts()).toBe(1);
  });

  test("is refused when the site becomes another although it is live", async () => {
    const before = await engine.resource("berlin");
    const { ok, output } = await engine.up(orderingFor(MUNICH));
    expect(ok).toBe(false);
    expect(toldOf(output)).toContain(`\n  - edgeSiteId: "${BERLIN}" => "${MUNICH}"\n`);
    expect(await engine.resource("berlin")).toEqual(before);
    expect(await engine.posts()).toBe(1);
  });

  test("is refused in the preview when it is dead, because the preview cannot show what would be bought", async () => {
    await engine.simulator.advance(await heldOrder(engine), "CANCELLED");
    expect(await engine.refresh()).toMatchObject({ ok: true });
    const before = await engine.resource("berlin");

    const { ok, output } = await engine.preview(orderingFor(BERLIN));

    expect(ok).toBe(false);
    expect(toldOf(output)).toBe(
      `error: Order ${before?.id} is CANCELLED, so this would order anew, but edgeSiteId is not known before other ` +
        "resources are applied, and nothing is bought that the preview has not shown. Apply what it depends on first " +
        "(`pulumi up --target …`), then preview again.\nThe state is unchanged and nothing was bought.",
    );
    expect(await engine.resource("berlin")).toEqual(before);
    expect(await engine.posts()).toBe(1);
  });
});
