import {
  AuthenticationError,
  errorOf,
  isTransient,
  NotFoundError,
  PermissionError,
  QuotaError,
  RejectedError,
  ThrottledError,
  TokenExpiredError,
  UnavailableError,
  unreachable,
} from "../../../provider/cloudpond/errors.js";
import { ServiceError } from "../../../provider/http/serviceError.js";
import { type HttpResponse, TransportError } from "../../../provider/http/transport.js";
import { answer, refusal } from "./fakeService.js";

const HTML = "<html>Bad Gateway</html>";

describe("an error answer becomes the error of the reaction it calls for", () => {
  it.each<[string, HttpResponse, new (...args: never[]) => ServiceError, RegExp]>([
    ["a bad signature", refusal(401, "APIGW.0301"), AuthenticationError, /clock/],
    ["an app mode 0303", refusal(401, "APIGW.0303"), AuthenticationError, /credentials/],
    ["an app mode 0304", refusal(403, "APIGW.0304"), AuthenticationError, /credentials/],
    ["an app mode 0305", refusal(403, "APIGW.0305"), AuthenticationError, /credentials/],
    ["an app mode 0306", refusal(401, "APIGW.0306"), AuthenticationError, /credentials/],
    ["an unreadable token disguised as 500", refusal(500, "IES.00001001"), AuthenticationError, /credentials/],
    ["an invalid token disguised as 500", refusal(500, "IES.00001007"), AuthenticationError, /credentials/],
    ["the service's own 401", refusal(401, "SYS.0401"), AuthenticationError, /credentials/],
    ["a bare 401", answer(401), AuthenticationError, /five failures/],
    ["a token to be renewed", refusal(401, "APIGW.0307"), TokenExpiredError, /new account-scoped token/],
    ["a user without the right", refusal(403, "APIGW.0302"), PermissionError, /actions of the order calls are not/],
    ["a feature in beta", refusal(403, "IES.00001003"), PermissionError, /in beta .*unlock/],
    ["a 403 of nobody", answer(403, HTML), RejectedError, /something on the way/],
    ["the service's own 404", refusal(404, "IES.00011002"), NotFoundError, /no such object/],
    ["the service's generic 404", refusal(404, "SYS.0404"), NotFoundError, /no such object/],
    ["a 404 of the gateway", refusal(404, "APIGW.0101"), RejectedError, /CLOUDPOND_ENDPOINT/],
    ["a missing backend", refusal(404, "APIGW.0103"), RejectedError, /CLOUDPOND_ENDPOINT/],
    ["a 404 of nobody", answer(404, HTML), RejectedError, /CLOUDPOND_ENDPOINT/],
    ["a 404 of IAM's shape", answer(404, { error: { code: 404, title: "x" } }), RejectedError, /CLOUDPOND_ENDPOINT/],
    ["a throttled call", refusal(429, "APIGW.0308"), ThrottledError, /in a minute/],
    ["a throttled call of the older gateway", refusal(429, "APIG.0308"), ThrottledError, /in a minute/],
    ["a bare 429", answer(429), ThrottledError, /in a minute/],
    ["a quota", refusal(400, "IES.00001008"), QuotaError, /cannot be asked for/],
    ["a bad parameter", refusal(400, "IES.00001005"), RejectedError, /refuses the call as it is/],
    ["a bad definition", refusal(400, "APIGW.0106"), RejectedError, /refuses the call as it is/],
    ["a code named like a built-in", refusal(400, "constructor"), RejectedError, /refuses the call as it is/],
    ["a 400 of nobody", answer(400, HTML), RejectedError, /something on the way/],
    ["a proxy that wants a password", answer(407), RejectedError, /HTTPS_PROXY/],
    ["a redirect", answer(302, "", { location: "https://x" }), RejectedError, /redirects are not followed/],
    ["a timeout on the way", answer(408), UnavailableError, /later/],
    ["the service's 500", refusal(500, "SYS.0500"), UnavailableError, /later/],
    ["a 502 of nobody", answer(502, HTML), UnavailableError, /later/],
    ["a gateway fault", refusal(500, "APIGW.0601"), UnavailableError, /later/],
  ])("%s", (_, response, ErrorClass, said) => {
    const error = errorOf("ShowDeliveryOrder", response);
    expect(error.constructor).toBe(ErrorClass);
    expect(error.name).toBe(ErrorClass.name);
    expect(error.message).toMatch(said);
    expect(error.message).toMatch(/^ShowDeliveryOrder failed: [a-z].*\./);
  });

  it("with operation, status, code, request id and the service's words made printable", () => {
    const error = errorOf("ListServers", refusal(400, "IES.00001005", "size\u001b[31m must\nbe > 0"));
    expect(error.facts).toEqual({
      operation: "ListServers",
      status: 400,
      code: "IES.00001005",
      requestId: "req-1",
      serviceMessage: "size [31m must be > 0",
    });
    expect(error.technical).toBe("ListServers · HTTP 400, IES.00001005, request id req-1");
    expect(error.message).toContain('The service says: "size [31m must be > 0".');
  });

  it.each([answer(429), answer(503), answer(500), answer(408)])(
    "a call that must not be repeated is never advised to be ($status)",
    (response) => {
      expect(errorOf("CreateDeliveryOrder", response, { isOrder: true }).message).not.toMatch(
        /again|later|retry|repeat/i,
      );
    },
  );
});

describe("an order", () => {
  it("is told what the codes of a refusal leave open, and a reading call is not", () => {
    const refused = refusal(400, "IES.00001005");
    expect(errorOf("CreateDeliveryOrder", refused, { isOrder: true }).message).toContain("already has an order");
    expect(errorOf("ListServers", refused).message).not.toContain("already has an order");
  });

  it("whose fate is in doubt is not said to have failed", () => {
    const doubts = [
      errorOf("CreateDeliveryOrder", answer(502), { isOrder: true, isInDoubt: true }),
      unreachable("CreateDeliveryOrder", new TransportError("The answer broke off.", false, false), true),
    ];
    for (const { message } of doubts) {
      expect(message).toMatch(/^CreateDeliveryOrder gave no usable answer: /);
      expect(message).not.toContain("failed");
    }
  });
});

it("a refusal that shows nothing is not explained as one", () => {
  const { message } = errorOf("CreateDeliveryOrder", refusal(400, "APIGW.0602"), { isOrder: true, isInDoubt: true });
  expect(message).toMatch(
    /^CreateDeliveryOrder gave no usable answer: the answer is a refusal, but not one that shows/,
  );
});

describe("a call without an answer", () => {
  it("says what the transport advises, and no advice besides", () => {
    const cause = new TransportError("No connection to host could be made. Check the address.", true, false);
    expect(unreachable("ListServers", cause).message).toBe(
      "ListServers failed: No connection to host could be made. Check the address.",
    );
  });

  it("is unavailable, with the reason made printable and the cause kept", () => {
    const cause = new Error("socket\u0007 hang up.");
    const error = unreachable("ListServers", cause);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error.message).toContain("ListServers failed: socket hang up. Check the network");
    expect(error.cause).toBe(cause);
    expect(error.technical).toBe("ListServers · no answer");
    expect(unreachable("ListServers", "odd").message).toContain("odd");
  });

  it("keeps an error that is a service error already", () => {
    const error = new ServiceError("no", { operation: "CreateToken" });
    expect(unreachable("ListServers", error)).toBe(error);
  });
});

describe("a read is repeated", () => {
  it.each<[string, HttpResponse, boolean]>([
    ["408", answer(408), true],
    ["a throttled call", refusal(429, "APIGW.0308"), true],
    ["a bare 429", answer(429), true],
    ["a bare 500", answer(500), true],
    ["the service's 500", refusal(500, "SYS.0500"), true],
    ["502", answer(502, HTML), true],
    ["503", answer(503), true],
    ["504", answer(504), true],
    ["a gateway fault", refusal(500, "APIGW.0601"), true],
    ["a gateway's DNS fault, whatever its status", refusal(400, "APIGW.0605"), true],
    ["a gateway's configuration fault", refusal(500, "APIGW.0606"), true],
    ["a bad authoriser answer", refusal(400, "APIGW.0602"), false],
    ["an unreadable token disguised as 500", refusal(500, "IES.00001001"), false],
    ["an invalid token disguised as 500", refusal(500, "IES.00001007"), false],
    ["401", refusal(401, "APIGW.0301"), false],
    ["a token to be renewed", refusal(401, "APIGW.0307"), false],
    ["403", answer(403), false],
    ["404", refusal(404, "SYS.0404"), false],
    ["400", refusal(400, "IES.00001005"), false],
    ["501", answer(501), false],
    ["200", answer(200, {}), false],
    ["a redirect", answer(302), false],
  ])("after %s: %s", (_, response, expected) => {
    expect(isTransient(response)).toBe(expected);
  });
});
