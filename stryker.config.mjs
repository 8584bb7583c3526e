const folder = process.env.MUTATED_FOLDER ?? "order";

/** Run by `npm run mutation`, once for each folder and with the files that are to be mutated. */
export default {
  mutate: [`provider/${folder}/*.ts`],
  testRunner: "jest",
  plugins: ["@stryker-mutator/jest-runner"],
  jest: { projectType: "custom", configFile: "jest.mutation.config.mjs", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  // They cost most of the time, and the tables of the protocol (what an outcome leads to, what a status means, how long
  // to look) are nothing else.
  ignoreStatic: false,
  warnings: { slow: false },
  // What the tests read, and nothing that other tests write meanwhile.
  ignorePatterns: ["/*", "!/provider", "!/test", "!/package.json", "!/tsconfig.json", "!/jest*.mjs"],
  tempDirName: ".pulumi-cloudpond/stryker",
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: `.pulumi-cloudpond/mutation-${folder}.json` },
  concurrency: 2,
  timeoutMS: 10_000,
};
