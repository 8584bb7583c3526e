// What publint and "are the types wrong" object to in packed packages: node lintPackage.mjs TARBALL…; prints JSON.
import fs from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";

const objections = [];
for (const tarball of process.argv.slice(2)) {
  const bytes = fs.readFileSync(tarball);
  const { messages } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  objections.push(...messages.map((message) => ({ by: "publint", tarball, message })));
  const { types, problems = [] } = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  if (types === false) objections.push({ by: "attw", tarball, message: "has no types" });
  objections.push(...problems.map((message) => ({ by: "attw", tarball, message })));
}
console.log(JSON.stringify(objections));
