import { confirm, isJustPlaced } from "./confirm.js";
import { decodeInputs } from "./inputs.js";
import { compareAdopted, type Hardware, listHardware, orderedLines, orderNumbersOf, shownLines } from "./lines.js";
import type { OrderContext, OrderLog } from "./order.js";
import { NOTHING_READ, ORDER_ANEW, UNCHANGED } from "./money.js";
import { RefusedError, sentenceOf } from "./orderError.js";
import { type OrderState, recordOutputs, withoutKeys } from "./outputs.js";
import type { DeliveryOrderRecord, Identity, OrderService } from "./service.js";
import { DELETED, isDead, isDone, isGone, isLive, type StatusMemory } from "./status.js";

type RefreshContext = Pick<OrderContext, "service" | "clock" | "memory">;

/**
 * The order as the service shows it now, beside the inputs as they were (ShowDeliveryOrder). Never forgets an order:
 * one that is not to be found is kept with status DELETED.
 * @throws {RefusedError} when the account is another one or a first read finds nothing; {ServiceError} when the order
 * cannot be read.
 */
export async function refresh(
  id: string,
  state: OrderState,
  context: RefreshContext,
  log: OrderLog,
): Promise<OrderState> {
  const { service, memory } = context;
  const identity = await ensureAccount(id, state, service);
  const finding = find(id, service, (one) => service.recentDeliveryOrder(one));
  const onSite = isComplete(state) ? undefined : numbersOnSite(state, service);
  const record = await finding;
  if (record === undefined && state.status === undefined) {
    throw new RefusedError(
      `There is no order ${id} in account ${identity.account}. Check the id and whose credentials these are.\n${NOTHING_READ}`,
    );
  }
  if (record !== undefined) ensureSame(id, state, record, identity);
  const lastStatus = lastStatusOf(id, state, memory.statuses);
  let refreshed: OrderState = {
    ...state,
    ...(record === undefined ? goneOutputs(lastStatus) : recordOutputs(record, lastStatus)),
    domainId: identity.account,
    ...(record === undefined || state.edgeSiteId !== undefined ? {} : { edgeSiteId: record.edgeSiteId }),
  };
  if (record === undefined || isGone(record.status)) {
    // What is gone cannot be confirmed any more.
    refreshed = withoutKeys(refreshed, ["__unconfirmed", "__inferred", "__numbersOpen"]);
  } else {
    memory.statuses.see(record);
    const united = await unitedOrderIds(id, state, record.status, onSite, context, log);
    refreshed = { ...withoutKeys(refreshed, ["__numbersOpen"]), ...united };
    refreshed = await confirmed(id, refreshed, context);
  }
  warn(id, refreshed, log);
  if (isVisiblyChanged(state, refreshed)) memory.noteChange(id);
  return refreshed;
}

const isVisiblyChanged = (before: OrderState, after: OrderState): boolean =>
  Object.keys({ ...before, ...after }).some(
    (key) => !key.startsWith("__") && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );

/** A read with another account's credentials would take every order for deleted. */
export async function ensureAccount(id: string, state: OrderState, service: OrderService): Promise<Identity> {
  const identity = await service.identify();
  if (state.domainId !== undefined && state.domainId !== identity.account) {
    throw new RefusedError(
      `Order ${id} belongs to account ${state.domainId}, but the credentials belong to account ${identity.account}. ` +
        `Use credentials of the order's account.\n${UNCHANGED}`,
    );
  }
  return identity;
}

/** The record, or undefined when it is gone: the service's own 404 and absent from a complete list. */
export async function find(
  id: string,
  service: OrderService,
  show: OrderService["showDeliveryOrder"] = (one) => service.showDeliveryOrder(one),
): Promise<DeliveryOrderRecord | undefined> {
  const shown = await show(id);
  if (shown !== undefined) return shown;
  const { orders } = await service.listDeliveryOrders();
  return orders.find((order) => order.id === id);
}

function ensureSame(id: string, state: OrderState, record: DeliveryOrderRecord, { account }: Identity): void {
  const contradictions = [
    ...(record.id === id ? [] : [`has the id ${record.id}`]),
    ...(record.domainId === account ? [] : [`belongs to account ${record.domainId}, the credentials to ${account}`]),
    ...(state.edgeSiteId === undefined || state.edgeSiteId === record.edgeSiteId
      ? []
      : [`is for site ${record.edgeSiteId}, the state says another site`]),
  ];
  if (contradictions.length === 0) return;
  throw new RefusedError(
    `The service answers for order ${id} with one that ${contradictions.join(" and ")}. Check the endpoint and whose ` +
      `credentials these are, or ask Huawei Cloud support.\n${UNCHANGED}`,
  );
}

/** The last status before a deletion that the state or this process has seen. */
export function lastStatusOf(id: string, state: OrderState, statuses: StatusMemory): string | undefined {
  if (state.status !== undefined && !isGone(state.status)) return state.status;
  return state.__lastStatus ?? statuses.lastStatus(id);
}

const goneOutputs = (lastStatus: string | undefined): Pick<OrderState, "status" | "__lastStatus"> => ({
  status: DELETED,
  ...(lastStatus === undefined ? {} : { __lastStatus: lastStatus }),
});

/** Billing orders appear on the devices as the delivery goes on; after SUCCESS none is added. */
const isComplete = ({ status, __numbersOpen }: OrderState): boolean =>
  status !== undefined && isDone(status) && __numbersOpen !== true;

/** Asked for side by side with the record. */
const numbersOnSite = async (
  { edgeSiteId }: OrderState,
  service: OrderService,
): Promise<ReadonlySet<string> | undefined> =>
  edgeSiteId === undefined ? undefined : service.recentOrderNumbers(edgeSiteId);

async function unitedOrderIds(
  id: string,
  state: OrderState,
  status: string,
  onSite: Promise<ReadonlySet<string> | undefined> | undefined,
  { service }: RefreshContext,
  log: OrderLog,
): Promise<Pick<OrderState, "orderIds" | "__numbersOpen">> {
  const known = state.orderIds ?? [];
  if (isComplete(state)) return { orderIds: known };
  try {
    // What was read a moment ago may be older than this SUCCESS, after which nobody asks again.
    const recent = isDone(status) ? undefined : await onSite;
    if (recent !== undefined && [...recent].every((number) => known.includes(number))) return { orderIds: known };
    const hardware = await listHardware(service, { deliveryOrderId: id });
    if (isForeign(hardware, status, state)) return { orderIds: known };
    const shown = orderNumbersOf(hardware);
    return { orderIds: [...known, ...shown.filter((number) => !known.includes(number))] };
  } catch (error) {
    log.warn(`The billing order numbers of order ${id} could not be completed: ${sentenceOf(error)}`);
    return { orderIds: known, ...(isDone(status) ? { __numbersOpen: true } : {}) };
  }
}

/** A service that does not know the filter by order shows everybody's hardware. An order read with `get` declares none. */
const isForeign = (hardware: Hardware, status: string, state: OrderState): boolean =>
  state["marketOptions"] !== undefined &&
  compareAdopted(status, shownLines(hardware), orderedLines(decodeInputs(state))) === "contradicting";

/** Finishes a confirmation that the create had to leave, and lets go of conflicts that are dead by now. */
async function confirmed(id: string, state: OrderState, context: RefreshContext): Promise<OrderState> {
  const { __unconfirmed: known, __inferred: isInferred, ...rest } = state;
  let conflicts = state.conflictingOrderIds ?? [];
  if (known !== undefined && state.edgeSiteId !== undefined) {
    const { edgeSiteId, createdAt } = state;
    const look = await confirm({ id, edgeSiteId, createdAt, knownOrderIds: new Set(known) }, context, { lookMs: 0 });
    conflicts = [...new Set([...conflicts, ...look.conflictingOrderIds])];
    const mayAnotherAppear = isInferred === true && isJustPlaced(createdAt, context.clock);
    if (look.order === undefined || mayAnotherAppear) return { ...state, conflictingOrderIds: conflicts };
  }
  const live = await Promise.all(conflicts.map((conflict) => isStillLive(conflict, context.service)));
  return { ...rest, conflictingOrderIds: conflicts.filter((_, index) => live[index]) };
}

/** What cannot be read stays a conflict. */
const isStillLive = (id: string, service: OrderService): Promise<boolean> =>
  service.showDeliveryOrder(id).then(
    (order) => order === undefined || !isDead(order.status),
    () => true,
  );

function warn(id: string, { status, __lastStatus, conflictingOrderIds = [] }: OrderState, log: OrderLog): void {
  if (conflictingOrderIds.length > 0) {
    log.warn(
      `Beside order ${id} its site has order ${conflictingOrderIds.join(" and order ")}, placed by somebody else at the same moment. ` +
        "Decide which one is right and cancel the other in the billing console while it is unpaid.",
    );
  }
  if (status === undefined || isLive(status, __lastStatus)) {
    if (status !== undefined && isGone(status)) {
      log.warn(
        `The record of order ${id} is deleted; it was ${__lastStatus ?? "of unknown status"} before, so its hardware ` +
          "may stand and be billed. It is kept in the state.",
      );
    }
    return;
  }
  log.warn(
    `Order ${id} ${isGone(status) ? `was ${__lastStatus} before its record was deleted` : `is ${status}`}: no hardware will come of it. ` +
      ORDER_ANEW,
  );
}
