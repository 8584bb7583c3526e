import { Host, HostError } from "./harness.js";

/** A provider with one behaviour per verb, written as the text that a resource carries. */
const PROVIDER = `
exports.handler = () => {
  const settings = {};
  return {
    async configure({ config }) { settings.endpoint = config.get("cloudpond:endpoint"); },
    async check(olds, news) {
      return { inputs: { ...news, endpoint: settings.endpoint }, failures: news.size < 0 ? [{ property: "", reason: "size: negative" }] : [] };
    },
    async diff(id, olds, news) {
      return olds.size === news.size ? { changes: false } : { changes: true, replaces: ["size"], deleteBeforeReplace: true };
    },
    async create(inputs) {
      if (inputs.size === 13) throw Object.assign(new Error("kept"), { id: "order-13", properties: { ...inputs, outcome: "half" }, reasons: ["slow"] });
      if (inputs.size === 14) throw new Error("nothing was made");
      return { id: "order-" + inputs.size, outs: { ...inputs, list: [1, { deep: null }] } };
    },
    async read(id, props) { return { id, props: { ...props, status: "SUCCESS" } }; },
    async update(id, olds, news) { return { outs: news }; },
    async delete(id) { if (id === "stays") throw new Error("refused"); },
  };
};`;

describe("the dynamic-provider process", () => {
  let host: Host;
  beforeAll(async () => {
    host = await Host.start({ provider: PROVIDER, config: { "cloudpond:endpoint": "http://127.0.0.1:1" } });
  });
  afterAll(() => host.stop());

  test("answers check with the inputs, the stack configuration known to it", async () => {
    expect(await host.check({}, { size: 2 })).toEqual({
      inputs: { size: 2, endpoint: "http://127.0.0.1:1" },
      failures: [],
    });
  });

  test("answers check with the failures", async () => {
    expect((await host.check({}, { size: -1 })).failures).toEqual([{ property: "", reason: "size: negative" }]);
  });

  test("answers diff", async () => {
    expect(await host.diff("x", { size: 1 }, { size: 1 })).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(await host.diff("x", { size: 1 }, { size: 2 })).toEqual({
      changes: true,
      replaces: ["size"],
      deleteBeforeReplace: true,
    });
  });

  test("answers create, read and update with plain values", async () => {
    expect(await host.create({ size: 3 })).toEqual({
      id: "order-3",
      properties: { size: 3, list: [1, { deep: null }] },
    });
    expect(await host.read("order-3", { size: 3 })).toEqual({
      id: "order-3",
      properties: { size: 3, status: "SUCCESS" },
      inputs: undefined,
    });
    expect(await host.update("order-3", { size: 3 }, { size: 3, note: "x" })).toEqual({
      properties: { size: 3, note: "x" },
    });
  });

  test("answers an error that keeps the resource with what is kept", async () => {
    const error = await host.create({ size: 13 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HostError);
    expect(error).toMatchObject({
      message: "kept",
      kept: { id: "order-13", properties: { size: 13, outcome: "half", __provider: PROVIDER }, reasons: ["slow"] },
    });
  });

  test("answers an error that keeps nothing with its message alone", async () => {
    const error = await host.create({ size: 14 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "HostError", message: "nothing was made" });
    expect((error as HostError).kept).toBeUndefined();
  });

  test("answers delete, and its refusal", async () => {
    await expect(host.delete("goes", {})).resolves.toBeUndefined();
    await expect(host.delete("stays", {})).rejects.toThrow("refused");
    expect(await host.stderr()).toContain("refused");
  });
});

test("what the provider sends to the engine's log is recorded with its resource", async () => {
  const host = await Host.start({
    provider: `
      exports.handler = () => ({
        async create() {
          const load = require("module").createRequire(process.cwd() + "/");
          const engine = load("@pulumi/pulumi/proto/engine_pb");
          const { EngineClient } = load("@pulumi/pulumi/proto/engine_grpc_pb");
          const client = new EngineClient(process.argv[2], load("@grpc/grpc-js").credentials.createInsecure());
          const line = new engine.LogRequest();
          line.setSeverity(engine.LogSeverity.WARNING);
          line.setMessage("look here");
          line.setUrn("urn:x");
          line.setEphemeral(true);
          await new Promise((resolve, reject) => client.log(line, (error) => (error ? reject(error) : resolve())));
          return { id: "a", outs: {} };
        },
      });`,
  });
  try {
    await host.create({});
    expect(host.log).toEqual([{ severity: "warning", message: "look here", urn: "urn:x", isEphemeral: true }]);
  } finally {
    await host.stop();
  }
});
