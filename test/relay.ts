import net, { type AddressInfo } from "node:net";

/** The requests of a purchase, as a relay sees them. */
export const REQUESTS = {
  identify: /^GET \/v3\/auth\/domains/,
  // One site, or the list that shows several that are asked for at the same moment.
  site: /^GET \S+\/edge-sites[/? ]/,
  list: /^GET \S+\/delivery-orders[? ]/,
  post: /^POST \S+\/delivery-orders /,
} as const;

/** Where a request is stopped: before the server has seen a byte of it, or when the server has answered. */
export type Stage = "request" | "answer";

/** A request that goes no further until it is told to, or never, when its client goes away. */
export interface Stopped {
  resume(): void;
}

interface Trap {
  readonly request: RegExp;
  readonly stage: Stage;
  readonly caught: (stopped: Stopped) => void;
}

/**
 * Stands between a client and a server and stops single requests on their way, so that a test can kill the client at a
 * known step. Passes bytes on as they are, so that a signature over the `Host` header stays good.
 */
export class Relay {
  private traps: Trap[] = [];
  private readonly sockets = new Set<net.Socket>();

  private constructor(
    private readonly server: net.Server,
    private readonly target: URL,
  ) {}

  static async start(target: string): Promise<Relay> {
    const relay: Relay = new Relay(
      net.createServer((client) => relay.serve(client)),
      new URL(target),
    );
    await new Promise<void>((resolve) => relay.server.listen(0, "127.0.0.1", resolve));
    relay.url = `http://127.0.0.1:${(relay.server.address() as AddressInfo).port}`;
    return relay;
  }

  url = "";

  /** Stops the next request whose text (head and body) fits; resolves when it stands still. */
  stop(request: RegExp, stage: Stage): Promise<Stopped> {
    return new Promise((caught) => this.traps.push({ request, stage, caught }));
  }

  /** From now on new connections are refused; those that stand live on. */
  refuseConnections(): void {
    this.server.close();
  }

  /** Ends every connection with whatever is stopped on it. */
  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private serve(client: net.Socket): void {
    const upstream = net.connect(Number(this.target.port), this.target.hostname);
    let request = Buffer.alloc(0);
    let held: Buffer[] | undefined;
    let answering: Trap | undefined;

    const passOn = (complete: Buffer): void => {
      answering = this.take(complete, "answer");
      held = answering === undefined ? undefined : [];
      upstream.write(complete);
    };
    client.on("data", (chunk: Buffer) => {
      request = Buffer.concat([request, chunk]);
      if (!isComplete(request)) return;
      const complete = request;
      request = Buffer.alloc(0);
      const trap = this.take(complete, "request");
      if (trap === undefined) passOn(complete);
      else trap.caught({ resume: () => passOn(complete) });
    });
    upstream.on("data", (chunk: Buffer) => {
      if (held === undefined) {
        client.write(chunk);
        return;
      }
      held.push(chunk);
      answering?.caught({
        resume: () => {
          client.write(Buffer.concat(held ?? []));
          held = undefined;
          // The server may have hung up meanwhile.
          if (upstream.destroyed) client.end();
        },
      });
      answering = undefined;
    });
    upstream.on("close", () => held ?? client.end());
    client.on("close", () => upstream.destroy());
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      // Told to the other side by the close that follows.
      socket.on("error", () => undefined);
    }
  }

  private take(request: Buffer, stage: Stage): Trap | undefined {
    const text = request.toString("utf8");
    const trap = this.traps.find((candidate) => candidate.stage === stage && candidate.request.test(text));
    this.traps = this.traps.filter((candidate) => candidate !== trap);
    return trap;
  }
}

/** Whether the whole body has come; the requests of this project say its length. */
function isComplete(request: Buffer): boolean {
  const end = request.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const [, length = "0"] = /\r\ncontent-length: *(\d+)/i.exec(request.toString("latin1", 0, end)) ?? [];
  return request.length >= end + 4 + Number(length);
}
