import { createHash } from "node:crypto";
import { join } from "node:path";
import { isRight } from "fp-ts/lib/Either.js";
import type { Clock } from "./clock.js";
import { Note, type NoteStore } from "./note.js";
import { codeOf, type NoteFolder } from "./noteFolder.js";

type Site = Pick<Note, "account" | "edgeSiteId">;

interface NoteFile {
  readonly name: string;
  readonly note: Note;
}

/**
 * Notes in process memory and, where the folder can be written, as files that other processes see.
 *
 * A site's files are numbered generations. Whoever finds none living creates the number after the highest one
 * exclusively, which only one process can, then looks once more and gives way to any other that lives. A file is removed
 * only by who has read it as dead, spent or its own.
 */
export class NoteFiles implements NoteStore {
  private readonly memory = new Map<string, Note>();
  /** The file that holds our own note of a site. */
  private readonly own = new Map<string, string>();

  constructor(
    /** Where the files lie; undefined on a machine that has no place for them. */
    private readonly folder: NoteFolder | undefined,
    private readonly clock: Clock,
    /** Told each time a note could be left in memory only. */
    private readonly onUnwritable: (reason: string) => void,
  ) {}

  async living(account: string, edgeSiteId: string): Promise<Note | undefined> {
    const site = { account, edgeSiteId };
    return this.livingAmong(site, await this.read(site), () => false, this.clock.now());
  }

  async leave(
    note: Note,
    isSpent: (living: Note) => boolean,
    asOfMs = this.clock.now(),
    tries = 1,
  ): Promise<Note | undefined> {
    const files = await this.read(note);
    const isOver = (found: Note): boolean => found.nonce === note.nonce || isSpent(found);
    const living = this.livingAmong(note, files, isOver, asOfMs);
    if (living !== undefined) return living;
    const key = keyOf(note);
    try {
      const name = await this.create(note, files);
      // Somebody left theirs since the look, or something that cannot be read lies in its place.
      if (name === undefined) {
        if (tries === READINGS)
          return damaged(note, this.clock.now(), `${this.folder?.path}: a file that is not shown`);
        await this.clock.sleep(READING_PAUSE_MS);
        return await this.leave(note, isSpent, asOfMs, tries + 1);
      }
      const others = (await this.read(note)).filter((file) => file.name !== name).map((file) => file.note);
      const other = others.find((found) => isAlive(found, asOfMs) && !isOver(found));
      if (other !== undefined) {
        await this.discard(name);
        return other;
      }
      await Promise.all(files.map((file) => this.discard(file.name)));
      this.own.set(key, name);
    } catch (error) {
      // An older file of this note goes on standing for it.
      this.onUnwritable(`${this.folder?.path ?? "the home directory is unknown"}: ${codeOf(error)}`);
    }
    this.memory.set(key, note);
    return undefined;
  }

  async amend(note: Note): Promise<void> {
    const key = keyOf(note);
    if (this.memory.get(key)?.nonce !== note.nonce) return;
    this.memory.set(key, note);
    const name = await this.ownFile(note);
    // Where it fails the older text stays: it names the same order ids, and this process has the newer one in memory.
    if (name !== undefined) await this.folder?.replace(name, textOf(note)).catch(() => undefined);
  }

  async remove(note: Note): Promise<void> {
    const key = keyOf(note);
    if (this.memory.get(key)?.nonce !== note.nonce) return;
    const name = await this.ownFile(note);
    this.memory.delete(key);
    this.own.delete(key);
    if (name !== undefined) await this.discard(name);
  }

  /** The file of our own note, unless its number has come into other hands since. */
  private async ownFile(note: Note): Promise<string | undefined> {
    const name = this.own.get(keyOf(note));
    return name !== undefined && (await this.readNote(name, note))?.nonce === note.nonce ? name : undefined;
  }

  async forget(account: string, edgeSiteId: string, orderId: string): Promise<void> {
    const site = { account, edgeSiteId };
    const key = keyOf(site);
    if (this.memory.get(key)?.orderId === orderId) this.memory.delete(key);
    const files = (await this.read(site)).filter(({ note }) => note.orderId === orderId);
    await Promise.all(files.map(({ name }) => this.discard(name)));
  }

  private async discard(name: string): Promise<void> {
    await this.folder?.remove(name);
  }

  /** Another's note before our own: that one would not be there if ours still stood. */
  private livingAmong(
    site: Site,
    files: readonly NoteFile[],
    isOver: (note: Note) => boolean,
    asOfMs: number,
  ): Note | undefined {
    const own = this.memory.get(keyOf(site));
    const others = files.filter(({ note }) => note.nonce !== own?.nonce).map(({ note }) => note);
    return [...others.reverse(), ...(own === undefined ? [] : [own])].find(
      (note) => isAlive(note, asOfMs) && !isOver(note),
    );
  }

  /** The next number after the files that were looked at; undefined when it is taken. */
  private async create(note: Note, seen: readonly NoteFile[]): Promise<string | undefined> {
    if (this.folder === undefined) throw Object.assign(new Error(), { code: "no folder" });
    const name = `${keyOf(note)}.${generationOf(seen.at(-1)?.name) + 1}.json`;
    return (await this.folder.create(name, textOf(note))) ? name : undefined;
  }

  /** The site's files, oldest first. */
  private async read(site: Site): Promise<NoteFile[]> {
    const { folder } = this;
    if (folder === undefined) return [];
    const key = keyOf(site);
    let names: string[];
    try {
      names = await folder.names();
    } catch (error) {
      return [{ name: "", note: damaged(site, this.clock.now(), `${folder.path}: ${codeOf(error)}`) }];
    }
    const ofSite = names
      .filter((name) => name.startsWith(`${key}.`) && name.endsWith(".json"))
      .sort((a, b) => generationOf(a) - generationOf(b));
    const notes = await Promise.all(ofSite.map((name) => this.readNote(name, site)));
    return notes.flatMap((note, index) => (note === undefined ? [] : [{ name: ofSite[index]!, note }]));
  }

  /** A note that stays unreadable is taken for a living one of unknown origin: something was about to be bought. */
  private async readNote(name: string, site: Site): Promise<Note | undefined> {
    const folder = this.folder!;
    for (let tries = 1; ; tries++) {
      const { text, writtenMs, code } = await folder.read(name);
      if (code === "ENOENT") return undefined;
      const note = parsed(text, site);
      if (note !== undefined) return { ...note, expiresMs: Math.min(note.expiresMs, writtenMs + LONGEST_LIFE_MS) };
      if (tries === READINGS) return damaged(site, writtenMs, `${join(folder.path, name)}: ${code ?? "damaged"}`);
      await this.clock.sleep(READING_PAUSE_MS);
    }
  }
}

const isAlive = ({ expiresMs }: Note, asOfMs: number): boolean => expiresMs > asOfMs;

/** A note that is being written is whole within these readings. */
const READINGS = 5;
const READING_PAUSE_MS = 100;

/**
 * More than the longest preparation (30 s), deadline (10 min) and settle time (60 min) together, so that a clock that once
 * ran ahead bars nothing for ever; to be raised with the limits in provider/config.ts.
 */
const LONGEST_LIFE_MS = 75 * 60_000;

function damaged(site: Site, writtenMs: number, unreadable: string): Note {
  return {
    ...pickSite(site),
    stage: "unknown",
    pid: 0,
    host: "",
    resource: "",
    inputsHash: "",
    knownOrderIds: [],
    serverTimeMs: writtenMs,
    expiresMs: writtenMs + LONGEST_LIFE_MS,
    nonce: "",
    unreadable,
  };
}

const pickSite = ({ account, edgeSiteId }: Site): Site => ({ account, edgeSiteId });

/** The file's name stands for the site, so its text need not hold an id that a program may have marked secret. */
function parsed(text: string, site: Site): Note | undefined {
  try {
    const decoded = Note.decode({ ...(JSON.parse(text) as object), ...pickSite(site) });
    return isRight(decoded) ? decoded.right : undefined;
  } catch {
    return undefined;
  }
}

const textOf = ({ account: _, edgeSiteId: __, ...text }: Note): string => JSON.stringify(text);

const keyOf = ({ account, edgeSiteId }: Site): string =>
  createHash("sha256")
    .update(JSON.stringify([account, edgeSiteId]))
    .digest("hex")
    .slice(0, 32);

const generationOf = (name: string | undefined): number => Number(name?.split(".").at(-2) ?? 0) || 0;
