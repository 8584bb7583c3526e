import { completeSeed, type Seed } from "cloudpond-simulator";
import type { Credentials } from "../../provider/auth/credentials.js";
import type { Settings } from "../../provider/config.js";
import type { Values } from "./engine.js";
import type { Setting, Up } from "./history.js";

// What is there before a history begins: sites, what they hold, what the first program orders, and the settings.

/** Deadline of a request. */
export const REQUEST_TIMEOUT_MS = 60_000;

/** Texts that must be found nowhere. */
export const SECRETS = {
  secretKey: "simulator-secret-key-not-a-real-one",
  password: "simulator-password",
} as const;

export const SITES = ["site-1", "site-2"] as const;
export const SERVER = "20000000-0000-4000-8000-000000000001";
const SWITCH = "30000000-0000-4000-8000-000000000001";

/** What the first program orders. */
export const INPUTS: Values = {
  edgeSiteId: SITES[0],
  servers: [{ offeringId: SERVER, count: 2 }],
  networkDevices: [{ offeringId: SWITCH, count: 1 }],
  storagePools: [{ storageType: "SSD", size: 26 }],
  marketOptions: { prepaidOptions: { periodNum: 3, payMode: "FULL" } },
};

const seeds = new Map<string, Seed>();

/** The service at the beginning. */
export function seedOf(setting: Setting): Seed {
  const { isOneOrderPerSite, listDelayMs, deviceDelayMs, pageLimit, deletedOrders, keepsUnpaidRecords, site } = setting;
  const behaviour = {
    oneOrderPerSite: isOneOrderPerSite,
    listVisibilityDelayMs: listDelayMs,
    deviceVisibilityDelayMs: deviceDelayMs,
    pageLimit,
    deletedOrders,
    keepPendingRecordsOfDeadOrders: keepsUnpaidRecords,
  };
  const key = JSON.stringify([behaviour, site]);
  const known = seeds.get(key);
  if (known !== undefined) return known;
  const isBare = site === "bare";
  const seed = completeSeed({
    behaviour,
    edgeSites: SITES.map((id, index) => ({ id, status: index === 0 && !isBare ? "available" : "initial" })),
    ...(site === "delivered"
      ? {
          deliveryOrders: [
            {
              id: "60000000-0000-4000-8000-00000000000d",
              edge_site_id: SITES[0],
              status: "SUCCESS",
              servers: [{ offering_id: SERVER, count: 1 }],
              created_at: "2026-01-04T07:05:14Z",
            },
          ],
        }
      : {}),
    ...(site === "oldHardware"
      ? { servers: [{ id: "old-server", edge_site_id: SITES[0], offering_id: SERVER, status: "USING" as const }] }
      : {}),
  });
  seeds.set(key, seed);
  return seed;
}

const CREDENTIALS: Readonly<Record<Setting["auth"], Credentials>> = {
  accessKey: { kind: "accessKey", accessKey: "SIMULATORACCESSKEY00", secretKey: SECRETS.secretKey },
  password: {
    kind: "password",
    userName: "simulator-user",
    userPassword: SECRETS.password,
    domainName: "simulator-account",
  },
};

/** The settings of a process: with the right credentials, with a token that is no longer good, or of another account. */
export function settingsOf(setting: Setting, credentials: "good" | "stale" | "foreign"): Settings {
  const { hasOddIds, namesAccount, settleMs } = setting;
  // A signature covers the address, and the service does not know the odd one.
  const auth = hasOddIds ? "password" : setting.auth;
  const account = credentials === "foreign" ? "f".repeat(32) : "0123456789abcdef0123456789abcdef";
  return {
    credentials: credentials === "stale" ? { kind: "token", token: "stale-token" } : CREDENTIALS[auth],
    endpoint: "https://ies.test",
    iamEndpoint: "https://iam.test",
    billing: { site: "china", endpoint: "https://bss.test" },
    allowPurchases: true,
    preflight: { mode: "off", limitMs: 10_000 },
    quote: false,
    insecure: false,
    maxRetries: 0,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    settleMs,
    proxy: {},
    stateDir: "/state",
    ...(namesAccount || credentials === "foreign" ? { domainId: account } : {}),
  };
}

/** What a person orders in the console. */
export const CONSOLE_ORDER = {
  edge_site_id: SITES[0],
  servers: [{ offering_id: SERVER, count: 1 }],
  market_options: { charge_mode: "prepaid", prepaid_options: { period_type: "year", period_num: 3, pay_mode: "FULL" } },
};

/** The same as the first program orders. */
export const SAME_ORDER = {
  ...CONSOLE_ORDER,
  servers: [{ offering_id: SERVER, count: 2 }],
  network_devices: [{ offering_id: SWITCH, count: 1 }],
  storage_pools: [{ storage_type: "SSD", size: 26 }],
};

/** A service and settings in which nothing is odd. */
export const BARE: Setting = {
  isOneOrderPerSite: false,
  listDelayMs: 0,
  deviceDelayMs: 0,
  pageLimit: 100,
  deletedOrders: "notFound",
  keepsUnpaidRecords: false,
  hasOddIds: false,
  auth: "accessKey",
  namesAccount: true,
  settleMs: 120_000,
  site: "bare",
  latencySeed: 1,
};

/** A run in which nothing goes wrong. */
export const UP: Up = {
  act: "up",
  stack: 0,
  machine: 0,
  edit: "same",
  skipsPreview: false,
  refreshes: "no",
  replaces: false,
  repeats: 0,
  faults: [],
};
