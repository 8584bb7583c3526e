import net, { type AddressInfo } from "node:net";

/** A relay in front of a server that keeps what clients sent, byte by byte. */
export interface Recorder {
  readonly url: string;
  /** Bodies of the requests with this method to a path that ends so, in the order of their connections. */
  bodiesOf(method: string, pathEnd: string): string[];
  stop(): Promise<void>;
}

/** Relays bytes as they are, so that a signature over the `Host` header stays good. One request a connection is found. */
export async function startRecorder(target: string): Promise<Recorder> {
  const { hostname, port } = new URL(target);
  const connections: Buffer[][] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const sent: Buffer[] = [];
    connections.push(sent);
    const upstream = net.connect(Number(port), hostname);
    client.on("data", (chunk: Buffer) => sent.push(chunk));
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodiesOf: (method, pathEnd) =>
      connections
        .map((sent) => Buffer.concat(sent).toString("utf8"))
        .filter((text) => new RegExp(`^${method} \\S+${pathEnd} HTTP/1\\.1\\r\\n`).test(text))
        .map((text) => text.slice(text.indexOf("\r\n\r\n") + 4)),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
