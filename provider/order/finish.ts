import { boughtInputs, changesOf, type ComparedOrder } from "./diff.js";
import { PRECONDITION_KEYS } from "./inputs.js";
import { kept, UNCHANGED } from "./money.js";
import type { DeclaredOrder, OrderContext } from "./order.js";
import { RefusedError } from "./orderError.js";
import { type OrderState, withoutKeys } from "./outputs.js";
import { waitAsDeclared } from "./purchase.js";
import { refresh } from "./refresh.js";

/**
 * What an update of a live order may do: nothing at the service, but finish what its create left open (the
 * confirmation, the billing numbers, a wait). Keeps the old purchase inputs.
 * @throws {RefusedError} when the purchase inputs differ; {KeptError} when a wait ends too early.
 */
export async function finish(
  compared: ComparedOrder,
  state: OrderState,
  order: DeclaredOrder,
  context: Pick<OrderContext, "service" | "clock" | "memory">,
): Promise<OrderState> {
  const { id } = compared;
  const changes = changesOf(boughtInputs(state), order.inputs, compared);
  if (changes.length > 0) {
    throw new RefusedError(
      `Order ${id} cannot be updated: ${changes.map(({ path }) => path).join(", ")} changed after the preview. ` +
        `Run \`pulumi preview\` again.\n${UNCHANGED}`,
    );
  }
  const refreshed = await refresh(id, state, context, order.log);
  const finished: OrderState = { ...withoutKeys(refreshed, NOT_BOUGHT), ...pick(order.inputs, NOT_BOUGHT) };
  // The refresh noted a change for the next diff; this update shows it already.
  context.memory.takeChange(id);
  return waitAsDeclared(id, finished, order, context, kept(id));
}

/** Inputs that changing an order's declaration may change: they say how it was created or what to wait for. */
const NOT_BOUGHT: readonly string[] = [...PRECONDITION_KEYS, "waitForStatus"];

const pick = (from: object, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
