import { age, exists, kept, nothingPlaced, placedAndKept, unknownWhether } from "../../../provider/order/money.js";
import { FakeClock } from "./world.js";

it("every last sentence says what became of the money", () => {
  expect([
    nothingPlaced("berlin"),
    placedAndKept("o"),
    kept("o"),
    exists({ id: "o", createdAt: "2026-06-12T08:00:00Z" }),
    exists({ id: "o" }),
    unknownWhether("site", "none has appeared so far", Date.parse("2026-06-12T08:03:00.5Z")),
  ]).toEqual([
    'This run placed no order for "berlin".',
    "Order o was placed and is kept in the state.",
    "Order o is kept in the state.",
    "Order o exists since 2026-06-12T08:00:00Z.",
    "Order o exists.",
    "It is unknown whether an order was placed: none has appeared so far; do not run again before 2026-06-12T08:03:00Z; " +
      "look for orders of site site in the CloudPond console first.",
  ]);
});

it.each([
  [0, "just now"],
  [-60, "just now"],
  [1, "1 second ago"],
  [59, "59 seconds ago"],
  [60, "1 minute ago"],
  [3_599, "59 minutes ago"],
  [7_200, "2 hours ago"],
  [86_399, "23 hours ago"],
  [86_400, "1 day ago"],
  [40 * 86_400, "40 days ago"],
])("an order placed %d s before now was placed %p", (seconds, text) => {
  const clock = new FakeClock();
  expect(age(new Date(clock.ms - seconds * 1_000).toISOString(), clock)).toBe(text);
});

it.each([undefined, "yesterday"])("an order with the time %p is placed at an unknown time", (createdAt) => {
  expect(age(createdAt, new FakeClock())).toBe("at an unknown time");
});
