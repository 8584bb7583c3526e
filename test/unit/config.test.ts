import { homedir } from "node:os";
import fc from "fast-check";
import {
  ConfigError,
  currentEnvironment,
  currentPlatform,
  readSettings,
  readStackSwitches,
} from "../../provider/config.js";
import { SPELLINGS, type SettingName } from "../../provider/config/sources.js";

type Values = Partial<Record<SettingName, string>>;

const PLATFORM = { platform: "linux", homeDir: "/home/anna" };
const KEY: Values = { accessKey: "AKID", secretKey: "s3cret" };

const environment = (values: Values): Record<string, string> => spelledAs("environment", values);
const configuration = (values: Values): Record<string, string> => spelledAs("configuration", values);

function spelledAs(source: "environment" | "configuration", values: Values): Record<string, string> {
  return Object.fromEntries(
    (Object.entries(values) as [SettingName, string][]).map(([name, value]) => [SPELLINGS[name][source], value]),
  );
}

const read = (env: Values, config: Values = {}, more: Record<string, string> = {}) =>
  readSettings(configuration(config), { ...environment(env), ...more }, PLATFORM);

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("with nothing but an access key", () => {
  it("everything else has its documented default", () => {
    expect(read(KEY)).toEqual({
      credentials: { kind: "accessKey", accessKey: "AKID", secretKey: "s3cret" },
      endpoint: "https://ies.myhuaweicloud.com",
      iamEndpoint: "https://iam.myhuaweicloud.com",
      billing: { site: "china", endpoint: "https://bss.myhuaweicloud.com" },
      allowPurchases: true,
      preflight: { mode: "error", limitMs: 10_000 },
      quote: false,
      insecure: false,
      maxRetries: 4,
      requestTimeoutMs: 60_000,
      settleMs: 120_000,
      proxy: {},
      stateDir: "/home/anna/.local/state/pulumi-cloudpond",
    });
  });

  it("the stack configuration may be given as a function", () => {
    const config = configuration({ ...KEY, maxRetries: "7" });
    expect(readSettings((key) => config[key], {}, PLATFORM).maxRetries).toBe(7);
  });

  it("environment and machine default to those of the process", () => {
    expect(currentEnvironment()).toBe(process.env);
    expect(currentPlatform()).toEqual({ platform: process.platform, homeDir: homedir() });
  });
});

describe("credentials", () => {
  const token: Values = { authToken: "tok" };
  const user: Values = { userName: "anna", userPassword: "pass word", domainName: "acme" };

  it.each<[string, Values, Values, object]>([
    ["a token before a key", { ...token, ...KEY }, {}, { kind: "token", token: "tok" }],
    ["a key before a user", { ...KEY, ...user }, {}, { kind: "accessKey", accessKey: "AKID", secretKey: "s3cret" }],
    ["a user and password", user, {}, { kind: "password", ...user }],
    [
      "a temporary key with its security token",
      { ...KEY, securityToken: "sts" },
      {},
      { kind: "accessKey", accessKey: "AKID", secretKey: "s3cret", securityToken: "sts" },
    ],
    ["the environment's user before the configuration's token", user, token, { kind: "password", ...user }],
    ["the configuration where the environment has none", {}, token, { kind: "token", token: "tok" }],
    ["the configuration beside a mere account name", { domainName: "acme" }, token, { kind: "token", token: "tok" }],
    [
      "no security token from the other source",
      KEY,
      { securityToken: "sts" },
      { kind: "accessKey", accessKey: "AKID", secretKey: "s3cret" },
    ],
    [
      "a key even where an empty variable stands for a token",
      { authToken: "", ...KEY },
      {},
      { kind: "accessKey", accessKey: "AKID", secretKey: "s3cret" },
    ],
  ])("takes %s", (_, env, config, expected) => {
    expect(read(env, config).credentials).toEqual(expected);
  });

  it.each<[string, Values, Values, string[]]>([
    ["a key without its secret", { accessKey: "AKID" }, {}, ["HW_ACCESS_KEY", "HW_SECRET_KEY", "cloudpond:secretKey"]],
    ["a key completed by the configuration", { accessKey: "AKID" }, { secretKey: "x" }, ["HW_SECRET_KEY"]],
    ["a half key in the environment beside a whole one", { secretKey: "x" }, KEY, ["HW_SECRET_KEY", "HW_ACCESS_KEY"]],
    ["a security token alone", { securityToken: "sts" }, {}, ["HW_SECURITY_TOKEN", "HW_ACCESS_KEY", "HW_SECRET_KEY"]],
    ["a half key before a whole user", { accessKey: "AKID", ...user }, {}, ["HW_SECRET_KEY"]],
    [
      "a user whose account is named elsewhere",
      { userName: "anna", userPassword: "p" },
      { domainName: "acme" },
      ["HW_DOMAIN_NAME"],
    ],
    ["a half user in the configuration", {}, { userName: "anna" }, ["cloudpond:userName", "cloudpond:userPassword"]],
    ["none", {}, {}, ["HW_AUTH_TOKEN", "cloudpond:authToken", "HW_ACCESS_KEY", "HW_USER_PASSWORD", "HW_DOMAIN_NAME"]],
  ])("refuses %s", (_, env, config, named) => {
    const problems = problemsOf(() => read(env, config));
    expect(problems).toHaveLength(1);
    for (const name of named) expect(problems[0]).toContain(name);
  });

  it.each<[SettingName, string]>([
    ["authToken", "to ken"],
    ["authToken", "token\n"],
    ["userPassword", "hush\r\n"],
  ])("refuses a pasting slip in %s without showing it", (name, value) => {
    const problems = problemsOf(() => read({ ...user, [name]: value }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(SPELLINGS[name].environment);
    expect(problems[0]).not.toContain(value.trim());
  });

  it("no message ever shows a secret, whatever else is wrong", () => {
    const secrets = ["authToken", "accessKey", "secretKey", "securityToken", "userPassword"] as const;
    fc.assert(
      fc.property(
        fc.subarray([...secrets]),
        fc.subarray([...secrets]),
        fc.constantFrom("", " ", "\n"),
        (inEnvironment, inConfiguration, slip) => {
          const values = (names: readonly SettingName[]): Values =>
            Object.fromEntries(names.map((name) => [name, `hush-${name}${slip}`]));
          const problems = problemsOf(() =>
            read({ ...values(inEnvironment), maxRetries: "many" }, { ...values(inConfiguration), insecure: "hush" }),
          );
          expect(problems.length).toBeGreaterThan(1);
          expect(problems.join()).not.toContain("hush");
        },
      ),
    );
  });
});

describe("endpoints", () => {
  it.each([
    ["https://ies.example.com/", "https://ies.example.com"],
    ["https://ies.example.com:8443/prefix//", "https://ies.example.com:8443/prefix"],
    ["HTTPS://IES.Example.com", "https://ies.example.com"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://127.0.0.1:1234/", "http://127.0.0.1:1234"],
    ["http://127.9.8.7", "http://127.9.8.7"],
    ["http://[::1]:99", "http://[::1]:99"],
  ])("%s is taken as %s", (given, taken) => {
    expect(read({ ...KEY, endpoint: given }).endpoint).toBe(taken);
  });

  it.each([
    ["http://ies.example.com", "https"],
    ["http://localhost.example.com", "https"],
    ["http://128.0.0.1", "https"],
    ["http://127.0.0.1.example.com", "https"],
    ["http://[::2]", "https"],
    ["ies.example.com", "https://"],
    ["ftp://ies.example.com", "https://"],
    ["https://", "https://"],
    ["https://user:hush@ies.example.com", "user name"],
    ["https://ies.example.com/?a=hush", "query"],
    ["https://ies.example.com/#hush", "fragment"],
  ])("%s is refused", (given, said) => {
    const problems = problemsOf(() => read({ ...KEY, endpoint: given }));
    expect(problems).toEqual([expect.stringContaining("CLOUDPOND_ENDPOINT / cloudpond:endpoint")]);
    expect(problems[0]).toContain(said);
    expect(problems[0]).not.toContain("hush");
  });

  it.each([
    ["https://iam.example.com/v3", "https://iam.example.com"],
    ["https://iam.example.com/v3/", "https://iam.example.com"],
    ["https://iam.example.com", "https://iam.example.com"],
    ["http://localhost:1/iam/v3", "http://localhost:1/iam"],
  ])("IAM at %s is taken as %s", (given, taken) => {
    expect(read({ ...KEY, iamEndpoint: given }).iamEndpoint).toBe(taken);
  });

  it("a region picks IAM's host and nothing else", () => {
    const settings = read({ ...KEY, region: "ap-southeast-3" });
    expect(settings).toEqual({ ...read(KEY), iamEndpoint: "https://iam.ap-southeast-3.myhuaweicloud.com" });
    expect(read({ ...KEY, region: "cn-north-4", iamEndpoint: "https://iam.example.com" }).iamEndpoint).toBe(
      "https://iam.example.com",
    );
  });

  it.each(["evil.com/", "cn-north-4.evil", "CN-NORTH-4", "cn", "cn_north", "cn-north-4\n"])(
    "%j is no region",
    (region) => {
      expect(problemsOf(() => read({ ...KEY, region }))).toEqual([expect.stringContaining("HW_REGION_NAME")]);
    },
  );
});

describe("account and endpoints", () => {
  it.each<[SettingName, string, string]>([
    ["domainId", "0123", "4567"],
    ["domainName", "acme", "other"],
    ["endpoint", "https://a.example.com", "https://b.example.com"],
    ["iamEndpoint", "https://a.example.com", "https://b.example.com"],
    ["region", "cn-north-4", "cn-north-1"],
  ])("%s must agree where both sources set it", (name, one, other) => {
    const problems = problemsOf(() => read({ ...KEY, [name]: one }, { [name]: other }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(SPELLINGS[name].environment);
    expect(problems[0]).toContain(SPELLINGS[name].configuration);
  });

  it("agree when they mean the same", () => {
    const settings = read(
      { ...KEY, domainId: "0123", endpoint: "https://a.example.com/", iamEndpoint: "https://b.example.com/v3" },
      { domainId: "0123", endpoint: "https://a.example.com", iamEndpoint: "https://b.example.com" },
    );
    expect(settings).toMatchObject({ domainId: "0123", endpoint: "https://a.example.com" });
  });

  it.each(["a/b", "..", "a b", "a?b", "a%2fb"])("%j is no account id", (domainId) => {
    expect(problemsOf(() => read({ ...KEY, domainId }))).toEqual([expect.stringContaining("HW_DOMAIN_ID")]);
  });
});

describe("numbers and switches", () => {
  it.each<[SettingName, string, object]>([
    ["maxRetries", "0", { maxRetries: 0 }],
    ["maxRetries", "10", { maxRetries: 10 }],
    ["requestTimeoutSeconds", "1", { requestTimeoutMs: 1000 }],
    ["requestTimeoutSeconds", "600", { requestTimeoutMs: 600_000 }],
    ["settleSeconds", "0", { settleMs: 0 }],
    ["settleSeconds", "3600", { settleMs: 3_600_000 }],
    ["insecure", "true", { insecure: true }],
    ["insecure", "1", { insecure: true }],
    ["insecure", "FALSE", { insecure: false }],
    ["insecure", "0", { insecure: false }],
    ["allowPurchases", "false", { allowPurchases: false }],
    ["preflight", "warn", { preflight: { mode: "warn", limitMs: 10_000 } }],
    ["preflightSeconds", "300", { preflight: { mode: "error", limitMs: 300_000 } }],
    ["quote", "true", { quote: true }],
    [
      "billingSite",
      "international",
      { billing: { site: "international", endpoint: "https://bss-intl.myhuaweicloud.com" } },
    ],
    [
      "billingEndpoint",
      "https://bss.example.com/",
      { billing: { site: "china", endpoint: "https://bss.example.com" } },
    ],
  ])("%s accepts %s", (name, text, expected) => {
    expect(read({ ...KEY, [name]: text })).toMatchObject(expected);
    expect(read(KEY, { [name]: text })).toMatchObject(expected);
  });

  it.each<[SettingName, string]>([
    ["maxRetries", "11"],
    ["maxRetries", "-1"],
    ["maxRetries", "1.5"],
    ["maxRetries", "four"],
    ["maxRetries", "0x1"],
    ["requestTimeoutSeconds", "0"],
    ["requestTimeoutSeconds", "601"],
    ["settleSeconds", "3601"],
    ["settleSeconds", "99999999999999999999"],
    ["insecure", "yes"],
    ["allowPurchases", "never"],
    ["preflight", "on"],
    ["preflightSeconds", "0"],
    ["quote", "maybe"],
    ["billingSite", "europe"],
  ])("%s refuses %s and says where it comes from", (name, text) => {
    const both = `${SPELLINGS[name].environment} / ${SPELLINGS[name].configuration}: the value from`;
    expect(problemsOf(() => read({ ...KEY, [name]: text }))).toEqual([
      expect.stringContaining(`${both} the environment`),
    ]);
    expect(problemsOf(() => read(KEY, { [name]: text }))).toEqual([
      expect.stringContaining(`${both} the configuration`),
    ]);
  });

  it("the environment wins", () => {
    expect(read({ ...KEY, maxRetries: "1" }, { maxRetries: "2" }).maxRetries).toBe(1);
  });

  it.each<[Values, Values, boolean]>([
    [{}, {}, true],
    [{ allowPurchases: "true" }, { allowPurchases: "true" }, true],
    [{ allowPurchases: "true" }, { allowPurchases: "false" }, false],
    [{ allowPurchases: "false" }, { allowPurchases: "true" }, false],
  ])(
    "of %j in the environment and %j in the configuration, one that forbids purchases is enough",
    (env, config, may) => {
      expect(read({ ...KEY, ...env }, config).allowPurchases).toBe(may);
    },
  );

  it("what a stack allows and previews is known without credentials", () => {
    expect(readStackSwitches(configuration({ allowPurchases: "false", preflight: "off" }), {})).toEqual({
      allowPurchases: false,
      preflight: { mode: "off", limitMs: 10_000 },
      quote: false,
    });
    expect(problemsOf(() => readStackSwitches({}, { CLOUDPOND_PREFLIGHT: "on" }))).toEqual([
      "CLOUDPOND_PREFLIGHT / cloudpond:preflight: the value from the environment must be one of error, warn, off.",
    ]);
  });

  it("configuration values that JSON has typed are understood, structures are not", () => {
    const config = { ...configuration(KEY), "cloudpond:maxRetries": 3, "cloudpond:insecure": true };
    expect(readSettings(config, {}, PLATFORM)).toMatchObject({ maxRetries: 3, insecure: true });
    expect(problemsOf(() => readSettings({ ...config, "cloudpond:endpoint": {} }, {}, PLATFORM))).toEqual([
      expect.stringContaining("must be a text"),
    ]);
  });
});

it("all problems come at once, in one message", () => {
  const run = () => read({ maxRetries: "99", endpoint: "http://example.com" }, { settleSeconds: "soon" });
  const problems = problemsOf(run);
  expect(problems).toHaveLength(4);
  expect(run).toThrow(
    ["The settings for CloudPond cannot be used:", ...problems.map((problem) => `  - ${problem}`)].join("\n"),
  );
});

describe("the machine", () => {
  it.each<[string, Record<string, string>, object]>([
    ["upper case", { HTTPS_PROXY: "http://p:1", NO_PROXY: "a" }, { httpsProxy: "http://p:1", noProxy: "a" }],
    [
      "lower case before upper case",
      { HTTPS_PROXY: "http://p:1", https_proxy: "http://q:1" },
      { httpsProxy: "http://q:1" },
    ],
    ["empty as unset", { HTTPS_PROXY: "", no_proxy: "" }, {}],
  ])("proxy settings are passed on: %s", (_, env, proxy) => {
    expect(read(KEY, {}, env).proxy).toEqual(proxy);
  });

  it.each<[string, Record<string, string>, { platform: string; homeDir?: string }, string | undefined]>([
    ["XDG_STATE_HOME", { XDG_STATE_HOME: "/state" }, PLATFORM, "/state/pulumi-cloudpond"],
    [
      "home for a relative XDG_STATE_HOME",
      { XDG_STATE_HOME: "x" },
      PLATFORM,
      "/home/anna/.local/state/pulumi-cloudpond",
    ],
    ["LOCALAPPDATA", { LOCALAPPDATA: "C:\\L" }, { platform: "win32", homeDir: "C:\\U" }, "C:\\L\\pulumi-cloudpond"],
    ["home on Windows", {}, { platform: "win32", homeDir: "C:\\U" }, "C:\\U\\AppData\\Local\\pulumi-cloudpond"],
    ["nowhere without a home", {}, { platform: "linux" }, undefined],
  ])("notes are kept under %s", (_, env, platform, expected) => {
    expect(readSettings(configuration(KEY), env, platform).stateDir).toBe(expected);
  });
});
