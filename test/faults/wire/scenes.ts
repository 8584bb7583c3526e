import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { closedPort, startProxy } from "../../unit/http/localServers.js";
import { hang } from "./acts.js";
import type { Authority, Certificate } from "./authority.js";
import type { FaultKind, Scene } from "./faultKind.js";
import { startFullBacklog } from "./fullBacklog.js";
import { LATE_MS, SERVICE } from "./names.js";
import { startService, type Act, type Moment, type Service } from "./service.js";

type SetUp = FaultKind["setUp"];

interface Shown extends TlsOptions {
  readonly certificate?: Certificate;
}

interface Proxy {
  readonly accept?: (request: IncomingMessage, socket: Socket) => boolean;
  readonly scheme?: "http" | "https";
  readonly name?: string;
  readonly tls?: TlsOptions | undefined;
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

/** The service is there and would act, but is asked for under this name. */
export const named =
  (name: string, act: Act = hang): SetUp =>
  async () =>
    direct("http", name, await startService("asked", act, "plain"));

/** The same, and whether the request reaches it is looked at once more when the name service has answered late. */
export const namedLate: SetUp = async () => {
  const scene = direct("http", `late.${SERVICE}`, await startService("asked", hang, "plain"));
  return { ...scene, reached: () => new Promise((done) => setTimeout(() => done(scene.reached()), LATE_MS)) };
};

/** Nobody listens at the service's port. */
export const portClosed =
  (name = SERVICE): SetUp =>
  async () => ({
    ...direct("http", name, await startService("asked", hang, "plain")),
    url: `http://${name}:${await closedPort()}${PATH}`,
  });

/** The service accepts nobody any more. */
export const backlogFull: SetUp = async () => {
  const backlog = await startFullBacklog();
  return {
    url: `http://${SERVICE}:${backlog.port}${PATH}`,
    reached: async () => ((await backlog.wake()) ? "perhaps" : "never"),
    connections: () => 0,
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
    behindProxy(await startService("asked", hang, tlsOf(authority)), {
      // Read on, because the end of an unread connection goes unseen.
      accept: (_request, socket) => (act(socket.resume(), socket), false),
    });

/** The proxy is asked for under this name. */
export const proxyNamed =
  (name: string): SetUp =>
  async (authority) =>
    behindProxy(await startService("asked", hang, tlsOf(authority)), { name });

/** The proxy is asked over TLS, and shows this certificate or does not speak TLS. */
export const proxySecured =
  (certificate?: Certificate): SetUp =>
  async (authority) =>
    behindProxy(await startService("asked", hang, tlsOf(authority)), {
      scheme: "https",
      tls: certificate && authority.shown[certificate],
    });

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

async function behindProxy(
  service: Service,
  { accept, scheme = "http", name = PROXY, tls }: Proxy = {},
): Promise<Scene> {
  const proxy = await startProxy(service.port, accept, tls);
  return {
    url: `https://${SERVICE}${PATH}`,
    httpsProxy: `${scheme}://${name}:${proxy.port}`,
    reached: () => service.reached(),
    connections: () => proxy.connections(),
    open: () => service.open() + proxy.open(),
    close: () => Promise.all([service.close(), proxy.close()]),
  };
}
