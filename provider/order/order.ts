import { createHash } from "node:crypto";
import type { Clock } from "./clock.js";
import type { DeliveryOrderInputs } from "./inputs.js";
import { type Lines, orderedLines } from "./lines.js";
import type { ProcessMemory } from "./memory.js";
import type { NoteStore, Processes } from "./note.js";
import type { NewDeliveryOrder, OrderService } from "./service.js";

/** What the verbs of an order work with. */
export interface OrderContext {
  readonly service: OrderService;
  readonly clock: Clock;
  readonly notes: NoteStore;
  readonly processes: Processes;
  readonly memory: ProcessMemory;
  /** Whether orders may be sent at all; looking and adopting always may. */
  readonly allowPurchases: boolean;
  readonly timing: Timing;
}

export interface Timing {
  /** Deadline of one request. */
  readonly requestTimeoutMs: number;
  /** How long an order may take to show in the list after its POST; 0 = one look. */
  readonly settleMs: number;
}

/** Where the engine shows what happens to one resource. */
export interface OrderLog {
  /** A line that the next one replaces. */
  progress(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** One declared order. */
export interface DeclaredOrder {
  /** Name of the resource in the program, for messages. */
  readonly name: string;
  /** What tells this resource from every other: its URN. */
  readonly resource: string;
  readonly inputs: DeliveryOrderInputs;
  readonly log: OrderLog;
  /** How long a wait for a status may take. */
  readonly waitTimeoutMs: number;
}

/** The part of the inputs that is sent. */
export function newOrderOf(inputs: DeliveryOrderInputs): NewDeliveryOrder {
  const { edgeSiteId, servers, networkDevices, storagePools, marketOptions } = inputs;
  return {
    edgeSiteId,
    ...(servers === undefined ? {} : { servers }),
    ...(networkDevices === undefined ? {} : { networkDevices }),
    ...(storagePools === undefined ? {} : { storagePools }),
    marketOptions,
  };
}

export const linesOf = (inputs: DeliveryOrderInputs): Lines => orderedLines(newOrderOf(inputs));

/** Equal for equal purchases. Not reversible, so that a note may hold it. */
export const hashOf = (inputs: DeliveryOrderInputs): string =>
  createHash("sha256")
    .update(JSON.stringify([newOrderOf(inputs), inputs.afterOrderId, inputs.siteRevision, inputs.adoptOrderId]))
    .digest("hex");
