import { close, closeUnread, hang, reset, stopReading } from "./acts.js";
import type { FaultKind } from "./faultKind.js";
import { backlogFull, named, namedLate, plain, portClosed } from "./scenes.js";

const family = "connection";
/** More than the buffers between two sockets hold. */
const bodyBytes = 11 * 1024 * 1024;

/** Names, ports, and connections that end or fall silent before the answer has begun. */
export const connectionFaults = {
  nameNotFound: {
    title: "the service's name does not exist",
    family,
    setUp: named("missing.service.test"),
  },
  nameServiceUnanswering: {
    title: "the name service gives no answer in its own time",
    family,
    setUp: named("unanswered.service.test"),
  },
  nameServiceLate: {
    title: "the name service answers only after the deadline",
    family,
    isEndless: true,
    setUp: namedLate,
  },
  portRefused: { title: "nobody listens at the service's port", family, setUp: portClosed() },
  everyAddressRefused: {
    title: "nobody listens at any address of the service",
    family,
    setUp: portClosed("same-address-twice.service.test"),
  },
  secondAddressResets: {
    title: "the first address refuses, and the second resets after the whole request",
    family,
    setUp: named("two-addresses.service.test", reset),
  },
  connectionNotAccepted: {
    title: "the connection is neither accepted nor refused before the deadline",
    family,
    isEndless: true,
    setUp: backlogFull,
  },
  resetUnread: {
    title: "the connection is reset before the service has read a byte",
    family,
    setUp: plain("connected", (socket, line) => void setTimeout(() => reset(socket, line), 50)),
  },
  closedUnread: {
    title: "the service ends its half of the connection before it has read a byte",
    family,
    setUp: plain("connected", closeUnread),
  },
  resetInRequest: {
    title: "the connection is reset in the middle of the request",
    family,
    bodyBytes,
    setUp: plain("begun", reset),
  },
  readingStopped: {
    title: "the service stops reading in the middle of the request",
    family,
    isEndless: true,
    bodyBytes,
    setUp: plain("begun", stopReading),
  },
  resetAfterRequest: {
    title: "the connection is reset after the whole request",
    family,
    setUp: plain("asked", reset),
  },
  closedAfterRequest: {
    title: "the service ends its half of the connection after the whole request, without an answer",
    family,
    setUp: plain("asked", close),
  },
  silentAfterRequest: {
    title: "the service has read the request and does not answer before the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", hang),
  },
} as const satisfies Record<string, FaultKind>;
