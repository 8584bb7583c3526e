import jestConfig from "./jest.config.mjs";

const [unit] = jestConfig.projects;

/** A folder's mutants meet its own tests only: the other folder's would be loaded for each of them. */
export default {
  ...unit,
  roots: ["<rootDir>/test/mutation"],
  testMatch: [`**/${process.env.MUTATED_FOLDER ?? "*"}.test.ts`],
};
