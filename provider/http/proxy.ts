import { BlockList, isIP } from "node:net";

/** What the environment says about proxies, as values: this layer reads no environment. */
export interface ProxySettings {
  /**
   * Address of the proxy for `https:`, as in `HTTPS_PROXY`: `http://` or `https://`, with `user:password@` where the
   * proxy wants it; without a scheme it counts as `http://`. Empty or absent: no proxy.
   */
  readonly httpsProxy?: string | undefined;
  /**
   * Hosts that are reached directly, as in `NO_PROXY`: names, addresses or networks (`10.0.0.0/8`), each with an
   * optional port, separated by commas or spaces; `*` is every host. A name stands for itself and its sub-domains,
   * with or without a leading dot, as in curl and in Go, whose reading the Pulumi engine on the same machine follows.
   */
  readonly noProxy?: string | undefined;
}

/** The proxy setting cannot be used. Its value is never repeated, because it may hold a password. */
export class ProxySettingError extends Error {
  override readonly name = "ProxySettingError";
}

/**
 * The proxy for this address; undefined where it is reached directly. Plain `http:` addresses always are: they lie on
 * loopback.
 * @throws {ProxySettingError} when `httpsProxy` is no address of an HTTP proxy.
 */
export function proxyFor(url: URL, settings: ProxySettings): URL | undefined {
  const address = settings.httpsProxy?.trim() ?? "";
  if (url.protocol !== "https:" || address === "" || isExempt(url, settings.noProxy ?? "")) return undefined;
  return proxyUrl(address);
}

function proxyUrl(address: string): URL {
  try {
    const proxy = new URL(address.includes("://") ? address : `http://${address}`);
    if (proxy.protocol !== "http:" && proxy.protocol !== "https:") throw new TypeError("not HTTP");
    decodeURIComponent(`${proxy.username}${proxy.password}`);
    return proxy;
  } catch {
    throw new ProxySettingError(
      "HTTPS_PROXY is not the address of an HTTP proxy. " +
        "Write it as http://host:port or http://user:password@host:port, with special characters percent-encoded.",
    );
  }
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname);
  const port = url.port || "443";
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((entry) => entry !== "")
    .some((entry) => entry === "*" || matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  const [, named = entry, entryPort] = /^(\[.+\]|[^:]+):(\d+)$/u.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  const pattern = bare(named);
  if (isIP(host) !== 0) return pattern === host || isInNetwork(pattern, host);
  const name = pattern.replace(/^\*?\./u, "");
  return host === name || host.endsWith(`.${name}`);
}

function isInNetwork(pattern: string, host: string): boolean {
  const [network = "", length = "32"] = pattern.split("/");
  const family = isIP(network) === 6 ? "ipv6" : "ipv4";
  const bits = Number(length);
  if (isIP(network) === 0 || !/^\d+$/u.test(length) || bits > (family === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, pattern.includes("/") || family === "ipv4" ? bits : 128, family);
  return list.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
}

/** Without the brackets that an IPv6 address wears in a URL. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/u, "$1");
}
