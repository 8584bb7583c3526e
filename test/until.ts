/** Resolves when the condition holds. @throws when that takes longer than half a minute. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await condition());) {
    if (Date.now() > end) throw new Error(`Waited in vain for: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
