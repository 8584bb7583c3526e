import { createAuthority, type Authority } from "./authority.js";
import type { FaultKind } from "./faultKind.js";
import { wireFaults, type WireFault } from "./faultKinds.js";
import { standInNames } from "./names.js";
import { play, type RequestTo } from "./outcome.js";
import { readOutcomes } from "./recorded.js";
import { trust } from "./trust.js";

const recorded = readOutcomes();
const RETRIES = 2;
const read: RequestTo = (url) => ({
  method: "GET",
  url,
  headers: {},
  retry: { retries: RETRIES, isTransient: ({ status }) => status >= 500 },
});

const ONCE = 1;
const REPEATED = 1 + RETRIES;

/** How often a read meets the fault before it ends as the order, sent once, did. */
const MEETINGS: readonly (readonly [WireFault, number])[] = [
  ["resetAfterRequest", REPEATED],
  ["closedAfterRequest", REPEATED],
  ["resetInHandshake", REPEATED],
  ["certificateExpired", ONCE],
  ["proxyCannotReach", REPEATED],
  ["proxyWantsPassword", ONCE],
  ["tunnelClosedAtOnce", REPEATED],
  ["closedInBody", REPEATED],
  ["gzipTruncated", REPEATED],
  ["bodyDripping", REPEATED],
  ["proxyPageBadGateway", REPEATED],
  ["proxyPageOk", ONCE],
  ["found", ONCE],
];

let authority: Authority;

beforeAll(() => {
  authority = createAuthority();
  trust(authority.file);
  standInNames();
});
afterAll(() => {
  jest.restoreAllMocks();
  authority.remove();
});

describe("a read that may be repeated, when", () => {
  it.each(MEETINGS.map(([name, meetings]) => ({ name, meetings, title: wireFaults[name].title })))(
    "$title, meets that $meetings times and ends like the order",
    async ({ name, meetings }) => {
      const { outcome, connections, leftOpen } = await play(wireFaults[name], authority, read);
      expect(outcome).toEqual(recorded[name]);
      expect([connections, leftOpen]).toEqual([meetings, 0]);
    },
  );

  it("covers every family", () => {
    const families = new Set(MEETINGS.map(([name]) => wireFaults[name].family));
    expect(families).toEqual(new Set(Object.values<FaultKind>(wireFaults).map(({ family }) => family)));
  });
});
