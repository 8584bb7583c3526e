import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { closedPort, startProxy } from "../../unit/http/localServers.js";
import { hang } from "./acts.js";
import type { Authority, Certificate } from "./authority.js";
import type { FaultKind, Scene } from "./faultKind.js";
import { startFullBacklog } from "./fullBacklog.js";
import { SERVICE } from "./names.js";
import { startService, type Act, type Moment, type Service } from "./service.js";

type SetUp = FaultKind["setUp"];
type Connect = (request: IncomingMessage, socket: Socket) => boolean;

interface Shown extends TlsOptions {
  readonly certificate?: Certificate;
}

const PATH = "/v2/orders";
const PROXY = "proxy.test";

/** The service is asked over plain HTTP. */
export const plain =
  (moment: Moment, act: Act): SetUp =>
  async () =>
    direct("http", SERVICE, await startService(moment, act, "plain"));

/** The service is asked over TLS. */
export const secured =
  (moment: Moment, act: Act, shown: Shown = {}): SetUp =>
  async (authority) =>
    direct("https", SERVICE, await startService(moment, act, tlsOf(authority, shown)));

/** The service is asked over TLS, but acts on the bare connection. */
export const beforeTls =
  (moment: "connected" | "begun", act: Act): SetUp =>
  async () =>
    direct("https", SERVICE, await startService(moment, act, "mute"));

/** The service is there, but is asked for under this name. */
export const named =
  (name: string): SetUp =>
  async () =>
    direct("http", name, await startService("asked", hang, "plain"));

/** Nobody listens at the service's port. */
export const portClosed: SetUp = async () => ({
  ...direct("http", SERVICE, await startService("asked", hang, "plain")),
  url: `http://${SERVICE}:${await closedPort()}${PATH}`,
});

/** The service accepts nobody any more. */
export const backlogFull: SetUp = async () => {
  const backlog = await startFullBacklog();
  return {
    url: `http://${SERVICE}:${backlog.port}${PATH}`,
    reached: async () => ((await backlog.wake()) ? "perhaps" : "never"),
    open: () => 0,
    close: () => backlog.close(),
  };
};

/** The service is asked through a tunnel of a proxy that lets everybody through. */
export const tunnelled =
  (moment: Moment, act: Act, shown: Shown = {}): SetUp =>
  async (authority) =>
    behindProxy(await startService(moment, act, tlsOf(authority, shown)));

/** The tunnel is open, but the service acts on the bare connection. */
export const tunnelledBeforeTls =
  (moment: "connected" | "begun", act: Act): SetUp =>
  async () =>
    behindProxy(await startService(moment, act, "mute"));

/** The proxy, asked for a tunnel, does this instead. */
export const proxied =
  (act: Act): SetUp =>
  async (authority) =>
    behindProxy(
      await startService("asked", hang, tlsOf(authority)),
      // Read on, because the end of an unread connection goes unseen.
      (_request, socket) => (act(socket.resume(), socket), false),
    );

/** The proxy is asked for under this name. */
export const proxyNamed =
  (name: string): SetUp =>
  async (authority) =>
    behindProxy(await startService("asked", hang, tlsOf(authority)), undefined, name);

/** Nobody listens at the proxy's port. */
export const proxyClosed: SetUp = async (authority) => ({
  ...(await behindProxy(await startService("asked", hang, tlsOf(authority)))),
  httpsProxy: `http://${PROXY}:${await closedPort()}`,
});

const tlsOf = (authority: Authority, { certificate = "inOrder", ...options }: Shown = {}): TlsOptions => ({
  ...authority.shown[certificate],
  ...options,
});

function direct(scheme: "http" | "https", name: string, service: Service): Scene {
  return { ...service, url: `${scheme}://${name}:${service.port}${PATH}` };
}

async function behindProxy(service: Service, connect?: Connect, name = PROXY): Promise<Scene> {
  const proxy = await startProxy(service.port, connect);
  return {
    url: `https://${SERVICE}${PATH}`,
    httpsProxy: `http://${name}:${proxy.port}`,
    reached: () => service.reached(),
    open: () => service.open() + proxy.open(),
    close: () => Promise.all([service.close(), proxy.close()]),
  };
}
