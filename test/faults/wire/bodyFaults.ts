import { gzipSync } from "node:zlib";
import { drip, say, sayAndHang, sayAndReset } from "./acts.js";
import type { FaultKind } from "./faultKind.js";
import { plain } from "./scenes.js";

const family = "body";
const ORDER = '{"delivery_order":{"id":"do-1"}}';
const head = (...headers: string[]): string => `HTTP/1.1 201 Created\r\n${headers.join("\r\n")}\r\n\r\n`;
const JSON_TYPE = "Content-Type: application/json";
const packed = (bytes: Buffer, declared = bytes.length): Buffer =>
  Buffer.concat([Buffer.from(head(JSON_TYPE, "Content-Encoding: gzip", `Content-Length: ${declared}`)), bytes]);
const ABOVE_LIMIT = 16 * 1024 * 1024 + 1;

/** Answers that do not arrive whole, or cannot be unpacked: the service has the order, its word of it is lost. */
export const bodyFaults = {
  closedInHead: {
    title: "the connection ends in the middle of the answer's headers",
    family,
    setUp: plain("asked", say("HTTP/1.1 201 Created\r\nContent-Ty")),
  },
  headDripping: {
    title: "the answer's headers drip beyond the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", drip("HTTP/1.1 201 Created\r\n", "X-Slow: 1\r\n")),
  },
  closedInBody: {
    title: "the connection ends before the answer has the length that it announced",
    family,
    setUp: plain("asked", say(`${head(JSON_TYPE, `Content-Length: ${ORDER.length}`)}${ORDER.slice(0, 12)}`)),
  },
  resetInBody: {
    title: "the connection is reset in the middle of the answer's body",
    family,
    setUp: plain("asked", sayAndReset(`${head(JSON_TYPE, `Content-Length: ${ORDER.length}`)}${ORDER.slice(0, 12)}`)),
  },
  bodyStopped: {
    title: "the answer's body stops half-way, and the connection stays open beyond the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", sayAndHang(`${head(JSON_TYPE, `Content-Length: ${ORDER.length}`)}${ORDER.slice(0, 12)}`)),
  },
  bodyDripping: {
    title: "the answer's body drips beyond the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", drip(head(JSON_TYPE, "Transfer-Encoding: chunked"), "1\r\n \r\n")),
  },
  bodyCutShort: {
    title: "the answer is longer than the length that it announced",
    family,
    setUp: plain("asked", say(`${head(JSON_TYPE, "Content-Length: 12")}${ORDER}`)),
  },
  chunksTruncated: {
    title: "the last chunk of the answer is missing",
    family,
    setUp: plain("asked", say(`${head(JSON_TYPE, "Transfer-Encoding: chunked")}20\r\n${ORDER}\r\n`)),
  },
  chunkLengthGarbage: {
    title: "the length of a chunk is no number",
    family,
    setUp: plain("asked", say(`${head(JSON_TYPE, "Transfer-Encoding: chunked")}zz\r\n${ORDER}\r\n0\r\n\r\n`)),
  },
  lengthsContradicting: {
    title: "the answer announces two lengths",
    family,
    setUp: plain("asked", say(`${head("Content-Length: 2", `Content-Length: ${ORDER.length}`)}${ORDER}`)),
  },
  lengthBesideChunks: {
    title: "the answer announces a length and chunks",
    family,
    setUp: plain("asked", say(`${head("Content-Length: 2", "Transfer-Encoding: chunked")}2\r\n{}\r\n0\r\n\r\n`)),
  },
  lengthless: {
    title: "the answer announces no length and ends with its connection",
    family,
    setUp: plain("asked", say(`${head(JSON_TYPE)}${ORDER}`)),
  },
  lengthlessReset: {
    title: "the answer announces no length and its connection is reset",
    family,
    setUp: plain("asked", sayAndReset(`${head(JSON_TYPE)}${ORDER}`)),
  },
  gzipGarbage: {
    title: "what calls itself gzip is garbage",
    family,
    setUp: plain("asked", say(packed(Buffer.from("garbage!")))),
  },
  gzipMissing: {
    title: "the answer calls itself gzip and is plain JSON",
    family,
    setUp: plain("asked", say(packed(Buffer.from(ORDER)))),
  },
  gzipTruncated: {
    title: "the gzip stream of the answer is cut off, its length being right",
    family,
    setUp: plain("asked", say(packed(gzipSync(ORDER).subarray(0, 20)))),
  },
  gzipDamaged: {
    title: "the checksum of the gzip stream is wrong",
    family,
    setUp: plain("asked", say(packed(damaged(gzipSync(ORDER))))),
  },
  gzipBomb: {
    title: "the answer unpacks to more than the limit",
    family,
    setUp: plain("asked", (socket, line) => say(packed(gzipSync(Buffer.alloc(ABOVE_LIMIT))))(socket, line)),
  },
  encodingUnknown: {
    title: "the answer is packed in a way that nobody asked for",
    family,
    setUp: plain("asked", say(`${head(JSON_TYPE, "Content-Encoding: x-other", "Content-Length: 7")}\u0001packed`)),
  },
  bodyAboveLimit: {
    title: "the answer is larger than the limit",
    family,
    setUp: plain("asked", (socket) => {
      socket.write(head(JSON_TYPE, "Transfer-Encoding: chunked"));
      const chunk = Buffer.alloc(1024 * 1024, " ");
      for (let sent = 0; sent <= ABOVE_LIMIT; sent += chunk.length) {
        socket.write(`${chunk.length.toString(16)}\r\n`);
        socket.write(chunk);
        socket.write("\r\n");
      }
      socket.end("0\r\n\r\n");
    }),
  },
  lengthAboveLimit: {
    title: "the answer announces a length beyond the limit, and nothing of it comes before the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", sayAndHang(head(JSON_TYPE, `Content-Length: ${ABOVE_LIMIT}`))),
  },
} as const satisfies Record<string, FaultKind>;

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0, copy.length - 8);
  return copy;
}
