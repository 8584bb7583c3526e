import type { AxiosInstance, AxiosResponse, AxiosStatic, InternalAxiosRequestConfig } from "axios";
import type { AxiosRetry } from "axios-retry";
import * as http from "node:http";
import * as https from "node:https";
import { retryDelayMs } from "./backoff.js";
import { createConnections, giveUpAt } from "./connections.js";
import { observe, type Exchange } from "./exchange.js";
import { isPermanent, transportError, type Failure } from "./failure.js";
import { proxyFor, ProxySettingError, type ProxySettings } from "./proxy.js";
import { withoutEcho } from "./redaction.js";
import { ServiceError } from "./serviceError.js";
import { TransportError, type HttpRequest, type HttpResponse, type RetryRule, type Transport } from "./transport.js";
import { ACCEPTED_ENCODING, unpacked } from "./unpack.js";

/** Most that an answer may hold, unpacked: a page of a list is far smaller, and a gzip bomb far larger. */
const ANSWER_LIMIT_BYTES = 16 * 1024 * 1024;
/** The gateway takes 12 MB (reference of its error codes, 413). */
const REQUEST_LIMIT_BYTES = 12 * 1024 * 1024;

const TEXT = new TextDecoder();

/** What {@link createTransport} needs. */
export interface TransportOptions extends ProxySettings {
  /** Accepts any certificate. For tests only. */
  readonly insecure: boolean;
  /** Random number from 0 up to but not including 1, for the jitter of repetitions. */
  readonly random: () => number;
}

/** A transport that keeps connections open. */
export interface ClosableTransport extends Transport {
  /** Closes kept connections. Idle ones do not hold the process, so that this is needed only to leave nothing behind. */
  close(): void;
}

/** An answer that the rule of the request calls a passing fault; `config` is what the repetition is made from. */
class TransientAnswer extends Error {
  constructor(
    readonly response: AxiosResponse<string>,
    readonly config: InternalAxiosRequestConfig,
  ) {
    super("transient answer");
  }
}

/**
 * The transport over axios. A request with a retry rule has its deadline for each try; a request without one goes out
 * once, on a connection of its own.
 */
export function createTransport(options: TransportOptions): ClosableTransport {
  const connections = createConnections(!options.insecure);
  return {
    async send(request) {
      const url = new URL(request.url);
      const proxy = checkedProxy(url, options);
      const agent = request.retry === undefined ? connections.fresh(url, proxy) : connections.kept(url, proxy);
      const tries: Exchange[] = [];
      let sent = request;
      let deadline = AbortSignal.timeout(request.timeoutMs);
      const failureOf = (error: unknown): Failure => ({
        error,
        exchange: tries.at(-1) ?? { isConnected: false },
        url,
        proxy,
        timeoutMs: request.timeoutMs,
        isTimedOut: deadline.aborted,
      });

      const client = createClient(agent, (outgoing, isSecure) => {
        tries.push(observe(outgoing, isSecure));
        giveUpAt(deadline, outgoing);
      });
      let heard: ((answer: HttpResponse | undefined) => void) | undefined;
      client.interceptors.request.use(async (config) => {
        heard = await request.retry?.turn?.();
        sent = { ...request, headers: (await request.retry?.headers?.()) ?? request.headers };
        config.headers.set({ ...sent.headers });
        deadline = AbortSignal.timeout(request.timeoutMs);
        return Object.assign(config, { signal: deadline });
      });
      client.interceptors.response.use(unpack);
      client.interceptors.response.use((response: AxiosResponse<string>) => {
        heard?.(plain(response));
        return response;
      });
      if (request.retry !== undefined) repeat(client, request.retry, options.random, failureOf);

      try {
        return answerOf(await client.request<string>(configOf(request)), sent);
      } catch (error) {
        if (error instanceof TransientAnswer) return answerOf(error.response, sent);
        // Refused at its turn, and not sent.
        if (error instanceof ServiceError) throw error;
        throw transportError(
          failureOf(error),
          tries.every((exchange) => !exchange.isConnected),
        );
      } finally {
        if (request.retry === undefined) agent.destroy();
      }
    },
    close: () => connections.close(),
  };
}

/** An axios that sends exactly what it is given, through this agent, and shows every request that it makes. */
function createClient(
  agent: http.Agent,
  made: (request: http.ClientRequest, isSecure: boolean) => void,
): AxiosInstance {
  // Loaded with the first request: the check of a program's inputs, which comes before it, needs no network.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const axios = require("axios") as AxiosStatic;
  const request = (options: https.RequestOptions, answered: (answer: http.IncomingMessage) => void) => {
    const isSecure = options.protocol === "https:";
    const outgoing = isSecure ? https.request(options, answered) : http.request(options, answered);
    made(outgoing, isSecure);
    return outgoing;
  };
  return axios.create({
    transport: { request },
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    responseType: "arraybuffer",
    decompress: false,
    headers: { "Accept-Encoding": ACCEPTED_ENCODING },
    validateStatus: () => true,
    maxContentLength: ANSWER_LIMIT_BYTES,
    maxBodyLength: REQUEST_LIMIT_BYTES,
  });
}

async function unpack(response: AxiosResponse<Buffer>): Promise<AxiosResponse<string>> {
  const { data, headers, config } = response;
  try {
    const encoding = headers["content-encoding"] as string | undefined;
    return Object.assign(response, { data: TEXT.decode(await unpacked(data, encoding, ANSWER_LIMIT_BYTES)) });
  } catch (error) {
    // The repetition is made from the config of an error.
    throw Object.assign(error as Error, { config });
  }
}

function repeat(
  client: AxiosInstance,
  rule: RetryRule,
  random: () => number,
  failureOf: (error: unknown) => Failure,
): void {
  client.interceptors.response.use((response: AxiosResponse<string>) => {
    if (rule.isTransient(plain(response))) throw new TransientAnswer(response, response.config);
    return response;
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { default: axiosRetry } = require("axios-retry") as { default: AxiosRetry };
  axiosRetry(client, {
    retries: rule.retries,
    retryCondition: (error: unknown) => error instanceof TransientAnswer || !isPermanent(failureOf(error)),
    retryDelay: (count, error: unknown) => {
      const headers = error instanceof TransientAnswer ? plain(error.response).headers : {};
      return retryDelayMs(count, { retryAfter: headers["retry-after"], date: headers["date"] }, random);
    },
    // A deadline that has passed, or passes during the pause, would cut the pause short.
    onRetry: (_count, _error, config) => {
      delete config.signal;
    },
  });
}

function configOf(request: HttpRequest) {
  return {
    method: request.method,
    url: request.url,
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { data: request.body }),
  };
}

const answerOf = (response: AxiosResponse<string>, request: HttpRequest): HttpResponse =>
  withoutEcho(plain(response), request);

function plain(response: AxiosResponse<string>): HttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return { status: response.status, headers, body: response.data };
}

function checkedProxy(url: URL, settings: ProxySettings): URL | undefined {
  try {
    return proxyFor(url, settings);
  } catch (error) {
    if (error instanceof ProxySettingError) throw new TransportError(error.message, true, true);
    throw error;
  }
}
