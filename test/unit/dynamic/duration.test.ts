import fc from "fast-check";
import { durationMs } from "../../../provider/dynamic/duration.js";

it.each([
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1.5h", 5_400_000],
  ["1.25h", 4_500_000],
  ["250ms", 250],
  ["1m1ms", 60_001],
  ["24h0m0s", 86_400_000],
  ["0s", 0],
])("%s is %d ms", (text, ms) => expect(durationMs(text)).toBe(ms));

it.each([undefined, null, 30, "", "30", "s", "-1s", "1 h", "1h ", "1d", "1,5h", ".5h", "1h30", {}, ["1h"]])(
  "%p is no duration",
  (value) => expect(durationMs(value)).toBeUndefined(),
);

it("units add up in whatever order they are written", () => {
  fc.assert(
    fc.property(fc.nat(99), fc.nat(99), fc.nat(99), (h, m, s) => {
      const ms = h * 3_600_000 + m * 60_000 + s * 1_000;
      expect(durationMs(`${h}h${m}m${s}s`)).toBe(ms);
      expect(durationMs(`${s}s${h}h${m}m`)).toBe(ms);
    }),
  );
});
