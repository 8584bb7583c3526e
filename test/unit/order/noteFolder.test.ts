import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf, type NoteFolder, noteFolderAt } from "../../../provider/order/noteFolder.js";

const NOW = Date.parse("2026-06-12T08:00:00Z");
let scratch: string;
let folder: NoteFolder;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "cloudpond-folder-"));
  folder = noteFolderAt(join(scratch, "state", "notes"), { now: () => NOW });
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const textIn = (name: string): Promise<string> => readFile(join(folder.path, name), "utf8");
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

it("comes into being with its first file, for its owner only", async () => {
  expect(await folder.names()).toEqual([]);
  expect(await folder.create("a", "text")).toBe(true);
  expect(await folder.names()).toEqual(["a"]);
  expect(await textIn("a")).toBe("text");
  expect(await modeOf(folder.path)).toBe(0o700);
  expect(await modeOf(join(folder.path, "a"))).toBe(0o600);
});

it("holds nothing where a file stands in its way, and says so when it cannot be listed", async () => {
  await writeFile(join(scratch, "file"), "");
  expect(await noteFolderAt(join(scratch, "file", "notes"), Date).names()).toEqual([]);
  const tooLong = noteFolderAt(join(scratch, "x".repeat(300)), Date);
  await expect(tooLong.names()).rejects.toMatchObject({ code: "ENAMETOOLONG" });
});

it("does not touch a file whose name is taken", async () => {
  await folder.create("a", "first");
  expect(await folder.create("a", "second")).toBe(false);
  expect(await textIn("a")).toBe("first");
});

it("leaves nothing where a file cannot be made or filled", async () => {
  await expect(folder.create("missing/a", "text")).rejects.toMatchObject({ code: "ENOENT" });
  const noText = Symbol("no text") as unknown as string;
  await expect(folder.create("a", noText)).rejects.toMatchObject({ code: "ERR_INVALID_ARG_TYPE" });
  expect(await readdir(folder.path)).toEqual([]);
});

it("puts a text in the place of another as a whole, for its owner only", async () => {
  await folder.create("a", "a long text");
  await folder.replace("a", "short");
  expect(await textIn("a")).toBe("short");
  expect(await readdir(folder.path)).toEqual(["a"]);
  expect(await modeOf(join(folder.path, "a"))).toBe(0o600);
  await folder.replace("b", "new");
  await folder.replace("b", "newer");
  expect(await textIn("b")).toBe("newer");
});

it("keeps the older text where the new one cannot be written", async () => {
  await folder.create("a", "first");
  await mkdir(join(folder.path, "a.new"));
  await expect(folder.replace("a", "second")).rejects.toMatchObject({ code: "EISDIR" });
  expect(await textIn("a")).toBe("first");
});

it("removes what is there, and does not mind what is not", async () => {
  await folder.create("a", "text");
  await folder.remove("a");
  await folder.remove("a");
  expect(await folder.names()).toEqual([]);
});

it("tells when a text was written", async () => {
  await folder.create("a", "text");
  await utimes(join(folder.path, "a"), 1_000, 2_000);
  expect(await folder.read("a")).toEqual({ text: "text", writtenMs: 2_000_000 });
});

it("tells why something cannot be read, and when it was written: now where nobody knows", async () => {
  await mkdir(join(folder.path, "a"), { recursive: true });
  await utimes(join(folder.path, "a"), 1_000, 2_000);
  expect(await folder.read("a")).toEqual({ text: "", writtenMs: 2_000_000, code: "EISDIR" });
  expect(await folder.read("b")).toEqual({ text: "", writtenMs: NOW, code: "ENOENT" });
});

/** Where the system shows which files a process has open. */
const OPEN_FILES = "/proc/self/fd";

(existsSync(OPEN_FILES) ? it : it.skip)("leaves no file open", async () => {
  await folder.create("a", "text");
  await folder.replace("a", "other");
  await folder.read("a");
  await folder.create("b", Symbol("no text") as unknown as string).catch(() => undefined);
  await mkdir(join(folder.path, "c"));
  await folder.read("c");
  const files = await readdir(OPEN_FILES);
  const open = await Promise.all(files.map((file) => readlink(join(OPEN_FILES, file)).catch(() => "")));
  expect(open.filter((path) => path.startsWith(scratch))).toEqual([]);
});

it.each([
  [Object.assign(new Error("x"), { code: "EACCES" }), "EACCES"],
  [{ code: 7 }, "7"],
  [new Error("x"), "unknown error"],
  [null, "unknown error"],
  [undefined, "unknown error"],
  ["EACCES", "unknown error"],
])("the code of %p is %s", (error, code) => expect(codeOf(error)).toBe(code));
