import fc from "fast-check";
import { masked, plainCause, withoutEcho } from "../../../provider/http/redaction.js";

describe("a plain cause", () => {
  it.each([
    [new Error("broken"), "broken"],
    [Object.assign(new Error("broken"), { code: "E1" }), "E1: broken"],
    [Object.assign(new Error("broken"), { code: 7 }), "broken"],
    [new AggregateError([new Error("v4 refused"), "?", new Error("v6 refused")]), "v4 refused; ; v6 refused"],
    ["a thrown text may hold anything", ""],
    [undefined, ""],
  ])("of %p says %p", (error, message) => {
    expect(plainCause(error).message).toBe(message);
  });

  it("is printable and short", () => {
    const { message } = plainCause(new Error(`\u001b[31m${"x".repeat(5000)}`));
    expect(message).toHaveLength(300);
    expect(message).toMatch(/^\[31mx+…$/u);
  });
});

describe("an answer without echo", () => {
  it("loses the values of every secret header of its request, however those are spelled", () => {
    const headers = {
      "x-AUTH-token": "T0K3N",
      "X-Security-Token": "ab/cd",
      Authorization: "SIGN",
      "X-Domain-Id": "dom1",
    };
    const request = { method: "GET", url: "https://h/", headers, timeoutMs: 1 } as const;
    const answer = { status: 200, headers: { "x-request-id": "T0K3N-1" }, body: 'T0K3N "ab\\/cd" ab/cd SIGN dom1' };
    expect(withoutEcho(answer, request)).toEqual({
      status: 200,
      headers: { "x-request-id": "***-1" },
      body: '*** "***" *** *** dom1',
    });
  });

  it.each([
    ["in Base64", (secret: string) => Buffer.from(secret).toString("base64")],
    ["in Base64 for addresses", (secret: string) => Buffer.from(secret).toString("base64url")],
    ["percent-encoded", encodeURIComponent],
    ["as JSON in JSON", (secret: string) => JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ])("loses them %s, too", (_, encoded) => {
    const secret = 'a"b/c+d??>>e';
    expect(masked(`before ${encoded(secret)} after`, secret)).toBe("before *** after");
  });

  it("never shows a masked secret, plain or as JSON writes it", () => {
    const text = fc.string();
    fc.assert(
      fc.property(text, fc.string({ minLength: 4, unit: "binary" }), text, (before, secret, after) => {
        fc.pre(!secret.includes("*") && !`${before}${after}`.includes("*"));
        const forms = [secret, JSON.stringify(secret).slice(1, -1)];
        for (const form of forms) expect(masked(`${before}${form}${after}`, secret)).not.toContain(form);
      }),
    );
  });

  it.each(["", "a", "abc"])("is unchanged where the secret is too short to be one: %j", (secret) => {
    expect(masked("abc", secret)).toBe("abc");
  });
});
