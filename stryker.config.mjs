import fs from "node:fs";

const { purchase, rest } = JSON.parse(fs.readFileSync(new URL("scripts/mutation/files.json", import.meta.url)));

export default {
  mutate: [...purchase, ...rest],
  testRunner: "jest",
  plugins: ["@stryker-mutator/jest-runner"],
  jest: { projectType: "custom", configFile: "jest.mutation.config.mjs" },
  coverageAnalysis: "perTest",
  // They cost half of the time, and the tables of the protocol (what an outcome leads to, what a status means, how long
  // to look) are nothing else.
  ignoreStatic: false,
  warnings: { slow: false },
  // What the tests of the two folders read, and nothing that other tests write meanwhile.
  ignorePatterns: ["/*", "!/provider", "!/test", "!/package.json", "!/tsconfig.json", "!/jest*.mjs"],
  tempDirName: ".pulumi-cloudpond/stryker",
  incremental: true,
  incrementalFile: ".pulumi-cloudpond/mutation-incremental.json",
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: ".pulumi-cloudpond/mutation.json" },
  concurrency: 2,
  timeoutMS: 5_000,
};
