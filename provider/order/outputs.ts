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
  /** Set when SUCCESS was seen without a look at the numbers on the hardware, which the next read takes. */
  readonly __numbersOpen?: boolean;
  /** Set while an order that was found by looking is so young that a second one may appear beside it. */
  readonly __inferred?: boolean;
}

/** A complete state: outputs mirror all inputs, because the engine gives `diff` and `read` only old outputs. */
export type OrderState = Readonly<Record<string, unknown>> & Partial<OrderOutputs> & { readonly edgeSiteId?: string };

/**
 * The fields that reads return, but for the account: one table of the API calls `domain_id` "User ID", and what counts is
 * who ordered. A field that a record lacks is left out, never undefined.
 */
export function recordOutputs(
  record: DeliveryOrderRecord,
  lastStatus: string | undefined,
): Pick<OrderOutputs, "status" | "name" | "effectedAt" | "createdAt" | "updatedAt" | "__lastStatus"> {
  const { status, name, effectedAt, createdAt, updatedAt } = record;
  return {
    status,
    ...(name === undefined ? {} : { name }),
    ...(effectedAt === undefined ? {} : { effectedAt }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(isGone(status) && lastStatus !== undefined ? { __lastStatus: lastStatus } : {}),
  };
}

/** A state, or inputs, without some of their keys. */
export const withoutKeys = (values: object, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

export const stateOf = (inputs: DeliveryOrderInputs, outputs: OrderOutputs): OrderState => ({ ...inputs, ...outputs });
