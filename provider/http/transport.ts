/** One HTTP request, exactly as it goes out. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Absolute address with its query, already percent-encoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes of the body: what is signed is what is sent. */
  readonly body?: Buffer;
  /** Deadline over the whole exchange, from name resolution to the last byte of the answer; with `retry` of each try. */
  readonly timeoutMs: number;
  /**
   * Repetition inside the transport, for requests that may be repeated. Absent: the request goes out once, on a
   * connection of its own, because a kept-alive socket that dies under a POST leaves its fate unknown.
   */
  readonly retry?: RetryRule;
}

/** When and how often a request may be repeated. */
export interface RetryRule {
  /** Repetitions after the first try. */
  readonly retries: number;
  /** Whether this answer is a passing fault. A transport failure always is, unless it is `permanent`. */
  isTransient(response: HttpResponse): boolean;
  /** Waited for before each try, outside its deadline; what it answers is called with what came of the try. */
  turn?(): Promise<(answer: HttpResponse | undefined) => void>;
  /** The headers of each try, made when its turn has come: a signature ages. Never fails. Default: those of the request. */
  headers?(): Promise<HttpRequest["headers"]>;
}

/** An answer, whatever its status: a status is never an error of the transport. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text (UTF-8). Here and in headers `***` stands for secret headers of the request that are repeated. */
  readonly body: string;
}

/** Carries a request to the service and its answer back. */
export interface Transport {
  /** @throws {TransportError} when there is no complete answer. */
  send(request: HttpRequest): Promise<HttpResponse>;
}

/** No complete answer was had. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  constructor(
    message: string,
    /**
     * True only when the socket never reported that it was connected (with TLS: secured, also inside a proxy's tunnel),
     * so that no byte of the request can have reached the service. With repetitions: true of every try.
     */
    readonly isUnsent: boolean,
    /** True when a repetition cannot help: a refused certificate, a proxy that wants authentication. */
    readonly isPermanent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
