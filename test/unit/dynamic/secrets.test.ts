import { redactedLog, redactionOf, secretKeysOf } from "../../../provider/dynamic/secrets.js";

const VALUES = {
  __secrets: ["edgeSiteId", "servers"],
  edgeSiteId: "site-1",
  servers: [{ offeringId: "site-1-offering", count: 2 }],
  networkDevices: [{ offeringId: "switch", count: 2 }],
};

it("texts of secret inputs leave every message, the longest first; all others stay", () => {
  const redact = redactionOf(VALUES);
  expect(redact("site-1: 2 × site-1-offering, 2 × switch, site-1")).toBe(
    "[secret]: 2 × [secret], 2 × switch, [secret]",
  );
});

it("what is no secret stays readable: documented values, a few letters, and parts of other words", () => {
  const values = {
    __secrets: ["marketOptions", "edgeSiteId"],
    marketOptions: { prepaidOptions: { payMode: "HALF" }, discounts: [{ id: "d1", type: "2" }] },
    edgeSiteId: "8f2a",
  };
  expect(redactionOf(values)("order 8f2a03b2-2d1-HALF of site 8f2a (HALF, d1)")).toBe(
    "order 8f2a03b2-2d1-HALF of site [secret] (HALF, d1)",
  );
});

it("a secret may hold any character", () => {
  const edgeSiteId = "a.b*c[d](e)|f\\g-h/ü";
  expect(redactionOf({ __secrets: ["edgeSiteId"], edgeSiteId })(`site ${edgeSiteId}, axb`)).toBe("site [secret], axb");
});

it("a secret that begins another one leaves nothing of it", () => {
  const values = { __secrets: ["servers"], servers: [{ offeringId: "rack one" }, { offeringId: "rack one west" }] };
  expect(redactionOf(values)("rack one west, rack one")).toBe("[secret], [secret]");
});

it("what is no text is no secret text", () => {
  const values = { __secrets: ["edgeSiteId", "servers", 7], edgeSiteId: null, servers: [undefined, 4711, true] };
  expect(redactionOf(values)("4711 null true undefined")).toBe("4711 null true undefined");
  expect(secretKeysOf(values)).toEqual(["edgeSiteId", "servers"]);
});

it("nothing is taken out where nothing is secret, and an empty text is no secret", () => {
  expect(redactionOf({ edgeSiteId: "site-1" })("site-1")).toBe("site-1");
  expect(redactionOf({ __secrets: ["edgeSiteId"], edgeSiteId: "" })("site-1")).toBe("site-1");
});

it("the program says which inputs are secret; silence is not the same as none", () => {
  expect(secretKeysOf(VALUES)).toEqual(["edgeSiteId", "servers"]);
  expect(secretKeysOf({})).toBeUndefined();
});

it("log lines are redacted as well", () => {
  const lines: string[] = [];
  const push = (message: string): void => void lines.push(message);
  const log = redactedLog({ progress: push, info: push, warn: push }, redactionOf(VALUES));
  log.progress("looking at site-1");
  log.info("site-1 is fine");
  log.warn("site-1 is not");
  expect(lines).toEqual(["looking at [secret]", "[secret] is fine", "[secret] is not"]);
});
