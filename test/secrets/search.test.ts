import { gzipSync } from "node:zlib";
import { found } from "./search.js";

const SECRET = 'a"b/c+d?e&f g\\h>>i';
const secrets = { password: SECRET };

/** As a form, a header, or a log may hold it among other things. */
const around = (text: string): string => `before=${text};after`;

it.each<[string, string, string]>([
  ["plain", "plain", around(SECRET)],
  ["cut off", "a half of it", around(SECRET.slice(0, 9))],
  ["without its beginning", "a half of it", around(SECRET.slice(-9))],
  ["as JSON", "JSON", JSON.stringify({ password: SECRET })],
  ["as JSON in JSON", "JSON", JSON.stringify({ said: JSON.stringify({ password: SECRET }) })],
  ["in Base64", "Base64", around(Buffer.from(SECRET).toString("base64"))],
  ["in Base64, one byte in", "Base64", around(Buffer.from(`x${SECRET}`).toString("base64"))],
  ["in Base64, two bytes in", "Base64", around(Buffer.from(`me:${SECRET}, end`).toString("base64").slice(4))],
  ["in Base64 after a user's name", "Base64", around(Buffer.from(`user:${SECRET}`).toString("base64"))],
  ["in Base64 for addresses", "Base64 for addresses", around(Buffer.from(`x${SECRET}yz`).toString("base64url"))],
  ["percent-encoded", "percent-encoded", around(encodeURIComponent(SECRET))],
  [
    "percent-encoded in small letters",
    "percent-encoded",
    around(encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())),
  ],
  ["as a form", "percent-encoded", new URLSearchParams({ password: SECRET }).toString()],
  ["in hex", "hex", around(Buffer.from(SECRET).toString("hex"))],
  ["in large hex", "hex", around(Buffer.from(SECRET).toString("hex").toUpperCase())],
])("finds a secret %s", (_, form, text) => {
  expect(found(secrets, { log: text })).toContain(`the password, ${form}, in log`);
});

it("finds nothing where nothing is", () => {
  const nothing = {
    log: "password=***",
    state: JSON.stringify({ password: "[secret]" }),
    packed: String(gzipSync("x")),
  };
  expect(found(secrets, nothing)).toEqual([]);
});
