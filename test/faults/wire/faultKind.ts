import type { Authority } from "./authority.js";

/**
 * How far the request came, by what the service itself read: `never` is not one byte of its HTTP text, `whole` all of
 * it, `perhaps` whatever lies between, a connection that stood unread included.
 */
export type Reached = "never" | "perhaps" | "whole";

/** The part of the way that a fault belongs to. */
export type Family = "connection" | "tls" | "proxy" | "body" | "answer";

/** A fault that has been set up and waits for its request. */
export interface Scene {
  readonly url: string;
  /** The proxy that the request is to take. */
  readonly httpsProxy?: string;
  /** How far the requests so far came. */
  readonly reached: () => Reached | Promise<Reached>;
  /** Connections that the transport has made so far, to the proxy if there is one. */
  readonly connections: () => number;
  /** Connections of the transport that are open now, at the service and at the proxy. */
  readonly open: () => number;
  close(): Promise<unknown>;
}

/** One thing that goes wrong below the transport. */
export interface FaultKind {
  /** For people, to be read after "when". */
  readonly title: string;
  readonly family: Family;
  /** Only the deadline ends it. */
  readonly isEndless?: true;
  /** Size of the request's body where it matters. */
  readonly bodyBytes?: number;
  setUp(authority: Authority): Promise<Scene>;
}
