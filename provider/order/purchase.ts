import { adopt } from "./adopt.js";
import { confirm } from "./confirm.js";
import { kept, nothingPlaced, ORDER_ANEW, placedAndKept } from "./money.js";
import { type DeclaredOrder, hashOf, type OrderContext } from "./order.js";
import { KeptError, RefusedError, sentenceOf, UnknownOutcomeError } from "./orderError.js";
import { type OrderOutputs, type OrderState, recordOutputs, stateOf } from "./outputs.js";
import { place } from "./place.js";
import type { PlacedOrder } from "./reconcile.js";
import type { DeliveryOrderRecord, Identity } from "./service.js";
import { isDone, isGone, isLive } from "./status.js";
import { wait } from "./wait.js";

/** An order that is kept: its id and its complete state. */
export interface KeptOrder {
  readonly id: string;
  readonly state: OrderState;
}

// The steps of a purchase, as the comments of this folder count them:
// 1 settle who we are · 2 queue per account and site · 3 observe · 4 compare, refuse before any money moves ·
// 5 leave a note · 6 send the POST · 7 reconcile an outcome in doubt · 8 confirm that ours is the only order ·
// 9 keep: from the moment an id is known nothing may lose it.

/**
 * Buys one order at most once, or adopts one (CreateDeliveryOrder, `POST /v2/{domain_id}/delivery-orders`).
 * @throws {RefusedError} nothing was bought; {UnknownOutcomeError} nobody can say; {KeptError} the order exists and is
 * kept though something after it failed.
 */
export async function purchase(order: DeclaredOrder, context: OrderContext): Promise<KeptOrder> {
  const key = JSON.stringify([order.resource, hashOf(order.inputs)]);
  const { memory } = context;
  try {
    const identity = await settleIdentity(order, context);
    const keptOrder = await memory.enqueue(identity.account, order.inputs.edgeSiteId, async () => {
      const earlier = await earlierFailure(key, identity, order, context);
      if (earlier !== undefined) throw earlier;
      const placed = await settleOrder(order, identity, context);
      memory.own(placed.order.id, order.resource);
      return keep(placed, order, identity, context);
    });
    return await awaitStatus(keptOrder, order, context);
  } catch (error) {
    if (error instanceof KeptError || error instanceof UnknownOutcomeError) memory.rememberFailure(key, error);
    throw error;
  }
}

/** Step 1: who orders; nothing can have been sent yet. */
async function settleIdentity({ name, inputs }: DeclaredOrder, { service }: OrderContext): Promise<Identity> {
  try {
    return await service.identify();
  } catch (error) {
    throw new RefusedError(
      `Nothing was ordered for edge site ${inputs.edgeSiteId}, as the account is not known: ${sentenceOf(error)}\n` +
        nothingPlaced(name),
      { cause: error },
    );
  }
}

/** The same resource with the same inputs gets the same answer again, while its note lives. */
async function earlierFailure(
  key: string,
  { account }: Identity,
  { inputs }: DeclaredOrder,
  { memory, notes }: OrderContext,
): Promise<Error | undefined> {
  const failure = memory.failure(key);
  if (failure instanceof UnknownOutcomeError) {
    return (await notes.living(account, inputs.edgeSiteId)) === undefined ? undefined : failure;
  }
  return failure;
}

interface SettledOrder extends PlacedOrder {
  readonly isAdopted: boolean;
}

/** Steps 3 to 7, or an adoption. */
async function settleOrder(order: DeclaredOrder, identity: Identity, context: OrderContext): Promise<SettledOrder> {
  const { adoptOrderId } = order.inputs;
  if (adoptOrderId === undefined) return { ...(await place(order, context)), isAdopted: false };
  const adopted = await adopt(adoptOrderId, order, identity, context);
  return { ...adopted, knownOrderIds: new Set(), isInferred: false, isAdopted: true };
}

/** Steps 8 and 9: from here on nothing may lose the id. */
async function keep(
  placed: SettledOrder,
  declared: DeclaredOrder,
  identity: Identity,
  context: OrderContext,
): Promise<KeptOrder & { readonly isAdopted: boolean }> {
  const { order, orderIds, isAdopted, isInferred, isTakenOver, knownOrderIds } = placed;
  const { id } = order;
  let outputs: OrderOutputs = {
    orderIds,
    conflictingOrderIds: [],
    ...recordOutputs(order, undefined),
    domainId: identity.account,
    ...(isAdopted ? {} : { __unconfirmed: [...knownOrderIds] }),
    ...(isInferred ? { __inferred: true } : {}),
  };
  const state = (): OrderState => stateOf(declared.inputs, outputs);
  const money = isAdopted ? kept(id) : placedAndKept(id);
  const outcome = isAdopted
    ? `order ${id} is adopted; nothing was bought`
    : isTakenOver === true
      ? `order ${id} of an earlier run is taken over; nothing was bought`
      : `order ${id} is placed`;
  try {
    if (!isAdopted) {
      // Not only in passing: should this process be killed now, the id stands on the screen.
      declared.log.info(outcome);
      declared.log.progress(`confirming that order ${id} is the only one`);
      const { edgeSiteId } = declared.inputs;
      const confirmation = await confirm({ id, edgeSiteId, createdAt: order.createdAt, knownOrderIds }, context);
      const { __unconfirmed: _, ...confirmed } = outputs;
      outputs = {
        ...(confirmation.order === undefined
          ? outputs
          : { ...(isInferred ? outputs : confirmed), ...recordOutputs(confirmation.order, undefined) }),
        conflictingOrderIds: confirmation.conflictingOrderIds,
      };
    }
  } catch (error) {
    throw new KeptError(`Order ${id} could not be confirmed: ${sentenceOf(error)}\n${money}`, id, state(), {
      cause: error,
    });
  }
  const troubles = troublesOf(order, outputs, declared);
  if (troubles.length > 0) throw new KeptError(`${troubles.join("\n")}\n${money}`, id, state());
  declared.log.progress(outcome);
  return { id, state: state(), isAdopted };
}

/** What a person must know of an order that was placed, a sentence each. */
function troublesOf(
  answered: DeliveryOrderRecord,
  { status, conflictingOrderIds }: OrderOutputs,
  { inputs }: DeclaredOrder,
): string[] {
  const { id } = answered;
  return [
    ...(answered.edgeSiteId === inputs.edgeSiteId
      ? []
      : [
          `Order ${id} was placed for site ${answered.edgeSiteId}, but site ${inputs.edgeSiteId} was asked for. ` +
            "Stop it in the billing console while it is unpaid.",
        ]),
    ...(isLive(status)
      ? []
      : [`Order ${id} for site ${inputs.edgeSiteId} is already ${status}: nothing comes of it. ${ORDER_ANEW}`]),
    ...(conflictingOrderIds.length === 0
      ? []
      : [
          `Site ${inputs.edgeSiteId} has a further order that this resource did not place: ` +
            `${conflictingOrderIds.join(", ")}. Somebody ordered at the same moment. Decide which one is right and ` +
            "cancel the other in the billing console while it is unpaid.",
        ]),
  ];
}

/** After SUCCESS nobody asks for the billing numbers again, unless it was seen here. */
const numbersOpen = ({ status }: OrderState, order: DeliveryOrderRecord): Pick<OrderState, "__numbersOpen"> =>
  isDone(order.status) && !isDone(status ?? "") ? { __numbersOpen: true } : {};

/** The opt-in wait; holds up nobody else's purchase. */
async function awaitStatus(
  { id, state, isAdopted }: KeptOrder & { readonly isAdopted: boolean },
  order: DeclaredOrder,
  context: OrderContext,
): Promise<KeptOrder> {
  return { id, state: await waitAsDeclared(id, state, order, context, isAdopted ? kept(id) : placedAndKept(id)) };
}

/**
 * Waits for the status that the inputs name, if any. Answers with the state as last seen.
 * @throws {KeptError} when the status was not reached; the next `pulumi up` goes on waiting.
 */
export async function waitAsDeclared(
  id: string,
  state: OrderState,
  { inputs, log, waitTimeoutMs }: DeclaredOrder,
  context: Pick<OrderContext, "service" | "clock">,
  money: string,
): Promise<OrderState> {
  const { waitForStatus } = inputs;
  if (waitForStatus === undefined || isGone(state.status ?? "")) return state;
  const { order, isReached, seen } = await wait(id, waitForStatus, waitTimeoutMs, context, log);
  const last =
    order === undefined ? state : { ...state, ...recordOutputs(order, state.status), ...numbersOpen(state, order) };
  if (isReached) return last;
  const isOver = order !== undefined && (isGone(order.status) || !isLive(order.status));
  throw new KeptError(
    (isOver
      ? `Order ${id} is ${order.status} and will never be ${waitForStatus}: leave out waitForStatus.` +
        (isGone(order.status) ? "" : ` ${ORDER_ANEW}`)
      : `Order ${id} is not yet ${waitForStatus} (seen: ${seen}). Run \`pulumi up\` to wait on, raise customTimeouts, or ` +
        "leave out waitForStatus; deliveries take weeks or months.") + `\n${money}`,
    id,
    last,
  );
}
