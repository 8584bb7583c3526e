/** Where a setting may come from. */
export type Source = "environment" | "configuration";

/** The two spellings of each setting: environment variable and key of the stack configuration, in full. */
export const SPELLINGS = {
  authToken: { environment: "HW_AUTH_TOKEN", configuration: "cloudpond:authToken" },
  accessKey: { environment: "HW_ACCESS_KEY", configuration: "cloudpond:accessKey" },
  secretKey: { environment: "HW_SECRET_KEY", configuration: "cloudpond:secretKey" },
  securityToken: { environment: "HW_SECURITY_TOKEN", configuration: "cloudpond:securityToken" },
  userName: { environment: "HW_USER_NAME", configuration: "cloudpond:userName" },
  userPassword: { environment: "HW_USER_PASSWORD", configuration: "cloudpond:userPassword" },
  domainName: { environment: "HW_DOMAIN_NAME", configuration: "cloudpond:domainName" },
  domainId: { environment: "HW_DOMAIN_ID", configuration: "cloudpond:domainId" },
  region: { environment: "HW_REGION_NAME", configuration: "cloudpond:region" },
  iamEndpoint: { environment: "HW_AUTH_URL", configuration: "cloudpond:iamEndpoint" },
  endpoint: { environment: "CLOUDPOND_ENDPOINT", configuration: "cloudpond:endpoint" },
  insecure: { environment: "HW_INSECURE", configuration: "cloudpond:insecure" },
  maxRetries: { environment: "HW_MAX_RETRIES", configuration: "cloudpond:maxRetries" },
  requestTimeoutSeconds: {
    environment: "CLOUDPOND_REQUEST_TIMEOUT_SECONDS",
    configuration: "cloudpond:requestTimeoutSeconds",
  },
  settleSeconds: { environment: "CLOUDPOND_SETTLE_SECONDS", configuration: "cloudpond:settleSeconds" },
  allowPurchases: { environment: "CLOUDPOND_ALLOW_PURCHASES", configuration: "cloudpond:allowPurchases" },
  preflight: { environment: "CLOUDPOND_PREFLIGHT", configuration: "cloudpond:preflight" },
  preflightSeconds: { environment: "CLOUDPOND_PREFLIGHT_SECONDS", configuration: "cloudpond:preflightSeconds" },
  quote: { environment: "CLOUDPOND_QUOTE", configuration: "cloudpond:quote" },
  billingSite: { environment: "CLOUDPOND_BILLING_SITE", configuration: "cloudpond:billingSite" },
  billingEndpoint: { environment: "CLOUDPOND_BILLING_ENDPOINT", configuration: "cloudpond:billingEndpoint" },
} as const satisfies Record<string, Readonly<Record<Source, string>>>;

export type SettingName = keyof typeof SPELLINGS;

/** Both spellings of a setting, for messages. */
export const spelled = (name: SettingName): string =>
  `${SPELLINGS[name].environment} / ${SPELLINGS[name].configuration}`;

const PLACES: Readonly<Record<Source, string>> = { environment: "the environment", configuration: "the configuration" };

/** What is wrong with a value. It must not quote the value: a secret may have landed under the wrong name. */
export type Problem = string;

/** A reading of one value: the value, or what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly problem: Problem };

/**
 * The raw settings of both sources, and the problems found while they are read. An empty value counts as unset,
 * because a variable cannot always be removed from an environment.
 */
export class Sources {
  readonly problems: string[] = [];

  constructor(
    private readonly stackConfig: (key: string) => unknown,
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  /** The text of a setting in one source, undefined where it is not set there. */
  text(name: SettingName, source: Source): string | undefined {
    const raw =
      source === "environment"
        ? this.env[SPELLINGS[name].environment]
        : this.stackConfig(SPELLINGS[name].configuration);
    if (raw === undefined || raw === null || raw === "") return undefined;
    if (typeof raw === "string") return raw;
    if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
    this.report(name, source, "must be a text");
    return undefined;
  }

  /** A setting where the environment wins. A bad value is reported and reads as unset. */
  preferred<T>(name: SettingName, parse: (text: string) => Reading<T>): T | undefined {
    return this.parsed(name, "environment", parse) ?? this.parsed(name, "configuration", parse);
  }

  /** A setting on which both sources have to agree where both set it: what it names must not depend on the machine. */
  agreed<T extends string>(name: SettingName, parse: (text: string) => Reading<T>): T | undefined {
    const fromEnvironment = this.parsed(name, "environment", parse);
    const fromConfiguration = this.parsed(name, "configuration", parse);
    if (fromEnvironment !== undefined && fromConfiguration !== undefined && fromEnvironment !== fromConfiguration) {
      this.problems.push(
        `${SPELLINGS[name].environment} in the environment and ${SPELLINGS[name].configuration} in the configuration ` +
          "differ: make them agree or remove one of them.",
      );
    }
    return fromEnvironment ?? fromConfiguration;
  }

  /** A permission: one source that says no is enough, so that no machine's environment opens what a stack has closed. */
  permitted(name: SettingName, parse: (text: string) => Reading<boolean>): boolean {
    const given = [this.parsed(name, "environment", parse), this.parsed(name, "configuration", parse)];
    return !given.includes(false);
  }

  parsed<T>(name: SettingName, source: Source, parse: (text: string) => Reading<T>): T | undefined {
    const text = this.text(name, source);
    if (text === undefined) return undefined;
    const reading = parse(text);
    if ("value" in reading) return reading.value;
    this.report(name, source, reading.problem);
    return undefined;
  }

  private report(name: SettingName, source: Source, problem: Problem): void {
    this.problems.push(`${spelled(name)}: the value from ${PLACES[source]} ${problem}.`);
  }
}
