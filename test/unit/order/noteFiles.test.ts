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
import { type NoteFolder, noteFolderAt, type NoteText } from "../../../provider/order/noteFolder.js";
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

it("a note that has expired since somebody looked still bars them", async () => {
  const theirs = note();
  await store().leave(theirs, never);
  const askedMs = clock.ms + 59_999;
  clock.ms += 70_000;
  expect(await store().leave(note({ pid: 2, expiresMs: clock.ms + 60_000 }), never, askedMs)).toEqual(theirs);
  const later = note({ pid: 2, expiresMs: clock.ms + 60_000 });
  expect(await store().leave(later, never, askedMs + 1)).toBeUndefined();
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
    const where = at ?? "the home directory is unknown";
    const notes = new NoteFiles(
      at === undefined ? undefined : noteFolderAt(at, clock),
      clock,
      (reason) => void complaints.push(reason),
    );
    expect(await notes.leave(note(), never)).toBeUndefined();
    expect(complaints).toEqual([expect.stringMatching(new RegExp(`^${where}: (ENOTDIR|EEXIST|no folder)$`, "u"))]);
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

/** A folder without a disk. `path` is what messages call it. */
class FakeFolder implements NoteFolder {
  readonly path = "/notes";
  readonly files = new Map<string, NoteText>();
  /** Names that cannot be made: how often still, and the error. */
  broken: "names" | "create" | "replace" | undefined;

  private failing(operation: string): void {
    if (this.broken === operation) throw Object.assign(new Error(operation), { code: "EIO" });
  }
  names = async (): Promise<string[]> => {
    this.failing("names");
    return [...this.files.keys()];
  };
  read = async (name: string): Promise<NoteText> =>
    this.files.get(name) ?? { text: "", writtenMs: clock.ms, code: "ENOENT" };
  create = async (name: string, text: string): Promise<boolean> => {
    this.failing("create");
    if (this.files.has(name)) return false;
    this.files.set(name, { text, writtenMs: clock.ms });
    return true;
  };
  replace = async (name: string, text: string): Promise<void> => {
    this.failing("replace");
    this.files.set(name, { text, writtenMs: clock.ms });
  };
  remove = async (name: string): Promise<void> => void this.files.delete(name);
  put(name: string, text: string): void {
    this.files.set(name, { text, writtenMs: clock.ms });
  }
}

describe("without a disk", () => {
  const KEY = createHash("sha256")
    .update(JSON.stringify(["account", "site"]))
    .digest("hex")
    .slice(0, 32);
  const LONGEST_MS = 75 * 60_000;
  let files: FakeFolder;
  let complaints: string[];
  const over = (): NoteFiles => new NoteFiles(files, clock, (reason) => void complaints.push(reason));
  const textOf = ({ account: _, edgeSiteId: __, ...text }: Note): string => JSON.stringify(text);
  const unreadableNote = (unreadable: string): Note => ({
    account: "account",
    edgeSiteId: "site",
    stage: "unknown",
    pid: 0,
    host: "",
    resource: "",
    inputsHash: "",
    knownOrderIds: [],
    serverTimeMs: clock.ms,
    expiresMs: clock.ms + LONGEST_MS,
    nonce: "",
    unreadable,
  });

  beforeEach(() => {
    files = new FakeFolder();
    complaints = [];
  });

  it("a site's first file has number 1, and the next one the number after the highest, whatever is expired going", async () => {
    await over().leave(note(), never);
    expect([...files.files.keys()]).toEqual([`${KEY}.1.json`]);
    files.files.clear();
    for (const number of [10, 9]) files.put(`${KEY}.${number}.json`, textOf(note({ expiresMs: clock.ms })));
    expect(await over().leave(note({ pid: 2 }), never)).toBeUndefined();
    expect([...files.files.keys()]).toEqual([`${KEY}.11.json`]);
    expect(complaints).toEqual([]);
  });

  it("what else lies in the folder is neither read nor touched", async () => {
    const others = [`${KEY}.1.json.new`, `${KEY}.1.txt`, `${KEY}x.1.json`, "readme.json", `x${KEY}.1.json`];
    for (const name of others) files.put(name, "{");
    expect(await over().leave(note(), never)).toBeUndefined();
    expect([...files.files.keys()]).toEqual([...others, `${KEY}.1.json`]);
  });

  it("a note that is just being written is read again until it is whole", async () => {
    files.put(`${KEY}.1.json`, "");
    const read = files.read;
    let readings = 0;
    files.read = async (name) => {
      if (++readings === 5) files.put(name, textOf(note()));
      return read(name);
    };
    expect(await over().living("account", "site")).toEqual(note());
    expect(clock.slept).toEqual([100, 100, 100, 100]);
  });

  it.each<[string, Partial<NoteText>, string]>([
    ["no JSON", { text: "{" }, "damaged"],
    ["no note", { text: "{}" }, "damaged"],
    ["not to be read", { text: "", code: "EACCES" }, "EACCES"],
  ])("one that is %s after five readings bars the site and says where it lies", async (_, content, why) => {
    const writtenMs = clock.ms;
    files.files.set(`${KEY}.1.json`, { text: "", writtenMs, ...content });
    const met = await over().leave(note({ pid: 2 }), never);
    expect(met).toEqual({
      ...unreadableNote(`/notes/${KEY}.1.json: ${why}`),
      serverTimeMs: writtenMs,
      expiresMs: writtenMs + LONGEST_MS,
    });
    expect(clock.slept).toEqual([100, 100, 100, 100]);
  });

  it("one whose order's id is no text is damaged", async () => {
    files.put(`${KEY}.1.json`, textOf(note({ orderId: 7 as never })));
    expect(await over().living("account", "site")).toMatchObject({ unreadable: `/notes/${KEY}.1.json: damaged` });
  });

  it("a folder that cannot be listed bars every site, and says so", async () => {
    files.broken = "names";
    expect(await over().leave(note(), never)).toEqual(unreadableNote("/notes: EIO"));
  });

  it("a number that is taken again and again by something that is not shown is met after five tries", async () => {
    files.create = async () => false;
    expect(await over().leave(note(), never)).toEqual(unreadableNote("/notes: a file that is not shown"));
    expect(clock.slept).toEqual([100, 100, 100, 100]);
  });

  it.each([
    ["gives way to another that lives by then", 60_000, 3, [7]],
    ["stays beside another that has expired", 0, undefined, [1, 7]],
  ])("a note that has just been left %s", async (_, livesMs, met, numbers) => {
    const create = files.create;
    files.create = async (name, text) => {
      const isMade = await create(name, text);
      files.put(`${KEY}.7.json`, textOf(note({ pid: 3, expiresMs: clock.ms + livesMs })));
      return isMade;
    };
    expect((await over().leave(note({ pid: 2 }), never))?.pid).toBe(met);
    expect([...files.files.keys()]).toEqual(numbers.map((number) => `${KEY}.${number}.json`));
  });

  it("in memory alone is neither amended nor removed under another nonce", async () => {
    files.broken = "create";
    const ours = over();
    await ours.remove(note());
    await ours.leave(note(), never);
    await ours.amend(note({ nonce: "2", stage: "placed" }));
    await ours.remove(note({ nonce: "2" }));
    expect(await ours.living("account", "site")).toEqual(note());
  });

  it("a number that somebody has just taken and given back is tried again", async () => {
    const create = files.create;
    let isFirst = true;
    files.create = async (name, text) => {
      if (!isFirst) return create(name, text);
      isFirst = false;
      return false;
    };
    expect(await over().leave(note(), never)).toBeUndefined();
    expect(clock.slept).toEqual([100]);
  });

  it("whose renewal cannot be written goes on in its older file, which is amended and removed with it", async () => {
    const ours = over();
    await ours.leave(note(), never);
    files.broken = "create";
    const renewed = note({ expiresMs: clock.ms + 90_000 });
    expect(await ours.leave(renewed, never)).toBeUndefined();
    expect(complaints).toEqual(["/notes: EIO"]);
    await ours.amend({ ...renewed, stage: "unknown" });
    expect(await over().living("account", "site")).toEqual({ ...renewed, stage: "unknown" });
    await ours.remove(renewed);
    expect(files.files.size).toBe(0);
  });

  it("whose amendment cannot be written keeps its older text, and the newer one in this process", async () => {
    const ours = over();
    await ours.leave(note(), never);
    files.broken = "replace";
    await ours.amend(note({ stage: "placed", orderId: "mine" }));
    expect(await ours.living("account", "site")).toMatchObject({ stage: "placed", orderId: "mine" });
    expect(await over().living("account", "site")).toEqual(note());
  });

  it("another's note comes before our own, the newest of them first", async () => {
    const ours = over();
    await ours.leave(note(), never);
    expect(await ours.living("account", "site")).toEqual(note());
    for (const pid of [2, 3]) files.put(`${KEY}.${pid}.json`, textOf(note({ pid })));
    expect(await ours.living("account", "site")).toMatchObject({ pid: 3 });
  });

  it("an amendment or a removal of one that is not ours does nothing", async () => {
    const ours = over();
    await ours.amend(note());
    await ours.leave(note(), never);
    await ours.amend(note({ nonce: "2", stage: "placed" }));
    await ours.remove(note({ nonce: "2" }));
    expect(await ours.living("account", "site")).toEqual(note());
    expect(files.files.size).toBe(1);
  });

  it("a removal leaves the number to others, whose file the next amendment does not touch", async () => {
    const ours = over();
    await ours.leave(note(), never);
    await ours.remove(note());
    expect(await ours.living("account", "site")).toBeUndefined();
    await over().leave(note({ pid: 2 }), never);
    await ours.amend(note({ stage: "placed" }));
    expect(await over().living("account", "site")).toEqual(note({ pid: 2 }));
  });

  it("the order's own note in this process is forgotten with its record, and another order's is not", async () => {
    files.broken = "create";
    const ours = over();
    await ours.leave(note({ stage: "placed", orderId: "mine" }), never);
    await ours.forget("account", "site", "other");
    expect(await ours.living("account", "site")).toMatchObject({ orderId: "mine" });
    await ours.forget("account", "site", "mine");
    expect(await ours.living("account", "site")).toBeUndefined();
  });

  it("the notes of other orders stay when one is forgotten", async () => {
    files.put(`${KEY}.1.json`, textOf(note({ orderId: "gone", expiresMs: clock.ms + 1 })));
    files.put(`${KEY}.2.json`, textOf(note({ orderId: "stays" })));
    await over().forget("account", "site", "gone");
    expect([...files.files.keys()]).toEqual([`${KEY}.2.json`]);
  });

  it("a note lives until its time has come, to the millisecond", async () => {
    files.put(`${KEY}.1.json`, textOf(note({ expiresMs: clock.ms + 1 })));
    expect(await over().living("account", "site")).toBeDefined();
    clock.ms += 1;
    expect(await over().living("account", "site")).toBeUndefined();
  });
});
