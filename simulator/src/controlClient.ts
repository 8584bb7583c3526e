import type { ClockChange } from "./control.js";
import type { Fault } from "./faults.js";
import type { JournalEntry } from "./journal.js";
import type { OrderLines } from "./orderOption.js";

/** An accepted order as the control API tells of it. */
export interface LedgerOrder extends OrderLines {
  readonly id: string;
  readonly name: string;
  readonly edge_site_id: string;
  /** Stays what it was when the record is deleted. */
  readonly status: string;
  readonly order_ids: readonly string[];
  readonly created_at: string;
  readonly deleted: boolean;
}

/** A control call that the simulator refused; the message is the simulator's. */
export class ControlError extends Error {
  override readonly name = "ControlError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The control API of a running simulator, in this process or another. */
export class SimulatorControl {
  /** @param url address from the start-up line, without a slash at the end */
  constructor(readonly url: string) {}

  /** Every request to CloudPond and IAM so far, in order of arrival. */
  journal(): Promise<readonly JournalEntry[]> {
    return this.call("GET", "journal") as Promise<readonly JournalEntry[]>;
  }

  /** Every order ever accepted, in order of acceptance, deleted ones too. */
  orders(): Promise<readonly LedgerOrder[]> {
    return this.call("GET", "orders") as Promise<readonly LedgerOrder[]>;
  }

  /** Moves an order on; @throws ControlError 404 unknown order, 409 a step that the lifecycle does not have */
  advance(id: string, to: string): Promise<LedgerOrder> {
    return this.call("POST", `orders/${encodeURIComponent(id)}/advance`, { to }) as Promise<LedgerOrder>;
  }

  /** Lets simulated time pass or sets the clock's skew. */
  async clock(change: ClockChange): Promise<void> {
    await this.call("POST", "clock", change);
  }

  /** Back to the seed. */
  async reset(): Promise<void> {
    await this.call("POST", "reset");
  }

  /** Queues a fault. */
  async fault(fault: Fault): Promise<void> {
    await this.call("POST", "faults", fault);
  }

  /** Forgets every fault that still waits. */
  async clearFaults(): Promise<void> {
    await this.call("DELETE", "faults");
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${this.url}/_simulator/${path}`, { method, ...sent });
    const text = await response.text();
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    if (response.ok) return answer;
    throw new ControlError(response.status, (answer as { error?: string } | undefined)?.error ?? text);
  }
}
