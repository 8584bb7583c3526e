import fc from "fast-check";
import {
  compareLines,
  compareAdopted,
  describeLines,
  type Hardware,
  listHardware,
  orderedLines,
  orderNumbersOf,
  shownLines,
} from "../../../provider/order/lines.js";
import { createWorld, INPUTS, SITE } from "./world.js";

const device = (id: string, offeringId: string, orderNumber?: string) => ({
  id,
  offeringId,
  status: "USING",
  ...(orderNumber === undefined ? {} : { orderNumber }),
});

const HARDWARE: Hardware = {
  servers: [device("s1", "srv", "CS2"), device("s2", "srv", "CS2")],
  networkDevices: [device("n1", "srv", "CS1")],
  storagePools: [
    { id: "p1", storageType: "SSD", size: 20, status: "AVAILABLE" },
    { id: "p2", storageType: "SSD", size: 6, status: "CREATING", parentId: "p1", orderNumber: "CS3" },
  ],
};

it("an order and its hardware have the same lines; items of one product add up, products of two kinds do not", () => {
  const ordered = orderedLines({
    servers: [
      { offeringId: "srv", count: 1 },
      { offeringId: "srv", count: 1 },
    ],
    networkDevices: [{ offeringId: "srv", count: 1 }],
    storagePools: [{ storageType: "SSD", size: 26 }],
  });
  expect(ordered).toEqual(shownLines(HARDWARE));
  expect(ordered).toEqual(
    new Map([
      ["server srv", 2],
      ["network device srv", 1],
      ["TB of storage type SSD", 26],
    ]),
  );
});

it("an order that leaves out a kind of hardware has no line of it", () => {
  expect(orderedLines({})).toEqual(new Map());
  expect(orderedLines({ servers: [{ offeringId: "srv", count: 1 }] })).toEqual(new Map([["server srv", 1]]));
});

it.each([
  ["2 × server srv, 1 × network device srv, 26 TB of storage type SSD", HARDWARE],
  ["no hardware yet", { servers: [], networkDevices: [], storagePools: [] }],
])("people read %p", (text, hardware) => expect(describeLines(shownLines(hardware))).toBe(text));

it("billing numbers come without repetition and sorted, and from records that have one", () => {
  expect(orderNumbersOf(HARDWARE)).toStrictEqual(["CS1", "CS2", "CS3"]);
  expect(orderNumbersOf({ ...HARDWARE, servers: [device("s", "srv")] })).toStrictEqual(["CS1", "CS3"]);
});

it("hardware is asked for by site or by order", async () => {
  const { service } = createWorld();
  service.add(INPUTS, { id: "o" });
  service.loose.push(device("loose", "x"));
  expect((await listHardware(service, { edgeSiteId: SITE })).servers).toHaveLength(3);
  const ofOrder = await listHardware(service, { deliveryOrderId: "o" });
  expect(shownLines(ofOrder)).toEqual(orderedLines(INPUTS));
});

describe("comparing what is shown with what is declared", () => {
  type Entries = readonly (readonly [string, number])[];
  const SSD = "TB of storage type SSD";
  const rows: [string, Entries, Entries, string, string][] = [
    ["the same", [["server a", 2]], [["server a", 2]], "equal", "equal"],
    [
      "in another order",
      [
        ["server b", 1],
        ["server a", 2],
      ],
      [
        ["server a", 2],
        ["server b", 1],
      ],
      "equal",
      "equal",
    ],
    ["nothing yet", [], [["server a", 2]], "incomplete", "incomplete"],
    ["less", [["server a", 1]], [["server a", 2]], "incomplete", "contradicting"],
    [
      "not all of it yet",
      [["server a", 2]],
      [
        ["server a", 2],
        ["server b", 1],
      ],
      "incomplete",
      "incomplete",
    ],
    ["more", [["server a", 3]], [["server a", 2]], "contradicting", "contradicting"],
    ["another product", [["server b", 1]], [["server a", 2]], "contradicting", "contradicting"],
    [
      "more of one and less of another",
      [["server a", 3]],
      [
        ["server a", 2],
        ["server b", 1],
      ],
      "contradicting",
      "contradicting",
    ],
    ["a larger pool", [[SSD, 40]], [[SSD, 26]], "contradicting", "incomplete"],
    ["a smaller pool", [[SSD, 20]], [[SSD, 26]], "incomplete", "contradicting"],
    ["a pool that nobody declared", [[SSD, 20]], [], "contradicting", "contradicting"],
    ["nothing of nothing", [], [], "equal", "equal"],
  ];
  it.each(rows)("%s", (_, shown, declared, fresh, settled) => {
    expect(compareLines(new Map(shown), new Map(declared))).toBe(fresh);
    expect(compareAdopted("SUCCESS", new Map(shown), new Map(declared))).toBe(settled);
  });

  it("a pool can have grown only after delivery", () => {
    expect(compareAdopted("ACCEPTING", new Map([[SSD, 40]]), new Map([[SSD, 26]]))).toBe("contradicting");
  });

  const lines = fc
    .dictionary(fc.constantFrom("server a", "server b", "network device a", SSD), fc.integer({ min: 1, max: 4 }))
    .map((counts) => new Map(Object.entries(counts)));

  it("only equal lines are equal, and what is equal never contradicts", () => {
    fc.assert(
      fc.property(lines, lines, (shown, declared) => {
        const isSame = JSON.stringify([...shown].sort()) === JSON.stringify([...declared].sort());
        expect(compareLines(shown, declared) === "equal").toBe(isSame);
        expect(compareLines(declared, declared)).toBe("equal");
        expect(compareAdopted("SUCCESS", shown, declared) === "equal").toBe(isSame);
      }),
    );
  });
});
