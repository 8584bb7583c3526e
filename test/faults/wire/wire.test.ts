import { writeFileSync } from "node:fs";
import { createAuthority, type Authority } from "./authority.js";
import type { FaultKind } from "./faultKind.js";
import { wireFaults, type WireFault } from "./faultKinds.js";
import { standInNames } from "./names.js";
import { play, type Play } from "./outcome.js";
import { OUTCOMES_FILE, readOutcomes, type Outcome } from "./recorded.js";
import { trust } from "./trust.js";

// `RECORD_WIRE=1 npx jest --selectProjects faults -- wire.test` writes the recorded outcomes anew; the difference that
// version control then shows is what has to be judged.
const RECORD = process.env["RECORD_WIRE"] === "1";

const kinds = Object.entries<FaultKind>(wireFaults) as [WireFault, FaultKind][];
const recorded: Partial<Record<WireFault, Outcome>> = RECORD ? {} : readOutcomes();
const plays = new Map<WireFault, Play>();
let authority: Authority;

jest.setTimeout(60_000);

beforeAll(async () => {
  authority = createAuthority();
  trust(authority.file);
  standInNames();
  // Apart: what keeps the processor busy must not eat up the deadlines.
  await playAll(kinds.filter(([, { isEndless }]) => !isEndless));
  await playAll(kinds.filter(([, { isEndless }]) => isEndless));
  if (RECORD) {
    const outcomes = kinds.map(([name]) => [name, plays.get(name)?.outcome] as const);
    writeFileSync(OUTCOMES_FILE, `${asciiOnly(JSON.stringify(Object.fromEntries(outcomes), null, 2))}\n`);
    Object.assign(recorded, Object.fromEntries(outcomes));
  }
});
afterAll(() => {
  jest.restoreAllMocks();
  authority.remove();
});

async function playAll(queue: (readonly [WireFault, FaultKind])[]): Promise<void> {
  const waiting = [...queue];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      plays.set(next[0], await play(next[1], authority));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** Whoever reads the file in a terminal is not to meet the escapes that some faults are made of. */
function asciiOnly(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

describe("the table of faults", () => {
  it("names exactly those whose outcome is recorded, in the same order", () => {
    expect(Object.keys(recorded)).toEqual(kinds.map(([name]) => name));
    expect(kinds).toHaveLength(108);
  });

  it("has no title twice", () => {
    expect(new Set(kinds.map(([, { title }]) => title)).size).toBe(kinds.length);
  });

  it("has faults that never, perhaps and certainly reach the service, and both claims of the transport", () => {
    const claims = Object.values(recorded).map((outcome) => {
      const claim = "error" in outcome ? (outcome.error.isUnsent ? "claims unsent" : "claims nothing") : "answers";
      return `${outcome.reached}, ${claim}`;
    });
    expect([...new Set(claims)].sort()).toEqual([
      "never, claims nothing",
      "never, claims unsent",
      "perhaps, answers",
      "perhaps, claims nothing",
      "whole, answers",
      "whole, claims nothing",
    ]);
  });
});

describe("when", () => {
  it.each(kinds.map(([name, { title }]) => ({ name, title })))("$title, what was recorded happens", ({ name }) => {
    expect(plays.get(name)?.outcome).toEqual(recorded[name]);
  });

  it.each(kinds.map(([name, { title }]) => ({ name, title })))(
    "$title, the transport claims that nothing was sent only if the service read nothing",
    ({ name }) => {
      const { outcome } = plays.get(name)!;
      const mayClaim = outcome.reached === "never";
      expect("error" in outcome && outcome.error.isUnsent && !mayClaim).toBe(false);
    },
  );

  it.each(kinds.map(([name, kind]) => ({ name, ...kind })))(
    "$title, one connection at most is made, it ends in time, and none is left",
    ({ name, isEndless }) => {
      const { outcome, connections, tookMs, patienceMs, leftOpen } = plays.get(name)!;
      expect(connections).toBeLessThanOrEqual(1);
      expect(outcome.tookDeadline).toBe(isEndless === true);
      expect(tookMs).toBeLessThan(patienceMs + 1500);
      expect(leftOpen).toBe(0);
    },
  );
});
