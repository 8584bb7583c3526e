import { execFileSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../..");
const BOUNDARIES = "boundaries/dependencies";

interface Case {
  readonly path: string;
  readonly text: string;
  /** The rule that must refuse it; absent: nothing may be refused. */
  readonly refusedBy?: string;
}

const value = (source: string) => `import * as x from "${source}";\nexport const y: unknown = x;\n`;
const type = (source: string) => `import type { x } from "${source}";\nexport type Y = x;\n`;

const CASES: readonly Case[] = [
  // the purchase protocol knows neither Pulumi nor HTTP
  { path: "provider/order/made.ts", text: value("./purchase.js") },
  { path: "provider/order/made.ts", text: value("io-ts") },
  { path: "provider/order/made.ts", text: value("node:crypto") },
  { path: "provider/order/made.ts", text: value("@pulumi/pulumi"), refusedBy: BOUNDARIES },
  { path: "provider/order/made.ts", text: type("@pulumi/pulumi"), refusedBy: BOUNDARIES },
  { path: "provider/order/made.ts", text: type("../cloudpond/client.js"), refusedBy: BOUNDARIES },
  { path: "provider/order/made.ts", text: value("../http/transport.js"), refusedBy: BOUNDARIES },
  { path: "provider/order/made.ts", text: value("../config.js"), refusedBy: BOUNDARIES },
  { path: "provider/order/made.ts", text: 'export * from "../http/transport.js";\n', refusedBy: BOUNDARIES },
  { path: "provider/order/made.ts", text: 'export const x = () => import("axios");\n', refusedBy: BOUNDARIES },
  // the API client: the transport's interface and what authenticates, nothing above
  { path: "provider/cloudpond/made.ts", text: value("../http/transport.js") },
  { path: "provider/cloudpond/made.ts", text: type("../auth/authenticator.js") },
  { path: "provider/cloudpond/made.ts", text: value("../auth/authenticator.js"), refusedBy: BOUNDARIES },
  { path: "provider/cloudpond/made.ts", text: type("../auth/tokenAuthenticator.js"), refusedBy: BOUNDARIES },
  { path: "provider/cloudpond/made.ts", text: value("../http/axiosTransport.js"), refusedBy: BOUNDARIES },
  { path: "provider/cloudpond/made.ts", text: value("../order/service.js"), refusedBy: BOUNDARIES },
  // axios in one file
  { path: "provider/http/axiosTransport.ts", text: value("axios") },
  { path: "provider/http/axiosTransport.ts", text: value("axios-retry") },
  { path: "provider/http/made.ts", text: value("axios"), refusedBy: BOUNDARIES },
  { path: "provider/http/made.ts", text: type("axios"), refusedBy: BOUNDARIES },
  { path: "provider/http/made.ts", text: value("../auth/authenticator.js"), refusedBy: BOUNDARIES },
  { path: "provider/auth/made.ts", text: value("../http/transport.js") },
  { path: "provider/auth/made.ts", text: value("../cloudpond/client.js"), refusedBy: BOUNDARIES },
  { path: "provider/auth/made.ts", text: value("../config.js"), refusedBy: BOUNDARIES },
  // the adapter: orders and settings; only the composition reaches everything
  { path: "provider/dynamic/made.ts", text: value("../order/purchase.js") },
  { path: "provider/dynamic/made.ts", text: value("@pulumi/pulumi") },
  { path: "provider/dynamic/made.ts", text: value("../cloudpond/client.js"), refusedBy: BOUNDARIES },
  { path: "provider/dynamic/made.ts", text: value("../http/axiosTransport.js"), refusedBy: BOUNDARIES },
  { path: "provider/dynamic/made.ts", text: 'export const x: unknown = require("../order/purchase.js");\n' },
  {
    path: "provider/dynamic/made.ts",
    text: 'export const x: unknown = require("../http/axiosTransport.js");\n',
    refusedBy: BOUNDARIES,
  },
  { path: "provider/dynamic/composition.ts", text: value("../http/axiosTransport.js") },
  { path: "provider/dynamic/composition.ts", text: value("../connection.js") },
  { path: "provider/dynamic/composition.ts", text: value("../cloudpond/client.js"), refusedBy: BOUNDARIES },
  { path: "provider/connection.ts", text: value("./cloudpond/client.js") },
  { path: "provider/order/preflight/preflight.ts", text: value("../../cloudpond/client.js"), refusedBy: BOUNDARIES },
  { path: "provider/deliveryOrder.ts", text: value("./dynamic/shim.js") },
  { path: "provider/deliveryOrder.ts", text: value("./order/enums.js") },
  { path: "provider/deliveryOrder.ts", text: type("./order/inputs.js"), refusedBy: BOUNDARIES },
  { path: "provider/deliveryOrder.ts", text: value("./dynamic/provider.js"), refusedBy: BOUNDARIES },
  { path: "provider/deliveryOrder.ts", text: value("./config.js"), refusedBy: BOUNDARIES },
  { path: "provider/index.ts", text: value("./deliveryOrder.js") },
  { path: "provider/index.ts", text: value("./http/transport.js"), refusedBy: BOUNDARIES },
  { path: "provider/config.ts", text: type("./auth/credentials.js") },
  { path: "provider/config.ts", text: value("./auth/credentials.js"), refusedBy: BOUNDARIES },
  { path: "provider/config.ts", text: value("./http/transport.js"), refusedBy: BOUNDARIES },
  // two independent readings of the API documentation
  { path: "simulator/src/made.ts", text: value("../../provider/cloudpond/client.js"), refusedBy: BOUNDARIES },
  { path: "provider/cloudpond/made.ts", text: value("../../simulator/src/seed.js"), refusedBy: BOUNDARIES },
  { path: "provider/cloudpond/made.ts", text: value("cloudpond-simulator"), refusedBy: BOUNDARIES },
  // a package nobody declared for the layer
  { path: "provider/auth/made.ts", text: value("@huaweicloud/huaweicloud-sdk-core"), refusedBy: BOUNDARIES },
  // the process's surroundings
  { path: "provider/order/made.ts", text: "export const x = process.env;\n", refusedBy: "no-restricted-syntax" },
  { path: "provider/config.ts", text: "export const x = process.env;\n" },
  { path: "provider/config/made.ts", text: "export const x = process.env;\n", refusedBy: "no-restricted-syntax" },
  { path: "provider/order/made.ts", text: value("node:process"), refusedBy: "no-restricted-imports" },
  { path: "provider/dynamic/made.ts", text: 'console.log("x");\n', refusedBy: "no-console" },
  { path: "provider/dynamic/made.ts", text: 'process.stderr.write("x");\n', refusedBy: "no-restricted-syntax" },
  { path: "test/unit/made.ts", text: value("../../provider/order/purchase.js") },
];

jest.setTimeout(120_000);

describe("the lint rules hold the layers apart", () => {
  let answers: readonly (readonly { rule: string | null; message: string }[])[];

  beforeAll(() => {
    const output = execFileSync(process.execPath, [path.join(__dirname, "lintTexts.mjs")], {
      cwd: root,
      input: JSON.stringify(CASES.map((each) => ({ path: path.join(root, each.path), text: each.text }))),
      encoding: "utf8",
    });
    answers = JSON.parse(output) as typeof answers;
  });

  test.each(
    CASES.map((each, index) => ({
      ...each,
      index,
      line: each.text.split("\n")[0],
      verdict: each.refusedBy ?? "nobody",
    })),
  )("$path: $line is refused by $verdict", ({ index, refusedBy }) => {
    expect(answers[index]?.map(({ rule }) => rule)).toEqual(refusedBy === undefined ? [] : [refusedBy]);
  });
});
