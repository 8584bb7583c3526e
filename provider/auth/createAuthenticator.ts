import { createHash } from "node:crypto";
import type { HttpRequest } from "../http/transport.js";
import { accountLookup, type Asker } from "./accountLookup.js";
import type { Authenticator } from "./authenticator.js";
import type { AccessKeyCredentials, Credentials, PasswordCredentials, TokenCredentials } from "./credentials.js";
import type { IamOptions } from "./iam.js";
import { sign } from "./signer.js";
import { createToken } from "./tokenExchange.js";
import { TokenStore } from "./tokenStore.js";

/** What {@link createAuthenticator} needs. */
export interface AuthenticatorOptions extends IamOptions {
  readonly credentials: Credentials;
  /** Account id as configured; without it IAM is asked. */
  readonly domainId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock: { now(): number };
}

/** The authenticator for these credentials. Asks nothing before it is used. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { credentials } = options;
  switch (credentials.kind) {
    case "token":
      return givenToken(credentials, options);
    case "accessKey":
      return accessKey(credentials, options);
    case "password":
      return password(credentials, options);
  }
}

function givenToken({ token }: TokenCredentials, options: AuthenticatorOptions): Authenticator {
  const authorize = async (request: HttpRequest): Promise<HttpRequest> => withToken(request, token);
  return {
    principal: `token:${fingerprint(token)}`,
    account: accountOf(options, {
      authorize,
      advice: "Check HW_AUTH_TOKEN (cloudpond:authToken): a token lives 24 hours and must be scoped to the account.",
      secrets: [token],
    }),
    authorize,
    renew: async () => false,
  };
}

function accessKey(credentials: AccessKeyCredentials, options: AuthenticatorOptions): Authenticator {
  const signed = async (request: HttpRequest): Promise<HttpRequest> =>
    sign(request, credentials, new Date(options.clock.now()));
  const account = accountOf(options, {
    authorize: signed,
    advice:
      "Check HW_ACCESS_KEY (cloudpond:accessKey), HW_SECRET_KEY (cloudpond:secretKey), for a temporary key " +
      "HW_SECURITY_TOKEN (cloudpond:securityToken), and the clock of this machine. The key needs iam:users:getUser.",
    secrets: [credentials.secretKey, credentials.securityToken ?? ""],
  });
  return {
    principal: `ak:${fingerprint(credentials.accessKey)}`,
    account,
    authorize: async (request) =>
      signed({ ...request, headers: { ...request.headers, "X-Domain-Id": await account() } }),
    renew: async () => false,
  };
}

function password(credentials: PasswordCredentials, options: AuthenticatorOptions): Authenticator {
  const { userName, userPassword, domainName } = credentials;
  const { clock } = options;
  const tokens = new TokenStore(() => createToken(credentials, options, clock.now()), clock);
  const authorize = async (request: HttpRequest): Promise<HttpRequest> => withToken(request, await tokens.get());
  return {
    principal: `user:${fingerprint(JSON.stringify([domainName, userName]))}`,
    account: accountOf(options, {
      authorize,
      domainName,
      advice: "Check HW_USER_NAME (cloudpond:userName) and HW_DOMAIN_NAME (cloudpond:domainName).",
      secrets: [userPassword],
    }),
    authorize,
    async renew() {
      await tokens.renew();
      return true;
    },
  };
}

function accountOf({ domainId, ...options }: AuthenticatorOptions, asker: Asker): () => Promise<string> {
  return domainId === undefined ? accountLookup(asker, options) : async () => domainId;
}

function withToken(request: HttpRequest, token: string): HttpRequest {
  return { ...request, headers: { ...request.headers, "X-Auth-Token": token } };
}

/** Tells principals apart without telling who they are. */
function fingerprint(identity: string): string {
  return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}
