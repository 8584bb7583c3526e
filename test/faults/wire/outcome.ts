import { createTransport } from "../../../provider/http/axiosTransport.js";
import { TransportError, type HttpRequest, type HttpResponse } from "../../../provider/http/transport.js";
import type { Authority } from "./authority.js";
import type { FaultKind } from "./faultKind.js";
import type { Ending, Outcome } from "./recorded.js";

/** An outcome, and what is looked at but not recorded. */
export interface Play {
  readonly outcome: Outcome;
  readonly tookMs: number;
  readonly patienceMs: number;
  /** Connections that the transport made. */
  readonly connections: number;
  /** Connections that the transport still holds although all is over. */
  readonly leftOpen: number;
}

/** Patience with a fault that nothing but the deadline ends, and with one that ends by itself. */
const ENDLESS_MS = 500;
const OTHERWISE_MS = 10_000;
/** Headers of a connection and of a moment, not of an answer. */
const VOLATILE: ReadonlySet<string> = new Set(["connection", "date", "keep-alive"]);

/** A body beyond the limit of answers should never come; if it does, its length says enough, and comparing it takes minutes. */
const LONGEST_BODY = 1000;

/** Makes the request to this address, without its deadline. */
export type RequestTo = (url: string, bodyBytes?: number) => Omit<HttpRequest, "timeoutMs">;

/** The request of an order: sent once, never repeated. */
const post: RequestTo = (url, bodyBytes = 2) => ({
  method: "POST",
  url,
  headers: { "Content-Type": "application/json" },
  body: Buffer.from("{}".padEnd(bodyBytes)),
});

/** Plays one fault once. */
export async function play(kind: FaultKind, authority: Authority, requestTo: RequestTo = post): Promise<Play> {
  const scene = await kind.setUp(authority);
  const transport = createTransport({ insecure: false, random: () => 0, httpsProxy: scene.httpsProxy });
  const patienceMs = kind.isEndless ? ENDLESS_MS : OTHERWISE_MS;
  try {
    const begun = performance.now();
    const sent = transport.send({ ...requestTo(scene.url, kind.bodyBytes), timeoutMs: patienceMs });
    const ending = await bounded(sent.then(answered, failed), patienceMs * 3 + 2000);
    const tookMs = performance.now() - begun;
    transport.close();
    const leftOpen = await settled(scene.open);
    const { title, family } = kind;
    // Timers of Node may fire a millisecond early.
    const tookDeadline = tookMs >= patienceMs - 2;
    return {
      outcome: { title, family, reached: await scene.reached(), tookDeadline, ...ending },
      tookMs,
      patienceMs,
      connections: scene.connections(),
      leftOpen,
    };
  } finally {
    await scene.close();
  }
}

function answered({ status, headers, body }: HttpResponse): Ending {
  const lasting = Object.entries(headers).filter(([name]) => !VOLATILE.has(name));
  const told = body.length > LONGEST_BODY ? `${body.length} characters` : body;
  return { answer: { status, headers: Object.fromEntries(lasting), body: told } };
}

function failed(error: unknown): Ending {
  if (!(error instanceof TransportError)) throw error;
  const { isUnsent, isPermanent, message } = error;
  return {
    error: {
      isUnsent,
      isPermanent,
      message: message.replaceAll(/\b(?:[a-z-]+\.)?(service|proxy)\.test(?::\d+)?/gu, "$1.test"),
    },
  };
}

/** A transport that forgets its deadline is an ending too, so that it fails by name and holds nothing else up. */
async function bounded(ending: Promise<Ending>, boundMs: number): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<Ending>((done) => {
    const message = "The transport forgot its deadline.";
    timer = setTimeout(() => done({ error: { isUnsent: false, isPermanent: false, message } }), boundMs);
  });
  return Promise.race([ending, never]).finally(() => clearTimeout(timer));
}

/** Waits for what a closing connection brings about a moment later. */
async function settled(open: () => number): Promise<number> {
  for (let look = 0; look < 300 && open() > 0; look += 1) await new Promise((done) => setTimeout(done, 10));
  return open();
}
