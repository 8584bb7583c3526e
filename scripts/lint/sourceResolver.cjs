// Resolver for eslint-plugin-boundaries. Node16 module resolution has relative imports written with ".js" while the file on
// disk is a ".ts"; Node's own resolution finds nothing there and the import would pass as unknown.
const { existsSync } = require("node:fs");
const { createRequire, isBuiltin } = require("node:module");
const path = require("node:path");

exports.interfaceVersion = 2;

exports.resolve = (specifier, importer) => {
  if (isBuiltin(specifier)) return { found: true, path: null };
  if (specifier.startsWith(".")) {
    const target = path.resolve(path.dirname(importer), specifier);
    const source = target.replace(/\.js$/, ".ts");
    const found = [source, target].find((candidate) => existsSync(candidate));
    // A file that is not there yet still has a place, and it is the place that the rules speak about.
    return { found: true, path: found ?? source };
  }
  try {
    return { found: true, path: createRequire(importer).resolve(specifier) };
  } catch {
    return { found: false };
  }
};
