import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

// Disks in trouble, where this machine lets a test make some.

const isRoot = process.getuid?.() === 0;

const run = (command: string, ...args: readonly string[]): void =>
  void execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });

/** Why `attempt`, made in an empty folder and taken back by `undo`, is impossible here; undefined where it works. */
function obstacle(attempt: (folder: string) => void, undo: (folder: string) => void): string | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloudpond-disk-"));
  try {
    attempt(folder);
    undo(folder);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets nothing below the folder be written; root ignores permissions, but not this flag of the file system. */
export function makeReadOnly(folder: string): void {
  if (isRoot) run("chattr", "-R", "+i", folder);
  else run("chmod", "-R", "a-w", folder);
}

export function makeWritable(folder: string): void {
  if (isRoot) run("chattr", "-R", "-i", folder);
  else run("chmod", "-R", "u+w", folder);
}

/** Puts a disk of its own in the place of an empty folder, with no room left on it. */
export function mountFullDisk(folder: string): void {
  run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder);
  fs.writeFileSync(path.join(folder, "filling"), Buffer.alloc(4_096));
}

export const unmount = (folder: string): void => run("umount", folder);

export const noReadOnlyFolder = obstacle(makeReadOnly, makeWritable);
export const noFullDisk = obstacle(mountFullDisk, unmount);

/** Runs the test where it can be run; elsewhere its name says why it is not. */
export function testUnless(why: string | undefined, name: string, body: () => Promise<void>): void {
  if (why === undefined) test(name, body);
  else test.skip(`${name} (not here: ${why})`, body);
}
