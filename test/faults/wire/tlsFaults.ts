import { close, hang, reset, say } from "./acts.js";
import type { FaultKind } from "./faultKind.js";
import { beforeTls, secured } from "./scenes.js";

const family = "tls";
const clientCertificate = { requestCert: true, rejectUnauthorized: true } as const;
const alert = (description: number): Buffer => Buffer.from([0x15, 3, 3, 0, 2, 2, description]);
/** Called application data, of 32 bytes, which nobody has encrypted. */
const UNDECIPHERABLE = Buffer.concat([Buffer.from([0x17, 3, 3, 0, 32]), Buffer.alloc(32, 0xa5)]);

/** TLS that does not come up, or breaks once it is up. */
export const tlsFaults = {
  certificateSelfSigned: {
    title: "the service's certificate vouches for itself",
    family,
    setUp: secured("asked", hang, { certificate: "selfSigned" }),
  },
  certificateOfUnknownAuthority: {
    title: "the service's certificate comes from an unknown authority",
    family,
    setUp: secured("asked", hang, { certificate: "ofUnknownAuthority" }),
  },
  certificateExpired: {
    title: "the service's certificate has expired",
    family,
    setUp: secured("asked", hang, { certificate: "expired" }),
  },
  certificateNotYetValid: {
    title: "the service's certificate is not valid yet",
    family,
    setUp: secured("asked", hang, { certificate: "notYetValid" }),
  },
  certificateOfAnotherName: {
    title: "the service's certificate names another host",
    family,
    setUp: secured("asked", hang, { certificate: "ofAnotherName" }),
  },
  clientCertificateWanted: {
    title: "the service wants a client certificate and refuses in the handshake (TLS 1.2)",
    family,
    setUp: secured("asked", hang, { ...clientCertificate, maxVersion: "TLSv1.2" }),
  },
  clientCertificateWantedLate: {
    title: "the service wants a client certificate and refuses after the handshake (TLS 1.3)",
    family,
    setUp: secured("asked", hang, { ...clientCertificate, minVersion: "TLSv1.3" }),
  },
  plainHttpOnTlsPort: {
    title: "the service speaks plain HTTP on its TLS port",
    family,
    setUp: beforeTls("begun", say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")),
  },
  tlsVersionRefused: {
    title: "the service and the transport have no version of TLS in common",
    family,
    setUp: beforeTls("begun", say(alert(70))),
  },
  tlsRefused: {
    title: "the service refuses the handshake with an alert",
    family,
    setUp: beforeTls("begun", say(alert(40))),
  },
  resetBeforeTls: {
    title: "the connection is reset before TLS has begun",
    family,
    setUp: beforeTls("connected", reset),
  },
  closedBeforeTls: {
    title: "the service ends its half of the connection before TLS has begun",
    family,
    setUp: beforeTls("connected", (socket) => void socket.resume().end()),
  },
  resetInHandshake: {
    title: "the connection is reset in the middle of the TLS handshake",
    family,
    setUp: beforeTls("begun", reset),
  },
  closedInHandshake: {
    title: "the service ends its half of the connection in the middle of the TLS handshake",
    family,
    setUp: beforeTls("begun", close),
  },
  handshakeCutOff: {
    title: "the service's part of the TLS handshake is cut off",
    family,
    setUp: beforeTls("begun", say(Buffer.from([0x16, 3, 3, 0, 0x7a, 2, 0, 0]))),
  },
  handshakeSilent: {
    title: "the service does not answer the TLS handshake before the deadline",
    family,
    isEndless: true,
    setUp: beforeTls("begun", hang),
  },
  resetAfterHandshake: {
    title: "the connection is reset after the TLS handshake, before the service has read a byte",
    family,
    setUp: secured("connected", reset),
  },
  resetAfterSecuredRequest: {
    title: "the connection is reset under TLS after the whole request",
    family,
    setUp: secured("asked", reset),
  },
  tlsBrokenAfterRequest: {
    title: "a record of TLS that cannot be decrypted comes instead of the answer",
    family,
    setUp: secured("asked", (_socket, line) => void line.end(UNDECIPHERABLE)),
  },
  silentAfterSecuredRequest: {
    title: "the service has read the request over TLS and does not answer before the deadline",
    family,
    isEndless: true,
    setUp: secured("asked", hang),
  },
} as const satisfies Record<string, FaultKind>;
