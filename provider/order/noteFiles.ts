import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, unlink } from "node:fs/promises";
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
    return (await this.look({ account, edgeSiteId })).living;
  }

  async leave(note: Note, isSpent: (living: Note) => boolean): Promise<Note | undefined> {
    const { living, files } = await this.look(note);
    if (living !== undefined && !isSpent(living)) return living;
    const key = keyOf(note);
    this.files.delete(key);
    try {
      // False: somebody left theirs since the look.
      if (!(await this.leaveFile(note, files))) return await this.leave(note, isSpent);
    } catch (error) {
      this.onUnwritable(`${this.folder ?? "the home directory is unknown"}: ${codeOf(error) ?? "no folder"}`);
    }
    this.memory.set(key, note);
    return undefined;
  }

  /** The next number after the files that were looked at: whoever looked at the same ones tries the same number. */
  private async leaveFile(note: Note, seen: readonly string[]): Promise<boolean> {
    if (this.folder === undefined) throw new Error("no folder");
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, `${keyOf(note)}.${generationOf(seen.at(-1)) + 1}.json`);
    const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
      if (codeOf(error) === "EEXIST") return undefined;
      throw error;
    });
    if (handle === undefined) return false;
    try {
      await fill(handle, note);
    } catch (error) {
      await remove(file);
      throw error;
    }
    this.files.set(keyOf(note), file);
    await Promise.all(seen.map(remove));
    return true;
  }

  private async look(site: Site): Promise<{ living?: Note; files: readonly string[] }> {
    const files = await this.generations(site);
    const own = this.memory.get(keyOf(site));
    if (own !== undefined && own.expiresMs > this.clock.now()) return { living: own, files };
    const newest = files.at(-1);
    const living = newest === undefined ? undefined : await this.readLiving(newest, site);
    return living === undefined ? { files } : { living, files };
  }

  async amend(note: Note): Promise<void> {
    const key = keyOf(note);
    this.memory.set(key, note);
    const file = this.files.get(key);
    if (file === undefined) return;
    try {
      await fill(await open(`${file}.new`, "w", 0o600), note);
      await rename(`${file}.new`, file);
    } catch {
      // The older text stays, or none: it names the same order ids, and this process has the newer one in memory.
    }
  }

  async remove(site: Site): Promise<void> {
    const key = keyOf(site);
    this.memory.delete(key);
    const file = this.files.get(key);
    this.files.delete(key);
    if (file !== undefined) await remove(file);
  }

  /** The site's files, oldest first. */
  private async generations(site: Site): Promise<string[]> {
    const { folder } = this;
    if (folder === undefined) return [];
    const key = keyOf(site);
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((name) => name.startsWith(`${key}.`) && name.endsWith(".json"))
      .map((name) => join(folder, name))
      .sort((a, b) => generationOf(a) - generationOf(b));
  }

  /** A note that stays unreadable is taken for a living one of unknown origin: something was about to be bought. */
  private async readLiving(file: string, site: Site): Promise<Note | undefined> {
    for (let tries = 1; ; tries++) {
      const { text, writtenMs } = await content(file);
      if (text === undefined) return undefined;
      const note = parsed(text) ?? (tries < READINGS ? undefined : damaged(site, writtenMs));
      if (note !== undefined) return note.expiresMs > this.clock.now() ? note : undefined;
      await this.clock.sleep(READING_PAUSE_MS);
    }
  }
}

type Site = Pick<Note, "account" | "edgeSiteId">;

/** A note that is being written is whole within these readings. */
const READINGS = 5;
const READING_PAUSE_MS = 100;

/** How long a damaged note bars its site, from its last change. */
const DAMAGED_LIFE_MS = 10 * 60_000;

function damaged({ account, edgeSiteId }: Site, writtenMs: number): Note {
  return {
    account,
    edgeSiteId,
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

async function fill(handle: FileHandle, note: Note): Promise<void> {
  try {
    await handle.writeFile(JSON.stringify(note));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const remove = (file: string): Promise<void> => unlink(file).catch(() => undefined);

const keyOf = ({ account, edgeSiteId }: Site): string =>
  createHash("sha256")
    .update(JSON.stringify([account, edgeSiteId]))
    .digest("hex")
    .slice(0, 32);

const generationOf = (file: string | undefined): number => Number(file?.split(".").at(-2) ?? 0) || 0;

const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
