import type { Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { startRaw, startTls, type LocalServer } from "../../unit/http/localServers.js";
import type { Reached } from "./faultKind.js";

/** What the service does at its moment; `line` is the connection under TLS, without TLS the same one. */
export type Act = (socket: Socket, line: Socket) => void;

/**
 * When it does it: as soon as the connection is up and nothing is read, with the first bytes of the request, or when it
 * has read the whole request.
 */
export type Moment = "connected" | "begun" | "asked";

/** The far end of the request, which says how much of it came. */
export interface Service extends LocalServer {
  readonly reached: () => Reached;
}

/**
 * How the service understands its connections: as plain HTTP, as TLS with these certificates, or not at all although
 * the transport speaks TLS, so that HTTP on it would be a mistake.
 */
export type Speech = "plain" | "mute" | TlsOptions;

/** A service that acts once on each connection. */
export async function startService(moment: Moment, act: Act, speech: Speech): Promise<Service> {
  const readings: Reached[] = [];
  const meet = (socket: Socket, line: Socket): void => {
    const place = readings.push(speech === "mute" ? "never" : "perhaps") - 1;
    if (moment === "connected") return act(socket, line);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => {
      if (readings[place] === "whole") return;
      const isFirst = chunks.push(chunk) === 1;
      const bytes = Buffer.concat(chunks);
      if (isWhole(bytes) || (speech === "mute" && bytes.includes("HTTP/1."))) readings[place] = "whole";
      if (moment === "begun" ? isFirst : readings[place] === "whole") act(socket, line);
    });
  };
  const server = await (typeof speech === "string"
    ? startRaw((socket) => meet(socket, socket))
    : startTls(speech, meet));
  return { ...server, reached: () => furthest(readings) };
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /^content-length: *(\d+)/imu.exec(bytes.toString("latin1", 0, end))?.[1] ?? "0";
  return bytes.length >= end + 4 + Number(length);
}

function furthest(readings: readonly Reached[]): Reached {
  return (["whole", "perhaps"] as const).find((reached) => readings.includes(reached)) ?? "never";
}
