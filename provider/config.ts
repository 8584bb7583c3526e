import { homedir } from "node:os";
import type { Credentials } from "./auth/credentials.js";
import { ConfigError } from "./config/configError.js";
import { readCredentials } from "./config/credentials.js";
import {
  parseAccountId,
  parseBoolean,
  parseChoice,
  parseEndpoint,
  parseIamEndpoint,
  parseRegion,
  parseTyped,
  parseWholeNumber,
} from "./config/parsers.js";
import { Sources } from "./config/sources.js";
import { readSwitches, type Switches } from "./config/switches.js";
import { stateDirectory, type PlatformFacts } from "./config/stateDirectory.js";

export { ConfigError } from "./config/configError.js";
export type { PlatformFacts } from "./config/stateDirectory.js";
export type { PreflightSettings, Switches } from "./config/switches.js";

/**
 * Everything that is set from outside, checked. Each setting can be given as an environment variable or as a key of the
 * stack configuration (`pulumi config set cloudpond:endpoint …`, with `--secret` for secrets). Where both are given the
 * environment wins, except for account, region and endpoints, which must agree.
 */
export interface Settings extends Switches {
  /**
   * Who orders: the first complete set of one source, environment before configuration. Within a source a token
   * (`HW_AUTH_TOKEN` / `cloudpond:authToken`) comes before an access key (`HW_ACCESS_KEY` / `cloudpond:accessKey`,
   * `HW_SECRET_KEY` / `cloudpond:secretKey`, for a temporary key `HW_SECURITY_TOKEN` / `cloudpond:securityToken`), and
   * that before an IAM user (`HW_USER_NAME` / `cloudpond:userName`, `HW_USER_PASSWORD` / `cloudpond:userPassword`,
   * `HW_DOMAIN_NAME` / `cloudpond:domainName`). An incomplete set is an error, never completed from elsewhere. Secret.
   */
  readonly credentials: Credentials;
  /** Account id: `HW_DOMAIN_ID` / `cloudpond:domainId`. Default: looked up at IAM with the credentials. */
  readonly domainId?: string;
  /**
   * CloudPond's address, without a closing slash: `CLOUDPOND_ENDPOINT` / `cloudpond:endpoint`. Default
   * `https://ies.myhuaweicloud.com`, the only one the official SDKs know; no international one is published. `http` is
   * accepted on loopback addresses only.
   */
  readonly endpoint: string;
  /**
   * IAM's address, without a closing slash and without `/v3`: `HW_AUTH_URL` / `cloudpond:iamEndpoint`, with or without
   * `/v3`. Default `https://iam.myhuaweicloud.com`, or `https://iam.<region>.myhuaweicloud.com` where a region is given
   * (`HW_REGION_NAME` / `cloudpond:region`); the region has no other effect.
   */
  readonly iamEndpoint: string;
  /** The billing service, which alone knows prices. */
  readonly billing: BillingSettings;
  /** Accepts any server certificate: `HW_INSECURE` / `cloudpond:insecure`, `true`, `false`, `1` or `0`. Default false. */
  readonly insecure: boolean;
  /**
   * Repetitions of a failed read, 0 to 10: `HW_MAX_RETRIES` / `cloudpond:maxRetries`. Default 4. Orders are never
   * repeated by this.
   */
  readonly maxRetries: number;
  /**
   * Deadline of each call: `CLOUDPOND_REQUEST_TIMEOUT_SECONDS` / `cloudpond:requestTimeoutSeconds`, 1 to 600 seconds,
   * default 60; here in milliseconds.
   */
  readonly requestTimeoutMs: number;
  /**
   * How long to look for an order whose fate is unknown: `CLOUDPOND_SETTLE_SECONDS` / `cloudpond:settleSeconds`, 0 (one
   * look) to 3600 seconds, default 120; here in milliseconds.
   */
  readonly settleMs: number;
  /** `HTTPS_PROXY` and `NO_PROXY`, in either case; the lower-case spelling wins, as in curl. Environment only. */
  readonly proxy: { readonly httpsProxy?: string; readonly noProxy?: string };
  /** Folder of the notes about purchases (see `stateDirectory`); absent where the machine knows no home directory. */
  readonly stateDir?: string;
}

/** Where prices are asked for (BSS, ListRateOnPeriodDetail). */
export interface BillingSettings {
  /**
   * Which Huawei Cloud the account belongs to: `CLOUDPOND_BILLING_SITE` / `cloudpond:billingSite`, `china` (default) or
   * `international`. Only the one in China prices payment in instalments.
   */
  readonly site: "china" | "international";
  /**
   * Its address, without a closing slash: `CLOUDPOND_BILLING_ENDPOINT` / `cloudpond:billingEndpoint`. Default
   * `https://bss.myhuaweicloud.com`, of the international site `https://bss-intl.myhuaweicloud.com`.
   */
  readonly endpoint: string;
}

/** The stack configuration: an object, or a function from a full key (`cloudpond:endpoint`) to its value. */
export type StackConfig = Readonly<Record<string, unknown>> | ((key: string) => unknown);

/** @throws {ConfigError} naming all problems at once. */
export function readSettings(
  stackConfig: StackConfig,
  env: Readonly<Record<string, string | undefined>> = currentEnvironment(),
  platform: PlatformFacts = currentPlatform(),
): Settings {
  const sources = sourcesOf(stackConfig, env);

  const credentials = readCredentials(sources);
  // For its problem only: the credentials take the name from their own source.
  sources.agreed("domainName", parseTyped);
  const domainId = sources.agreed("domainId", parseAccountId);
  const endpoint = sources.agreed("endpoint", parseEndpoint) ?? "https://ies.myhuaweicloud.com";
  const region = sources.agreed("region", parseRegion);
  const iamEndpoint =
    sources.agreed("iamEndpoint", parseIamEndpoint) ??
    `https://iam.${region === undefined ? "" : `${region}.`}myhuaweicloud.com`;
  const billingSite = sources.agreed("billingSite", parseChoice("china", "international")) ?? "china";
  const billingEndpoint = sources.agreed("billingEndpoint", parseEndpoint) ?? BILLING_ENDPOINTS[billingSite];
  const switches = readSwitches(sources);
  const insecure = sources.preferred("insecure", parseBoolean) ?? false;
  const maxRetries = sources.preferred("maxRetries", parseWholeNumber(0, 10)) ?? 4;
  const requestTimeoutSeconds = sources.preferred("requestTimeoutSeconds", parseWholeNumber(1, 600)) ?? 60;
  const settleSeconds = sources.preferred("settleSeconds", parseWholeNumber(0, 3600)) ?? 120;

  if (credentials === undefined || sources.problems.length > 0) throw new ConfigError([...new Set(sources.problems)]);

  const httpsProxy = env["https_proxy"] || env["HTTPS_PROXY"];
  const noProxy = env["no_proxy"] || env["NO_PROXY"];
  const stateDir = stateDirectory(env, platform);
  return {
    ...switches,
    credentials,
    endpoint,
    iamEndpoint,
    billing: { site: billingSite, endpoint: billingEndpoint },
    insecure,
    maxRetries,
    requestTimeoutMs: requestTimeoutSeconds * 1000,
    settleMs: settleSeconds * 1000,
    proxy: { ...(httpsProxy ? { httpsProxy } : {}), ...(noProxy ? { noProxy } : {}) },
    ...(domainId === undefined ? {} : { domainId }),
    ...(stateDir === undefined ? {} : { stateDir }),
  };
}

/**
 * The part of the settings that counts without credentials, too.
 * @throws {ConfigError} naming all problems of these at once.
 */
export function readStackSwitches(
  stackConfig: StackConfig,
  env: Readonly<Record<string, string | undefined>> = currentEnvironment(),
): Switches {
  const sources = sourcesOf(stackConfig, env);
  const switches = readSwitches(sources);
  if (sources.problems.length > 0) throw new ConfigError(sources.problems);
  return switches;
}

const sourcesOf = (stackConfig: StackConfig, env: Readonly<Record<string, string | undefined>>): Sources =>
  new Sources(typeof stackConfig === "function" ? stackConfig : (key) => stackConfig[key], env);

const BILLING_ENDPOINTS = {
  china: "https://bss.myhuaweicloud.com",
  international: "https://bss-intl.myhuaweicloud.com",
} as const;

/** The environment of this process; every other file gets what it needs from {@link Settings}. */
export const currentEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;

/** What this machine says of itself. */
export function currentPlatform(): PlatformFacts {
  try {
    return { platform: process.platform, homeDir: homedir() };
  } catch {
    // Without HOME and without an entry in the user database Node throws (ERR_SYSTEM_ERROR); orders can do without.
    return { platform: process.platform };
  }
}
