import path from "node:path";
import { failureOf } from "./ordering.js";
import { Host } from "./harness.js";

const DIST = path.resolve(__dirname, "../../dist");

/** A provider whose world is the given text: whatever can come out of it has to reach the engine as one answer. */
const providerOf = (world: string): string => `
exports.handler = () => {
  const { DeliveryOrderProvider } = require(${JSON.stringify(`${DIST}/dynamic/provider.js`)});
  const { EngineError } = require(${JSON.stringify(`${DIST}/dynamic/engineError.js`)});
  const { KeptError } = require(${JSON.stringify(`${DIST}/order/orderError.js`)});
  return ${world};
};`;

async function creationOf(world: string) {
  const host = await Host.start({ provider: providerOf(world) });
  try {
    const inputs = {
      edgeSiteId: "site-1",
      servers: [{ offeringId: "srv", count: 1 }],
      marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
    };
    return await failureOf(host.create(inputs));
  } finally {
    await host.stop();
  }
}

describe("whatever is thrown while the world is made", () => {
  it.each([
    ["null", "null"],
    ["undefined", "undefined"],
    ["a text", '"text"'],
    ["an object that calls itself kept", '{ id: "order-1", properties: { a: undefined }, reasons: ["kept"] }'],
    ["an error with an id", 'Object.assign(new Error("no"), { id: "order-1", properties: {} })'],
    ["an error with a code and details", 'Object.assign(new Error("no"), { code: 3, details: "hidden" })'],
    ["an error of 200 KB", 'new Error("x".repeat(200_000))'],
    ["an error of 60,000 Chinese characters", 'new Error("\\u8ba2".repeat(60_000))'],
    ["an error with control characters", 'new Error("a\\u0000b\\u001b[31mc\\nd")'],
  ])("is one answer that keeps nothing and says that nothing was placed: %s", async (_, thrown) => {
    const error = await creationOf(
      `new DeliveryOrderProvider({ readSettings: () => { throw ${thrown}; }, createContext: () => undefined, log: () => ({ end() {} }) })`,
    );
    expect(error.code).toBe(2);
    expect(error.kept).toBeUndefined();
    expect(error.message).toMatch(/This run placed no order for "this resource"\.$/);
    expect(error.message).not.toMatch(/[^\n\P{Cc}]/u);
    expect(error.message).not.toBe("hidden");
  });
});

it.each([
  ["Latin", '"x"'],
  ["Chinese", '"\\u8ba2"'],
  ["emoji", '"\\u{1f4b6}"'],
])(
  "a partial failure with an endless message in %s letters arrives, cut, with the order and the money",
  async (_, letter) => {
    const { message, kept } = await creationOf(
      `{ create: async () => {
         throw new EngineError("create", new KeptError(
           ${letter}.repeat(100_000) + "\\nOrder order-1 was placed and is kept in the state.", "order-1", { status: "PROCESSING", orderIds: ["CS1"] }
         ), { hidden: {}, redact: (text) => text });
       } }`,
    );
    expect(kept).toEqual({
      id: "order-1",
      properties: { status: "PROCESSING", orderIds: ["CS1"] },
      reasons: [message],
    });
    expect(message).toMatch(/Order order-1 was placed and is kept in the state\.$/);
  },
);

it.each([
  ["Latin", '"x"'],
  ["Chinese", '"\\u8ba2"'],
])(
  "the largest partial failure that is thrown at all arrives, with an endless message in %s letters",
  async (_, letter) => {
    const { kept } = await creationOf(
      `{ create: async () => {
         const message = ${letter}.repeat(100_000);
         const made = (count) => {
           const servers = Array.from({ length: count }, (_, index) => ({ offeringId: "offering-" + index, count: 1 }));
           return new EngineError("create", new KeptError(message, "order-1", { servers }), { hidden: {}, redact: (text) => text });
         };
         let count = 1;
         while (made(count + 1).isDeliverable) count++;
         throw made(count);
       } }`,
    );
    const servers = kept?.properties["servers"] as unknown[] | undefined;
    expect(servers?.length).toBeGreaterThan(100);
  },
);
