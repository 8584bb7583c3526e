import { fileURLToPath } from "node:url";

const project = (displayName, folder, extra = {}) => ({
  displayName,
  rootDir: fileURLToPath(new URL(".", import.meta.url)),
  roots: [`<rootDir>/${folder}`],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  // Jest's own deprecation notice about objects that outlive a test file names nothing this project could change.
  testEnvironmentOptions: { globalsCleanup: "off" },
  transform: { "^.+\\.ts$": "ts-jest" },
  // Node16 resolution makes relative imports carry ".js" although the file is a ".ts"; packages do have the ".js".
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": ["$1", "$1.js"] },
  ...extra,
});

const startsProcesses = { globalSetup: "<rootDir>/scripts/testSetup.mjs" };

export default {
  projects: [
    project("unit", "test/unit"),
    project("faults", "test/faults"),
    project("messages", "test/messages"),
    project("secrets", "test/secrets"),
    project("simulator", "simulator/test"),
    project("policy", "policy/test"),
    project("host", "test/host", startsProcesses),
    project("engine", "test/engine", startsProcesses),
    project("package", "test/package", startsProcesses),
  ],
  // Jest takes the time limit of a test for all projects at once; files that start processes raise it with jest.setTimeout.
  testTimeout: 20_000,
  maxWorkers: 2,
};
