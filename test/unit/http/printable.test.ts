import fc from "fast-check";
import { printable } from "../../../provider/http/printable.js";

describe("foreign text", () => {
  it.each([
    ["plain", "plain"],
    ["  two\n\n lines\t", "two lines"],
    ["\u001b[31mred\u001b[0m", "[31mred [0m"],
    ["left\u202eright", "left right"],
    ["zero\u200bwidth", "zero width"],
    ["lone\ud800surrogate", "lone surrogate"],
    ["一 é 😀", "一 é 😀"],
  ])("%j becomes %j", (foreign, clean) => {
    expect(printable(foreign, 100)).toBe(clean);
  });

  it("above its limit is cut, by characters and not by halves of them", () => {
    expect(printable("0123456789a", 10)).toBe("012345678…");
    expect(printable("0123456789", 10)).toBe("0123456789");
    expect(printable("😀😀😀", 2)).toBe("😀…");
  });

  it("keeps its limit and holds nothing that a terminal obeys", () => {
    const anything = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 50 }), (foreign, limit) => {
        const clean = printable(foreign, limit);
        expect([...clean].length).toBeLessThanOrEqual(limit);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
