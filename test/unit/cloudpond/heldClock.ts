import type { Gathering } from "../../../provider/cloudpond/gathered.js";

/** Lets everything run that waits for nothing but its turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that passes only when it is said to. */
export class HeldClock implements Gathering {
  private ms = 0;
  private sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];

  /** What somebody waits for who waits for calm. */
  calming: Promise<void> = Promise.resolve();

  calm = (): Promise<void> => this.calming;

  now = (): number => this.ms;

  sleep = (ms: number): Promise<void> => new Promise((wake) => this.sleepers.push({ untilMs: this.ms + ms, wake }));

  async pass(ms: number): Promise<void> {
    this.ms += ms;
    const due = this.sleepers.filter(({ untilMs }) => untilMs <= this.ms);
    this.sleepers = this.sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
    await settle();
  }
}
