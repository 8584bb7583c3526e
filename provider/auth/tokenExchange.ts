import { ServiceError, factsOf } from "../http/serviceError.js";
import type { PasswordCredentials } from "./credentials.js";
import { ask, iamUrl, travel, type IamOptions } from "./iam.js";
import { jsonMember } from "./jsonMember.js";

const OPERATION = "CreateToken";

const ADVICE =
  "IAM refused the user name and password. Check HW_USER_NAME (cloudpond:userName), HW_USER_PASSWORD " +
  "(cloudpond:userPassword) and HW_DOMAIN_NAME (cloudpond:domainName): the user must be an IAM user of that account, " +
  "a HUAWEI ID gets no token. This process does not ask again, because repeated failures lock the user.";

/** A token and how long it lives. */
export interface IssuedToken {
  readonly value: string;
  /** Life from its issue on, in milliseconds, as both ends of it were read from the clock of IAM. */
  readonly lifetimeMs: number;
}

/**
 * Exchanges user and password for a token of the whole account: CloudPond is an account-level service.
 * `POST /v3/auth/tokens`
 * @throws {ServiceError} when IAM refuses, cannot be reached, or answers without a token.
 * @see https://support.huaweicloud.com/api-iam/iam_30_0001.html
 */
export async function createToken(
  credentials: PasswordCredentials,
  options: IamOptions,
  nowMs: number,
): Promise<IssuedToken> {
  const { userName, userPassword, domainName } = credentials;
  const domain = { name: domainName };
  const user = { name: userName, password: userPassword, domain };
  const response = await ask(
    {
      operation: OPERATION,
      request: {
        method: "POST",
        url: iamUrl(options.iamEndpoint, "/auth/tokens?nocatalog=true"),
        headers: { "Content-Type": "application/json" },
        body: Buffer.from(
          JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope: { domain } } }),
        ),
        ...travel(options),
      },
      expectedStatus: 201,
      advice: ADVICE,
      secrets: [userPassword],
    },
    options.transport,
  );
  const value = response.headers["x-subject-token"];
  const expiresMs = instantOf(jsonMember(response.body, "token", "expires_at"));
  if (value === undefined || value === "" || expiresMs === undefined) {
    throw new ServiceError(
      "The answer holds no token. Check that HW_AUTH_URL (cloudpond:iamEndpoint) is the address of IAM.",
      factsOf(OPERATION, response),
    );
  }
  const issuedMs = instantOf(jsonMember(response.body, "token", "issued_at")) ?? nowMs;
  return { value, lifetimeMs: expiresMs - issuedMs };
}

function instantOf(time: unknown): number | undefined {
  const instant = typeof time === "string" ? Date.parse(time) : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}
