import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import type { Socket } from "node:net";
import {
  createTransport,
  type ClosableTransport,
  type TransportOptions,
} from "../../../provider/http/axiosTransport.js";
import { ServiceError } from "../../../provider/http/serviceError.js";
import {
  TransportError,
  type HttpRequest,
  type HttpResponse,
  type RetryRule,
} from "../../../provider/http/transport.js";
import { createCertificates, type Certificates } from "./certificates.js";
import {
  closedPort,
  startAnswering,
  startHttp,
  startProxy,
  startRaw,
  startTls,
  type LocalServer,
} from "./localServers.js";

const TOKEN = "MIIToken-secret";
const BODY_SECRET = "pa55word-in-body";
const PROXY_PASSWORD = "proxy-pa55word";

let certificates: Certificates;
const started: { close(): unknown }[] = [];

beforeAll(() => {
  certificates = createCertificates();
});
afterAll(() => certificates.remove());
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

async function using<T extends { close(): unknown }>(server: T | Promise<T>): Promise<T> {
  const running = await server;
  started.push(running);
  return running;
}

function transport(options: Partial<TransportOptions> = {}): ClosableTransport {
  const created = createTransport({ insecure: true, random: () => 0, ...options });
  started.push(created);
  return created;
}

function post(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { "Content-Type": "application/json", "X-Auth-Token": TOKEN },
    body: Buffer.from(JSON.stringify({ password: BODY_SECRET })),
    timeoutMs: 5000,
    ...changes,
  };
}

function get(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: { "X-Auth-Token": TOKEN }, timeoutMs: 5000, ...changes };
}

const onlyServerFaults: RetryRule = { retries: 3, isTransient: ({ status }) => status >= 500 };

async function failureOf(sent: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TransportError);
  const seen = `${inspect(error, { depth: 10, showHidden: true })} ${(error as Error).stack}`;
  for (const secret of [TOKEN, BODY_SECRET, PROXY_PASSWORD]) expect(seen).not.toContain(secret);
  expect((error as Error).message).toMatch(/\.$/u);
  return error as TransportError;
}

describe("what goes out", () => {
  it("is the exact address and the exact bytes, with the headers that were given", async () => {
    const seen: { url: string | undefined; bytes: Buffer; headers: NodeJS.Dict<string | string[]> }[] = [];
    const server = await using(
      startHttp((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          seen.push({ url: request.url, bytes: Buffer.concat(chunks), headers: request.headers });
          response.end();
        });
      }),
    );
    const body = Buffer.from(' {"b" : 1,\n "a":"ü\\u00fc"}\u0000', "utf8");
    const path = "/v2/0123/delivery-orders?status=A&status=B&name=%E4%B8%80%20%28%26%29&empty=";

    await transport().send(post(`http://127.0.0.1:${server.port}${path}`, { body }));

    expect(seen).toHaveLength(1);
    expect(seen[0]?.url).toBe(path);
    expect(seen[0]?.bytes.equals(body)).toBe(true);
    expect(seen[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(body.length),
      "x-auth-token": TOKEN,
      "accept-encoding": "gzip",
      host: `127.0.0.1:${server.port}`,
    });
  });

  it("without a retry rule travels on a connection of its own, which is closed afterwards", async () => {
    const ports: (number | undefined)[] = [];
    const server = await using(
      startHttp((request, response) => {
        ports.push(request.socket.remotePort);
        response.end();
      }),
    );
    const sender = transport();
    await sender.send(post(`http://127.0.0.1:${server.port}/`));
    await sender.send(post(`http://127.0.0.1:${server.port}/`));
    await eventually(() => server.open() === 0);

    expect(new Set(ports).size).toBe(2);
  });

  it("with a retry rule uses a kept connection again, until the transport is closed", async () => {
    const server = await using(startHttp((_request, response) => void response.end()));
    const sender = transport();
    for (let read = 0; read < 3; read += 1) {
      await sender.send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults }));
    }
    expect([server.connections(), server.open()]).toEqual([1, 1]);

    sender.close();
    await eventually(() => server.open() === 0);
  });
});

describe("an answer", () => {
  it.each([200, 201, 204, 302, 400, 401, 404, 407, 429, 500, 503])(
    "with status %d is handed over as it is",
    async (status) => {
      const server = await using(
        startHttp((_request, response) => {
          response.writeHead(status, { Location: "/elsewhere", "X-Request-Id": "r1", "Set-Cookie": ["a=1", "b=2"] });
          response.end(status === 204 ? undefined : '{"é":1}');
        }),
      );
      const answer = await transport().send(post(`http://127.0.0.1:${server.port}/`));

      expect(answer).toMatchObject({
        status,
        headers: { location: "/elsewhere", "x-request-id": "r1", "set-cookie": "a=1, b=2" },
        body: status === 204 ? "" : '{"é":1}',
      });
      expect(answer.headers["date"]).toBeDefined();
      expect(server.connections()).toBe(1);
    },
  );

  it("is unpacked", async () => {
    const server = await using(
      startHttp((_request, response) => {
        response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync('{"a":1}'));
      }),
    );
    expect((await transport().send(get(`http://127.0.0.1:${server.port}/`))).body).toBe('{"a":1}');
  });

  it("may come after early hints", async () => {
    const server = await using(
      startAnswering((socket) =>
        socket.end("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
      ),
    );
    expect(await transport().send(post(`http://127.0.0.1:${server.port}/`))).toMatchObject({ status: 200, body: "ok" });
  });

  it("that refuses and repeats the secrets of its request is handed over without them", async () => {
    const server = await using(
      startHttp((request, response) => {
        response
          .writeHead(401)
          .end(JSON.stringify({ error_msg: `signed: ${request.headers["x-auth-token"] as string}` }));
      }),
    );
    const answer = await transport().send(get(`http://127.0.0.1:${server.port}/`));
    expect(answer.body).toBe('{"error_msg":"signed: ***"}');
  });
});

/** What the far end does, and what must be known afterwards. */
interface Fault {
  readonly name: string;
  readonly scheme: "http" | "https";
  readonly start: () => Promise<LocalServer>;
  readonly isUnsent: boolean;
  readonly isPermanent?: boolean;
  readonly insecure?: boolean;
  readonly message: RegExp;
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const hang = (socket: Socket): void => void socket.resume();
const reset = (socket: Socket): void => void socket.resetAndDestroy();
const refusesAll = async (): Promise<LocalServer> => ({
  port: await closedPort(),
  connections: () => 0,
  open: () => 0,
  close: async () => undefined,
});

const faults: readonly Fault[] = [
  { name: "nobody listens", scheme: "http", start: refusesAll, isUnsent: true, message: /No connection.*ECONNREFUSED/ },
  {
    name: "nobody listens",
    scheme: "https",
    start: refusesAll,
    isUnsent: true,
    message: /No connection.*ECONNREFUSED/,
  },
  {
    name: "reset before TLS is up",
    scheme: "https",
    start: () => startRaw(reset),
    isUnsent: true,
    message: /No connection.*ECONNRESET/,
  },
  {
    name: "closed before TLS is up",
    scheme: "https",
    start: () => startRaw((socket) => void socket.resume().end()),
    isUnsent: true,
    message: /No connection/,
  },
  {
    name: "reset in the middle of the TLS handshake",
    scheme: "https",
    start: () => startAnswering(reset),
    isUnsent: true,
    message: /No connection.*ECONNRESET/,
  },
  {
    name: "something else than TLS",
    scheme: "https",
    start: () => startAnswering((socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    isUnsent: true,
    message: /No connection/,
  },
  {
    name: "TLS never answered",
    scheme: "https",
    start: () => startRaw(hang),
    isUnsent: true,
    message: /No connection.*within 0\.3 s/,
  },
  {
    name: "an unknown certificate",
    scheme: "https",
    insecure: false,
    start: () => startHttp(neverCalled, certificates),
    isUnsent: true,
    isPermanent: true,
    message: /certificate of localhost.*NODE_EXTRA_CA_CERTS.*HW_INSECURE=true/,
  },
  {
    name: "a client certificate wanted (TLS 1.2, refused in the handshake)",
    scheme: "https",
    start: () =>
      startHttp(neverCalled, { ...certificates, requestCert: true, rejectUnauthorized: true, maxVersion: "TLSv1.2" }),
    isUnsent: true,
    message: /No connection/,
  },
  {
    name: "a client certificate wanted (TLS 1.3, refused after the handshake)",
    scheme: "https",
    start: () =>
      startHttp(neverCalled, { ...certificates, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" }),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "reset after the request",
    scheme: "https",
    start: () => startTls(certificates, (socket) => void socket.once("data", () => socket.destroy())),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "reset after the request",
    scheme: "http",
    start: () => startAnswering(reset),
    isUnsent: false,
    message: /did not arrive whole.*ECONNRESET/,
  },
  {
    name: "closed without an answer",
    scheme: "http",
    start: () => startAnswering((socket) => void socket.end()),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "no answer",
    scheme: "http",
    start: () => startRaw(hang),
    isUnsent: false,
    message: /did not answer.*0\.3 s/,
  },
  {
    name: "a dripping body",
    scheme: "http",
    start: () =>
      startAnswering((socket) => {
        socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
        const timer = setInterval(() => socket.write("1\r\n \r\n"), 40);
        socket.on("close", () => clearInterval(timer));
      }),
    isUnsent: false,
    message: /did not answer completely/,
  },
  {
    name: "a body shorter than announced",
    scheme: "http",
    start: () => startAnswering((socket) => void socket.end(`${head}Content-Length: 100\r\n\r\n{"delivery_order":`)),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "chunks that break off",
    scheme: "http",
    start: () => startAnswering((socket) => void socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`)),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "garbage that calls itself gzip",
    scheme: "http",
    start: () =>
      startAnswering((socket) => void socket.end(`${head}Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\ngarbage`)),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "a gzip stream that is cut off",
    scheme: "http",
    start: () =>
      startHttp((_request, response) => {
        response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync('{"a":1}').subarray(0, 20));
      }),
    isUnsent: false,
    message: /did not arrive whole.*Z_BUF_ERROR/,
  },
  {
    name: "a gzip bomb",
    scheme: "http",
    start: () =>
      startHttp((_request, response) => {
        response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
      }),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "no HTTP at all",
    scheme: "http",
    start: () => startAnswering((socket) => void socket.end("220 mail.example ESMTP\r\n")),
    isUnsent: false,
    message: /did not arrive whole/,
  },
  {
    name: "headers without end",
    scheme: "http",
    start: () => startAnswering((socket) => void socket.end(`${head}X-Huge: ${"x".repeat(64 * 1024)}\r\n\r\n`)),
    isUnsent: false,
    message: /did not arrive whole.*HPE_HEADER_OVERFLOW/,
  },
  {
    name: "a change of protocol",
    scheme: "http",
    start: () =>
      startAnswering(
        (socket) => void socket.write("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
      ),
    isUnsent: false,
    message: /localhost/,
  },
  {
    name: "early hints and nothing after",
    scheme: "http",
    start: () => startAnswering((socket) => void socket.write("HTTP/1.1 103 Early Hints\r\n\r\n")),
    isUnsent: false,
    message: /did not answer completely/,
  },
];

describe("no complete answer", () => {
  it.each(faults)("$scheme, $name: isUnsent $isUnsent", async (fault) => {
    const server = await using(fault.start());
    const sender = transport({ insecure: fault.insecure ?? true });
    const patience = fault.name === "a gzip bomb" ? 5000 : 300;
    const error = await failureOf(
      sender.send(post(`${fault.scheme}://localhost:${server.port}/v2/orders`, { timeoutMs: patience })),
    );

    expect(error).toMatchObject({ isUnsent: fault.isUnsent, isPermanent: fault.isPermanent ?? false });
    expect(error.message).toMatch(fault.message);
    expect(error.message).toContain(`localhost:${server.port}`);
    expect(server.connections()).toBeLessThanOrEqual(1);
    await eventually(() => server.open() === 0);
  });

  it("is unsent when the request itself cannot be written", async () => {
    const server = await using(startRaw(hang));
    const error = await failureOf(
      transport().send(
        post(`http://localhost:${server.port}/`, { headers: { "X-Auth-Token": TOKEN, "bad name": "x" } }),
      ),
    );
    expect(error.isUnsent).toBe(true);
    expect(server.connections()).toBe(0);
  });
});

describe("repetition", () => {
  it("goes on until an answer is no passing fault", async () => {
    const statuses = [503, 500, 200];
    const server = await using(
      startHttp((_request, response) => void response.writeHead(statuses.shift() ?? 599).end("x")),
    );
    const answer = await transport().send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults }));
    expect([answer.status, statuses]).toEqual([200, []]);
  });

  it("waits for the turn of each try, outside of its deadline, and tells what came of it", async () => {
    const statuses = [503, 0, 200];
    const server = await using(
      startHttp((request, response) => {
        const status = statuses.shift() ?? 599;
        if (status === 0) request.socket.destroy();
        else response.writeHead(status).end("x");
      }),
    );
    const told: string[] = [];
    const turn = async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      told.push("turn");
      return (heard: HttpResponse | undefined) => void told.push(`heard ${heard?.status}`);
    };
    const request = get(`http://127.0.0.1:${server.port}/`, { retry: { ...onlyServerFaults, turn }, timeoutMs: 100 });
    expect((await transport().send(request)).status).toBe(200);
    expect(told).toEqual(["turn", "heard 503", "turn", "turn", "heard 200"]);
  });

  it("sends nothing and repeats nothing where its turn is refused, and hands the refusal on", async () => {
    let requests = 0;
    const server = await using(
      startHttp((_request, response) => {
        requests++;
        response.writeHead(503).end("x");
      }),
    );
    const refusal = new ServiceError("revoked", { operation: "ListServers" });
    let turns = 0;
    const turn = () => (++turns === 1 ? Promise.resolve(() => undefined) : Promise.reject(refusal));
    const request = get(`http://127.0.0.1:${server.port}/`, { retry: { ...onlyServerFaults, turn } });
    await expect(transport().send(request)).rejects.toBe(refusal);
    expect([turns, requests]).toEqual([2, 1]);
  });

  it("signs each try when its turn has come, and keeps what it signed with out of the answer", async () => {
    const seen: unknown[] = [];
    const server = await using(
      startHttp((request, response) => {
        seen.push(request.headers["x-auth-token"]);
        response.writeHead(seen.length < 2 ? 503 : 200).end(String(request.headers["x-auth-token"]));
      }),
    );
    let signatures = 0;
    const headers = async () => ({ "X-Auth-Token": `signature-${++signatures}-of-${signatures}` });
    const request = get(`http://127.0.0.1:${server.port}/`, { retry: { ...onlyServerFaults, headers } });
    expect((await transport().send(request)).body).toBe("***");
    expect(seen).toEqual(["signature-1-of-1", "signature-2-of-2"]);
  });

  it("hands over the last answer when all tries are used up", async () => {
    let requests = 0;
    const server = await using(
      startHttp((_request, response) => {
        requests += 1;
        response.writeHead(503).end(`busy ${requests}`);
      }),
    );
    const answer = await transport().send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults }));
    expect(answer).toMatchObject({ status: 503, body: "busy 4" });
  });

  it.each([
    ["an answer that the rule does not name", 429, onlyServerFaults],
    ["a fault, where there is no rule", 503, undefined],
  ])("does not happen after %s", async (_name, status, retry) => {
    let requests = 0;
    const server = await using(
      startHttp((_request, response) => {
        requests += 1;
        response.writeHead(status).end();
      }),
    );
    await transport().send(get(`http://127.0.0.1:${server.port}/`, retry && { retry }));
    expect(requests).toBe(1);
  });

  it("gives every try a deadline of its own", async () => {
    let requests = 0;
    const server = await using(
      startHttp((_request, response) => {
        requests += 1;
        if (requests === 3) response.end("at last");
      }),
    );
    const request = get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults, timeoutMs: 150 });
    expect(await transport().send(request)).toMatchObject({ status: 200, body: "at last" });
  });

  it("keeps its pause after a deadline that has passed", async () => {
    const times: number[] = [];
    const server = await using(
      startHttp((_request, response) => {
        times.push(performance.now());
        if (times.length === 2) response.end();
      }),
    );
    const request = get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults, timeoutMs: 100 });
    await transport({ random: () => 0.6 }).send(request);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(350);
  });

  it("follows a broken connection, and the last failure is reported", async () => {
    const server = await using(startAnswering(reset));
    const error = await failureOf(
      transport().send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults })),
    );
    expect(server.connections()).toBe(4);
    expect(error.isUnsent).toBe(false);
  });

  it("follows an answer that cannot be unpacked", async () => {
    const bodies = [gzipSync("half").subarray(0, 12), gzipSync("whole")];
    const server = await using(
      startHttp((_request, response) => {
        response.writeHead(200, { "Content-Encoding": "gzip" }).end(bodies.shift());
      }),
    );
    const answer = await transport().send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults }));
    expect([answer.body, bodies]).toEqual(["whole", []]);
  });

  it("never claims that nothing was sent when only the last try could not connect", async () => {
    const server = await using(
      startAnswering((socket) => {
        void server.close();
        socket.resetAndDestroy();
      }),
    );
    const error = await failureOf(
      transport().send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults })),
    );
    expect(error.message).toContain("ECONNREFUSED");
    expect(error.isUnsent).toBe(false);
    started.splice(0, 1);
  });

  it("does not follow a refused certificate", async () => {
    const server = await using(startHttp(neverCalled, certificates));
    const error = await failureOf(
      transport({ insecure: false }).send(get(`https://localhost:${server.port}/`, { retry: onlyServerFaults })),
    );
    expect(error.isPermanent).toBe(true);
    expect(server.connections()).toBe(1);
  });

  it.each([
    ["as long as the server asks", "7", 7000],
    ["no longer than half a minute, whatever the server asks", "86400", 30_000],
    ["until the date that the server names", "Wed, 01 Jul 2026 00:00:09 GMT", 9000],
  ])("waits %s", async (_name, retryAfter, expectedMs) => {
    const sleeps: number[] = [];
    const later = global.setTimeout;
    const spy = jest.spyOn(global, "setTimeout").mockImplementation((run: () => void, ms = 0) => {
      if (ms >= 7000) sleeps.push(ms);
      return later(run, ms >= 7000 ? 0 : ms);
    });
    try {
      const statuses = [503, 200];
      const server = await using(
        startHttp((_request, response) => {
          response
            .writeHead(statuses.shift() ?? 599, { Date: "Wed, 01 Jul 2026 00:00:00 GMT", "Retry-After": retryAfter })
            .end();
        }),
      );
      await transport().send(get(`http://127.0.0.1:${server.port}/`, { retry: onlyServerFaults }));
      expect(sleeps).toEqual([expectedMs]);
    } finally {
      spy.mockRestore();
    }
  });
});

describe("a proxy", () => {
  const proxyUrl = (port: number): string => `http://me:${PROXY_PASSWORD}@127.0.0.1:${port}`;

  it("is asked for a tunnel, through which only the service reads the request", async () => {
    const tokens: unknown[] = [];
    const server = await using(
      startHttp(
        (request, response) => void response.end(tokens.push(request.headers["x-auth-token"]) && "ok"),
        certificates,
      ),
    );
    const proxy = await using(startProxy(server.port));
    const sender = transport({ httpsProxy: proxyUrl(proxy.port) });

    expect((await sender.send(post("https://cloudpond.test/v2"))).body).toBe("ok");
    expect(tokens).toEqual([TOKEN]);

    expect(proxy.requests.map(({ method, url }) => [method, url])).toEqual([["CONNECT", "cloudpond.test:443"]]);
    expect(proxy.requests[0]?.headers["proxy-authorization"]).toBe(
      `Basic ${Buffer.from(`me:${PROXY_PASSWORD}`).toString("base64")}`,
    );
    expect(inspect(proxy.requests[0]?.headers)).not.toContain(TOKEN);
    await eventually(() => proxy.open() === 0);
  });

  it("keeps a tunnel for reads", async () => {
    const server = await using(startHttp((_request, response) => void response.end("ok"), certificates));
    const proxy = await using(startProxy(server.port));
    const sender = transport({ httpsProxy: proxyUrl(proxy.port) });
    await sender.send(get("https://cloudpond.test/", { retry: onlyServerFaults }));
    await sender.send(get("https://cloudpond.test/", { retry: onlyServerFaults }));
    expect(proxy.requests).toHaveLength(1);
  });

  it("is passed by for hosts in NO_PROXY", async () => {
    const server = await using(startHttp((_request, response) => void response.end("direct"), certificates));
    const proxy = await using(startProxy(server.port));
    const sender = transport({ httpsProxy: proxyUrl(proxy.port), noProxy: "example.org, localhost" });
    expect((await sender.send(get(`https://localhost:${server.port}/`))).body).toBe("direct");
    expect(proxy.connections()).toBe(0);
  });

  it("is never asked for plain http", async () => {
    const server = await using(startHttp((_request, response) => void response.end("direct")));
    const proxy = await using(startProxy(server.port));
    const sender = transport({ httpsProxy: proxyUrl(proxy.port) });
    expect((await sender.send(get(`http://127.0.0.1:${server.port}/`))).body).toBe("direct");
    expect(proxy.connections()).toBe(0);
  });

  it("does not spare the service the check of its certificate", async () => {
    const server = await using(startHttp(neverCalled, certificates));
    const proxy = await using(startProxy(server.port));
    const error = await failureOf(
      transport({ insecure: false, httpsProxy: proxyUrl(proxy.port) }).send(post("https://cloudpond.test/")),
    );
    expect(error).toMatchObject({ isUnsent: true, isPermanent: true });
    expect(error.message).toContain("The certificate of cloudpond.test was refused");
  });

  it.each([
    [407, true, /wants a user name and a password.*HTTPS_PROXY/],
    [403, false, /did not connect to cloudpond\.test.*403.*NO_PROXY/],
    [502, false, /did not connect to cloudpond\.test.*502/],
    [302, false, /did not connect to cloudpond\.test.*302/],
  ])("that answers CONNECT with %d has sent nothing on", async (status, isPermanent, message) => {
    const proxy = await using(
      startProxy(0, (_request, socket) => {
        socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 18\r\n\r\n{"error_code":"x"}`);
        return false;
      }),
    );
    const sender = transport({ httpsProxy: proxyUrl(proxy.port) });
    const error = await failureOf(sender.send(post("https://cloudpond.test/")));
    expect(error).toMatchObject({ isUnsent: true, isPermanent });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`127.0.0.1:${proxy.port}`);

    const read = await failureOf(sender.send(get("https://cloudpond.test/", { retry: onlyServerFaults })));
    expect(read.isUnsent).toBe(true);
    expect(proxy.requests).toHaveLength(isPermanent ? 2 : 5);
  });

  it.each([
    [
      "never answers",
      (_request: unknown, socket: Socket): boolean => (hang(socket), false),
      /No connection to 127\.0\.0\.1.*within 0\.3 s/,
    ],
    ["resets", (_request: unknown, socket: Socket): boolean => (reset(socket), false), /No connection to 127\.0\.0\.1/],
    [
      "hangs up",
      (_request: unknown, socket: Socket): boolean => (socket.end(), false),
      /No connection to 127\.0\.0\.1/,
    ],
    [
      "answers garbage",
      (_request: unknown, socket: Socket): boolean => (socket.end("220 mail\r\n\r\n"), false),
      /did not connect to cloudpond\.test \(its answer is not HTTP\)/,
    ],
  ])("that %s has sent nothing on, and its connection is let go", async (_name, accept, message) => {
    const proxy = await using(startProxy(0, accept));
    const sender = transport({ httpsProxy: proxyUrl(proxy.port) });
    const error = await failureOf(sender.send(post("https://cloudpond.test/", { timeoutMs: 300 })));
    expect(error).toMatchObject({ isUnsent: true, isPermanent: false });
    expect(error.message).toMatch(message);
    await eventually(() => proxy.open() === 0);
  });

  it("that is not there has sent nothing on", async () => {
    const port = await closedPort();
    const error = await failureOf(transport({ httpsProxy: proxyUrl(port) }).send(post("https://cloudpond.test/")));
    expect(error).toMatchObject({ isUnsent: true, isPermanent: false });
    expect(error.message).toContain(`127.0.0.1:${port}`);
  });

  it.each([
    ["before the service's TLS is up", startAnswering, reset, true],
    ["while the service's TLS hangs", startRaw, hang, true],
    [
      "after the request",
      (serve: (socket: Socket) => void) =>
        startTls(certificates, (socket) => void socket.once("data", () => serve(socket))),
      (socket: Socket) => void socket.destroy(),
      false,
    ],
    ["while the answer hangs", (serve: (socket: Socket) => void) => startTls(certificates, serve), hang, false],
  ])("whose tunnel fails %s: isUnsent follows the service's side", async (_name, start, behaviour, isUnsent) => {
    const server = await using(start(behaviour));
    const proxy = await using(startProxy(server.port));
    const error = await failureOf(
      transport({ httpsProxy: proxyUrl(proxy.port) }).send(post("https://cloudpond.test/", { timeoutMs: 300 })),
    );
    expect(error.isUnsent).toBe(isUnsent);
    expect(error.message).toContain("cloudpond.test");
    await eventually(() => proxy.open() === 0);
  });

  it("whose address cannot be used is named without its password", async () => {
    const error = await failureOf(
      transport({ httpsProxy: `socks5://me:${PROXY_PASSWORD}@127.0.0.1:1` }).send(post("https://cloudpond.test/")),
    );
    expect(error).toMatchObject({ isUnsent: true, isPermanent: true });
    expect(error.message).toContain("HTTPS_PROXY");
  });
});

function neverCalled(): void {
  throw new Error("a request reached the service");
}

/** Waits for what a closing socket brings about a moment later. */
async function eventually(holds: () => boolean): Promise<void> {
  for (let look = 0; look < 200 && !holds(); look += 1) await new Promise((done) => setTimeout(done, 10));
  expect(holds()).toBe(true);
}
