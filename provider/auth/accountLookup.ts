import { factsOf, ServiceError } from "../http/serviceError.js";
import { printable } from "../http/printable.js";
import type { HttpRequest } from "../http/transport.js";
import { ask, iamUrl, isPassing, travel, type IamOptions } from "./iam.js";
import { jsonMember, memberOf } from "./jsonMember.js";

const OPERATION = "ListAuthDomains";
/** It becomes a part of addresses and of states; the same as the setting may hold. */
const ACCOUNT_ID = /^[A-Za-z0-9_-]{1,64}$/u;

/** Accounts that a message names. */
const NAMED = 5;

const REMEDY = "Set the account id in HW_DOMAIN_ID (cloudpond:domainId); the console shows it under My Credentials.";

/** Who asks. */
export interface Asker {
  /** Makes the request acceptable, without the account that is being asked for. */
  readonly authorize: (request: HttpRequest) => Promise<HttpRequest>;
  /** The account's name, where it is known: it chooses among several. */
  readonly domainName?: string | undefined;
  /** What to check when IAM refuses the credentials; names both spellings of the settings. */
  readonly advice: string;
  readonly secrets: readonly string[];
}

/**
 * The question for the account id, asked at IAM once: a found account is kept, and so is a refusal, because five failed
 * authentications lock a key. After a passing fault it may be asked again.
 * `GET /v3/auth/domains`
 * @returns a function that throws {@link ServiceError} when there is not exactly one account.
 */
export function accountLookup(asker: Asker, options: IamOptions): () => Promise<string> {
  let answer: Promise<string> | undefined;
  return () => {
    answer ??= lookUp(asker, options).catch((error: unknown) => {
      if (!(error instanceof ServiceError) || isPassing(error)) answer = undefined;
      throw error;
    });
    return answer;
  };
}

async function lookUp(asker: Asker, options: IamOptions): Promise<string> {
  const request = await asker.authorize({
    method: "GET",
    url: iamUrl(options.iamEndpoint, "/auth/domains"),
    headers: {},
    ...travel(options),
  });
  const response = await ask(
    {
      operation: OPERATION,
      request,
      expectedStatus: 200,
      advice: `IAM refused to name the account. ${asker.advice} With HW_DOMAIN_ID (cloudpond:domainId) set, IAM is not asked.`,
      secrets: asker.secrets,
    },
    options.transport,
  );
  const accounts = accountsIn(response.body).filter(
    ({ name }) => asker.domainName === undefined || name === asker.domainName,
  );
  const [account] = accounts;
  if (account !== undefined && accounts.length === 1) return account.id;
  const found = accounts
    .slice(0, NAMED)
    .map(({ id, name }) => `${printable(name, 64)} (${id})`)
    .join(", ");
  const more = accounts.length > NAMED ? ` and ${accounts.length - NAMED} more` : "";
  const reason =
    account === undefined ? "IAM named no account of these credentials." : `IAM named several: ${found}${more}.`;
  throw new ServiceError(`${reason} ${REMEDY}`, factsOf(OPERATION, response));
}

function accountsIn(body: string): { id: string; name: string }[] {
  const domains = jsonMember(body, "domains");
  return (Array.isArray(domains) ? domains : []).flatMap((domain: unknown) => {
    const id = memberOf(domain, "id");
    return typeof id === "string" && ACCOUNT_ID.test(id) ? [{ id, name: String(memberOf(domain, "name")) }] : [];
  });
}
