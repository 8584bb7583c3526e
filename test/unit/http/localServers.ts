import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import {
  connect,
  createServer as createNetServer,
  type AddressInfo,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** A server on loopback that ends with the test. */
export interface LocalServer {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** A server that speaks HTTP; with a certificate, over TLS. */
export function startHttp(listener: RequestListener, tls?: ServerOptions): Promise<LocalServer> {
  return listening(tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener));
}

/** A server that does with each connection as it is told. */
export function startRaw(behaviour: (socket: Socket) => void): Promise<LocalServer> {
  return listening(createNetServer(behaviour));
}

/** A server that waits for the head of a request and then does as it is told. */
export function startAnswering(behaviour: (socket: Socket) => void): Promise<LocalServer> {
  return startRaw((socket) => void socket.once("data", () => behaviour(socket)));
}

/** A server that does with each connection as it is told once TLS is up; `line` is the connection under TLS. */
export function startTls(tls: TlsOptions, behaviour: (socket: Socket, line: Socket) => void): Promise<LocalServer> {
  return startRaw((line) => {
    const inner = createTlsServer(tls, (socket) => {
      socket.on("error", () => undefined);
      behaviour(socket, line);
    });
    inner.on("tlsClientError", () => undefined);
    inner.emit("connection", line);
  });
}

/** A CONNECT proxy: whatever host is asked for, the tunnel ends at a port of this machine. With a certificate, over TLS. */
export async function startProxy(
  targetPort: number,
  accept: (request: IncomingMessage, socket: Socket) => boolean = () => true,
  tls?: ServerOptions,
): Promise<LocalServer & { readonly requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const refuse: RequestListener = (_request, response) => void response.writeHead(405).end();
  const server = tls === undefined ? createHttpServer(refuse) : createHttpsServer(tls, refuse);
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    requests.push(request);
    // The server leaves its half open; only what the client closes may count as closed.
    socket.on("end", () => socket.end());
    if (!accept(request, socket)) return;
    const target = connect(targetPort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(target).pipe(socket);
    });
    target.on("error", () => socket.destroy());
    // Without a target nobody reads any more, and the end of the client's side would go unseen.
    target.on("close", () => socket.resume());
    socket.on("close", () => target.destroy());
  });
  return { ...(await listening(server)), requests };
}

/** A port of this machine that nobody listens at. */
export async function closedPort(): Promise<number> {
  const server = await startRaw(() => undefined);
  await server.close();
  return server.port;
}

async function listening(server: NetServer | Server): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    open: () => sockets.size,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
