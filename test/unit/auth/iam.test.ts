import { ask, iamUrl, isPassing, travel } from "../../../provider/auth/iam.js";
import { ServiceError } from "../../../provider/http/serviceError.js";
import { TransportError } from "../../../provider/http/transport.js";
import { refused, scriptedIam, type Step } from "./scriptedIam.js";

describe("the address of an IAM operation", () => {
  it.each([
    "https://iam.example",
    "https://iam.example/",
    "https://iam.example/v3",
    "https://iam.example/v3/",
    "https://iam.example//",
  ])("is the same from %s", (endpoint) => {
    expect(iamUrl(endpoint, "/auth/domains")).toBe("https://iam.example/v3/auth/domains");
  });

  it.each([
    ["https://gateway.example/iam", "https://gateway.example/iam/v3/auth/domains"],
    ["https://gateway.example/iam/v3", "https://gateway.example/iam/v3/auth/domains"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/v3/auth/domains"],
  ])("keeps what comes before: %s", (endpoint, address) => {
    expect(iamUrl(endpoint, "/auth/domains")).toBe(address);
  });
});

describe("a request to IAM", () => {
  const asked = (step: Step): Promise<unknown> =>
    ask(
      {
        operation: "ListAuthDomains",
        request: { method: "GET", url: "https://iam.example/", headers: {}, timeoutMs: 1 },
        expectedStatus: 200,
        advice: "Check the key.",
        secrets: ["s3cr/et", 'quo"te'],
      },
      scriptedIam(step),
    );

  it("may be repeated after passing faults, as often as was configured", () => {
    const { retry } = travel({
      iamEndpoint: "",
      transport: scriptedIam(),
      requestTimeoutMs: 5,
      maxRetries: 2,
    });
    const repeated = [200, 201, 400, 401, 403, 404, 429, 500, 502, 503].filter((status) =>
      retry?.isTransient({ status, headers: {}, body: "" }),
    );
    expect([retry?.retries, repeated]).toEqual([2, [429, 500, 502, 503]]);
  });

  it("that is refused says what IAM said, without any secret", async () => {
    await expect(asked(refused(401, 'you sent s3cr/et and quo"te'))).rejects.toMatchObject({
      message:
        "ListAuthDomains failed: Check the key. " +
        'The service says: "you sent *** and ***". (HTTP 401, request id r1)',
    });
  });

  it("hides a secret that the limit of a message would cut in two", async () => {
    const error: unknown = await asked(refused(401, `${"x".repeat(296)}s3cr/et`)).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain("s3c");
  });

  it.each([
    [refused(401), false],
    [refused(404), false],
    [refused(429), true],
    [refused(500), true],
    [new TransportError("Nobody listens.", true, false), true],
  ])("that fails with %j is passing: %p", async (step, expected) => {
    const error: unknown = await asked(step).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceError);
    expect(isPassing(error as ServiceError)).toBe(expected);
  });

  it("keeps what the transport said", async () => {
    const cause = new TransportError("Nobody listens.", true, false);
    await expect(asked(cause)).rejects.toMatchObject({ message: "ListAuthDomains failed: Nobody listens.", cause });
  });
});
