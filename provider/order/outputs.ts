import type { DeliveryOrderInputs } from "./inputs.js";
import type { DeliveryOrderRecord } from "./service.js";
import { isGone } from "./status.js";

/** What the state holds of an order beside its inputs. Keys with `__` are hidden from the displays of the engine. */
export interface OrderOutputs {
  readonly orderIds: readonly string[];
  readonly conflictingOrderIds: readonly string[];
  readonly status: string;
  readonly domainId: string;
  readonly name?: string;
  readonly effectedAt?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  /** The last status before the record was deleted: whether hardware may stand behind a deleted record. */
  readonly __lastStatus?: string;
  /** While the order list has not shown the order: the site's orders before it, to tell a second writer. */
  readonly __unconfirmed?: readonly string[];
}

/** A complete state: outputs mirror all inputs, because the engine gives `diff` and `read` only old outputs. */
export type OrderState = Readonly<Record<string, unknown>> & Partial<OrderOutputs> & { readonly edgeSiteId?: string };

/** The fields that reads return. A field that a record lacks is left out, never undefined. */
export function recordOutputs(
  record: DeliveryOrderRecord,
  lastStatus: string | undefined,
): Pick<OrderOutputs, "status" | "domainId" | "name" | "effectedAt" | "createdAt" | "updatedAt" | "__lastStatus"> {
  const { status, domainId, name, effectedAt, createdAt, updatedAt } = record;
  return {
    status,
    domainId,
    ...(name === undefined ? {} : { name }),
    ...(effectedAt === undefined ? {} : { effectedAt }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(isGone(status) && lastStatus !== undefined ? { __lastStatus: lastStatus } : {}),
  };
}

export const stateOf = (inputs: DeliveryOrderInputs, outputs: OrderOutputs): OrderState => ({ ...inputs, ...outputs });
