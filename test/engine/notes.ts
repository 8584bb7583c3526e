import fs from "node:fs";
import path from "node:path";
import type { Engine } from "./harness.js";

/** As if the time of every note about a purchase had come: the time that errors name, some minutes after it was sent. */
export function letNotesExpire({ env }: Engine): void {
  const folder = env["XDG_STATE_HOME"]!;
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  expect(names).not.toEqual([]);
  for (const file of names.map((name) => path.join(folder, name))) {
    const note = JSON.parse(fs.readFileSync(file, "utf8")) as { expiresMs: number };
    expect(note.expiresMs).toBeGreaterThan(Date.now());
    fs.writeFileSync(file, JSON.stringify({ ...note, expiresMs: Date.now() - 1 }));
  }
}
