// Loaded first by every Node.js of a cell: notes which Node.js and which SDK really ran a program or its provider, and where.
const fs = require("node:fs");
const path = require("node:path");

const [, script = ""] = process.argv;
const [, runner] = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/](run|dynamic-provider)\b/u.exec(script) ?? [];

if (runner !== undefined) {
  const manifest = script.replace(/[\\/]cmd[\\/](run|dynamic-provider).*$/u, `${path.sep}package.json`);
  const sdk = JSON.parse(fs.readFileSync(manifest, "utf8")).version;
  const seen = { runner, sdk, node: process.versions.node, cwd: process.cwd() };
  fs.appendFileSync(process.env.MATRIX_WITNESS, `${JSON.stringify(seen)}\n`);
}
