// Lints texts under made-up file names with the project's configuration: [{path, text}] on stdin, [{rule, message}[]] on stdout.
// A process of its own, because ESLint loads its configuration as an ES module, which jest's sandbox cannot.
import { text as readAll } from "node:stream/consumers";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const eslint = new ESLint({
  // The files do not exist, so the compiler knows no types for them; the rules on imports need none.
  overrideConfig: [
    { files: ["**/*.ts"], ...tseslint.configs.disableTypeChecked },
    { files: ["**/*.ts"], languageOptions: { parserOptions: { project: null, projectService: false } } },
  ],
});
const answers = [];
for (const { path, text } of JSON.parse(await readAll(process.stdin))) {
  const [result] = await eslint.lintText(text, { filePath: path });
  answers.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })));
}
process.stdout.write(JSON.stringify(answers));
