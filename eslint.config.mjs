import { fileURLToPath } from "node:url";
import { defineConfig } from "eslint/config";
import boundaries from "eslint-plugin-boundaries";
import tseslint from "typescript-eslint";
import { layers, policies } from "./scripts/lint/layers.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const sourceResolver = fileURLToPath(new URL("scripts/lint/sourceResolver.cjs", import.meta.url));

const ofProcess = (names, message) => ({
  selector: `MemberExpression[object.name='process'][property.name=/^(${names})$/]`,
  message,
});
const unnamedProcess = {
  paths: ["node:process", "process"].map((name) => ({
    name,
    message: "Use the global `process`, which the rules can see.",
  })),
};
// Whatever the dynamic-provider process prints becomes lines of the user's stack, and before its port line it breaks the start.
const noOutput = ofProcess(
  "stdout|stderr",
  "Speak through the engine's log: this process's output belongs to the engine.",
);
const noEnvironment = ofProcess(
  "env",
  "The environment is read in provider/config.ts; everything else is handed its settings.",
);

export default defineConfig(
  { ignores: ["**/node_modules/", "**/dist/", "**/bin/", "coverage/", ".pulumi-cloudpond/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: root } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // `typeof import("…")` is the type of something that is loaded when it is first needed.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // An interface may be answered without anything to wait for.
      "@typescript-eslint/require-await": "off",
      eqeqeq: "error",
    },
  },
  // Written as a user writes a program.
  {
    files: ["examples/**/*.ts", "test/package/programs/**/*.ts"],
    rules: { "@typescript-eslint/consistent-type-imports": "off" },
  },
  {
    files: ["provider/**/*.ts", "simulator/src/**/*.ts", "policy/src/**/*.ts"],
    plugins: { boundaries },
    settings: {
      "boundaries/root-path": root,
      "boundaries/elements": [{ type: "code", pattern: "*" }],
      "boundaries/files": layers.map(({ name, pattern }) => ({ category: name, pattern })),
      "boundaries/files-single-match": true,
      "boundaries/dependency-nodes": ["import", "export", "require", "dynamic-import"],
      "import/resolver": { [sourceResolver]: {} },
    },
    rules: {
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          checkAllOrigins: true,
          checkUnknownLocals: true,
          checkInternals: true,
          message: "scripts/lint/layers.mjs does not allow this import here.",
          policies,
        },
      ],
      "no-restricted-imports": ["error", unnamedProcess],
    },
  },
  {
    files: ["provider/**/*.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-syntax": ["error", noOutput, noEnvironment],
    },
  },
  {
    // The first `check` of a run loads neither axios nor the purchase protocol; the layers hold for `require` as well.
    files: ["provider/dynamic/**/*.ts", "provider/functions/**/*.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  { files: ["provider/config.ts"], rules: { "no-restricted-syntax": ["error", noOutput] } },
  { files: ["**/*.mjs", "**/*.cjs", "**/*.js"], extends: [tseslint.configs.recommended], rules: { eqeqeq: "error" } },
  { files: ["**/*.cjs", "**/*.js"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
