import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { fromEngine, hiddenOf, textOf, toEngine } from "../../../provider/dynamic/engineValues.js";
import { UNKNOWN } from "../../../provider/order/unknown.js";

const SENTINEL = pulumi.runtime.unknownValue;

it("the engine's sentinel is the domain's marker, at any depth and in place of any type", () => {
  const engine = { a: SENTINEL, b: [SENTINEL, { c: SENTINEL, d: 1 }], e: `${SENTINEL}!`, f: null };
  const domain = { a: UNKNOWN, b: [UNKNOWN, { c: UNKNOWN, d: 1 }], e: `${SENTINEL}!`, f: null };
  expect(fromEngine(engine)).toEqual(domain);
  expect(toEngine(domain)).toEqual(engine);
});

it("nothing undefined leaves for the engine, at any depth", () => {
  const left = toEngine({ a: undefined, b: { c: undefined, d: [{ e: undefined, f: 1 }] } });
  expect(Object.keys(left)).toEqual(["b"]);
  expect(JSON.stringify(left)).toBe('{"b":{"d":[{"f":1}]}}');
  expect(Object.keys(left["b"] as object)).toEqual(["d"]);
});

it("what came from the engine goes back to it unchanged, and neither way changes what it is given", () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.constant(SENTINEL),
      fc.array(tie("value")),
      fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (given) => {
      const copy = structuredClone(given);
      expect(toEngine(fromEngine(given))).toEqual(copy);
      expect(given).toEqual(copy);
    }),
  );
});

it("hidden inputs are those that begin with two underscores", () => {
  expect(hiddenOf({ __provider: "text", __urn: "urn", _x: 1, edgeSiteId: "site", a__b: 2 })).toEqual({
    __provider: "text",
    __urn: "urn",
  });
});

it.each([
  ["text", "text"],
  ["", undefined],
  [7, undefined],
  [UNKNOWN, undefined],
  [undefined, undefined],
])("the text of %p is %p", (value, text) => expect(textOf(value)).toBe(text));
