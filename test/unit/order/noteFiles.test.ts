import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NoteFiles } from "../../../provider/order/noteFiles.js";
import type { Note } from "../../../provider/order/note.js";
import { FakeClock } from "./world.js";

const never = (): boolean => false;
let folder: string;
let clock: FakeClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloudpond-notes-"));
  clock = new FakeClock();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const store = (): NoteFiles => new NoteFiles(folder, clock, () => undefined);

const note = (change: Partial<Note> = {}): Note => ({
  account: "account",
  edgeSiteId: "site",
  stage: "sending",
  pid: 1,
  host: "here",
  resource: "urn",
  inputsHash: "hash",
  knownOrderIds: ["old"],
  serverTimeMs: clock.ms,
  expiresMs: clock.ms + 60_000,
  ...change,
});

it("a note left by one process is met by another", async () => {
  expect(await store().leave(note(), never)).toBeUndefined();
  expect(await store().leave(note({ pid: 2 }), never)).toEqual(note());
});

it("of many processes at once only one leaves its note", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, pid) => store().leave(note({ pid }), never)));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
});

it("of many processes that find an expired note only one takes its place", async () => {
  await store().leave(note(), never);
  clock.ms += 60_000;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, pid) => store().leave(note({ pid, expiresMs: clock.ms + 60_000 }), never)),
  );
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
});

it("a spent note makes room, an amended one is seen as amended, a removed one is gone", async () => {
  const first = store();
  await first.leave(note(), never);
  await first.amend(note({ stage: "placed", orderId: "order" }));
  expect(await store().living("account", "site")).toMatchObject({ stage: "placed", orderId: "order" });
  const second = store();
  expect(await second.leave(note({ pid: 2 }), ({ orderId }) => orderId === "order")).toBeUndefined();
  await second.remove(note());
  expect(await store().living("account", "site")).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

it("sites and accounts do not bar each other", async () => {
  await store().leave(note(), never);
  expect(await store().leave(note({ edgeSiteId: "other" }), never)).toBeUndefined();
  expect(await store().leave(note({ account: "other" }), never)).toBeUndefined();
});

it("a damaged note bars its site for ten minutes from its last change", async () => {
  await store().leave(note(), never);
  const [file] = await readdir(folder);
  await writeFile(join(folder, file!), "{");
  clock.ms = (await stat(join(folder, file!))).mtimeMs + 9 * 60_000;
  expect(await store().living("account", "site")).toMatchObject({ stage: "unknown" });
  clock.ms += 2 * 60_000;
  expect(await store().living("account", "site")).toBeUndefined();
});

it("without a folder that can be written the note lives in memory, and somebody is told", async () => {
  await writeFile(join(folder, "file"), "");
  for (const at of [join(folder, "file", "below"), join(folder, "file"), undefined]) {
    const complaints: string[] = [];
    const notes = new NoteFiles(at, clock, (reason) => void complaints.push(reason));
    expect(await notes.leave(note(), never)).toBeUndefined();
    expect(complaints).toHaveLength(1);
    expect(await notes.leave(note(), never)).toEqual(note());
    await notes.remove(note());
    expect(await notes.living("account", "site")).toBeUndefined();
  }
});

it("the file is readable by its owner only and holds what the next run needs", async () => {
  await store().leave(note(), never);
  const [file] = await readdir(folder);
  expect((await stat(join(folder, file!))).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(join(folder, file!), "utf8"))).toEqual(note());
});
