import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as cloudpond from "pulumi-cloudpond";
import { BERLIN, NETWORK_DEVICE, SERVER } from "./berlinOrder.js";
import { Engine, PROJECT, type Program } from "./harness.js";

const EXAMPLE = path.resolve(__dirname, "../../examples/cheapest-offering/index.ts");

/** The example as its file says it, run anew each time as the language host would; the libraries stay the same. */
const example: Program = async () => {
  let exported: Record<string, unknown> = {};
  jest.isolateModules(() => {
    jest.doMock("@pulumi/pulumi", () => pulumi);
    jest.doMock("pulumi-cloudpond", () => cloudpond);
    exported = jest.requireActual<Record<string, unknown>>(EXAMPLE);
  });
  return Promise.resolve(exported);
};

test("the example orders the server that takes the fewest watts of those that are large enough", async () => {
  const engine = await Engine.start();
  const { url, account, accessKey, secretKey } = engine.simulator;
  await engine.stack.setAllConfig({
    "cloudpond:endpoint": { value: url },
    "cloudpond:iamEndpoint": { value: url },
    "cloudpond:domainId": { value: account },
    "cloudpond:accessKey": { value: accessKey },
    "cloudpond:secretKey": { value: secretKey, secret: true },
    [`${PROJECT}:edgeSiteId`]: { value: BERLIN },
    [`${PROJECT}:networkDeviceOfferingId`]: { value: NETWORK_DEVICE },
  });
  try {
    expect(await engine.preview(example)).toMatchObject({ ok: true });
    expect(await engine.posts()).toBe(0);
    expect(await engine.up(example)).toMatchObject({ ok: true });
    expect(await engine.stack.outputs()).toMatchObject({ server: { value: "compute.c6.64: 64 vCPUs, 550 W" } });
    expect(await engine.resource("compute")).toMatchObject({
      protect: true,
      outputs: { servers: [{ offeringId: SERVER, count: 2 }], status: "PROCESSING" },
    });

    // The smaller server no longer will do, and the order that stands is not replaced by another one.
    await engine.stack.setConfig(`${PROJECT}:vcpus`, { value: "100" });
    const { ok, output } = await engine.preview(example);
    expect({ ok, posts: await engine.posts() }).toEqual({ ok: false, posts: 1 });
    expect(output).toContain("20000000-0000-4000-8000-000000000002");
  } finally {
    await engine.stop();
  }
});
