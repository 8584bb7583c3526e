import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { isRight } from "fp-ts/Either";
import type { Clock } from "./clock.js";
import { Note, type NoteStore } from "./note.js";

/**
 * Notes in process memory and, where the folder can be written, as files that other processes see.
 *
 * A site's files are numbered generations: the highest is the note. Whoever finds it expired creates the next number
 * exclusively, which only one process can, so nobody ever removes a note that somebody else has just left.
 */
export class NoteFiles implements NoteStore {
  private readonly memory = new Map<string, Note>();
  /** The file that holds our own note of a site. */
  private readonly files = new Map<string, string>();

  constructor(
    /** Where the files lie; undefined on a machine that has no place for them. */
    private readonly folder: string | undefined,
    private readonly clock: Clock,
    /** Told each time a note could be left in memory only. */
    private readonly onUnwritable: (reason: string) => void,
  ) {}

  async living(account: string, edgeSiteId: string): Promise<Note | undefined> {
    const key = keyOf(account, edgeSiteId);
    const own = this.memory.get(key);
    if (own !== undefined && own.expiresMs > this.clock.now()) return own;
    const newest = (await this.generations(key)).at(-1);
    return newest === undefined ? undefined : this.readLiving(newest, { account, edgeSiteId });
  }

  async leave(note: Note, isSpent: (living: Note) => boolean): Promise<Note | undefined> {
    const living = await this.living(note.account, note.edgeSiteId);
    if (living !== undefined && !isSpent(living)) return living;
    const key = keyOf(note.account, note.edgeSiteId);
    this.files.delete(key);
    try {
      await this.leaveFile(key, note);
    } catch (error) {
      if (isCode(error, "EEXIST")) return this.leave(note, isSpent);
      this.onUnwritable(`${this.folder}: ${isNodeError(error) ? error.code : "unknown error"}`);
    }
    this.memory.set(key, note);
    return undefined;
  }

  private async leaveFile(key: string, note: Note): Promise<void> {
    if (this.folder === undefined) return this.onUnwritable("this machine names no folder for state");
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const older = await this.generations(key);
    const file = join(this.folder, `${key}.${generationOf(older.at(-1)) + 1}.json`);
    await write(file, note, "wx");
    this.files.set(key, file);
    await Promise.all(older.map(remove));
  }

  async amend(note: Note): Promise<void> {
    const key = keyOf(note.account, note.edgeSiteId);
    this.memory.set(key, note);
    const file = this.files.get(key);
    if (file === undefined) return;
    try {
      await write(`${file}.new`, note, "w");
      await rename(`${file}.new`, file);
    } catch {
      // The older text stays, or none: it names the same order ids, and this process has the newer one in memory.
    }
  }

  async remove({ account, edgeSiteId }: Pick<Note, "account" | "edgeSiteId">): Promise<void> {
    const key = keyOf(account, edgeSiteId);
    this.memory.delete(key);
    const file = this.files.get(key);
    this.files.delete(key);
    if (file !== undefined) await remove(file);
  }

  /** The site's files, oldest first. */
  private async generations(key: string): Promise<string[]> {
    const { folder } = this;
    if (folder === undefined) return [];
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((name) => name.startsWith(`${key}.`) && name.endsWith(".json"))
      .map((name) => join(folder, name))
      .sort((a, b) => generationOf(a) - generationOf(b));
  }

  /** A note that cannot be read is taken for a living one of unknown origin: something was about to be bought here. */
  private async readLiving(file: string, site: { account: string; edgeSiteId: string }): Promise<Note | undefined> {
    const { text, writtenMs } = await content(file);
    if (text === undefined) return undefined;
    const note = parsed(text) ?? damaged(site, writtenMs);
    return note.expiresMs > this.clock.now() ? note : undefined;
  }
}

/** How long a damaged note bars its site, from its last change. */
const DAMAGED_LIFE_MS = 10 * 60_000;

function damaged(site: { account: string; edgeSiteId: string }, writtenMs: number): Note {
  return {
    ...site,
    stage: "unknown",
    pid: 0,
    host: "",
    resource: "",
    inputsHash: "",
    knownOrderIds: [],
    serverTimeMs: writtenMs,
    expiresMs: writtenMs + DAMAGED_LIFE_MS,
  };
}

function parsed(text: string): Note | undefined {
  try {
    const decoded = Note.decode(JSON.parse(text));
    return isRight(decoded) ? decoded.right : undefined;
  } catch {
    return undefined;
  }
}

async function content(file: string): Promise<{ text: string | undefined; writtenMs: number }> {
  const handle = await open(file, "r").catch(() => undefined);
  if (handle === undefined) return { text: undefined, writtenMs: 0 };
  try {
    return { text: await handle.readFile("utf8"), writtenMs: (await handle.stat()).mtimeMs };
  } finally {
    await handle.close();
  }
}

async function write(file: string, note: Note, flags: "w" | "wx"): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await handle.writeFile(JSON.stringify(note));
    await handle.sync();
  } catch (error) {
    if (flags === "wx") await remove(file);
    throw error;
  } finally {
    await handle.close();
  }
}

const remove = (file: string): Promise<void> => unlink(file).catch(() => undefined);

const keyOf = (account: string, edgeSiteId: string): string =>
  createHash("sha256")
    .update(JSON.stringify([account, edgeSiteId]))
    .digest("hex")
    .slice(0, 32);

const generationOf = (file: string | undefined): number => Number(file?.split(".").at(-2) ?? 0) || 0;

const isNodeError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "code" in error;
const isCode = (error: unknown, code: string): boolean => isNodeError(error) && error.code === code;
