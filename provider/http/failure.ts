import type { Exchange } from "./exchange.js";
import { codeOf, plainCause } from "./redaction.js";
import { TransportError } from "./transport.js";

/** One try that ended without a complete answer. */
export interface Failure {
  readonly error: unknown;
  readonly exchange: Exchange;
  readonly url: URL;
  readonly proxy: URL | undefined;
  readonly timeoutMs: number;
  /** The deadline ended it. */
  readonly isTimedOut: boolean;
}

interface Kind {
  readonly is: (failure: Failure) => boolean;
  readonly isPermanent?: true;
  readonly sentences: (failure: Failure) => string;
}

/** Codes of refused certificates: those of X509_verify_cert that Node passes on, and Node's own for a foreign name. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
  "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** The first that applies names the failure. */
const KINDS: readonly Kind[] = [
  {
    is: ({ exchange }) => exchange.proxyStatus === 407,
    isPermanent: true,
    sentences: (failure) =>
      `The proxy ${far(failure)} wants a user name and a password (HTTP 407). ` +
      "Put them into HTTPS_PROXY: http://user:password@host:port.",
  },
  {
    is: ({ exchange }) => exchange.proxyStatus !== undefined && exchange.proxyStatus !== 200,
    sentences: (failure) =>
      `The proxy ${far(failure)} did not connect to ${failure.url.host} (${answered(failure)}). ` +
      "Have that host allowed at the proxy, or name it in NO_PROXY if it can be reached directly.",
  },
  {
    is: ({ error, exchange }) => !exchange.isConnected && CERTIFICATE_CODES.has(codeOf(error) ?? ""),
    isPermanent: true,
    sentences: (failure) =>
      `The certificate of ${far(failure)} was refused (${codeOf(failure.error)}). If it comes from an authority of ` +
      "your own, name that authority's certificate file in NODE_EXTRA_CA_CERTS before Pulumi starts; " +
      "HW_INSECURE=true (cloudpond:insecure) switches the check off, for tests only.",
  },
  {
    is: ({ isTimedOut, exchange }) => isTimedOut && !exchange.isConnected,
    sentences: (failure) =>
      `No connection to ${far(failure)} was up within ${seconds(failure)}. ` +
      "Check the network, HTTPS_PROXY and NO_PROXY.",
  },
  {
    is: ({ isTimedOut }) => isTimedOut,
    sentences: (failure) =>
      `${failure.url.host} did not answer completely within ${seconds(failure)} ` +
      "(CLOUDPOND_REQUEST_TIMEOUT_SECONDS, cloudpond:requestTimeoutSeconds).",
  },
  {
    is: ({ error }) => ["ENOTFOUND", "EAI_AGAIN"].includes(codeOf(error) ?? ""),
    sentences: (failure) =>
      `The name of ${far(failure)} could not be resolved (${codeOf(failure.error)}). ` +
      "Check its spelling, the name service, HTTPS_PROXY and NO_PROXY.",
  },
  {
    is: ({ exchange }) => !exchange.isConnected,
    sentences: (failure) =>
      `No connection to ${far(failure)} could be made${coded(failure)}. ` +
      "Check the address, the network, HTTPS_PROXY and NO_PROXY.",
  },
  {
    is: () => true,
    sentences: (failure) =>
      `The answer of ${failure.url.host} did not arrive whole${coded(failure)}. ` +
      "The network, a proxy or the service broke it off.",
  },
];

/** Whether another try can help. */
export function isPermanent(failure: Failure): boolean {
  return kindOf(failure)?.isPermanent === true;
}

/**
 * The error to throw.
 * @param isUnsent of all tries together.
 */
export function transportError(failure: Failure, isUnsent: boolean): TransportError {
  const sentences = kindOf(failure)?.sentences(failure) ?? "";
  return new TransportError(sentences, isUnsent, isPermanent(failure), { cause: plainCause(failure.error) });
}

function kindOf(failure: Failure): Kind | undefined {
  return KINDS.find((kind) => kind.is(failure));
}

/** The end that the failure happened at: the proxy until it has opened its tunnel. Never with user and password. */
function far({ exchange, url, proxy }: Failure): string {
  return proxy === undefined || exchange.proxyStatus === 200 ? url.host : proxy.host;
}

/** What calls itself a proxy may speak something else than HTTP. */
function answered({ exchange: { proxyStatus } }: Failure): string {
  return Number.isNaN(proxyStatus) ? "its answer is not HTTP" : `HTTP ${proxyStatus}`;
}

function coded({ error }: Failure): string {
  const code = codeOf(error);
  return code === undefined ? "" : ` (${code})`;
}

function seconds({ timeoutMs }: Failure): string {
  return `${timeoutMs / 1000} s`;
}
