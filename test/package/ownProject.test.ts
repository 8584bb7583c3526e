import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** What the functions answer, as a user's own unit tests mock them. */
const ANSWERS = {
  "cloudpond:index:getEdgeSite": { id: "site", location: { zoneCode: "DE" } },
  "cloudpond:index:getServerOfferings": {
    offerings: [
      { id: "thirsty", status: "ONSALE", spec: { vcpus: 64, power: 900 } },
      { id: "frugal", status: "ONSALE", spec: { vcpus: 64, power: 400 } },
    ],
  },
};

interface Run {
  readonly exports: string[];
  readonly registrations: { readonly type: string; readonly inputs: Record<string, unknown> }[];
}

/**
 * The program named in Pulumi.yaml as Pulumi's Node language host runs it: in its folder, compiled and type-checked by
 * the SDK's own ts-node with the folder's tsconfig.json (`@pulumi/pulumi/cmd/run/run.js`).
 */
function runProgram(main: string, config: Readonly<Record<string, string>>): Run {
  const script = `
    const sdk = ${JSON.stringify(path.dirname(require.resolve("@pulumi/pulumi/package.json")))};
    const { typeScriptRequireStrings, loadTypeScriptCompilerOptions } = require(sdk + "/tsutils");
    const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
    const compilerOptions = { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true" };
    require(tsnodeRequire).register({
      compiler: typescriptRequire,
      project: "tsconfig.json",
      compilerOptions: { ...compilerOptions, ...loadTypeScriptCompilerOptions("tsconfig.json") },
    });
    const pulumi = require(sdk);
    const registrations = [];
    const newResource = ({ type, inputs }) => (registrations.push({ type, inputs }), { id: "id", state: inputs });
    const answers = ${JSON.stringify(ANSWERS)};
    pulumi.runtime.setMocks({ newResource, call: ({ token }) => answers[token] }, "own", "dev");
    const config = Object.entries(${JSON.stringify(config)}).map(([key, value]) => ["own:" + key, value]);
    pulumi.runtime.setAllConfig(Object.fromEntries(config));
    const exported = require(${JSON.stringify(path.join(ROOT, main))});
    exported.deliveryOrderId.apply(() => console.log(JSON.stringify({ exports: Object.keys(exported), registrations })));`;
  const cwd = path.join(ROOT, path.dirname(main));
  const env = { ...process.env, TS_NODE_CACHE: "false" };
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd, env, encoding: "utf8" })) as Run;
}

describe("the repository as a Pulumi project", () => {
  const project = fs.readFileSync(path.join(ROOT, "Pulumi.yaml"), "utf8");
  const main = /^main: (.*)$/mu.exec(project)?.[1] ?? "";

  it("names its program as a file, because for a folder the library itself would run", () => {
    expect(fs.statSync(path.join(ROOT, main)).isFile()).toBe(true);
  });

  it("runs the first order with Pulumi's own compiler", () => {
    const { exports, registrations } = runProgram(main, {
      edgeSiteId: "site",
      serverOfferingId: "server",
      networkDeviceOfferingId: "device",
    });
    expect(exports).toEqual(["deliveryOrderId", "orderIds", "status"]);
    expect(registrations).toEqual([
      {
        type: "pulumi-nodejs:dynamic/cloudpond:DeliveryOrder",
        inputs: expect.objectContaining({
          edgeSiteId: "site",
          servers: [{ offeringId: "server", count: 2 }],
          networkDevices: [{ offeringId: "device", count: 2 }],
          storagePools: [{ storageType: "SSD", size: 26 }],
          marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
        }) as unknown,
      },
    ]);
  });

  it("runs the cheapest offering with Pulumi's own compiler, and with mocks in place of the service", () => {
    const folder = "examples/cheapest-offering";
    const own = fs.readFileSync(path.join(ROOT, folder, "Pulumi.yaml"), "utf8");
    const program = path.join(folder, /^main: (.*)$/mu.exec(own)?.[1] ?? "");
    const { registrations } = runProgram(program, {
      edgeSiteId: "site",
      networkDeviceOfferingId: "device",
      vcpus: "64",
    });
    expect(registrations).toMatchObject([
      { inputs: { edgeSiteId: "site", servers: [{ offeringId: "frugal", count: 2 }] } },
    ]);
  });
});
