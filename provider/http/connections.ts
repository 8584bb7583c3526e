import { Agent as HttpAgent, type ClientRequest } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";

/**
 * Time for one address of a host before the next is tried. Node's 250 ms is less than a handshake between Europe and
 * China takes, so that a host with several addresses would seem unreachable.
 */
const ADDRESS_ATTEMPT_MS = 5_000;

type Agent = HttpAgent | HttpsAgent;
type ConnectOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

/** Hands out the connections that requests travel on. */
export interface Connections {
  /** For one request: a new connection. The agent is to be destroyed when the request is over. */
  fresh(url: URL, proxy: URL | undefined): Agent;
  /** For requests that may be repeated: connections that are kept and used again. Idle ones do not hold the process. */
  kept(url: URL, proxy: URL | undefined): Agent;
  /** Closes what is kept. */
  close(): void;
}

/** @param isChecked false accepts any certificate (`HW_INSECURE`). */
export function createConnections(isChecked: boolean): Connections {
  const pools = new Map<string, Agent>();
  return {
    fresh: (url, proxy) => createAgent(url, proxy, isChecked, false),
    kept(url, proxy) {
      const key = `${url.protocol} ${proxy?.href ?? "direct"}`;
      const agent = pools.get(key) ?? createAgent(url, proxy, isChecked, true);
      pools.set(key, agent);
      return agent;
    },
    close() {
      for (const agent of pools.values()) agent.destroy();
      pools.clear();
    },
  };
}

function createAgent(url: URL, proxy: URL | undefined, rejectUnauthorized: boolean, keepAlive: boolean): Agent {
  const options = { keepAlive, rejectUnauthorized, autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS };
  if (proxy !== undefined) return new Tunnel(proxy, options);
  return url.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
}

const deadlines = new WeakMap<ClientRequest, AbortSignal>();

/** Lets a request that still waits for its connection give that up at the deadline: Node tells an agent nothing of it. */
export function giveUpAt(deadline: AbortSignal, request: ClientRequest): void {
  deadlines.set(request, deadline);
}

/** Reaches a host through the CONNECT tunnel of a proxy. */
class Tunnel extends HttpsProxyAgent<string> {
  readonly #isChecked: boolean;

  constructor(proxy: URL, options: { keepAlive: boolean; rejectUnauthorized: boolean }) {
    super(proxy, options);
    this.#isChecked = options.rejectUnauthorized;
  }

  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    const deadline = deadlines.get(request);
    deadline?.throwIfAborted();
    // Not the deadline itself: it passes while the tunnel already serves the next request.
    const given = new AbortController();
    const giveUp = (): void => given.abort();
    deadline?.addEventListener("abort", giveUp);
    let status = 0;
    request.once("proxyConnect", (answer: { statusCode: number }) => (status = answer.statusCode));
    this.connectOpts = { ...this.connectOpts, signal: given.signal };
    try {
      // The base class forgets the options of the agent, so that the check of certificates is said again here.
      const checked = { ...options, rejectUnauthorized: this.#isChecked } as ConnectOptions;
      const socket = await super.connect(request, checked);
      // The base class would pass a refusal off as the service's answer.
      if (status !== 200) throw new Error(`The proxy answered CONNECT with ${status}`);
      return socket;
    } finally {
      deadline?.removeEventListener("abort", giveUp);
    }
  }
}
