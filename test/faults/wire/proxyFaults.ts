import { close, drip, hang, reset, say } from "./acts.js";
import type { FaultKind } from "./faultKind.js";
import { proxied, proxyClosed, proxyNamed, proxySecured, tunnelled, tunnelledBeforeTls } from "./scenes.js";

const family = "proxy";
const refusal = (status: string, body = '{"error_code":"APIGW.0301"}'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** A proxy that opens no tunnel, and tunnels that fail. */
export const proxyFaults = {
  proxyNameNotFound: {
    title: "the proxy's name does not exist",
    family,
    setUp: proxyNamed("missing.proxy.test"),
  },
  proxyPortRefused: { title: "nobody listens at the proxy's port", family, setUp: proxyClosed },
  proxyCertificateRefused: {
    title: "the proxy is asked over TLS, and its certificate comes from an unknown authority",
    family,
    setUp: proxySecured("ofUnknownAuthority"),
  },
  proxyWithoutTls: {
    title: "the proxy is asked over TLS and does not speak it",
    family,
    setUp: proxySecured(),
  },
  proxyReset: { title: "the proxy resets the connection instead of a tunnel", family, setUp: proxied(reset) },
  proxyClosed: { title: "the proxy hangs up instead of a tunnel", family, setUp: proxied(close) },
  proxySilent: {
    title: "the proxy does not answer CONNECT before the deadline",
    family,
    isEndless: true,
    setUp: proxied(hang),
  },
  proxyDripping: {
    title: "the proxy's answer to CONNECT drips beyond the deadline",
    family,
    isEndless: true,
    setUp: proxied(drip("HTTP/1.1 200 Connection established\r\n", "X-Slow: 1\r\n")),
  },
  proxyRedirects: {
    title: "the proxy answers CONNECT with a redirect to its log-in page",
    family,
    setUp: proxied(say("HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\nContent-Length: 0\r\n\r\n")),
  },
  proxyForbids: { title: "the proxy forbids the tunnel", family, setUp: proxied(say(refusal("403 Forbidden"))) },
  proxyWantsPassword: {
    title: "the proxy wants a user name and a password",
    family,
    setUp: proxied(say(refusal("407 Proxy Authentication Required"))),
  },
  proxyThrottles: { title: "the proxy throttles", family, setUp: proxied(say(refusal("429 Too Many Requests"))) },
  proxyCannotReach: {
    title: "the proxy cannot reach the service",
    family,
    setUp: proxied(say(refusal("502 Bad Gateway"))),
  },
  proxyGivesUp: {
    title: "the proxy gives up waiting for the service",
    family,
    setUp: proxied(say(refusal("504 Gateway Timeout"))),
  },
  proxyGarbage: {
    title: "the proxy answers CONNECT with something that is not HTTP",
    family,
    setUp: proxied(say("220 mail.test ESMTP\r\n\r\n")),
  },
  proxyHeadersHuge: {
    title: "the proxy's answer to CONNECT has headers without end",
    family,
    setUp: proxied(say(`HTTP/1.1 200 OK\r\nX-Huge: ${"x".repeat(256 * 1024)}\r\n\r\n`)),
  },
  tunnelClosedAtOnce: {
    title: "the proxy opens the tunnel and closes it at once",
    family,
    setUp: proxied(say("HTTP/1.1 200 Connection established\r\n\r\n")),
  },
  tunnelAnswersItself: {
    title: "the proxy opens the tunnel and answers into it itself, without TLS",
    family,
    setUp: tunnelledBeforeTls("begun", say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")),
  },
  tunnelResetInHandshake: {
    title: "the tunnel is reset in the middle of the TLS handshake",
    family,
    setUp: tunnelledBeforeTls("begun", reset),
  },
  tunnelHandshakeSilent: {
    title: "nobody answers the TLS handshake in the tunnel before the deadline",
    family,
    isEndless: true,
    setUp: tunnelledBeforeTls("begun", hang),
  },
  tunnelIntercepted: {
    title: "the proxy reads along with a certificate of its own authority",
    family,
    setUp: tunnelled("asked", hang, { certificate: "ofUnknownAuthority" }),
  },
  tunnelResetAfterRequest: {
    title: "the tunnel is reset after the whole request",
    family,
    setUp: tunnelled("asked", reset),
  },
  tunnelSilentAfterRequest: {
    title: "no answer comes through the tunnel before the deadline",
    family,
    isEndless: true,
    setUp: tunnelled("asked", hang),
  },
} as const satisfies Record<string, FaultKind>;
