import fc from "fast-check";
import { inspect } from "node:util";
import { proxyFor, ProxySettingError } from "../../../provider/http/proxy.js";

const httpsProxy = "http://proxy.example:3128";
const isProxied = (url: string, noProxy?: string): boolean =>
  proxyFor(new URL(url), { httpsProxy, noProxy }) !== undefined;

describe("the proxy for an address", () => {
  it.each([
    ["http://proxy.example:3128", "http://proxy.example:3128/"],
    ["https://proxy.example", "https://proxy.example/"],
    ["proxy.example:3128", "http://proxy.example:3128/"],
    [" http://me:p%40ss@proxy.example:3128 ", "http://me:p%40ss@proxy.example:3128/"],
    ["http://[::1]:3128", "http://[::1]:3128/"],
  ])("is read from %s", (setting, href) => {
    expect(proxyFor(new URL("https://ies.example"), { httpsProxy: setting })?.href).toBe(href);
  });

  it.each([undefined, "", "  "])("is none where the setting is %p", (setting) => {
    expect(proxyFor(new URL("https://ies.example"), { httpsProxy: setting })).toBeUndefined();
  });

  it("is none for plain http, even where the setting is useless", () => {
    expect(proxyFor(new URL("http://127.0.0.1:1"), { httpsProxy: "socks5://x" })).toBeUndefined();
  });

  it.each(["socks5://me:pa55@host:1", "http://", "http://me:pa55%@host", "http://me:pa55@host:99999"])(
    "is an error for %s, which does not repeat the setting",
    (setting) => {
      const read = (): unknown => proxyFor(new URL("https://ies.example"), { httpsProxy: setting });
      expect(read).toThrow(ProxySettingError);
      try {
        read();
      } catch (error) {
        expect(inspect(error, { depth: 10 })).not.toContain("pa55@");
      }
    },
  );
});

describe("NO_PROXY", () => {
  it.each([
    ["https://ies.example", "*"],
    ["https://ies.example", "ies.example"],
    ["https://IES.example", "ies.EXAMPLE"],
    ["https://ies.example", "other,ies.example"],
    ["https://ies.example", "other ies.example"],
    ["https://ies.example", " , ies.example ,"],
    ["https://ies.example", "example"],
    ["https://ies.example", ".example"],
    ["https://ies.example", "*.example"],
    ["https://ies.example", "ies.example:443"],
    ["https://ies.example:8443", "ies.example:8443"],
    ["https://ies.example:8443", "ies.example"],
    ["https://127.0.0.1:8443", "127.0.0.1"],
    ["https://127.0.0.1:8443", "127.0.0.1:8443"],
    ["https://10.1.2.3", "10.0.0.0/8"],
    ["https://[::1]:8443", "::1"],
    ["https://[::1]:8443", "[::1]:8443"],
    ["https://[fd00::7]", "fd00::/8"],
  ])("spares %s with %s", (url, noProxy) => {
    expect(isProxied(url, noProxy)).toBe(false);
  });

  it.each([
    ["https://ies.example", undefined],
    ["https://ies.example", ""],
    ["https://ies.example", "ies.example:8443"],
    ["https://ies.example", "notexample"],
    ["https://notexample", "example"],
    ["https://ies.example", "ies"],
    ["https://11.1.2.3", "10.0.0.0/8"],
    ["https://10.1.2.3", "10.0.0.0/99"],
    ["https://10.1.2.3", "10.0.0.0/x"],
    ["https://10.1.2.3", "2.3"],
    ["https://[::2]", "::1"],
    ["https://[::1]", "[::1]:8443"],
    ["https://10.1.2.3", "fd00::/8"],
  ])("does not spare %s with %p", (url, noProxy) => {
    expect(isProxied(url, noProxy)).toBe(true);
  });

  it("may hold anything without failing", () => {
    fc.assert(fc.property(fc.string(), (noProxy) => void isProxied("https://10.1.2.3", noProxy)));
  });
});
