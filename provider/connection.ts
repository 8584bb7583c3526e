import { createAuthenticator } from "./auth/createAuthenticator.js";
import { AuthenticationGate } from "./cloudpond/authenticationGate.js";
import { createClient, type CloudPondClient } from "./cloudpond/client.js";
import { FleetClient } from "./cloudpond/fleetClient.js";
import type { Settings } from "./config.js";
import { Pace, type PaceClock } from "./http/pace.js";
import type { Transport } from "./http/transport.js";

/** A way to one account of the service. */
export interface Connection {
  /** For what must come about: with the deadline and the repetitions of the settings. */
  readonly client: CloudPondClient;
  /** For what can do without: each call ends after this time and is repeated once at most. */
  readonly within: (limitMs: number) => CloudPondClient;
  /** The same client for many orders at a time. */
  readonly fleet: (client: CloudPondClient) => FleetClient;
}

/** Settings in, service out. Credentials that one of its clients was refused are not sent by the other ones either. */
export function connect(
  settings: Settings,
  { clock, transport }: { readonly clock: PaceClock; readonly transport: Transport },
): Connection {
  const { endpoint, iamEndpoint, credentials, domainId, requestTimeoutMs, maxRetries, billing } = settings;
  const authenticator = createAuthenticator({
    credentials,
    iamEndpoint,
    transport,
    clock,
    requestTimeoutMs,
    maxRetries,
    ...(domainId === undefined ? {} : { domainId }),
  });
  const gate = new AuthenticationGate();
  const pace = new Pace(clock);
  const limited = (limits: Pick<Settings, "requestTimeoutMs" | "maxRetries">): CloudPondClient =>
    createClient({
      transport,
      authenticator,
      gate,
      pace,
      endpoint,
      billingEndpoint: billing.endpoint,
      clock,
      ...limits,
    });
  return {
    client: limited({ requestTimeoutMs, maxRetries }),
    within: (limitMs) =>
      limited({ requestTimeoutMs: Math.min(limitMs, requestTimeoutMs), maxRetries: Math.min(1, maxRetries) }),
    fleet: (client) => new FleetClient(client, clock),
  };
}
