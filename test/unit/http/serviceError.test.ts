import fc from "fast-check";
import { errorBodyOf, factsOf, ServiceError } from "../../../provider/http/serviceError.js";
import type { HttpResponse } from "../../../provider/http/transport.js";

const answer = (body: string, headers: Record<string, string> = {}): HttpResponse => ({ status: 400, headers, body });

describe("an error body", () => {
  it.each([
    ["of CloudPond", { error_code: "IES.00001005", error_msg: "bad" }, { code: "IES.00001005", message: "bad" }],
    [
      "of the gateway",
      { error_code: "APIGW.0301", error_msg: "no", request_id: "r1" },
      { code: "APIGW.0301", message: "no", requestId: "r1" },
    ],
    ["in the other spelling", { code: "SYS.0404", message: "gone" }, { code: "SYS.0404", message: "gone" }],
    ["of IAM", { error: { code: 401, title: "T", message: "wrong" } }, { code: "401", message: "wrong" }],
    ["nested", { x: 1, fault: { error_code: "A", error_msg: "b" } }, { code: "A", message: "b" }],
    ["without a message", { error_code: "A" }, { code: "A" }],
    ["without a code", { message: "hello" }, {}],
    ["with an empty code", { error_code: "", error_msg: "b" }, {}],
    ["that is a list", [{ error_code: "A" }], {}],
  ])("%s is read", (_name, body, expected) => {
    expect(errorBodyOf(answer(JSON.stringify(body)))).toEqual(expected);
  });

  it.each(["", "<html>502 Bad Gateway</html>", "null", "7", '"text"'])("is none in %j", (body) => {
    expect(errorBodyOf(answer(body))).toEqual({});
  });

  it("is read from any JSON without failing", () => {
    fc.assert(fc.property(fc.json(), (body) => void errorBodyOf(answer(body))));
  });
});

describe("a service error", () => {
  it("says operation, reason, the service's words, status, code and request id", () => {
    const body = JSON.stringify({ error_code: "APIGW.0301", error_msg: "Incorrect\u001b IAM", request_id: "body" });
    const error = new ServiceError(
      "The key is wrong.",
      factsOf("ListDeliveryOrders", answer(body, { "x-request-id": "r7" })),
    );
    expect(error.message).toBe(
      "ListDeliveryOrders failed: The key is wrong. " +
        'The service says: "Incorrect IAM". (HTTP 400, APIGW.0301, request id r7)',
    );
    expect(error.technical).toBe("ListDeliveryOrders · HTTP 400, APIGW.0301, request id r7");
  });

  it("ends the service's words once", () => {
    const words = (serviceMessage: string): string =>
      new ServiceError("No.", { operation: "X", serviceMessage }).message;
    expect(words("Wrong")).toBe('X failed: No. The service says: "Wrong".');
    expect(words("Wrong.")).toBe('X failed: No. The service says: "Wrong."');
  });

  it("says so when there was no answer", () => {
    const error = new ServiceError("Nobody listens.", { operation: "CreateToken" });
    expect(error.message).toBe("CreateToken failed: Nobody listens.");
    expect(error.technical).toBe("CreateToken · no answer");
  });
});
