import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { root, told } from "./modules.js";

// Two cells are packed, installed from the registry's cache and run with the real engine.
jest.setTimeout(200_000);

test("the matrix runs, and its two cells on this Node.js work", async () => {
  const run = promisify(execFile);
  const { stderr } = await run(process.execPath, ["scripts/matrix.mjs", "--short"], { cwd: root });
  expect(stderr.match(/^passed .*$/gmu)).toEqual([
    expect.stringContaining("SDK of development (pulumi)"),
    expect.stringContaining("SDK of the lowest version (pulumi)"),
  ]);
});

test("docs/matrix.md is what is made of docs/matrix.json", () => {
  const made = told('import * as page from "./scripts/matrix/page.mjs"', "await page.pageOf(page.lastResult())");
  expect(readFileSync(path.join(root, "docs/matrix.md"), "utf8")).toBe(made);
});

test("docs/matrix.json holds every cell, and none that fails", () => {
  const names = told('import { CELLS } from "./scripts/matrix/cells.mjs"', "CELLS.map(({ what, way }) => [what, way])");
  const { cells } = JSON.parse(readFileSync(path.join(root, "docs/matrix.json"), "utf8")) as {
    cells: Record<string, string>[];
  };
  expect(cells.map(({ what, way }) => [what, way])).toEqual(names);
  expect(cells.filter(({ outcome }) => outcome === "failed")).toEqual([]);
});

describe("a cell works", () => {
  const witness = { runner: "run", node: "20.0.0", sdk: "3.216.0", cwd: "/shop" };
  const good = {
    preview: { changes: { create: 2 }, posts: 0, isPlanSaved: true },
    up: { changes: { create: 2 }, orderId: "order", isTold: true },
    refresh: { changes: { same: 2 }, posts: 1, isStateTheSame: true },
    placed: [{ id: "order" }],
    witnesses: [witness, { ...witness, runner: "dynamic-provider" }],
    folder: "/shop",
    node: "20.0.0",
    sdk: "3.216.0",
    way: "up",
  };
  const faultsOf = (seen: object): unknown =>
    told('import { faultsOf } from "./scripts/matrix/judgement.mjs"', `faultsOf(${JSON.stringify(seen)})`);

  test("when all that has to hold was seen", () => expect(faultsOf(good)).toEqual([]));

  const { preview, up, refresh } = good;
  const another = (difference: object) => ({ witnesses: [...good.witnesses, { ...witness, ...difference }] });
  test.each([
    { but: { preview: { ...preview, changes: { same: 1 } } }, fault: "the preview did not show the order" },
    { but: { preview: { ...preview, posts: 1 } }, fault: "the preview placed an order" },
    { but: { preview: { ...preview, isPlanSaved: false } }, fault: "the preview saved no plan" },
    { but: { up: { ...up, changes: { create: 1 } } }, fault: "the update did not create what was declared" },
    { but: { refresh: { ...refresh, posts: 2 } }, fault: "not exactly one order was placed" },
    { but: { placed: [...good.placed, { id: "more" }] }, fault: "not exactly one order was placed" },
    { but: { up: { ...up, orderId: "other" } }, fault: "the state does not hold the order that was placed" },
    { but: { up: { ...up, isTold: false } }, fault: "the order's row did not say that it is placed" },
    { but: { refresh: { ...refresh, changes: { same: 1, update: 1 } } }, fault: "the refresh changed something" },
    { but: { refresh: { ...refresh, isStateTheSame: false } }, fault: "the refresh changed something" },
    { but: another({ node: "22.0.0" }), fault: "another Node.js, another SDK or another folder was used" },
    { but: another({ sdk: "3.248.0" }), fault: "another Node.js, another SDK or another folder was used" },
    { but: another({ cwd: "/" }), fault: "another Node.js, another SDK or another folder was used" },
    { but: { witnesses: [witness] }, fault: "another Node.js, another SDK or another folder was used" },
  ])("not when $fault: $but", ({ but, fault }) => {
    expect(faultsOf({ ...good, ...but })).toEqual([fault]);
  });
});
