import { transportError, type Failure } from "../../../provider/http/failure.js";

const nothing: Failure = {
  error: Object.assign(new Error("getaddrinfo ENOTFOUND ies.example"), { code: "ENOTFOUND" }),
  exchange: { isConnected: false },
  url: new URL("https://ies.example/v2/orders?secret=1"),
  proxy: undefined,
  timeoutMs: 60_000,
  isTimedOut: false,
};
const proxy = new URL("http://me:pa55@proxy.example:3128");

describe("the error of a failed request", () => {
  it("names a host that cannot be resolved", () => {
    expect(transportError(nothing, true)).toMatchObject({
      message:
        "The name of ies.example could not be resolved (ENOTFOUND). " +
        "Check its spelling, the name service, HTTPS_PROXY and NO_PROXY.",
      isUnsent: true,
      isPermanent: false,
    });
  });

  it("names the proxy, without its password, when that cannot be resolved", () => {
    expect(transportError({ ...nothing, proxy }, true).message).toMatch(/^The name of proxy\.example:3128 could/u);
  });

  it("names the service once the tunnel stands", () => {
    const failure = { ...nothing, error: new Error("x"), proxy, exchange: { isConnected: false, proxyStatus: 200 } };
    expect(transportError(failure, true).message).toMatch(/^No connection to ies\.example could be made\. /u);
  });

  it("claims no refused certificate once the connection was up, whatever the code", () => {
    const late = {
      ...nothing,
      error: Object.assign(new Error("x"), { code: "CERT_HAS_EXPIRED" }),
      exchange: { isConnected: true },
    };
    expect(transportError(late, false)).toMatchObject({ isPermanent: false });
    expect(transportError(late, false).message).toMatch(/did not arrive whole \(CERT_HAS_EXPIRED\)/u);
  });

  it("carries a plain cause: code and words, nothing of the request", () => {
    const error = Object.assign(new Error("socket hang up"), {
      code: "ECONNRESET",
      config: { headers: { "X-Auth-Token": "TOKEN" } },
    });
    const { cause } = transportError({ ...nothing, error }, false);
    expect(Object.entries(cause as object)).toEqual([["code", "ECONNRESET"]]);
    expect((cause as Error).message).toBe("ECONNRESET: socket hang up");
  });
});
