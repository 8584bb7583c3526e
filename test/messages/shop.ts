import type { Settings } from "../../provider/config.js";
import { DELIVERY_ORDER_TYPE, HIDDEN_KEYS, PROVIDER_KEY } from "../../provider/dynamic/shim.js";

export type Values = Record<string, unknown>;

export const SITE = "site-berlin";
export const SERVER = "20000000-0000-4000-8000-000000000001";
export const SWITCH = "30000000-0000-4000-8000-000000000001";
export const ACCOUNT = "0123456789abcdef0123456789abcdef";

export const INPUTS: Values = {
  edgeSiteId: SITE,
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: SWITCH, count: 2 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { chargeMode: "prepaid", prepaidOptions: { periodType: "year", periodNum: 3, payMode: "FULL" } },
};

export const SETTINGS: Settings = {
  credentials: {
    kind: "accessKey",
    accessKey: "SIMULATORACCESSKEY00",
    secretKey: "simulator-secret-key-not-a-real-one",
  },
  domainId: ACCOUNT,
  endpoint: "https://ies.example.com",
  iamEndpoint: "https://iam.example.com",
  billing: { site: "china", endpoint: "https://bss.example.com" },
  allowPurchases: true,
  preflight: { mode: "off", limitMs: 10_000 },
  quote: false,
  insecure: false,
  maxRetries: 0,
  requestTimeoutMs: 60_000,
  settleMs: 120_000,
  proxy: {},
  stateDir: "/state",
};

export const PASSWORD: Settings["credentials"] = {
  kind: "password",
  userName: "simulator-user",
  userPassword: "simulator-password",
  domainName: "simulator-account",
};

/** Inputs with what the SDK and check add to them. */
export const declared = (inputs: Values, name: string): Values => ({
  ...inputs,
  [HIDDEN_KEYS.urn]: `urn:pulumi:dev::shop::${DELIVERY_ORDER_TYPE}::${name}`,
  [HIDDEN_KEYS.secrets]: [],
  [PROVIDER_KEY]: "the provider's text",
});
