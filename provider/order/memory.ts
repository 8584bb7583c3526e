import { Mutex } from "async-mutex";
import type { KeptError, UnknownOutcomeError } from "./orderError.js";
import { StatusMemory } from "./status.js";

/** What one provider process remembers between the engine's calls. Nothing in it survives the process. */
export class ProcessMemory {
  readonly statuses = new StatusMemory();
  private readonly queues = new Map<string, Mutex>();
  private readonly owners = new Map<string, string>();
  private readonly failures = new Map<string, KeptError | UnknownOutcomeError>();
  private readonly changed = new Set<string>();

  /** Step 2: one purchase at a time on a site. */
  enqueue<T>(account: string, edgeSiteId: string, work: () => Promise<T>): Promise<T> {
    const key = JSON.stringify([account, edgeSiteId]);
    const queue = this.queues.get(key) ?? new Mutex();
    this.queues.set(key, queue);
    return queue.runExclusive(work);
  }

  /** The resource (URN) that holds an order, as far as this process has seen. */
  own(orderId: string, resource: string): void {
    this.owners.set(orderId, resource);
  }

  /** Whether this resource holds the order. */
  isOwnedBy(orderId: string, resource: string): boolean {
    return this.owners.get(orderId) === resource;
  }

  isOwnedByAnother(orderId: string, resource: string): boolean {
    const owner = this.owners.get(orderId);
    return owner !== undefined && owner !== resource;
  }

  /** How a create ended that must not be tried again: error hooks repeat create up to 100 times. */
  rememberFailure(key: string, failure: KeptError | UnknownOutcomeError): void {
    this.failures.set(key, failure);
  }

  failure(key: string): KeptError | UnknownOutcomeError | undefined {
    return this.failures.get(key);
  }

  /** A read that saw a change: the next diff of the order says so once, else a plain refresh shows nothing. */
  noteChange(orderId: string): void {
    this.changed.add(orderId);
  }

  takeChange(orderId: string): boolean {
    return this.changed.delete(orderId);
  }
}
