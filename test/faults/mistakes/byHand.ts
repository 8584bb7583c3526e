import type { Act, Setting, Up } from "../history.js";

// What histories by hand begin with: nothing is odd.

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

/** Longer than any note lives. */
export const OUTLIVING_NOTES: Act = { act: "wait", ms: 2 * 3_600_000 };
