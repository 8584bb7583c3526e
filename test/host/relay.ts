import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came. */
export interface RelayedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface RelayedAnswer {
  readonly status: number;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string;
}

/** Something on the way to the service that changes what it likes. */
export interface Relay {
  readonly url: string;
  /** An answer in place of the service's, which then does not see the request. */
  instead: (request: RelayedRequest) => RelayedAnswer | undefined;
  /** What becomes of an answer of the service. */
  change: (request: RelayedRequest, answer: RelayedAnswer) => RelayedAnswer;
  stop(): Promise<void>;
}

/** Relays to a simulator. The header Host stays, because a signature covers it. */
export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const server = http.createServer((incoming, outgoing) => {
    void textOf(incoming).then(async (body) => {
      const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body };
      const answer = relay.instead(request) ?? relay.change(request, await asked({ hostname, port }, request));
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const relay: Relay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    instead: () => undefined,
    change: (_, answer) => answer,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return relay;
}

/** The service's answer; a dropped connection is a gateway's to explain. */
const asked = (target: http.RequestOptions, { method, path, headers, body }: RelayedRequest): Promise<RelayedAnswer> =>
  new Promise((resolve) => {
    const upstream = http.request({ ...target, method, path, headers }, (answer) => {
      void textOf(answer).then((text) => {
        const { "content-length": _, "transfer-encoding": __, ...kept } = answer.headers;
        resolve({ status: answer.statusCode ?? 500, headers: kept, body: text });
      });
    });
    upstream.on("error", () => resolve({ status: 502, headers: {}, body: "" }));
    upstream.end(body);
  });

function textOf(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => message.on("end", () => resolve(Buffer.concat(chunks).toString())));
}
