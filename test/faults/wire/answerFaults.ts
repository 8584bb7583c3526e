import { say, sayAndHang } from "./acts.js";
import type { FaultKind } from "./faultKind.js";
import { plain } from "./scenes.js";

const family = "answer";
const ORDER = '{"delivery_order":{"id":"do-1"}}';
const CREATED = answer("201 Created", ORDER);
const PAGE = "<html><body><h1>Please sign in</h1></body></html>";
/** Raw control characters: a terminal escape, a bell, a zero byte. */
const CONTROL = "\u001b[31m\u0007\u0000";

function answer(status: string, body = "", type = "application/json", ...more: string[]): string {
  const headers = [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close", ...more];
  return `HTTP/1.1 ${status}\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
}

const redirect = (status: string): FaultKind["setUp"] =>
  plain("asked", say(answer(status, "", "text/plain", "Location: http://elsewhere.test/v2/orders")));

/** Answers that are no plain JSON with a plain status. */
export const answerFaults = {
  continueFirst: {
    title: "100 Continue comes before the answer",
    family,
    setUp: plain("asked", say(`HTTP/1.1 100 Continue\r\n\r\n${CREATED}`)),
  },
  processingFirst: {
    title: "102 Processing comes twice before the answer",
    family,
    setUp: plain("asked", say(`${"HTTP/1.1 102 Processing\r\n\r\n".repeat(2)}${CREATED}`)),
  },
  earlyHintsFirst: {
    title: "103 Early Hints comes before the answer",
    family,
    setUp: plain("asked", say(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${CREATED}`)),
  },
  continueThenSilent: {
    title: "100 Continue comes, and nothing after it before the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", sayAndHang("HTTP/1.1 100 Continue\r\n\r\n")),
  },
  earlyHintsThenClosed: {
    title: "103 Early Hints comes, and then the connection ends",
    family,
    setUp: plain("asked", say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")),
  },
  switchingProtocols: {
    title: "101 Switching Protocols comes as the answer, and nothing after it before the deadline",
    family,
    isEndless: true,
    setUp: plain("asked", sayAndHang("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")),
  },
  noContent: {
    title: "204 No Content comes as the answer",
    family,
    setUp: plain("asked", say("HTTP/1.1 204 No Content\r\n\r\n")),
  },
  movedPermanently: { title: "the answer is a redirect 301", family, setUp: redirect("301 Moved Permanently") },
  found: { title: "the answer is a redirect 302", family, setUp: redirect("302 Found") },
  seeOther: { title: "the answer is a redirect 303", family, setUp: redirect("303 See Other") },
  temporaryRedirect: { title: "the answer is a redirect 307", family, setUp: redirect("307 Temporary Redirect") },
  permanentRedirect: { title: "the answer is a redirect 308", family, setUp: redirect("308 Permanent Redirect") },
  headersHuge: {
    title: "the answer has a header without end",
    family,
    setUp: plain("asked", say(answer("201 Created", ORDER, "application/json", `X-Huge: ${"x".repeat(64 * 1024)}`))),
  },
  headersMany: {
    title: "the answer has headers without number",
    family,
    setUp: plain("asked", say(answer("201 Created", ORDER, "application/json", ...Array<string>(5000).fill("X-A: 1")))),
  },
  headerWithControl: {
    title: "a header of the answer holds a terminal escape",
    family,
    setUp: plain("asked", say(answer("201 Created", ORDER, "application/json", `X-Request-Id: ${CONTROL}`))),
  },
  headerWithC1Control: {
    title: "a header of the answer holds an eight-bit terminal escape",
    family,
    setUp: plain(
      "asked",
      say(Buffer.from(answer("500 Oops", "{}", "application/json", "X-Request-Id: a\u009b31mb"), "latin1")),
    ),
  },
  bodyWithControl: {
    title: "an error answer holds raw control characters",
    family,
    setUp: plain("asked", say(answer("400 Bad Request", `{"error_code":"IES.0001","error_msg":"${CONTROL}"}`))),
  },
  notHttp: { title: "the answer is not HTTP", family, setUp: plain("asked", say("220 mail.test ESMTP\r\n")) },
  statusLineGarbage: {
    title: "the status of the answer is no number",
    family,
    setUp: plain("asked", say(`HTTP/1.1 OK 201\r\nContent-Length: 0\r\n\r\n`)),
  },
  statusUnheardOf: {
    title: "the status of the answer is unheard of",
    family,
    setUp: plain("asked", say(answer("999 Denied", PAGE, "text/html"))),
  },
  http09: { title: "the answer is HTTP/0.9: a body and nothing else", family, setUp: plain("asked", say(ORDER)) },
  http10: {
    title: "the answer is HTTP/1.0",
    family,
    setUp: plain("asked", say(CREATED.replace("HTTP/1.1", "HTTP/1.0"))),
  },
  notUtf8: {
    title: "the answer's text is not UTF-8",
    family,
    setUp: plain("asked", say(Buffer.from(answer("201 Created", "XXXXXXX").replace("XXXXXXX", '{"é":1}'), "latin1"))),
  },
  byteOrderMark: {
    title: "the answer begins with a byte order mark",
    family,
    setUp: plain("asked", say(answer("201 Created", `\ufeff${ORDER}`))),
  },
  contentTypeWrong: {
    title: "good JSON calls itself HTML",
    family,
    setUp: plain("asked", say(answer("201 Created", ORDER, "text/html"))),
  },
  proxyPageOk: {
    title: "a page of a proxy comes with 200",
    family,
    setUp: plain("asked", say(answer("200 OK", PAGE, "text/html"))),
  },
  proxyPageBadGateway: {
    title: "a page of a proxy comes with 502",
    family,
    setUp: plain("asked", say(answer("502 Bad Gateway", PAGE, "text/html"))),
  },
  jsonInvalid: {
    title: "the answer's JSON is cut off",
    family,
    setUp: plain("asked", say(answer("201 Created", ORDER.slice(0, -2)))),
  },
  bodyEmpty: { title: "the answer is 200 and empty", family, setUp: plain("asked", say(answer("200 OK"))) },
  answeredEarly: {
    title: "the answer comes before the request is read, which it never is",
    family,
    bodyBytes: 11 * 1024 * 1024,
    setUp: plain("begun", (socket) => {
      socket.pause();
      socket.write(answer("413 Payload Too Large", '{"error_code":"APIGW.0201"}'));
      setTimeout(() => socket.destroy(), 200);
    }),
  },
} as const satisfies Record<string, FaultKind>;
