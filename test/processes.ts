import fs from "node:fs";

// Processes as Linux shows them under /proc.

/** A running process. */
export interface RunningProcess {
  readonly pid: number;
  /** Its command line, separated by spaces. */
  readonly command: string;
}

/** Every process that this one has started, directly or through others, and which has not ended. */
export function startedBy(pid: number): RunningProcess[] {
  const parents = new Map(running().map((child) => [child, statOf(child)?.parent]));
  const children = (of: number): number[] => [...parents].flatMap(([child, parent]) => (parent === of ? [child] : []));
  const below = (of: number): number[] => children(of).flatMap((child) => [child, ...below(child)]);
  return below(pid).map((child) => ({ pid: child, command: commandOf(child) }));
}

/** Whether it has not ended; one that has ended and was not yet waited for is over. */
export const isRunning = (pid: number): boolean => !["Z", "X", undefined].includes(statOf(pid)?.state);

/** Whether it is halted by a signal, so that whatever reaches its sockets is not read. */
export const isHalted = (pid: number): boolean => statOf(pid)?.state === "T";

const running = (): number[] => fs.readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

/** State and parent of a process; undefined when it is gone. The name of the program, in brackets, may hold anything. */
function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  const [, state, parent] = /^.*\) (\S) (\d+) /s.exec(read(`/proc/${pid}/stat`)) ?? [];
  return state === undefined ? undefined : { state, parent: Number(parent) };
}

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
