import fc from "fast-check";
import { instant, instantMs, looks } from "../../../provider/order/clock.js";
import { FakeClock } from "./world.js";

async function looksOf(
  firstMs: number,
  longestMs: number,
  lastsMs: number,
  lookTakesMs = 0,
): Promise<FakeClock & { looks: number }> {
  const clock = Object.assign(new FakeClock(), { looks: 0 });
  for await (const _ of looks(clock, { firstMs, longestMs, deadlineMs: clock.ms + lastsMs })) {
    clock.looks += 1;
    clock.ms += lookTakesMs;
  }
  return clock;
}

describe("looks", () => {
  it.each([
    [
      "pauses double up to the longest",
      [1_000, 15_000, 60_000, 0],
      [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000],
    ],
    ["the last pause is shortened to meet the deadline", [1_000, 4_000, 8_500, 0], [1_000, 2_000, 4_000, 1_500]],
    ["one look where there is no time", [1_000, 4_000, 0, 0], []],
    ["one look where the deadline has passed", [1_000, 4_000, -5, 0], []],
    ["a slow look uses up the time", [1_000, 4_000, 5_000, 3_000], [1_000]],
  ] as const)("%s", async (_, [firstMs, longestMs, lastsMs, lookTakesMs], pauses) => {
    const clock = await looksOf(firstMs, longestMs, lastsMs, lookTakesMs);
    expect(clock.slept).toEqual(pauses);
    expect(clock.looks).toBe(pauses.length + 1);
  });

  it("do not last longer for a clock that is set back meanwhile", async () => {
    const clock = new FakeClock();
    let seen = 0;
    for await (const _ of looks(clock, { firstMs: 500, longestMs: 4_000, deadlineMs: clock.ms + 10_000 })) {
      if (++seen === 2) clock.ms -= 3_600_000;
    }
    expect(clock.slept).toEqual([500, 1_000, 2_000, 4_000, 2_500]);
  });

  it("end, and the last one is made when the time is over", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 5_000 }),
        fc.integer({ min: 50, max: 60_000 }),
        fc.nat(300_000),
        async (first, longest, lasts) => {
          const clock = await looksOf(first, longest, lasts);
          expect(clock.ms).toBe(new FakeClock().ms + lasts);
        },
      ),
      { numRuns: 50 },
    );
  });
});

it("people read instants in whole seconds and UTC", () => {
  expect(instant(Date.parse("2026-06-12T10:00:00.987+02:00"))).toBe("2026-06-12T08:00:00Z");
});

it.each([
  ["2026-06-12T08:00:00Z", "2026-06-12T08:00:00.000Z"],
  ["2026-06-12T08:00:00.123456Z", "2026-06-12T08:00:00.123Z"],
  ["2026-06-12T10:00:00+02:00", "2026-06-12T08:00:00.000Z"],
])("%s is %s, whatever its precision", (text, iso) => expect(instantMs(text)).toBe(Date.parse(iso)));

it.each([undefined, "", "yesterday"])("%p is no instant", (text) => expect(instantMs(text)).toBeUndefined());
