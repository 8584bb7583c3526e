import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The files that notes lie in: nothing but files with a text each. Injected, so that histories run without a disk. */
export interface NoteFolder {
  /** Where it lies, for messages. */
  readonly path: string;
  /** Names of the files; none where the folder does not exist. @throws when it exists and cannot be listed. */
  names(): Promise<string[]>;
  read(name: string): Promise<NoteText>;
  /**
   * Makes a file with this text, which survives a crash of the machine once this has answered.
   * @returns false when the name is taken. @throws when no file can be made; nothing is left then.
   */
  create(name: string, text: string): Promise<boolean>;
  /** Puts this text in the place of the file's, whole or not at all. @throws when that is not possible; the file stays then. */
  replace(name: string, text: string): Promise<void>;
  /** Never throws: what cannot be removed stays. */
  remove(name: string): Promise<void>;
}

/** The text of a file and when it was written; with the error's code and no text where it cannot be read. */
export interface NoteText {
  readonly text: string;
  readonly writtenMs: number;
  readonly code?: string;
}

/** A folder of this machine. It comes into being with its first file. */
export function noteFolderAt(path: string, clock: { now(): number }): NoteFolder {
  const at = (name: string): string => join(path, name);
  const remove = (name: string): Promise<void> => unlink(at(name)).catch(() => undefined);
  return {
    path,
    remove,
    async names() {
      try {
        return await readdir(path);
      } catch (error) {
        if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return [];
        throw error;
      }
    },
    read: (name) => content(at(name), clock.now()),
    async create(name, text) {
      const made = await mkdir(path, { recursive: true, mode: 0o700 });
      const handle = await open(at(name), "wx", 0o600).catch((error: unknown) => {
        if (codeOf(error) === "EEXIST") return undefined;
        throw error;
      });
      if (handle === undefined) return false;
      try {
        await fill(handle, text);
        await keepNames(path, made === undefined ? path : dirname(made));
        return true;
      } catch (error) {
        await remove(name);
        throw error;
      }
    },
    async replace(name, text) {
      const next = `${name}.new`;
      try {
        await fill(await open(at(next), "w", 0o600), text);
        await rename(at(next), at(name));
      } catch (error) {
        await remove(next);
        throw error;
      }
    },
  };
}

/**
 * A file survives a crash under its name only when its folder is on the disk too (fsync(2)), and so on up to the folder
 * that was there before. Where folders cannot be synchronized (Windows) the file system sees to it.
 */
async function keepNames(folder: string, topmost: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
  const parent = dirname(folder);
  if (folder !== topmost && folder !== parent) await keepNames(parent, topmost);
}

async function fill(handle: FileHandle, text: string): Promise<void> {
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function content(path: string, nowMs: number): Promise<NoteText> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const { mtimeMs } = await handle.stat();
    return { text: await handle.readFile("utf8"), writtenMs: mtimeMs };
  } catch (error) {
    const writtenMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => nowMs,
    );
    return { text: "", writtenMs, code: codeOf(error) };
  } finally {
    await handle?.close();
  }
}

/** The system's code of an error. */
export const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown error";
