import { compareAdopted, describeLines, listHardware, orderNumbersOf, shownLines } from "./lines.js";
import { nothingPlaced } from "./money.js";
import { type DeclaredOrder, linesOf, type OrderContext } from "./order.js";
import { RefusedError, sentenceOf } from "./orderError.js";
import type { Placed } from "./reconcile.js";
import type { DeliveryOrderRecord, Identity } from "./service.js";
import { isDone, isGone, isLive } from "./status.js";

/**
 * Takes over an order that exists; buys nothing.
 * @throws {RefusedError} when the order cannot be this resource's.
 */
export async function adopt(
  adoptOrderId: string,
  order: DeclaredOrder,
  identity: Identity,
  { service, memory }: Pick<OrderContext, "service" | "memory">,
): Promise<Placed> {
  const { inputs, name, resource } = order;
  const what = `order ${adoptOrderId} for edge site ${inputs.edgeSiteId}`;
  const refused = (reason: string): RefusedError =>
    new RefusedError(`Refused to adopt ${what}: ${reason}\n${nothingPlaced(name)}`);
  const failed = (cause: unknown): RefusedError =>
    new RefusedError(`Could not adopt ${what}: ${sentenceOf(cause)}\n${nothingPlaced(name)}`, { cause });
  let found: DeliveryOrderRecord | undefined;
  try {
    found = await service.showDeliveryOrder(adoptOrderId);
  } catch (error) {
    throw failed(error);
  }
  if (found === undefined || isGone(found.status)) {
    throw refused(
      `there is no such order in account ${identity.account}. Check the id in the CloudPond console, or leave out adoptOrderId to order anew.`,
    );
  }
  memory.statuses.see(found);
  if (found.id !== adoptOrderId) throw refused(`the service answered with order ${found.id}. Use the exact id.`);
  if (found.domainId !== identity.account) {
    throw refused(
      `it belongs to account ${found.domainId}, the credentials to account ${identity.account}. Use credentials of the order's account.`,
    );
  }
  if (found.edgeSiteId !== inputs.edgeSiteId) {
    throw refused(
      `it is an order of site ${found.edgeSiteId}. Correct edgeSiteId or adoptOrderId, or leave out adoptOrderId to order anew.`,
    );
  }
  if (!isLive(found.status)) {
    throw refused(`it is ${found.status}: nothing will come of it. Leave out adoptOrderId to order anew.`);
  }
  if (memory.isOwnedByAnother(adoptOrderId, resource)) {
    throw refused("another resource of this stack holds it already. Remove one of the two.");
  }
  const hardware = await listHardware(service, { deliveryOrderId: adoptOrderId }).catch((error: unknown) => {
    throw failed(error);
  });
  const shown = shownLines(hardware);
  const comparison = compareAdopted(found.status, shown, linesOf(inputs));
  if (comparison === "contradicting") {
    throw refused(
      `it consists of ${describeLines(shown)}, which is not what the inputs declare. Declare that, then adopt` +
        (isDone(found.status) ? "." : "; or run again later, as long as its records may still be arriving."),
    );
  }
  order.log.info(
    (comparison === "equal"
      ? ""
      : `order ${adoptOrderId} shows ${describeLines(shown)}; the rest is taken as declared; `) +
      `term and payment of order ${adoptOrderId} cannot be read, so they are taken as declared`,
  );
  return { order: found, orderIds: orderNumbersOf(hardware) };
}
