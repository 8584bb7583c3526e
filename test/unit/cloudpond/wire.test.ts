import fc from "fast-check";
import type * as t from "io-ts";
import {
  Identifier,
  OptionalIdentifier,
  OptionalMarker,
  OptionalText,
  Text,
} from "../../../provider/cloudpond/wire.js";

/** What a codec reads; undefined where it refuses. */
function read<A>(codec: t.Type<A, A, unknown>, value: unknown): A | "refused" {
  const result = codec.decode(value);
  return result._tag === "Right" ? result.right : "refused";
}

const ESCAPE = "\u001b[2J";
const BIDI = "\u202e";

describe("an id", () => {
  it.each(["60000000-0000-4000-8000-000000000001", "a/b?c#d", "订单", "%s%n", "undefined", "a b", "x".repeat(256)])(
    "stays exactly as it is: %j",
    (id) => {
      expect(read(Identifier, id)).toBe(id);
    },
  );

  it("may be a whole number, which JSON carries exactly", () => {
    expect(read(Identifier, 17)).toBe("17");
    expect(read(Identifier, 2 ** 53)).toBe("refused");
  });

  it.each(["", `id${ESCAPE}`, `id${BIDI}`, "a\nb", "a\u0000", "a\u2028b", "\ud800", "x".repeat(257), null, {}, 1.5])(
    "is refused rather than changed: %j",
    (id) => {
      expect(read(Identifier, id)).toBe("refused");
    },
  );

  it("may be missing where it is optional, and is refused where it is there and cannot stay exact", () => {
    expect([undefined, null, ""].map((id) => read(OptionalIdentifier, id))).toEqual([undefined, undefined, undefined]);
    expect(read(OptionalIdentifier, `id${ESCAPE}`)).toBe("refused");
  });
});

describe("a text for people", () => {
  it.each(["PROCESSING", "delivery_order-zurcq", "100 % of %s", "undefined", "2026-01-04T07:05:14.405000Z"])(
    "stays as it is: %j",
    (text) => {
      expect(read(Text, text)).toBe(text);
      expect(read(OptionalText, text)).toBe(text);
    },
  );

  it("is cut, with a mark", () => {
    expect(read(Text, "x".repeat(200_000))).toBe(`${"x".repeat(127)}…`);
    expect(read(Text, "x".repeat(128))).toBe("x".repeat(128));
    const wide = "\u{1F4E6}".repeat(128);
    expect(read(Text, wide)).toBe(wide);
    expect([...read(Text, wide + "x".repeat(100_000))]).toHaveLength(128);
  });

  it("has a mark for what could change a terminal, so that no odd status becomes a documented one", () => {
    expect(read(Text, `CANCELLED${BIDI}`)).toBe("CANCELLED\uFFFD");
    expect(read(Text, `\u0000FAIL\n`)).toBe("\uFFFDFAIL\uFFFD");
  });

  it("is bounded and harmless whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 400 }), (given) => {
        const text = read(Text, given);
        expect([...text].length).toBeLessThanOrEqual(128);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});

it("a marker of the next page goes back as it came, up to a length that an address can carry", () => {
  expect(read(OptionalMarker, `a${ESCAPE}`)).toBe(`a${ESCAPE}`);
  expect(read(OptionalMarker, "x".repeat(2049))).toBe("refused");
  expect(read(OptionalMarker, "")).toBeUndefined();
});
