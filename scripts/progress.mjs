// Says what is being done, and that it still goes on: a terminal gets a running clock, a log a line now and then.

const LOG_LINE_EVERY_MS = 15_000;

/** Prints one line of the setup. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Runs `work`, showing `label` with the time that has passed. */
export async function during(label, work) {
  const started = Date.now();
  const elapsed = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  };
  const isTerminal = process.stderr.isTTY === true;
  const show = () => {
    process.stderr.write(isTerminal ? `\r\x1b[2K${label} … ${elapsed()}` : `${label} … ${elapsed()}\n`);
  };
  process.stderr.write(isTerminal ? `${label} …` : `${label} …\n`);
  const timer = setInterval(show, isTerminal ? 1000 : LOG_LINE_EVERY_MS);
  try {
    const result = await work();
    process.stderr.write(isTerminal ? `\r\x1b[2K${label}: done, ${elapsed()}\n` : `${label}: done, ${elapsed()}\n`);
    return result;
  } catch (error) {
    if (isTerminal) process.stderr.write("\n");
    throw error;
  } finally {
    clearInterval(timer);
  }
}
