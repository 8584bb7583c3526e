import { RefusedError, sentenceOf } from "./orderError.js";
import type { OrderContext } from "./order.js";
import { listHardware, recordsOf } from "./lines.js";
import { exists, UNCHANGED } from "./money.js";
import type { OrderState } from "./outputs.js";
import { ensureAccount, find, lastStatusOf } from "./refresh.js";
import { DELETED, isDead, isDone, isGone, isLive } from "./status.js";

/**
 * Deletes the record of a dead order (DeleteDeliveryOrder, `DELETE /v2/{domain_id}/delivery-orders/{id}`), which
 * touches no hardware and cancels nothing. A dead order whose record is gone already needs nothing.
 * @throws {RefusedError} for every other order, and when the order cannot be read or its record not be deleted.
 */
export async function remove(
  id: string,
  state: OrderState,
  { service, memory, notes }: Pick<OrderContext, "service" | "memory" | "notes">,
): Promise<void> {
  const readable = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      if (error instanceof RefusedError) throw error;
      throw new RefusedError(`Order ${id} was not removed: ${sentenceOf(error)}\n${UNCHANGED}`, { cause: error });
    });
  const { account } = await readable(ensureAccount(id, state, service));
  const record = await readable(find(id, service));
  if (record !== undefined) memory.statuses.see(record);
  const status = record?.status ?? DELETED;
  const lastStatus = lastStatusOf(id, state, memory.statuses);
  if (record !== undefined && isDead(status)) {
    const hardware = await listHardware(service, { deliveryOrderId: id }).then(recordsOf, () => []);
    await readable(service.deleteDeliveryOrder(id));
    memory.statuses.bury(record.edgeSiteId, { id, hardwareIds: hardware.map((device) => device.id) });
    return notes.forget(account, record.edgeSiteId, id);
  }
  if (!isLive(status, lastStatus)) {
    if (lastStatus !== undefined) memory.statuses.see({ id, status: lastStatus });
    if (state.edgeSiteId !== undefined) await notes.forget(account, state.edgeSiteId, id);
    return;
  }
  throw new RefusedError(
    [
      `Refused to remove order ${id}, which is ${isGone(status) ? `${status} (before: ${lastStatus ?? "unknown"})` : status}. ` +
        "Destroying it would cancel nothing: the API cannot cancel an order, its hardware comes or stays, and billing goes on.",
      "Ways on:",
      "  - keep it in the program",
      "  - let go of it without touching it: set the resource option retainOnDelete: true, run `pulumi up`, then remove it; or `pulumi state delete <urn>`",
      ...(isDone(status) || isGone(status)
        ? []
        : [
            "  - while it is unpaid, cancel it in the billing console (My Orders), run `pulumi refresh`, and destroy it then",
          ]),
      [
        "Nothing was removed, cancelled or bought.",
        ...(record === undefined || isGone(status) ? [] : [exists(record)]),
      ].join(" "),
    ].join("\n"),
  );
}
