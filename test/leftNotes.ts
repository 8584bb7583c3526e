import fs from "node:fs";
import path from "node:path";

/** What a note about a purchase says, as far as tests ask. */
export interface LeftNote {
  readonly stage: string;
  readonly pid: number;
  readonly expiresMs: number;
  readonly orderId?: string;
}

/** The files of notes whose time has not come; none where the folder does not exist. */
export function livingNotesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".json")).map((name) => path.join(folder, name));
  return files.filter((file) => isWhole(file) && noteOf(file).expiresMs > Date.now());
}

/** A note that is just being written is none yet. */
const isWhole = (file: string): boolean => fs.readFileSync(file, "utf8").endsWith("}");

export const noteOf = (file: string): LeftNote => JSON.parse(fs.readFileSync(file, "utf8")) as LeftNote;

/** As if the time of every note had come: the time that errors name, some minutes after its order was sent. */
export function letNotesExpireIn(folder: string): void {
  const living = livingNotesIn(folder);
  expect(living).not.toEqual([]);
  for (const file of living) {
    fs.writeFileSync(file, JSON.stringify({ ...noteOf(file), expiresMs: Date.now() - 1 }));
  }
}
