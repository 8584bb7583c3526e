import fc from "fast-check";
import {
  checkInputs,
  decodeInputs,
  type DeliveryOrderInputs,
  PRECONDITION_KEYS,
  PURCHASE_KEYS,
} from "../../../provider/order/inputs.js";
import { hasUnknown, UNKNOWN } from "../../../provider/order/unknown.js";

type Raw = Record<string, unknown>;

/** Texts that appear nowhere in the messages: inputs may be secret. */
const SECRET = "s3cr3t-value";

const valid = (): Raw => ({
  edgeSiteId: "site-1",
  servers: [{ offeringId: "srv", count: 2 }],
  networkDevices: [{ offeringId: "net", count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: {
    chargeMode: "prepaid",
    prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" },
    discounts: [{ id: "d-1", type: "2" }, { id: "d-2" }],
  },
});

/** A copy of valid inputs with one place changed; `undefined` takes the key away. */
function withValue(path: string, value: unknown): Raw {
  const raw = valid();
  const steps = path.split(/[.[\]]+/u).filter((step) => step !== "");
  const last = steps.pop()!;
  const holder = steps.reduce((at, step) => at[step] as Raw, raw);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return raw;
}

const problems = (raw: Raw): string[] => checkInputs(raw).problems.map(({ path, message }) => `${path}: ${message}`);

const EVERY_PATH = [
  "edgeSiteId",
  "servers",
  "servers[0]",
  "servers[0].offeringId",
  "servers[0].count",
  "networkDevices",
  "networkDevices[0].offeringId",
  "networkDevices[0].count",
  "storagePools",
  "storagePools[0].storageType",
  "storagePools[0].size",
  "marketOptions",
  "marketOptions.chargeMode",
  "marketOptions.prepaidOptions",
  "marketOptions.prepaidOptions.periodType",
  "marketOptions.prepaidOptions.periodNum",
  "marketOptions.prepaidOptions.payMode",
  "marketOptions.discounts",
  "marketOptions.discounts[0].id",
  "marketOptions.discounts[0].type",
] as const;

const TEXTS = EVERY_PATH.filter((path) => /(Id|Type|Mode|\.id|\.type)$/u.test(path));
const NUMBERS = ["servers[0].count", "networkDevices[0].count", "storagePools[0].size"].concat(
  "marketOptions.prepaidOptions.periodNum",
);

describe("valid inputs", () => {
  it("pass as they are", () => {
    expect(checkInputs(valid())).toEqual({ inputs: valid(), problems: [] });
  });

  it.each(["servers", "networkDevices", "storagePools"])("need one list only, such as %s", (key) => {
    const { edgeSiteId, marketOptions, [key]: items } = valid();
    expect(problems({ edgeSiteId, marketOptions, [key]: items })).toEqual([]);
    expect(problems({ edgeSiteId, marketOptions, servers: [], [key]: items })).toEqual([]);
  });

  it.each(["afterOrderId", "siteRevision", "adoptOrderId"])("may hold %s", (key) => {
    expect(problems({ ...valid(), [key]: "text" })).toEqual([]);
  });

  it.each(["ACCEPTING", "SUCCESS"])("may wait for %s", (waitForStatus) => {
    expect(problems({ ...valid(), waitForStatus })).toEqual([]);
  });

  it.each(TEXTS.filter((path) => !path.endsWith("Id")))("may have a newer value as %s", (path) => {
    expect(problems(withValue(path, "SOMETHING_NEWER"))).toEqual([]);
  });

  it("may tell discounts by their types alone", () => {
    expect(problems(withValue("marketOptions.discounts", [{ type: "2" }, { type: "3" }]))).toEqual([]);
  });

  it("may hold a key of any name that has no value", () => {
    expect(problems({ ...valid(), tags: undefined })).toEqual([]);
  });

  it("keep hidden keys untouched, whatever they hold", () => {
    const hidden = { __urn: "urn", __timeouts: { create: "1h" }, __anything: [null, UNKNOWN] };
    expect(checkInputs({ ...valid(), ...hidden })).toEqual({ inputs: { ...valid(), ...hidden }, problems: [] });
  });

  it("get the only documented charge mode and period type", () => {
    const raw = withValue("marketOptions", { prepaidOptions: { periodNum: 1, payMode: "HALF" } });
    expect(checkInputs(raw)).toEqual({
      inputs: {
        ...raw,
        marketOptions: {
          chargeMode: "prepaid",
          prepaidOptions: { periodType: "year", periodNum: 1, payMode: "HALF" },
        },
      },
      problems: [],
    });
  });

  it("are not changed in place", () => {
    const raw = withValue("marketOptions", { prepaidOptions: { periodNum: 1, payMode: "HALF" } });
    const before = structuredClone(raw);
    checkInputs(raw);
    expect(raw).toEqual(before);
  });
});

describe("what is not known yet passes", () => {
  it.each(EVERY_PATH)("as %s", (path) => {
    const { inputs, problems: found } = checkInputs(withValue(path, UNKNOWN));
    expect(found).toEqual([]);
    expect(hasUnknown(inputs)).toBe(true);
  });

  it.each([...PRECONDITION_KEYS, "waitForStatus"])("as %s", (key) => {
    expect(problems({ ...valid(), [key]: UNKNOWN })).toEqual([]);
  });

  it("as the only list, which may turn out to have an entry", () => {
    const { edgeSiteId, marketOptions } = valid();
    expect(problems({ edgeSiteId, marketOptions, storagePools: UNKNOWN })).toEqual([]);
  });

  it("as one of two conditions, because it may turn out to be none", () => {
    expect(problems({ ...valid(), adoptOrderId: UNKNOWN, afterOrderId: "order-1" })).toEqual([]);
  });

  it("and hides nothing else that is wrong", () => {
    const raw = { ...withValue("servers[0].count", 0), edgeSiteId: UNKNOWN, sevrers: UNKNOWN };
    expect(problems(raw)).toEqual([
      "servers[0].count: must be a whole number of at least 1, got 0",
      "sevrers: is not an input: did you mean `servers`?",
    ]);
  });
});

describe("a mistake is named with its path, its reason and what to do", () => {
  it.each<[string, unknown, string]>([
    ["edgeSiteId", undefined, "is required: give the id of the edge site that receives the hardware (ListEdgeSites)"],
    ["edgeSiteId", 0, "must be text, got 0: put it in quotes"],
    ["edgeSiteId", [SECRET], "must be text, got a list"],
    ["edgeSiteId", true, "must be text, got true or false"],
    ["edgeSiteId", null, "must not be null, because null is not absent: give a value or leave the key out"],
    ["edgeSiteId", "", "must not be empty, because empty is not absent: give a value or leave the key out"],
    ["edgeSiteId", " \n", "must not be empty, because empty is not absent: give a value or leave the key out"],
    ["edgeSiteId", ` ${SECRET}`, "must not begin or end with white space, because it would name nothing: remove it"],
    ["servers[0].offeringId", undefined, "is required: give the id of a server offering (ListServerOfferings)"],
    ["servers[0].count", undefined, "is required: give how many servers to order"],
    ["servers[0].count", 0, "must be a whole number of at least 1, got 0"],
    ["servers[0].count", -2, "must be a whole number of at least 1, got -2"],
    ["servers[0].count", 1.5, "must be a whole number of at least 1, got 1.5"],
    ["servers[0].count", NaN, "must be a whole number of at least 1, got NaN"],
    ["servers[0].count", null, "must be a whole number of at least 1, got nothing"],
    ["servers[0].count", "2", "must be a whole number of at least 1, got text: write it without quotes"],
    [
      "servers[0].count",
      2 ** 53,
      "must be a number that can be counted exactly (at most 9007199254740991), got 9007199254740992",
    ],
    ["servers", { offeringId: SECRET }, "must be a list, got an object: put it in square brackets"],
    ["servers", SECRET, "must be a list, got text"],
    ["servers", "", "must be a list, got empty text"],
    ["servers", null, "must be a list, got nothing"],
    ["servers[0]", SECRET, "must be an object, got text"],
    ["servers[0]", null, "must be an object, got nothing"],
    ["storagePools[0].size", 0.5, "must be a whole number of at least 1, got 0.5"],
    [
      "marketOptions",
      undefined,
      "is required: give how the order is paid, with at least prepaidOptions: { periodNum, payMode }",
    ],
    [
      "marketOptions.prepaidOptions",
      undefined,
      "is required: give period and mode of payment, with at least periodNum and payMode",
    ],
    [
      "marketOptions.prepaidOptions.payMode",
      undefined,
      "is required: give how it is paid, which is never filled in because it is money: FULL (all up front), HALF (half " +
        "up front), PAID_BY_YEAR (yearly), ZERO_PAID_BY_YEAR (yearly, nothing up front) or ZERO_PAID_BY_MONTH (monthly, " +
        "nothing up front)",
    ],
    ["marketOptions.prepaidOptions.payMode", "full", 'must be written "FULL", because case counts'],
    ["marketOptions.chargeMode", "PrePaid", 'must be written "prepaid", because case counts'],
    ["storagePools[0].storageType", "ssd", 'must be written "SSD", because case counts'],
    ["marketOptions.prepaidOptions.periodType", "YEAR", 'must be written "year", because case counts'],
    ["marketOptions.discounts[0].type", 2, "must be text, got 2: put it in quotes"],
    [
      "marketOptions.discounts[0]",
      {},
      "must name a discount, because it says nothing: give its id, or leave the entry out",
    ],
    ["waitForStatus", "PROCESSING", 'must be "ACCEPTING" or "SUCCESS", got text: leave it out to wait for nothing'],
    ["afterOrderId", null, "must not be null, because null is not absent: give a value or leave the key out"],
    ["adoptOrderId", "", "must not be empty, because empty is not absent: give a value or leave the key out"],
  ])("%s = %j", (path, value, message) => {
    expect(problems(withValue(path, value))).toEqual([`${path}: ${message}`]);
  });

  it.each([
    ["servers[0]", "a server offering and how many of it"],
    ["networkDevices[0]", "a network device offering and how many of it"],
    ["networkDevices[0].offeringId", "the id of a network device offering (ListNetworkDeviceOfferings)"],
    ["networkDevices[0].count", "how many network devices to order"],
    ["storagePools[0]", "a storage type and its capacity"],
    ["storagePools[0].storageType", 'the name of a storage type (ListStorageTypes) such as "SSD"'],
    ["storagePools[0].size", "the capacity to order, in TB"],
    ["marketOptions.prepaidOptions.periodNum", "the number of years (ListSaleCycles names the possible ones)"],
    ["marketOptions.discounts[0]", "a discount"],
  ])("what to give where %s is missing", (path, what) => {
    const items = /\[0\]$/u.test(path);
    const raw = items ? withValue(path.replace(/\[0\]$/u, ""), [undefined]) : withValue(path, undefined);
    expect(problems(raw)).toContain(`${path}: is required: give ${what}`);
  });

  it.each([
    [
      "adoptOrderId",
      "afterOrderId",
      "it takes over an existing order and buys nothing, while afterOrderId buys more hardware",
    ],
    [
      "adoptOrderId",
      "siteRevision",
      "it takes over an existing order and buys nothing, while siteRevision allows a purchase",
    ],
    ["siteRevision", "afterOrderId", "it covers the whole site, its newest order included"],
  ])("why %s cannot stand beside %s", (path, other, because) => {
    expect(problems({ ...valid(), [path]: "a", [other]: "b" })).toEqual([
      `${path}: must not stand beside ${other}, because ${because}: leave one of them out`,
    ]);
  });

  it("where no list has an entry", () => {
    const { edgeSiteId, marketOptions } = valid();
    const expected = [
      "servers, networkDevices, storagePools: must not all be empty, because there would be nothing to order: give at " +
        "least one of them an entry",
    ];
    expect(problems({ edgeSiteId, marketOptions })).toEqual(expected);
    expect(problems({ edgeSiteId, marketOptions, servers: [], storagePools: [] })).toEqual(expected);
  });

  it.each([
    ["adoptOrderId", "afterOrderId"],
    ["adoptOrderId", "siteRevision"],
    ["siteRevision", "afterOrderId"],
  ])("where %s stands beside %s", (path, other) => {
    expect(problems({ ...valid(), [path]: SECRET, [other]: SECRET })).toEqual([
      expect.stringMatching(`^${path}: must not stand beside ${other}, because .*: leave one of them out$`),
    ]);
  });

  it("where a discount stands twice", () => {
    expect(problems(withValue("marketOptions.discounts", [{ id: SECRET }, {}, { id: SECRET, type: "2" }]))).toEqual([
      expect.stringMatching(/^marketOptions\.discounts\[1\]: must name a discount/u),
      "marketOptions.discounts[2].id: repeats marketOptions.discounts[0].id, and a discount counts once: leave one of " +
        "them out",
    ]);
  });

  it("all of them at once", () => {
    const raw = {
      servers: [
        { offeringId: "srv", count: 1 },
        { offeringId: "", count: "1" },
      ],
      storagePools: [{ size: -1 }],
      marketOptions: { prepaidOptions: { periodNum: 0.1 } },
      adoptOrderId: "a",
      afterOrderId: "b",
    };
    expect(checkInputs(raw).problems.map(({ path }) => path)).toEqual([
      "edgeSiteId",
      "marketOptions.prepaidOptions.periodNum",
      "marketOptions.prepaidOptions.payMode",
      "servers[1].offeringId",
      "servers[1].count",
      "storagePools[0].storageType",
      "storagePools[0].size",
      "adoptOrderId",
    ]);
  });
});

describe("a key that is no input is refused", () => {
  it.each<[string, string]>([
    ["server", "servers"],
    ["Servers", "servers"],
    ["edge_site_id", "edgeSiteId"],
    ["storagePool", "storagePools"],
    ["marketOption", "marketOptions"],
    ["afterOrder", "afterOrderId"],
    ["servers[0].offering_id", "offeringId"],
    ["servers[0].cuont", "count"],
    ["storagePools[0].sise", "size"],
    ["marketOptions.discount", "discounts"],
    ["marketOptions.prepaidOptions.paymode", "payMode"],
    ["marketOptions.discounts[0].Id", "id"],
  ])("%s was probably meant to be %s", (path, meant) => {
    expect(problems(withValue(path, SECRET))).toEqual([`${path}: is not an input: did you mean \`${meant}\`?`]);
  });

  it.each(["status", "payMode", "tags", "blueservers", "constructor", "hasOwnProperty"])("%s resembles none", (key) => {
    expect(problems({ ...valid(), [key]: SECRET })).toEqual([
      `${key}: is not an input, and nothing is ignored silently: leave it out (known here: edgeSiteId, marketOptions, ` +
        "servers, networkDevices, storagePools, afterOrderId, siteRevision, adoptOrderId, maxUpfront, waitForStatus)",
    ]);
  });

  it("hidden-looking keys below the top too", () => {
    expect(problems(withValue("servers[0].__count", 1))).toEqual([
      "servers[0].__count: is not an input: did you mean `count`?",
    ]);
  });

  it("a key that pollutes a prototype is a key like any other", () => {
    const raw = withValue("servers", [JSON.parse('{"offeringId":"srv","count":1,"__proto__":{"count":9}}')]);
    expect(problems(raw)).toEqual([expect.stringContaining("servers[0].__proto__: is not an input")]);
    expect(({} as Raw)["count"]).toBeUndefined();
  });

  it("a key of any length is compared by its first 40 letters", () => {
    const key = `servers${"_".repeat(33)}${"x".repeat(1_000)}`;
    expect(problems({ ...valid(), [key]: SECRET })).toEqual([
      expect.stringMatching(/: is not an input: did you mean `servers`\?$/u),
    ]);
  });

  it("a key that is no name is quoted where it stands", () => {
    expect(checkInputs(withValue("servers[0].no name", 1)).problems[0]?.path).toBe('servers[0]["no name"]');
  });

  it("a key that is no name is quoted and cut", () => {
    expect(checkInputs({ ...valid(), ["line\nbreak".repeat(20)]: 1 }).problems[0]?.path).toMatch(
      /^\["line\\nbreakline.{1,80}"\]$/u,
    );
  });
});

describe("every message", () => {
  const anything = fc.anything({ maxDepth: 2 });

  it("keeps the texts of the inputs to itself", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVERY_PATH),
        fc.constantFrom(SECRET, ` ${SECRET}`, [SECRET], { x: SECRET }),
        (path, value) => {
          expect(problems(withValue(path, value)).join()).not.toContain(SECRET);
        },
      ),
    );
  });

  it("is one sentence without line breaks, whatever stands in the place", () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVERY_PATH), anything, (path, value) => {
        for (const { message } of checkInputs(withValue(path, value)).problems) {
          expect(message).toMatch(/^(must|is|repeats) [^\n]+$/u);
        }
      }),
    );
  });

  it("names the place of a bad number", () => {
    const bad = fc.oneof(
      fc.integer({ max: 0 }),
      fc.double().filter((value) => !Number.isInteger(value)),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...NUMBERS), bad, (path, value) => {
        expect(checkInputs(withValue(path, value)).problems.map((problem) => problem.path)).toEqual([path]);
      }),
    );
  });
});

describe("decoding", () => {
  it("gives the inputs of valid inputs", () => {
    expect(decodeInputs(valid())).toEqual(valid());
  });

  it("takes the inputs out of an order's outputs", () => {
    const outputs = {
      orderIds: ["CS1"],
      status: "SUCCESS",
      name: "n",
      domainId: "d",
      conflictingOrderIds: [],
      __urn: "u",
    };
    expect(decodeInputs({ ...valid(), ...outputs })).toEqual(valid());
  });

  it("leaves out an input that has no value", () => {
    expect(decodeInputs({ ...valid(), afterOrderId: undefined })).not.toHaveProperty("afterOrderId");
  });

  it("counts an input that an old state lacks as its default", () => {
    const old = { ...valid(), marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } } };
    expect(decodeInputs(old).marketOptions).toEqual({
      chargeMode: "prepaid",
      prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" },
    });
  });

  it("agrees with what check lets through", () => {
    const text = fc.stringMatching(/^[A-Z][a-zA-Z0-9-]{5,20}$/u);
    const number = fc.integer({ min: 1 });
    const items = fc.array(fc.record({ offeringId: text, count: number }), { minLength: 1 });
    const inputs = fc.record(
      { edgeSiteId: text, servers: items, networkDevices: items },
      { requiredKeys: ["edgeSiteId", "servers"] },
    );
    fc.assert(
      fc.property(inputs, (some) => {
        const raw = { ...some, marketOptions: { prepaidOptions: { periodNum: 1, payMode: "FULL" } } };
        const { inputs: checked, problems: found } = checkInputs(raw);
        expect(found).toEqual([]);
        expect(decodeInputs(checked)).toEqual(checked);
      }),
    );
  });

  it.each([
    [{ edgeSiteId: UNKNOWN }, "edgeSiteId must be text, got a value that is not known yet"],
    [{ servers: [{ offeringId: SECRET, count: 0 }] }, "servers[0].count must be a whole number of at least 1, got 0"],
  ])("of unreadable inputs names the places: %#", (change, message) => {
    expect(() => decodeInputs({ ...valid(), ...change })).toThrow(
      new Error(`The inputs of the order cannot be read: ${message}.`),
    );
  });
});

it("of unreadable inputs every place is named, and the log is told that much only", () => {
  const act = (): unknown => decodeInputs({ ...valid(), edgeSiteId: 7, servers: 8 });
  expect(act).toThrow("edgeSiteId must be text, got 7: put it in quotes; servers must be a list, got 8.");
  expect(act).toThrow(expect.objectContaining({ technical: "the inputs cannot be read" }) as Error);
});

it.each([null, "text", { key: null }, [null]])("%j holds nothing that is not known yet", (value) => {
  expect(hasUnknown(value)).toBe(false);
});

describe("the most that may be due at once", () => {
  const capped = (maxUpfront: unknown): string[] => problems({ ...valid(), maxUpfront });

  it.each([0, 1, 0.5, 250000, 1234.56, 9_999_999_999_999.99])("may be %d", (amount) => {
    expect(capped({ amount, currency: "CNY" })).toEqual([]);
  });

  it.each([
    [{ amount: -1, currency: "CNY" }, "amount: must be a number of at least 0 with at most two decimals, got -1"],
    [{ amount: 0.001, currency: "CNY" }, "amount: must be a number of at least 0 with at most two decimals, got 0.001"],
    [{ amount: 1e21, currency: "CNY" }, "amount: must be a number of at least 0 with at most two decimals, got 1e+21"],
    [{ amount: "1", currency: "CNY" }, "amount: must be a number of at least 0, got text: write it without quotes"],
    [{ currency: "CNY" }, "amount: is required: give the most that may be due at once"],
    [{ amount: 1 }, "currency: is required: give the currency of the amount, in which the account is billed"],
    [{ amount: 1, currency: "cny" }, 'currency: must be a currency in three capital letters such as "CNY" or "USD"'],
    [
      { amount: 1, currency: "" },
      "currency: must not be empty, because empty is not absent: give a value or leave the key out",
    ],
  ])("must not be %j", (maxUpfront, said) => {
    expect(capped(maxUpfront)).toEqual([`maxUpfront.${said}`]);
  });

  it("is an object", () => {
    expect(capped(250000)).toEqual(["maxUpfront: must be an object, got 250000"]);
  });

  it("may be unknown in every part", () => {
    expect(capped({ amount: UNKNOWN, currency: UNKNOWN })).toEqual([]);
  });
});

describe("the two groups of inputs", () => {
  it("cover every input but the wait", () => {
    const all: Record<keyof DeliveryOrderInputs, true> = {
      edgeSiteId: true,
      servers: true,
      networkDevices: true,
      storagePools: true,
      marketOptions: true,
      afterOrderId: true,
      siteRevision: true,
      adoptOrderId: true,
      maxUpfront: true,
      waitForStatus: true,
    };
    expect([...PURCHASE_KEYS, ...PRECONDITION_KEYS, "waitForStatus"].sort()).toEqual(Object.keys(all).sort());
  });
});
