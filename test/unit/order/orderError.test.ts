import {
  KeptError,
  RefusedError,
  sentenceOf,
  technicalOf,
  traceOf,
  UnknownOutcomeError,
} from "../../../provider/order/orderError.js";
import { serviceError } from "./world.js";

const SERVICE_ERROR = serviceError("HTTP 503.", "ListDeliveryOrders · HTTP 503 · request 1");

it("each class tells its name, its sentence and its cause", () => {
  const refused = new RefusedError("no.", { cause: SERVICE_ERROR });
  const unknown = new UnknownOutcomeError("who knows.", { cause: SERVICE_ERROR });
  const kept = new KeptError("kept.", "order-1", { status: "FAIL" }, { cause: SERVICE_ERROR });
  expect(kept).toMatchObject({ id: "order-1", outputs: { status: "FAIL" } });
  expect([refused, unknown, kept].map(({ name, message, cause }) => [name, message, cause])).toEqual([
    ["RefusedError", "no.", SERVICE_ERROR],
    ["UnknownOutcomeError", "who knows.", SERVICE_ERROR],
    ["KeptError", "kept.", SERVICE_ERROR],
  ]);
});

it.each([
  ["its cause, where that has one", SERVICE_ERROR, "ListDeliveryOrders · HTTP 503 · request 1"],
  ["no cause", undefined, "see the error of the DeliveryOrder"],
  ["what is no error", "text", "an unknown error"],
])("the technical line of an order's error is that of %s", (_, cause, technical) => {
  expect(new RefusedError("no.", { cause }).technical).toBe(technical);
  expect(traceOf(new RefusedError("no.", { cause }))).toBe(technical);
});

it.each([
  ["a service's error", SERVICE_ERROR, "ListDeliveryOrders · HTTP 503 · request 1"],
  ["another error", new Error("x"), undefined],
  ["an error with something else under that name", Object.assign(new Error("x"), { technical: 7 }), undefined],
  ["what is no error", { technical: "GET" }, undefined],
  ["nothing", null, undefined],
])("the technical line of %s", (_, error, technical) => expect(technicalOf(error)).toBe(technical));

it("of an error that nobody foresaw the trace is its name and where it was thrown, without its text", () => {
  expect(traceOf(new TypeError("x\n  and more"))).toMatch(/^TypeError · at .*orderError\.test\.ts:\d+:\d+\)?$/u);
  const indented = Object.assign(new Error("a"), {
    stack: "Error: look at it\n    at first (a.js:1:2)\n    at second",
  });
  expect(traceOf(indented)).toBe("Error · at first (a.js:1:2)");
  const bare = Object.assign(new Error("x"), { stack: undefined });
  expect(traceOf(bare)).toBe("Error");
  const frameless = Object.assign(new Error("x"), { stack: "Error: x" });
  expect(traceOf(frameless)).toBe("Error");
  expect(traceOf("thrown text")).toBe("an unknown error");
});

it("a trace is found at once, however many line ends the text has", () => {
  const error = new Error(`${"\n".repeat(100_000)}x`);
  const began = performance.now();
  expect(traceOf(error)).toMatch(/^Error · at .*orderError\.test\.ts/u);
  expect(performance.now() - began).toBeLessThan(2_000);
});

it("the sentence of whatever was thrown", () => {
  expect(sentenceOf(new Error("what happened."))).toBe("what happened.");
  expect(sentenceOf("what happened.")).toBe("an unknown error");
});
