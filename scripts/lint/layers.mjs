// Who may import whom. Data goes from the program down to the wire and comes back the same way, and no layer reaches past
// its neighbour: that is what keeps the purchase protocol free of Pulumi and of HTTP, and so testable as plain code.

/**
 * The layers: where each lies, which layers it may import, of which layers it may import types only, and which packages it
 * may use beside Node's own modules. The first pattern that fits a file decides.
 */
export const layers = [
  {
    name: "composition",
    pattern: "provider/dynamic/composition.ts",
    imports: ["dynamic", "order", "enums", "connection", "axios file", "http", "config"],
  },
  { name: "connection", pattern: "provider/connection.ts", imports: ["cloudpond", "auth", "http"], types: ["config"] },
  { name: "shim", pattern: "provider/dynamic/shim.ts" },
  {
    name: "dynamic",
    pattern: "provider/dynamic/**",
    imports: ["composition", "shim", "order", "enums", "config"],
    packages: ["@pulumi/pulumi", "@grpc/grpc-js"],
  },
  // Values that a program writes down: public, and free of everything else.
  { name: "enums", pattern: "provider/order/enums.ts" },
  { name: "order", pattern: "provider/order/**", imports: ["enums"], packages: ["io-ts", "fp-ts", "async-mutex"] },
  {
    name: "cloudpond",
    pattern: "provider/cloudpond/**",
    imports: ["http"],
    types: ["authenticator"],
    packages: ["io-ts", "fp-ts"],
  },
  { name: "authenticator", pattern: "provider/auth/authenticator.ts", types: ["http"] },
  { name: "credentials", pattern: "provider/auth/credentials.ts" },
  {
    name: "auth",
    pattern: "provider/auth/**",
    imports: ["authenticator", "credentials", "http"],
    packages: ["io-ts", "fp-ts", "async-mutex"],
  },
  {
    name: "axios file",
    pattern: "provider/http/axiosTransport.ts",
    imports: ["http"],
    packages: ["axios", "axios-retry"],
  },
  { name: "http", pattern: "provider/http/**", packages: ["https-proxy-agent"] },
  {
    name: "config",
    pattern: ["provider/config.ts", "provider/config/**"],
    types: ["credentials"],
  },
  {
    name: "resource",
    pattern: ["provider/deliveryOrder.ts", "provider/deliveryOrderArgs.ts"],
    imports: ["shim", "enums"],
    packages: ["@pulumi/pulumi"],
  },
  // Data sources, which run in the program.
  {
    name: "program connection",
    pattern: "provider/functions/connectProgram.ts",
    imports: ["connection", "config", "axios file"],
    types: ["cloudpond"],
  },
  {
    name: "functions",
    pattern: "provider/functions/**",
    imports: ["program connection", "order"],
    types: ["cloudpond", "config", "resource"],
    packages: ["@pulumi/pulumi"],
  },
  {
    name: "index",
    pattern: "provider/index.ts",
    imports: ["resource", "functions", "enums"],
    types: ["cloudpond", "order"],
  },
  { name: "simulator", pattern: "simulator/src/**", packages: ["fastify"] },
  { name: "policy", pattern: "policy/src/**", packages: ["@pulumi/policy"] },
];

/** The table as policies of `boundaries/dependencies`, whose default is to refuse. */
export const policies = layers.flatMap(({ name, imports = [], types = [], packages = [] }) => {
  const from = { file: { categories: name } };
  const layer = (allowed) => ({ file: { categories: allowed } });
  return [
    { from, allow: { to: layer([name, ...imports]) } },
    { from, allow: { to: { module: { origin: "core" } } } },
    ...types.map((allowed) => ({ from, allow: { to: layer(allowed), dependency: { kind: "type" } } })),
    ...packages.map((source) => ({ from, allow: { to: { module: { origin: "external", source } } } })),
  ];
});
