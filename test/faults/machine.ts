import type { NoteFolder } from "../../provider/order/noteFolder.js";

/** What a machine's disk does with the notes of purchases. */
export type Disk = "sound" | "full" | "readOnly" | "unreadable";

/** A machine on which commands are run: its disk outlives its processes. */
export class Machine {
  disk: Disk = "sound";
  private readonly files = new Map<string, { text: string; writtenMs: number }>();
  private readonly pids = new Set<number>();

  constructor(
    readonly host: string,
    private readonly now: () => number,
  ) {}

  start(pid: number): void {
    this.pids.add(pid);
  }

  end(pid: number): void {
    this.pids.delete(pid);
  }

  isRunning = (pid: number): boolean => this.pids.has(pid);

  /** Texts of all files, for whoever looks for secrets. */
  texts(): string[] {
    return [...this.files.values()].map(({ text }) => text);
  }

  /** Somebody, or a crash, has left half a file. */
  damageNotes(): void {
    for (const file of this.files.values()) file.text = file.text.slice(0, 20);
  }

  /** @param pass what every access goes through; it may never come back */
  folder(pass: <T>(what: string, access: () => T) => Promise<T>): NoteFolder {
    const failing = (code: string): never => {
      throw Object.assign(new Error(code), { code });
    };
    const writable = (): void => {
      if (this.disk === "full") failing("ENOSPC");
      if (this.disk === "readOnly") failing("EROFS");
    };
    const write = (name: string, text: string): void => void this.files.set(name, { text, writtenMs: this.now() });
    return {
      path: "/state/notes",
      names: () =>
        pass("look at the notes", () => (this.disk === "unreadable" ? failing("EACCES") : [...this.files.keys()])),
      read: (name) =>
        pass("read a note", () => this.files.get(name) ?? { text: "", writtenMs: this.now(), code: "ENOENT" }),
      create: (name, text) =>
        pass("leave a note", () => {
          writable();
          if (this.files.has(name)) return false;
          write(name, text);
          return true;
        }),
      replace: (name, text) =>
        pass("amend a note", () => {
          writable();
          write(name, text);
        }),
      remove: (name) =>
        pass("remove a note", () => {
          if (this.disk !== "readOnly") this.files.delete(name);
        }),
    };
  }
}
