import type { HttpRequest } from "../http/transport.js";

/** Makes requests acceptable to the service in the name of one principal. */
export interface Authenticator {
  /** Who signs: an opaque text without secrets, equal for equal credentials; a renewed token counts as the same. */
  readonly principal: string;
  /** Account id (`domain_id`): as configured, else asked at IAM once. */
  account(): Promise<string>;
  /** Adds the token or the signature headers; the last step before a request is sent. */
  authorize(request: HttpRequest): Promise<HttpRequest>;
  /** After APIGW.0307: gets a new token. False where there is nothing to renew (AK/SK, a token given by the user). */
  renew(): Promise<boolean>;
}
