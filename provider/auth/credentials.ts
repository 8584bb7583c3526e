/**
 * One complete way to prove who orders. Sets are never mixed, because an access key beside a foreign secret is a failed
 * authentication, and five of those lock the key.
 */
export type Credentials = TokenCredentials | AccessKeyCredentials | PasswordCredentials;

/** A token that the user got at IAM; it is used as it is and cannot be renewed here. */
export interface TokenCredentials {
  readonly kind: "token";
  /** Account-scoped IAM token, sent as `X-Auth-Token`. Secret. Valid 24 hours from its issue. */
  readonly token: string;
}

/** An access key: permanent, or temporary with its security token. Requests are signed, the secret never travels. */
export interface AccessKeyCredentials {
  readonly kind: "accessKey";
  /** Access key id (AK). */
  readonly accessKey: string;
  /** Secret access key (SK). Secret. */
  readonly secretKey: string;
  /** Security token of a temporary key, sent and signed as `X-Security-Token`; absent with a permanent key. Secret. */
  readonly securityToken?: string;
}

/** An IAM user with a password, exchanged at IAM for an account-scoped token. */
export interface PasswordCredentials {
  readonly kind: "password";
  /** Name of the IAM user. */
  readonly userName: string;
  /** Password of the IAM user. Secret. */
  readonly userPassword: string;
  /** Name of the account that the user belongs to. */
  readonly domainName: string;
}
