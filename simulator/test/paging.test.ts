import fc from "fast-check";
import { page, sorted } from "../src/paging.js";
import { Query } from "../src/query.js";

interface Entry {
  readonly id: string;
  readonly group: string;
}

const entries: fc.Arbitrary<Entry[]> = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[a-z0-9]{1,6}$/), group: fc.constantFrom("a", "b", "c") }),
  { selector: (entry) => entry.id, maxLength: 30 },
);

const pageOf = (list: readonly Entry[], query: string, isShown: (entry: Entry) => boolean, cap = 2000) =>
  page(list, (entry) => entry.id, isShown, new Query(`/?${query}`), cap);

describe("a walk over all pages", () => {
  test("shows every wanted entry once, in order, for any limit and any cap", () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), (list, limit, cap) => {
        const isShown = (entry: Entry): boolean => entry.group !== "b";
        const seen: string[] = [];
        let marker = "";
        do {
          const { items, page_info } = pageOf(list, `limit=${limit}&marker=${marker}`, isShown, cap);
          expect(page_info.current_count).toBe(items.length);
          expect(items.length).toBeLessThanOrEqual(Math.min(limit, cap));
          seen.push(...items.map((entry) => entry.id));
          marker = page_info.next_marker ?? "";
        } while (marker !== "");
        expect(seen).toEqual(list.filter(isShown).map((entry) => entry.id));
      }),
    );
  });

  test("goes on behind a marker that the filter hides by now", () => {
    const list = ["1", "2", "3"].map((id) => ({ id, group: "a" }));
    const { items } = pageOf(list, "marker=2", (entry) => entry.id !== "2");
    expect(items.map((entry) => entry.id)).toEqual(["3"]);
  });

  test("has no next_marker on its last page, also when that is full", () => {
    const list = ["1", "2"].map((id) => ({ id, group: "a" }));
    expect(pageOf(list, "limit=2", () => true).page_info).toEqual({ current_count: 2 });
  });
});

test("sorting goes by the keys in turn and leaves equal entries in their order", () => {
  fc.assert(
    fc.property(entries, (list) => {
      const byGroup = sorted(list, new Query("/?sort_key=group&sort_dir=desc&sort_key=id"), ["id", "group"]);
      const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
      const expected = [...list].sort((a, b) => compare(b.group, a.group) || compare(a.id, b.id));
      expect(byGroup).toEqual(expected);
    }),
  );
});
