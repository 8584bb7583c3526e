import http from "node:http";
import type { AddressInfo } from "node:net";

/** A service that explains its refusals with everything that it was sent, in every form. */
export interface Echo {
  readonly url: string;
  /** The secrets that came with requests and that nobody else knows: tokens that IAM has issued. */
  readonly issued: ReadonlySet<string>;
  /** From here on requests whose path matches get this answer in place of the service's. */
  answerWith(path: RegExp | undefined, answer?: EchoedAnswer): void;
  stop(): Promise<void>;
}

/** What an answer does with the words that it repeats. */
export interface EchoedAnswer {
  readonly status: number;
  readonly bodyOf: (words: string) => unknown;
  /** Repeated in its request id, too. */
  readonly isInHeader?: boolean;
}

/** Relays to a simulator; a signature covers the host, which is therefore kept. */
export async function startEcho(target: string): Promise<Echo> {
  const issued = new Set<string>();
  let rule: { path: RegExp; answer: EchoedAnswer } | undefined;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      if (rule?.path.test(`${request.method} ${request.url}`) === true) {
        const words = repeated(request, body);
        const { status, bodyOf, isInHeader } = rule.answer;
        response.writeHead(status, {
          "content-type": "application/json",
          "x-request-id": isInHeader === true ? Object.values(secretsOf(request)).join(" ") : "0123456789abcdef",
        });
        response.end(JSON.stringify(bodyOf(words)));
        return;
      }
      const { hostname, port } = new URL(target);
      const upstream = http.request(
        { hostname, port, method: request.method, path: request.url, headers: request.headers },
        (answer) => {
          const token = answer.headers["x-subject-token"];
          if (typeof token === "string") issued.add(token);
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        },
      );
      upstream.on("error", () => response.destroy());
      upstream.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    issued,
    answerWith: (path, answer) => (rule = path === undefined || answer === undefined ? undefined : { path, answer }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const SECRET_HEADERS = ["authorization", "x-auth-token", "x-security-token"];

const secretsOf = ({ headers }: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    SECRET_HEADERS.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : [])),
  );

/** As a gateway explains a wrong signature: what was signed; and each secret in other forms besides. */
function repeated(request: http.IncomingMessage, body: Buffer): string {
  const signed = Object.entries(request.headers).map(([name, value]) => `${name}:${String(value)}`);
  const forms = Object.values(secretsOf(request)).flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64"),
    encodeURIComponent(secret),
    JSON.stringify(secret),
  ]);
  return [...forms, request.method, request.url, ...signed, body.toString()].join("\n");
}
