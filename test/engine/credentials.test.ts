import { type Simulator, startSimulator } from "cloudpond-simulator";
import { DeliveryOrder } from "../../provider/index.js";
import { ARGS, HAMBURG, HAMBURG_ORDER, toldOf } from "./berlinOrder.js";
import { Engine, type Program } from "./harness.js";

const OLD = { accessKey: "SIMULATORACCESSKEY00", secretKey: "simulator-secret-key-not-a-real-one" };
const NEW = { accessKey: "SIMULATORACCESSKEY01", secretKey: "another-simulator-key-not-a-real-one" };
const WRONG = "a-simulator-key-that-is-wrong";

const configured = ({ accessKey, secretKey }: typeof OLD) => ({
  "cloudpond:accessKey": { value: accessKey },
  "cloudpond:secretKey": { value: secretKey, secret: true },
});

/** Order of the site in Leipzig in the simulator's default seed. */
const LEIPZIG_ORDER = "60000000-0000-4000-8000-000000000002";

/** Ten reads in one refresh, as a stack with many orders has. */
const program: Program = async () => {
  new DeliveryOrder("berlin", { ...ARGS, edgeSiteId: HAMBURG, adoptOrderId: HAMBURG_ORDER });
  for (let index = 1; index < 10; index++) DeliveryOrder.get(`read-${index}`, LEIPZIG_ORDER);
  return Promise.resolve();
};

const REFUSED =
  "failed: the credentials are not accepted. Check HW_ACCESS_KEY and HW_SECRET_KEY (cloudpond:accessKey, cloudpond:secretKey)";

describe("an access key in the stack configuration that is replaced by another", () => {
  let engine: Engine;
  /** The same cloud after the rotation: it knows the new key only. */
  let rotated: Simulator;
  let printed = "";

  beforeAll(async () => {
    rotated = await startSimulator(NEW);
    engine = await Engine.start({
      simulator: OLD,
      env: { HW_ACCESS_KEY: undefined, HW_SECRET_KEY: undefined },
      config: configured(OLD),
    });
    expect(await engine.up(program)).toMatchObject({ ok: true });
    Object.assign(engine.env, { CLOUDPOND_ENDPOINT: rotated.url, HW_AUTH_URL: rotated.url });
  });
  afterAll(async () => {
    await rotated.close();
    await engine.stop();
  });

  /** Refreshes, and counts what the cloud answered. */
  const refresh = async () => {
    const before = (await rotated.journal()).length;
    const { ok, output } = await engine.refresh();
    printed += output;
    const answers = (await rotated.journal()).slice(before).map(({ status }) => status);
    return { ok, told: toldOf(output), refusals: answers.filter((status) => status === 401).length };
  };

  /** The engine's own notes in the state change with every refresh, successful or not. */
  const held = async () => {
    const { id, inputs, outputs } = (await engine.resource("berlin")) ?? {};
    return { id, inputs, outputs };
  };

  const expectNoOrder = async () => {
    expect(await engine.posts()).toBe(0);
    expect((await rotated.journal()).filter(({ method }) => method !== "GET")).toEqual([]);
  };

  test("fails a refresh with what to check, keeps the state and is tried once only", async () => {
    const before = await held();
    const { ok, told, refusals } = await refresh();
    expect(ok).toBe(false);
    expect(told).toContain(REFUSED);
    expect(refusals).toBe(1);
    expect(await held()).toEqual(before);
    expect(before.id).toBe(HAMBURG_ORDER);
    await expectNoOrder();
  });

  test("goes on failing it after the configuration is set, because a refresh uses that of the last update", async () => {
    await engine.stack.setAllConfig(configured(NEW));
    expect(await refresh()).toMatchObject({ ok: false, told: expect.stringContaining(REFUSED) as string, refusals: 1 });
    await expectNoOrder();
  });

  test("gives way to the environment: a wrong secret there fails", async () => {
    const before = await held();
    Object.assign(engine.env, { HW_ACCESS_KEY: NEW.accessKey, HW_SECRET_KEY: WRONG });
    expect(await refresh()).toMatchObject({ ok: false, told: expect.stringContaining(REFUSED) as string, refusals: 1 });
    expect(await held()).toEqual(before);
    expect(before.id).toBe(HAMBURG_ORDER);
    await expectNoOrder();
  });

  test("gives way to the environment: the right secret there passes", async () => {
    engine.env["HW_SECRET_KEY"] = NEW.secretKey;
    expect(await refresh()).toEqual({ ok: true, told: "", refusals: 0 });
    await expectNoOrder();
  });

  test("is replaced for later refreshes by an update", async () => {
    delete engine.env["HW_ACCESS_KEY"];
    delete engine.env["HW_SECRET_KEY"];
    expect(await refresh()).toMatchObject({ ok: false, refusals: 1 });
    expect(await engine.up(program)).toMatchObject({ ok: true });
    expect(await refresh()).toEqual({ ok: true, told: "", refusals: 0 });
    await expectNoOrder();
  });

  test("is nowhere in clear: neither in the exported state nor in what was printed", async () => {
    const { ok, output } = await engine.pulumi("stack", "export");
    expect(ok).toBe(true);
    expect(output).toContain(NEW.accessKey);
    for (const secret of [OLD.secretKey, NEW.secretKey, WRONG]) {
      expect(output).not.toContain(secret);
      expect(printed).not.toContain(secret);
    }
  });
});
