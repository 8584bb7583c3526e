// One process at a time. Only work is saved by it, never correctness: what the lock guards is renamed into place in one step.
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Runs `work` while this process holds `file`; `onWait` is called once if another process has it. */
export async function withLock(file, onWait, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (let waits = 0; ; waits++) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(fs.readFileSync(file, { encoding: "utf8", flag: "a+" }));
    // An empty file is one that its holder is about to write; after two seconds its holder died before it could.
    if (holder > 0 ? !isAlive(holder) : waits > 4) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (waits === 0) onWait(holder);
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}
