// What is tried: a row each. Not the full product: every Node.js with the lowest and the newest SDK it takes; package managers
// and kinds of programs with the SDK that this package is developed with and with the newest; everything else once.

/**
 * How the program meets the engine: `up` is Pulumi's command line, which runs the program through a language host; `inline`
 * is the Automation API of the project's own SDK, with the program as a function.
 */
export const WAYS = { up: "`pulumi`", inline: "Automation API, inline" };

const COMMON = { sdk: "development", manager: "npm", program: "commonjs", place: "root", way: "up" };

const MAJORS = [20, 22, 24];
const SDKS = ["lowest", "newest"];

const pairs = MAJORS.flatMap((node) =>
  SDKS.flatMap((sdk) =>
    Object.keys(WAYS).map((way) => ({
      ...COMMON,
      group: "Node.js and SDK",
      what: `Node.js ${node}, ${sdk} SDK`,
      node,
      sdk,
      way,
    })),
  ),
);

const once = (group, what, difference) => ({ ...COMMON, group, what, ...difference });

const newest = { node: MAJORS.at(-1), sdk: "newest" };

const twice = (...row) => [once(...row), { ...once(...row), ...newest }];

/** All cells; `node` is a major version, absent for the Node.js that runs the matrix. */
export const CELLS = [
  ...pairs,
  ...twice("Package managers", "pnpm", { manager: "pnpm" }),
  ...twice("Package managers", "Yarn, node_modules", { manager: "yarn" }),
  ...twice("Package managers", "Yarn, Plug'n'Play", { manager: "plugAndPlay" }),
  ...twice("Programs", "TypeScript", { program: "typescript" }),
  ...twice("Programs", "TypeScript, compiled by the one in the SDK", { program: "sdkTypescript" }),
  ...twice("Programs", "ES module", { program: "esModule" }),
  ...twice("Programs", "ES module under Plug'n'Play, with Yarn's loader", {
    program: "esModule",
    manager: "plugAndPlayLoader",
  }),
  ...twice("Programs", "bundled by esbuild, the package external", { program: "bundle" }),
  once("Places", "`main: src`, dependencies beside Pulumi.yaml", { place: "subfolder" }),
  once("Places", "`main: infra` with dependencies of its own", { place: "ownSubfolder" }),
  once("Places", "Automation API in the project's folder (`workDir`)", { way: "inline", isInFolder: true }),
  once("Plans", "`preview --save-plan`, `up --plan`", { hasPlan: true }),
];

/** What `npm test` plays: the SDK of development and the lowest one, on the Node.js at hand. */
export const SHORT = ["development", "lowest"].map((sdk) =>
  once("Node.js and SDK", `this Node.js, SDK of ${sdk === "lowest" ? "the lowest version" : sdk}`, { sdk }),
);
