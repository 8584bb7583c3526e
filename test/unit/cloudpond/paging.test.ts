import { LongListError, UnavailableError, UnreadableAnswerError } from "../../../provider/cloudpond/errors.js";
import { completeList, pageOf, type Page } from "../../../provider/cloudpond/paging.js";
import { DELIVERY_ORDERS } from "../../../provider/cloudpond/deliveryOrders.js";
import { answer, DATE, wireOrder } from "./fakeService.js";

type Entry = { readonly id: string };

const page = (ids: readonly string[], nextMarker?: string, serverTimeMs?: number): Page<Entry> => ({
  entries: ids.map((id) => ({ id })),
  ...(nextMarker === undefined ? {} : { nextMarker }),
  ...(serverTimeMs === undefined ? {} : { serverTimeMs }),
});

/** Plays these pages one after the other and notes the markers that were asked for. */
function pages(sequence: readonly Page<Entry>[]) {
  const markers: (string | undefined)[] = [];
  const readPage = (marker: string | undefined) => {
    const next = sequence[markers.push(marker) - 1];
    if (next === undefined) throw new Error("more pages were read than there are");
    return Promise.resolve(next);
  };
  return { markers, read: () => completeList("ListDeliveryOrders", readPage) };
}

const idsOf = ({ entries }: { entries: readonly Entry[] }) => entries.map(({ id }) => id);

describe("a list", () => {
  it.each<[string, readonly string[]]>([
    ["empty", []],
    ["of one page", ["a", "b"]],
  ])("%s is read once", async (_, ids) => {
    const { markers, read } = pages([page(ids)]);
    expect(idsOf(await read())).toEqual(ids);
    expect(markers).toEqual([undefined]);
  });

  it("of several pages is read twice, and counts when both readings agree", async () => {
    const { markers, read } = pages([page(["a"], "1"), page(["b"]), page(["b"], "2"), page(["a"])]);
    expect(idsOf(await read())).toEqual(["b", "a"]);
    expect(markers).toEqual([undefined, "1", undefined, "2"]);
  });

  it("goes on after an empty page that names a next one", async () => {
    const walk = [page([], "1"), page(["a"])];
    expect(idsOf(await pages([...walk, ...walk]).read())).toEqual(["a"]);
  });

  it("is read a third time where the second reading misses what the first one found", async () => {
    const [first, second] = [
      [page(["a"], "1"), page(["b", "c"])],
      [page(["a"], "1"), page(["b", "d"])],
    ];
    expect(idsOf(await pages([...first, ...second, ...second]).read())).toEqual(["a", "b", "d"]);
  });

  it("counts while it grows, because what is added hides nothing, and holds what was added", async () => {
    const growing = [page(["a"], "1"), page(["b"]), page(["a", "c"], "2"), page(["d", "b"])];
    expect(idsOf(await pages(growing).read())).toEqual(["a", "c", "d", "b"]);
  });

  it("finds what a reading overlooked, because something went away before it meanwhile", async () => {
    // "a" goes away when the first page has been read, so that "c" moves onto it, unseen.
    const first = [page(["a", "b"], "1"), page(["d"])];
    const second = [page(["b", "c"], "1"), page(["d"])];
    expect(idsOf(await pages([...first, ...second, ...second]).read())).toEqual(["b", "c", "d"]);
  });

  it("that has shrunk to one page is read once more, because its other pages may only be missing", async () => {
    const walks = [page(["a"], "1"), page(["b"]), page(["a"])];
    expect(idsOf(await pages([...walks, page(["a"])]).read())).toEqual(["a"]);
    const returned = [page(["a"], "1"), page(["b"])];
    expect(idsOf(await pages([...walks, ...returned, ...returned]).read())).toEqual(["a", "b"]);
  });

  it.each<[string, (walk: number) => string]>([
    ["a different entry each time", (walk) => `x${walk}`],
    ["the first again after the second", (walk) => `x${walk % 2}`],
  ])("that never comes out the same is an error: %s", async (_, changing) => {
    const walks = [0, 1, 2, 3, 4].flatMap((walk) => [page(["a"], "1"), page([changing(walk)])]);
    const { markers, read } = pages(walks);
    await expect(read()).rejects.toThrow(UnavailableError);
    expect(markers).toHaveLength(10);
    await expect(pages(walks).read()).rejects.toThrow("changes while it is being read");
  });

  it.each<[string, readonly Page<Entry>[], string]>([
    ["a marker that repeats", [page(["a"], "1"), page(["b"], "1")], "leads back"],
    ["markers that go round", [page(["a"], "1"), page(["b"], "2"), page(["c"], "1")], "leads back"],
    ["an entry that repeats on the next page", [page(["a"], "1"), page(["a"])], "the entry a comes twice"],
    ["an entry that repeats on one page", [page(["a", "a"])], "the entry a comes twice"],
  ])("with %s is an error", async (_, sequence, said) => {
    await expect(pages(sequence).read()).rejects.toThrow(UnreadableAnswerError);
    await expect(pages(sequence).read()).rejects.toThrow(said);
  });

  it("without an end is an error after 1000 pages", async () => {
    let read = 0;
    const endless = completeList("ListServers", () => Promise.resolve(page([], `m${++read}`)));
    await expect(endless).rejects.toThrow("does not end after 1000 pages");
    expect(read).toBe(1000);
  });

  it("with more pages than it was worth is given up", async () => {
    const walk = [page(["a"], "1"), page(["b"], "2"), page(["c"])];
    const read = (mostPages: number) => {
      let at = 0;
      return completeList("ListServers", () => Promise.resolve(walk[at++ % 3]!), { mostPages });
    };
    await expect(read(2)).rejects.toThrow(LongListError);
    await expect(read(2)).rejects.toThrow("more than 2 pages");
    expect(idsOf(await read(3))).toEqual(["a", "b", "c"]);
  });

  it("carries the earliest service time of everything that was read for it", async () => {
    const walk = (ms?: number) => [page(["a"], "1", ms), page(["b"], undefined, 9000)];
    expect((await pages([...walk(5000), ...walk(7000)]).read()).serverTimeMs).toBe(5000);
    expect((await pages([...walk(), ...walk(7000)]).read()).serverTimeMs).toBe(7000);
    expect(await pages([page(["a"])]).read()).not.toHaveProperty("serverTimeMs");
  });
});

describe("a page", () => {
  it("is read from JSON once", () => {
    const parse = jest.spyOn(JSON, "parse");
    read({ delivery_orders: [wireOrder("a")], page_info: { next_marker: "a" } });
    expect(parse).toHaveBeenCalledTimes(1);
    parse.mockRestore();
  });

  const { list, codec } = DELIVERY_ORDERS;
  const read = (body: unknown, headers: Record<string, string> = {}) =>
    pageOf("ListDeliveryOrders", answer(200, body, headers), list, codec);

  it.each<[string, unknown]>([
    ["no page_info", {}],
    ["null page_info", { page_info: null }],
    ["no marker", { page_info: { current_count: 0 } }],
    ["a null marker", { page_info: { next_marker: null } }],
    ["an empty marker", { page_info: { next_marker: "" } }],
  ])("with %s is the last one", (_, info) => {
    expect(read({ delivery_orders: [], ...(info as object) })).toEqual({ entries: [] });
  });

  it("carries its marker, a number among them, and the service's clock", () => {
    const body = { delivery_orders: [wireOrder("a")], page_info: { next_marker: 7, current_count: 1 } };
    expect(read(body, { date: DATE })).toMatchObject({ nextMarker: "7", serverTimeMs: Date.parse(DATE) });
    expect(read(body, { date: "yesterday" })).not.toHaveProperty("serverTimeMs");
  });

  it.each<[string, unknown, string]>([
    ["no list", {}, "delivery_orders must be a list, got nothing"],
    ["a null list", { delivery_orders: null }, "delivery_orders must be a list, got null"],
    ["an object for a list", { delivery_orders: {} }, "delivery_orders must be a list, got an object"],
    ["a null entry", { delivery_orders: [null] }, "delivery_orders[0] must be an object, got null"],
    [
      "an entry without an id",
      { delivery_orders: [wireOrder("a"), wireOrder("")] },
      "delivery_orders[1].id must be a text of 1 to 256 printable characters, got an empty text",
    ],
    [
      "an entry without a status",
      { delivery_orders: [wireOrder("a", { status: undefined })] },
      "delivery_orders[0].status must be a text that is not empty, got nothing",
    ],
    ["page_info that is none", { delivery_orders: [], page_info: "x" }, "page_info"],
    ["a marker that is none", { delivery_orders: [], page_info: { next_marker: {} } }, "page_info.next_marker"],
    ["a list for a body", [], "the body must be an object, got a list"],
  ])("with %s is an error that names the path", (_, body, said) => {
    expect(() => read(body)).toThrow(UnreadableAnswerError);
    expect(() => read(body)).toThrow(said);
  });

  it("that is no JSON is an error", () => {
    expect(() => read("<html>")).toThrow("the answer is not JSON");
    expect(() => read('{"delivery_orders":[')).toThrow(UnreadableAnswerError);
  });
});
