import jestConfig from "./jest.config.mjs";

const [unit] = jestConfig.projects;

/** The tests of the mutated folders and nothing else: they start no process, touch no network and end in seconds. */
export default {
  ...unit,
  roots: ["<rootDir>/test/unit/order", "<rootDir>/test/unit/dynamic"],
};
