import { createHash } from "node:crypto";
import { fstatSync, renameSync, statSync, writeFileSync } from "node:fs";
import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NoteFiles } from "../../../provider/order/noteFiles.js";
import { noteFolderAt } from "../../../provider/order/noteFolder.js";
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

const store = (): NoteFiles => new NoteFiles(noteFolderAt(folder, clock), clock, () => undefined);

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
  nonce: String(change.pid ?? 1),
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
  await second.remove(note({ pid: 2 }));
  expect(await store().living("account", "site")).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

it("a note is on the disk under its name before anything is bought, in folders that are new as well", async () => {
  const handle = await open(folder, "r");
  const sync = jest.spyOn(Object.getPrototypeOf(handle) as typeof handle, "sync");
  await handle.close();
  const synced: number[] = [];
  sync.mockImplementation(function (this: FileHandle) {
    synced.push(fstatSync(this.fd).ino);
    return Promise.resolve();
  });
  const inodes = (...names: string[]) => names.map((name) => statSync(join(folder, ...name.split("/"))).ino);
  try {
    const notes = noteFolderAt(join(folder, "state", "notes"), clock);
    await notes.create("1.json", "text");
    expect(synced).toEqual(inodes("state/notes/1.json", "state/notes", "state", "."));
    synced.length = 0;
    await notes.create("2.json", "text");
    expect(synced).toEqual(inodes("state/notes/2.json", "state/notes"));
  } finally {
    sync.mockRestore();
  }
});

it("a text that cannot take its place is not left beside the note", async () => {
  const notes = noteFolderAt(folder, clock);
  await mkdir(join(folder, "note.json"));
  await expect(notes.replace("note.json", "text")).rejects.toThrow("EISDIR");
  expect(await readdir(folder)).toEqual(["note.json"]);
});

it("sites and accounts do not bar each other", async () => {
  await store().leave(note(), never);
  expect(await store().leave(note({ edgeSiteId: "other" }), never)).toBeUndefined();
  expect(await store().leave(note({ account: "other" }), never)).toBeUndefined();
});

it("a damaged note bars its site for as long as the longest settings would, from its last change", async () => {
  await store().leave(note(), never);
  const [file] = await readdir(folder);
  await writeFile(join(folder, file!), "{");
  clock.ms = (await stat(join(folder, file!))).mtimeMs + 74 * 60_000;
  expect(await store().living("account", "site")).toMatchObject({ stage: "unknown" });
  clock.ms += 2 * 60_000;
  expect(await store().living("account", "site")).toBeUndefined();
});

it("without a folder that can be written the note lives in memory, and somebody is told", async () => {
  await writeFile(join(folder, "file"), "");
  for (const at of [join(folder, "file", "below"), join(folder, "file"), undefined]) {
    const complaints: string[] = [];
    const notes = new NoteFiles(
      at === undefined ? undefined : noteFolderAt(at, clock),
      clock,
      (reason) => void complaints.push(reason),
    );
    expect(await notes.leave(note(), never)).toBeUndefined();
    expect(complaints).toHaveLength(1);
    expect(await notes.leave(note({ nonce: "2" }), never)).toEqual(note());
    await notes.remove(note());
    expect(await notes.living("account", "site")).toBeUndefined();
  }
});

it("the file is readable by its owner only, names neither account nor site, and holds what the next run needs", async () => {
  await store().leave(note(), never);
  const [file] = await readdir(folder);
  expect((await stat(join(folder, file!))).mode & 0o777).toBe(0o600);
  const { account: _, edgeSiteId: __, ...written } = note();
  expect(JSON.parse(await readFile(join(folder, file!), "utf8"))).toEqual(written);
});

it("our own note may be left again under its nonce, and gives way to one that came while it was expired", async () => {
  const [ours, theirs] = [store(), store()];
  await ours.leave(note(), never);
  expect(await ours.leave(note({ expiresMs: clock.ms + 90_000 }), never)).toBeUndefined();
  expect((await readdir(folder)).length).toBe(1);
  clock.ms += 90_000;
  expect(await theirs.leave(note({ pid: 2, expiresMs: clock.ms + 60_000 }), never)).toBeUndefined();
  expect(await ours.leave(note({ expiresMs: clock.ms + 60_000 }), never)).toMatchObject({ pid: 2 });
  await ours.amend(note({ stage: "placed", orderId: "mine" }));
  await ours.remove(note());
  expect(await store().living("account", "site")).toMatchObject({ pid: 2, stage: "sending" });
});

it("our own spent note hides no newer one of another process", async () => {
  const [ours, theirs] = [store(), store()];
  const isSpent = ({ orderId }: Note): boolean => orderId === "dead";
  await ours.leave(note({ stage: "placed", orderId: "dead" }), never);
  expect(await theirs.leave(note({ pid: 2 }), isSpent)).toBeUndefined();
  expect(await ours.leave(note({ nonce: "next" }), isSpent)).toMatchObject({ pid: 2 });
});

it("a number that is free again is not taken over a living lower one", async () => {
  const slow = store();
  await store().leave(note(), never);
  clock.ms += 60_000;
  // Looked at by the slow one as expired, then replaced by a living one under a lower number than it will try.
  const [file] = await readdir(folder);
  const leaving = slow.leave(note({ pid: 2, expiresMs: clock.ms + 60_000 }), never);
  writeFileSync(join(folder, "new"), JSON.stringify(note({ pid: 3, expiresMs: clock.ms + 60_000 })));
  renameSync(join(folder, "new"), join(folder, file!));
  expect(await leaving).toMatchObject({ pid: 3 });
  expect(await readdir(folder)).toEqual([file]);
});

it("a note that may not be read bars its site as a damaged one does", async () => {
  await store().leave(note(), never);
  const [file] = await readdir(folder);
  await rm(join(folder, file!));
  await mkdir(join(folder, file!));
  clock.ms = (await stat(join(folder, file!))).mtimeMs;
  expect(await store().leave(note({ pid: 2 }), never)).toMatchObject({ stage: "unknown" });
});

it("a note from a clock that ran ahead bars nothing for longer than the longest settings would", async () => {
  await store().leave(note({ expiresMs: clock.ms + 10 * 365 * 86_400_000 }), never);
  const [file] = await readdir(folder);
  clock.ms = (await stat(join(folder, file!))).mtimeMs + 74 * 60_000;
  expect(await store().living("account", "site")).toBeDefined();
  clock.ms += 2 * 60_000;
  expect(await store().living("account", "site")).toBeUndefined();
});

it("the note of an order whose record is deleted is forgotten, and no other", async () => {
  await store().leave(note({ stage: "placed", orderId: "gone" }), never);
  await store().forget("account", "site", "other");
  expect(await store().living("account", "site")).toBeDefined();
  await store().forget("account", "site", "gone");
  expect(await store().living("account", "site")).toBeUndefined();
});

it("of two that both left one, at least one gives way, whichever numbers they came to", async () => {
  const slow = store();
  await writeFile(join(folder, "other"), "");
  const leaving = slow.leave(note({ pid: 2 }), never);
  // Somebody whose look found a higher number, which is free again by now.
  const name = `${createHash("sha256")
    .update(JSON.stringify(["account", "site"]))
    .digest("hex")
    .slice(0, 32)}.7.json`;
  writeFileSync(join(folder, name), JSON.stringify(note({ pid: 3 })));
  expect(await leaving).toMatchObject({ pid: 3 });
  expect((await readdir(folder)).sort()).toEqual([name, "other"].sort());
});

it("a note whose number has come into other hands is neither amended nor removed", async () => {
  const ours = store();
  await ours.leave(note(), never);
  const [file] = await readdir(folder);
  await writeFile(join(folder, file!), JSON.stringify(note({ pid: 2 })));
  await ours.amend(note({ stage: "placed", orderId: "mine" }));
  await ours.remove(note());
  expect(await store().living("account", "site")).toMatchObject({ pid: 2, stage: "sending" });
});

it("something in the place of a note that never shows is met, not tried for ever", async () => {
  await store().leave(note(), never);
  const [file] = await readdir(folder);
  await rm(join(folder, file!));
  await symlink(join(folder, "nowhere"), join(folder, file!));
  expect(await store().leave(note({ pid: 2 }), never)).toMatchObject({
    stage: "unknown",
    unreadable: expect.stringContaining("not shown") as string,
  });
});
