import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";

/** What the sockets of one try reported. */
export interface Exchange {
  /**
   * The service's side of the connection was up (`connect`; with TLS `secureConnect`, also inside a tunnel), so that
   * bytes of the request may have reached it. Error codes cannot tell: ECONNRESET comes up before and after.
   */
  isConnected: boolean;
  /** The proxy's answer to CONNECT; absent while there is none, and without a proxy. */
  proxyStatus?: number;
}

/** Watches a request from its creation on. */
export function observe(request: ClientRequest, isSecure: boolean): Exchange {
  const exchange: Exchange = { isConnected: false };
  const connected = (): void => {
    exchange.isConnected = true;
  };
  request.once("proxyConnect", (answer: { statusCode: number }) => {
    exchange.proxyStatus = answer.statusCode;
  });
  request.once("socket", (socket: Socket & { secureConnecting?: boolean }) => {
    // A socket that is not seen to be still connecting counts as connected: the claim "not sent" needs proof.
    const isPending = isSecure ? socket.secureConnecting === true : socket.connecting;
    if (request.reusedSocket || !isPending) connected();
    else socket.once(isSecure ? "secureConnect" : "connect", connected);
  });
  return exchange;
}
