import type { Clock } from "./clock.js";
import { refuse, type Refusal } from "./refusal.js";
import type { Seed } from "./seed.js";
import {
  isSameSignature,
  MAX_CLOCK_DIFFERENCE_MS,
  parseAuthorization,
  parseSdkDate,
  signatureOf,
  type SignedRequest,
} from "./signature.js";
import type { Tokens } from "./tokens.js";

/** What authentication needs to know. */
export interface AuthenticationContext {
  readonly seed: Seed;
  readonly clock: Clock;
  readonly tokens: Tokens;
}

/**
 * The gateway's check: a token or a signature, exactly one of them.
 *
 * @throws Refusal 401 APIGW.0301 (wrong, incomplete or doubled authentication), 401 APIGW.0307 (expired token)
 */
export function authenticate(request: SignedRequest, context: AuthenticationContext): void {
  const { "x-auth-token": token, authorization } = request.headers;
  if (token !== undefined && authorization !== undefined) {
    throw incorrect("send either X-Auth-Token or a signature, not both");
  }
  if (token !== undefined) return checkToken(token, context.tokens);
  if (authorization === undefined) throw incorrect("neither X-Auth-Token nor a signature was sent");
  checkSignature(request, authorization, context);
}

/**
 * The account that the caller names must be the caller's own. Account-level services take it from `X-Domain-Id` where
 * the request is signed; a token carries it, so there the header is optional.
 *
 * @param pathAccount the `{domain_id}` of the path
 * @throws Refusal 403 APIGW.0302
 */
export function authorize(request: SignedRequest, pathAccount: string, account: string): void {
  const { "x-domain-id": domainId, authorization } = request.headers;
  const isSigned = authorization !== undefined && signedHeadersOf(authorization).includes("x-domain-id");
  if (authorization !== undefined && !isSigned) {
    throw refuse("APIGW.0302", "signed requests to an account-level service need X-Domain-Id among the signed headers");
  }
  if ((isSigned || domainId !== undefined) && domainId !== account) {
    throw refuse("APIGW.0302", "X-Domain-Id is not the account of these credentials");
  }
  if (pathAccount !== account) {
    throw refuse("APIGW.0302", "the account in the path is not the account of these credentials");
  }
}

function checkToken(token: string, tokens: Tokens): void {
  const judgement = tokens.judge(token);
  if (judgement === "unknown") throw incorrect("the token is not known");
  if (judgement === "expired") throw refuse("APIGW.0307", "The token must be updated: it has expired");
}

function checkSignature(request: SignedRequest, header: string, { seed, clock }: AuthenticationContext): void {
  const authorization = parseAuthorization(header);
  if (authorization === undefined) throw incorrect("the Authorization header is not an SDK-HMAC-SHA256 signature");
  const { accessKey, signedHeaders, signature } = authorization;
  if (!signedHeaders.includes("x-sdk-date")) throw incorrect("X-Sdk-Date must be among the signed headers");
  const signedAt = parseSdkDate(request.headers["x-sdk-date"] ?? "");
  if (signedAt === undefined) throw incorrect("X-Sdk-Date is missing or not of the form YYYYMMDDTHHMMSSZ");
  if (Math.abs(signedAt - clock.signature()) > MAX_CLOCK_DIFFERENCE_MS) {
    throw incorrect("X-Sdk-Date is more than 15 minutes away from the service's clock");
  }
  const secretKey = secretKeyFor(accessKey, request.headers["x-security-token"], seed, clock);
  if (!isSameSignature(signatureOf(request, signedHeaders, secretKey), signature)) {
    throw incorrect("verify aksk signature fail");
  }
}

function secretKeyFor(accessKey: string, securityToken: string | undefined, seed: Seed, clock: Clock): string {
  const permanent = seed.accessKeys.find((key) => key.accessKey === accessKey);
  if (permanent !== undefined) {
    if (securityToken !== undefined) throw incorrect("X-Security-Token was sent with a permanent access key");
    return permanent.secretKey;
  }
  const temporary = seed.temporaryCredentials.find((key) => key.accessKey === accessKey);
  if (temporary === undefined) throw incorrect("the access key is not known");
  if (temporary.securityToken !== securityToken) {
    throw incorrect("X-Security-Token is missing or does not belong to the temporary access key");
  }
  if (temporary.expiresAt !== undefined && clock.elapsed() >= Date.parse(temporary.expiresAt)) {
    throw incorrect("the temporary access key has expired");
  }
  return temporary.secretKey;
}

function signedHeadersOf(authorization: string): readonly string[] {
  return parseAuthorization(authorization)?.signedHeaders ?? [];
}

function incorrect(detail: string): Refusal {
  return refuse("APIGW.0301", `Incorrect IAM authentication information: ${detail}`);
}
