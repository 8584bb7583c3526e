import { connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";

/** A listener that accepts nobody while its thread sleeps; then it says whom it found in its queue. */
const LISTENER = `
const { createServer } = require("node:net");
const { parentPort, workerData } = require("node:worker_threads");
const found = [];
const server = createServer((socket) => { found.push(socket.remotePort); socket.destroy(); });
server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(workerData), 0, 0);
  setTimeout(() => { parentPort.postMessage(found); server.close(); }, 50);
});
`;

/** A port that takes no further connection, and does not refuse it either. */
export interface FullBacklog {
  readonly port: number;
  /** Wakes the listener. @returns whether it was ever connected to by anybody but those who fill its queue. */
  wake(): Promise<boolean>;
  close(): Promise<unknown>;
}

/** Fills a listener's queue until no connection comes up any more. */
export async function startFullBacklog(): Promise<FullBacklog> {
  const flag = new SharedArrayBuffer(4);
  const worker = new Worker(LISTENER, { eval: true, workerData: flag });
  const message = <T>(): Promise<T> => new Promise((done) => void worker.once("message", done));
  const port = await message<number>();
  const fillers: Socket[] = [];
  const ports: (number | undefined)[] = [];
  do fillers.push(connect(port, "127.0.0.1").on("error", () => undefined));
  while (await isUp(fillers.at(-1)!, (own) => ports.push(own)));
  // The one that waits would take a place in the queue as soon as there is one.
  fillers.at(-1)!.destroy();
  return {
    port,
    async wake() {
      const found = message<number[]>();
      Atomics.store(new Int32Array(flag), 0, 1);
      Atomics.notify(new Int32Array(flag), 0);
      return (await found).some((remote) => !ports.includes(remote));
    },
    close() {
      for (const filler of fillers) filler.destroy();
      return worker.terminate();
    },
  };
}

function isUp(socket: Socket, up: (port: number | undefined) => void): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), 200);
    socket.once("connect", () => {
      clearTimeout(timer);
      up(socket.localPort);
      done(true);
    });
  });
}
