// How much memory Pulumi's dynamic-provider process takes while something runs.
import fs from "node:fs";

const EVERY_MS = 50;

const read = (pid, name) => {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    // It has ended in the meantime.
    return "";
  }
};

const parentOf = (pid) => Number(/^PPid:\s+(\d+)/mu.exec(read(pid, "status"))?.[1] ?? 0);

function isBelow(pid, ancestor) {
  for (let at = pid; at > 1; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

const isProvider = (pid) => read(pid, "cmdline").includes("dynamic-provider");

/** MiB that are resident; 0 where the system does not tell. */
export const residentMiB = (pid) => Number(/^VmRSS:\s+(\d+)/mu.exec(read(pid, "status"))?.[1] ?? 0) / 1024;

/** Runs `work` and gives back what it gives back, with the most that a provider process below this one took (Linux only). */
export async function watchingMemory(work) {
  let most = 0;
  const look = () => {
    if (process.platform !== "linux") return;
    const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
    for (const pid of pids.map(Number)) {
      if (isProvider(pid) && isBelow(pid, process.pid)) most = Math.max(most, residentMiB(pid));
    }
  };
  const timer = setInterval(look, EVERY_MS);
  try {
    return { ...(await work()), memoryMiB: most };
  } finally {
    clearInterval(timer);
  }
}
