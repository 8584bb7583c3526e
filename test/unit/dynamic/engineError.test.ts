import fc from "fast-check";
import { EngineError } from "../../../provider/dynamic/engineError.js";
import { KeptError, RefusedError, UnknownOutcomeError } from "../../../provider/order/orderError.js";
import { UNKNOWN } from "../../../provider/order/unknown.js";

const PLAIN = { hidden: {}, redact: (text: string) => text };

const TECHNICAL = Object.assign(new Error("The list failed."), { technical: "ListDeliveryOrders · HTTP 503" });

/** What the host prints on the row of the stack. */
const printed = (error: EngineError): string => `${error.toString()}: ${error.stack}`;

it("carries the full sentence as its message and the original as its cause", () => {
  const refused = new RefusedError("Refused.\nWhy.");
  const error = new EngineError("create", refused, PLAIN);
  expect(error.message).toBe("Refused.\nWhy.");
  expect(error.cause).toBe(refused);
});

function thrownAt(frame: string): Error {
  const error = new TypeError("x is not a function");
  error.stack = `TypeError: x is not a function\n    ${frame}\n    at elsewhere`;
  return error;
}

it.each([
  ["that came from the service", new RefusedError("Refused.", { cause: TECHNICAL }), "ListDeliveryOrders · HTTP 503"],
  ["of the service itself", TECHNICAL, "ListDeliveryOrders · HTTP 503"],
  ["of its own", new RefusedError("Refused."), "see the error of the DeliveryOrder"],
  [
    "of an outcome that nobody knows",
    new UnknownOutcomeError("Unknown.", { cause: TECHNICAL }),
    "ListDeliveryOrders · HTTP 503",
  ],
  ["that nobody foresaw", thrownAt("at Place (file.js:1:2)"), "TypeError · at Place (file.js:1:2)"],
  ["that is no error", "text", "an unknown error"],
])("an error %s is one technical line on the row of the stack", (_, cause, line) => {
  expect(printed(new EngineError("read", cause, PLAIN))).toBe(`cloudpond read: ${line}`);
});

it("keeps the order of a kept error with hidden inputs, plain outputs and the whole message as its reason", () => {
  const kept = new KeptError("Order o is not yet SUCCESS.", "o", { status: "PROCESSING", name: undefined, x: UNKNOWN });
  const error = new EngineError("create", kept, {
    hidden: { __provider: "text", __urn: "urn" },
    redact: (text) => text,
  });
  expect(error.id).toBe("o");
  expect(error.properties).toStrictEqual({
    __provider: "text",
    __urn: "urn",
    status: "PROCESSING",
    x: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  });
  expect(error.reasons).toEqual(["Order o is not yet SUCCESS."]);
});

it("lets the hidden inputs of now win over those of an older state", () => {
  const kept = new KeptError("Kept.", "o", { __urn: "old", __lastStatus: "FAIL" });
  expect(new EngineError("update", kept, { hidden: { __urn: "new" }, redact: (text) => text }).properties).toEqual({
    __urn: "new",
    __lastStatus: "FAIL",
  });
});

it.each<[string, unknown]>([
  ["an error with an id", Object.assign(new Error("no"), { id: "o", properties: {}, reasons: ["kept"] })],
  ["an error with a code and details", Object.assign(new Error("no"), { code: 3, details: "hidden", id: "o" })],
  ["an object that looks kept", { id: "o", properties: {}, reasons: [], message: "no" }],
  ["null", null],
  ["a text", "no"],
])("takes nothing from %s: the host would take an id for a partial success", (_, foreign) => {
  const error = new EngineError("create", foreign, { hidden: { __provider: "text" }, redact: (text) => text });
  expect(error.id).toBeUndefined();
  expect(error).not.toHaveProperty("code");
  expect(error).not.toHaveProperty("details");
  expect(error.message).not.toBe("");
});

it("never leaves out the end of a message, which says what became of the money, and never grows too long", () => {
  const letters = fc.constantFrom("x", "ü", "订", "💶", "\n");
  fc.assert(
    fc.property(letters, fc.integer({ min: 1, max: 30_000 }), (letter, times) => {
      const { message } = new EngineError(
        "create",
        new Error(`Start.${letter.repeat(times)}This run placed no order.`),
        PLAIN,
      );
      expect(message.startsWith("Start.")).toBe(true);
      expect(message.endsWith("This run placed no order.")).toBe(true);
      expect(Buffer.byteLength(message)).toBeLessThan(8_100);
      expect(message).not.toContain("\uFFFD");
    }),
    { numRuns: 60 },
  );
});

it("leaves a message of ordinary length whole", () => {
  const message = "A line of a refusal.\n".repeat(300);
  expect(new EngineError("create", new Error(message), PLAIN).message).toBe(message);
});

it("replaces control characters and bidi overrides, and keeps line ends", () => {
  const { message } = new EngineError("create", new Error("a\u0000b\u001b[31mc\u202ed\re\nf"), PLAIN);
  expect(message).toBe("a b [31mc d e\nf");
});

describe("an error answer arrives", () => {
  /** `{"text":"…"}` of so many bytes. */
  const propertiesOf = (bytes: number): { text: string } => ({ text: "x".repeat(bytes - '{"text":""}'.length) });
  const keptWith = (outputs: Record<string, unknown>, message: string): EngineError =>
    new EngineError("create", new KeptError(message, "o", outputs), PLAIN);

  it.each([
    // 56,000 bytes hold three quarters of that, as the answer travels in base64.
    ["outputs alone, up to three quarters of the limit", 41_998, "", true],
    ["outputs alone, beyond that", 42_000, "", false],
    // Each byte of the message counts twice in base64 and once more beside it: 11 / 3 of it.
    ["a message beside outputs, up to the rest", 38_248, "m".repeat(1_363), true],
    ["a message beside outputs, beyond that", 38_248, "m".repeat(1_368), false],
    // A letter of three bytes is nine characters in a header: (2 × 3) × 4 / 3 + 9 = 17 for each.
    ["a message that is not ASCII, up to the rest", 30_000, "订".repeat(941), true],
    ["a message that is not ASCII, beyond that", 30_000, "订".repeat(942), false],
  ])("with %s: %#", (_, bytes, message, arrives) => {
    expect(keptWith(propertiesOf(bytes), message).isDeliverable).toBe(arrives);
  });

  it("whatever the longest message of an order that is not kept", () => {
    expect(new EngineError("create", new Error("订".repeat(30_000)), PLAIN).isDeliverable).toBe(true);
  });
});

it("a message is cut only beyond 8,000 bytes, and then holds their first 7,000 and the last 1,000", () => {
  const messageOf = (text: string): string => new EngineError("create", new Error(text), PLAIN).message;
  expect(messageOf("m".repeat(8_000))).toBe("m".repeat(8_000));
  expect(messageOf(`${"a".repeat(7_000)}b${"c".repeat(1_000)}`)).toBe(`${"a".repeat(7_000)} … ${"c".repeat(1_000)}`);
});

it("a letter that the cut goes through is left out, and one that looks like it stays", () => {
  const text = `\uFFFDab${"订".repeat(4_000)}\uFFFDzz`;
  expect(new EngineError("create", new Error(text), PLAIN).message).toBe(
    `\uFFFDab${"订".repeat(2_331)} … ${"订".repeat(331)}\uFFFDzz`,
  );
});

it("a cut between two letters takes none away", () => {
  const { message } = new EngineError("create", new Error(`${"a".repeat(9_000)}\uFFFDz`), PLAIN);
  expect(message.endsWith("a\uFFFDz")).toBe(true);
});

it("message and technical line are redacted", () => {
  const redact = (text: string): string => text.replaceAll("site-1", "[secret]");
  const error = new EngineError(
    "read",
    Object.assign(new Error("no site-1, no site-1"), { technical: "ShowEdgeSite site-1" }),
    { hidden: {}, redact },
  );
  expect(error.message).toBe("no [secret], no [secret]");
  expect(printed(error)).toBe("cloudpond read: ShowEdgeSite [secret]");
});
