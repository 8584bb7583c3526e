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
    const headers = { "x-AUTH-token": "T0", "X-Security-Token": "a/b", Authorization: "SIG", "X-Domain-Id": "d1" };
    const request = { method: "GET", url: "https://h/", headers, timeoutMs: 1 } as const;
    expect(withoutEcho('T0 "a\\/b" a/b SIG d1', request)).toBe('*** "***" *** *** d1');
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

  it("is unchanged where the secret is empty", () => {
    expect(masked("abc", "")).toBe("abc");
  });
});
