import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../../../provider/config.js";
import { createContext, type Surroundings } from "../../../provider/dynamic/composition.js";
import type { Note } from "../../../provider/order/note.js";
import { ProcessMemory } from "../../../provider/order/memory.js";

const SETTINGS: Settings = {
  credentials: { kind: "accessKey", accessKey: "AK", secretKey: "SK" },
  endpoint: "http://127.0.0.1:1",
  iamEndpoint: "http://127.0.0.1:1",
  billing: { site: "china", endpoint: "http://127.0.0.1:1" },
  allowPurchases: true,
  preflight: { mode: "off", limitMs: 10_000 },
  quote: false,
  insecure: false,
  maxRetries: 0,
  requestTimeoutMs: 7_000,
  settleMs: 3_000,
  proxy: {},
  domainId: "a".repeat(32),
};

const NOTE: Note = {
  account: "account",
  edgeSiteId: "site",
  stage: "sending",
  pid: 1,
  host: "here",
  resource: "urn",
  inputsHash: "hash",
  knownOrderIds: [],
  serverTimeMs: 0,
  expiresMs: Date.now() + 60_000,
  nonce: "1",
};

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "cloudpond-composition-"));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

it("times, memory and account are those of the settings", async () => {
  const memory = new ProcessMemory();
  const context = createContext(SETTINGS, memory);
  expect(context.timing).toEqual({ requestTimeoutMs: 7_000, settleMs: 3_000 });
  expect(context.memory).toBe(memory);
  expect((await context.service.identify()).account).toBe("a".repeat(32));
});

it("notes lie in a folder of their own below the state directory, or in memory", async () => {
  const { notes } = createContext({ ...SETTINGS, stateDir }, new ProcessMemory());
  expect(await notes.leave(NOTE, () => false)).toBeUndefined();
  expect(readdirSync(join(stateDir, "notes"))).toHaveLength(1);
  const inMemory = createContext(SETTINGS, new ProcessMemory()).notes;
  expect(await inMemory.leave(NOTE, () => false)).toBeUndefined();
  expect(await inMemory.leave({ ...NOTE, nonce: "2" }, () => false)).toEqual(NOTE);
});

it("a process runs when it can be signalled, or belongs to somebody else", () => {
  const { processes } = createContext(SETTINGS, new ProcessMemory());
  expect(processes.pid).toBe(process.pid);
  expect(processes.isRunning(process.pid)).toBe(true);
  const kill = jest.spyOn(process, "kill");
  try {
    for (const [code, isRunning] of [
      ["ESRCH", false],
      ["EPERM", true],
    ] as const) {
      kill.mockImplementation(() => {
        throw Object.assign(new Error(code), { code });
      });
      expect(processes.isRunning(1)).toBe(isRunning);
    }
  } finally {
    kill.mockRestore();
  }
});

it("the clock is the machine's", async () => {
  const { clock } = createContext(SETTINGS, new ProcessMemory());
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  await expect(clock.sleep(0)).resolves.toBeUndefined();
});

it("says on the stack's row where notes cannot be written, and works on what it is given", async () => {
  const lines: [string, string][] = [];
  const made: Settings[] = [];
  const surroundings: Surroundings = {
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    processes: { pid: 1, host: "here", isRunning: () => false },
    createTransport: (settings) => {
      made.push(settings);
      return { send: () => Promise.reject(new Error("no transport")) };
    },
    noteFolder: () => undefined,
    log: (urn) => ({
      progress: () => undefined,
      info: () => undefined,
      warn: (message) => void lines.push([urn, message]),
    }),
  };
  const context = createContext(SETTINGS, new ProcessMemory(), surroundings);
  expect(made).toEqual([SETTINGS]);
  expect(context.clock).toBe(surroundings.clock);
  expect(context.processes).toBe(surroundings.processes);
  await context.notes.leave({ ...NOTE, expiresMs: 1 }, () => false);
  expect(lines).toEqual([
    [
      "",
      "Notes about purchases cannot be written (the home directory is unknown: no folder). Should this run be killed while " +
        "it orders, the next one will not know of it: then look for the order in the CloudPond console before you run again.",
    ],
  ]);
});
