import * as pulumi from "@pulumi/pulumi";
import { Engine, PROJECT, STACK } from "./harness.js";

const TEXT = `
exports.handler = () => ({
  async create(inputs) {
    if (inputs.size === 13) throw new Error("thirteen is refused");
    return { id: "thing-" + inputs.size, outs: { ...inputs, seen: process.env.CLOUDPOND_ENDPOINT, folder: process.cwd() } };
  },
  async diff(id, olds, news) { return { changes: olds.size !== news.size }; },
  async update(id, olds, news) { return { outs: news }; },
  async read(id, props) { return { id, props }; },
  async delete() {},
});`;

class Thing extends pulumi.CustomResource {
  constructor(name: string, size: number, options?: pulumi.CustomResourceOptions) {
    super(
      "pulumi-nodejs:dynamic/test:Thing",
      name,
      { size, seen: undefined, folder: undefined, __provider: TEXT },
      options,
    );
  }
}

const one = (size: number) => async () => {
  new Thing("one", size);
  return Promise.resolve();
};

describe("the real engine", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  test("previews, updates, refreshes and destroys a dynamic resource whose provider sees the simulator", async () => {
    const preview = await engine.preview(one(1));
    expect(preview).toMatchObject({ ok: true, output: expect.stringContaining("2 to create") as string });
    expect(await engine.resource("one")).toBeUndefined();

    expect(await engine.up(one(1))).toMatchObject({ ok: true });
    expect(await engine.resource("one")).toMatchObject({
      id: "thing-1",
      outputs: { size: 1, seen: engine.simulator.url, folder: engine.folder },
    });

    expect(await engine.refresh({ expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.up(one(1), { expectNoChanges: true })).toMatchObject({ ok: true });
    expect(await engine.up(one(2), { expectNoChanges: true })).toMatchObject({ ok: false });
    expect(await engine.pulumi("stack", "ls")).toMatchObject({
      ok: true,
      output: expect.stringContaining(STACK) as string,
    });

    expect(await engine.destroy()).toMatchObject({ ok: true });
    expect((await engine.state()).resources).toEqual([]);
    expect(await engine.posts()).toBe(0);
  });

  test("shows a failed create as an outcome with its text, and nothing stays in the state", async () => {
    const run = await engine.up(one(13));
    expect(run).toMatchObject({ ok: false, output: expect.stringContaining("thirteen is refused") as string });
    expect(await engine.resource("one")).toBeUndefined();
  });

  test("imports a dynamic resource from a file, and puts an exported state back", async () => {
    const imported = await engine.importFile({
      resources: [
        {
          type: "pulumi-nodejs:dynamic/test:Thing",
          name: "one",
          id: "thing-7",
          inputs: { size: 7, __provider: TEXT },
          outputs: { size: 7, __provider: TEXT },
        },
      ],
    });
    expect(imported).toMatchObject({ ok: true });
    expect(await engine.resource("one")).toMatchObject({
      urn: `urn:pulumi:${STACK}::${PROJECT}::pulumi-nodejs:dynamic/test:Thing::one`,
      id: "thing-7",
    });
    const before = await engine.state();
    expect(await engine.pulumi("state", "unprotect", "--all", "--yes")).toMatchObject({ ok: true });
    expect(await engine.resource("one")).toMatchObject({ id: "thing-7" });
    await engine.restore(before);
    expect(await engine.state()).toEqual(before);
  });
});
