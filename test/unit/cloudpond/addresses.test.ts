import fc from "fast-check";
import { query, segment } from "../../../provider/cloudpond/addresses.js";
import { RejectedError } from "../../../provider/cloudpond/errors.js";

const one = (id: string) => segment("ShowDeliveryOrder", "the id", id);

describe("a segment of a path", () => {
  it.each([
    ["00000000-0000-000-0000-000000000000", "00000000-0000-000-0000-000000000000"],
    ["a/../b", "a%2F..%2Fb"],
    ["%2e%2e", "%252e%252e"],
    ["a?b#c", "a%3Fb%23c"],
    ["it's (*)!", "it%27s%20%28%2A%29%21"],
    ["边", "%E8%BE%B9"],
    ["...", "..."],
    ["\u0000\n", "%00%0A"],
  ])("%j is written as %s", (id, expected) => {
    expect(one(id)).toBe(expected);
  });

  it.each(["", ".", "..", "\ud800"])("%j is refused", (id) => {
    expect(() => one(id)).toThrow(RejectedError);
    expect(() => one(id)).toThrow("ShowDeliveryOrder failed: the id cannot be part of an address");
  });

  it("stays one segment, whatever the id", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (id) => {
        fc.pre(id !== "." && id !== "..");
        const { pathname } = new URL(`https://ies.example.com/v2/account/delivery-orders/${one(id)}`);
        expect(pathname.split("/")).toHaveLength(5);
        expect(decodeURIComponent(pathname.split("/")[4]!)).toBe(id);
      }),
    );
  });
});

it("a query is encoded as the signature encodes it and leaves out what is not given", () => {
  expect(query({ edge_site_id: "a b&c=(d)*", limit: 100, marker: undefined })).toBe(
    "?edge_site_id=a%20b%26c%3D%28d%29%2A&limit=100",
  );
  expect(query({ marker: undefined })).toBe("");
});
