import fc from "fast-check";
import { retryDelayMs } from "../../../provider/http/backoff.js";

const date = "Wed, 01 Jul 2026 00:00:00 GMT";

describe("the pause before a repetition", () => {
  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [5, 8000],
    [6, 8000],
    [100, 8000],
  ])("number %d is less than %d ms", (repetition, ceilingMs) => {
    const lengths = [0, 0.5, 0.999999].map((random) => retryDelayMs(repetition, {}, () => random));
    expect(lengths).toEqual([0, ceilingMs / 2, ceilingMs - 1]);
  });

  it.each([
    ["5", 5000],
    [" 5 ", 5000],
    ["0", 0],
    ["31", 30_000],
    ["99999999999999999999", 30_000],
    ["Wed, 01 Jul 2026 00:00:12 GMT", 12_000],
    ["Tue, 30 Jun 2026 00:00:00 GMT", 0],
    ["Thu, 01 Jul 2027 00:00:00 GMT", 30_000],
    ["-5", 0],
    ["soon", 0],
    ["", 0],
  ])("is at least what Retry-After: %s says: %d ms", (retryAfter, expectedMs) => {
    expect(retryDelayMs(1, { retryAfter, date }, () => 0)).toBe(expectedMs);
  });

  it("leaves a date alone that there is nothing to measure against", () => {
    expect(retryDelayMs(1, { retryAfter: date }, () => 0)).toBe(0);
  });

  it("is never negative and never above half a minute", () => {
    const hint = fc.record({ retryAfter: fc.string(), date: fc.string() }, { requiredKeys: [] });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), hint, random, (repetition, said, number) => {
        const delayMs = retryDelayMs(repetition, said, () => number);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});
