import { isDeepStrictEqual } from "node:util";
import { decodeInputs, PURCHASE_KEYS, type DeliveryOrderInputs } from "./inputs.js";
import { summed } from "./lines.js";
import { UNCHANGED } from "./money.js";
import { RefusedError } from "./orderError.js";
import type { OrderState } from "./outputs.js";
import { isDone, isGone, isLive } from "./status.js";
import { hasUnknown } from "./unknown.js";
import { type AwaitedStatus, isReached } from "./wait.js";

/** What the engine should do about a declared order that exists. */
export type Difference =
  | { readonly kind: "none" }
  /** Nothing to buy: a confirmation or a wait to go on with. */
  | { readonly kind: "finish" }
  /** Cannot be told before the program's other resources are there; neither refusal nor replacement. */
  | { readonly kind: "unknown" }
  /** The order is dead and another one is declared. */
  | { readonly kind: "replace"; readonly keys: readonly string[] };

export interface ComparedOrder {
  readonly id: string;
  readonly name: string;
  /** Top-level inputs that the program marked secret; undefined when nobody said, and then no text is shown. */
  readonly secretKeys: readonly string[] | undefined;
}

/** One changed value. Numbers and texts are already fit to be shown. */
interface Change {
  readonly key: string;
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

type PurchaseKey = (typeof PURCHASE_KEYS)[number];

/**
 * Compares what was bought with what is declared now.
 * @throws {RefusedError} in the preview, when the order is live and another one is declared (the API cannot change an
 * order), or when it is dead and what would be bought instead is not known yet.
 */
export function difference(
  order: ComparedOrder,
  state: OrderState,
  news: Readonly<Record<string, unknown>>,
): Difference {
  const unknownKeys = Object.keys(news).filter((key) => hasUnknown(news[key]));
  const undecided = [...PURCHASE_KEYS, "adoptOrderId"].filter((key) => unknownKeys.includes(key));
  const olds = boughtInputs(state);
  const known = decodeInputs({ ...news, ...Object.fromEntries(unknownKeys.map((key) => [key, state[key]])) });
  const changes = [...changesOf(olds, known, order), ...adoptionChange(order, known)];
  const status = state.status ?? "unknown";

  if (isLive(status, state.__lastStatus)) {
    if (changes.length > 0) throw refusedChange(order, changes, state);
    if (undecided.length > 0) return { kind: "unknown" };
    const isOpen = state.__unconfirmed !== undefined || isWaitOpen(known.waitForStatus, status);
    return { kind: isOpen ? "finish" : "none" };
  }
  if (undecided.length > 0) {
    throw new RefusedError(
      `Order ${order.id} is ${isGone(status) ? state.__lastStatus : status}, so this would order anew, but ` +
        `${undecided.join(" and ")} ${undecided.length === 1 ? "is" : "are"} not known before other resources are ` +
        "applied, and nothing is bought that the preview has not shown. Apply what it depends on first " +
        `(\`pulumi up --target …\`), then preview again.\n${UNCHANGED}`,
    );
  }
  if (changes.length === 0) return { kind: "none" };
  if (known.adoptOrderId === order.id) {
    throw new RefusedError(
      `Order ${order.id} is dead, and what has changed would be ordered anew; but adoptOrderId still names it, and it ` +
        `cannot be adopted again. Remove adoptOrderId, then preview again.\n${UNCHANGED}`,
    );
  }
  return { kind: "replace", keys: [...new Set(changes.map(({ key }) => key))] };
}

/** @throws {Error} when the state does not hold what was bought, as after an import that left it out. */
export const boughtInputs = (state: OrderState): DeliveryOrderInputs =>
  decodeInputs(
    state,
    "its state does not hold what was ordered; import it again with complete outputs (pulumi import --file). What is missing",
  );

const isWaitOpen = (awaited: AwaitedStatus | undefined, status: string): boolean =>
  awaited !== undefined && !isGone(status) && !isReached(status, awaited);

/** The paths in which two purchases differ; item lists count as multisets. */
export function changesOf(olds: DeliveryOrderInputs, news: DeliveryOrderInputs, order: ComparedOrder): Change[] {
  return PURCHASE_KEYS.filter((key) => !isDeepStrictEqual(olds[key], news[key])).flatMap((key) => {
    const before = leavesOf(olds, key);
    const after = leavesOf(news, key);
    return [...new Set([...before.keys(), ...after.keys()])]
      .filter((path) => before.get(path) !== after.get(path))
      .map((path) => ({ key, ...shown(key, path, before.get(path), after.get(path), order.secretKeys) }));
  });
}

/** Naming another order than the one held would be another order. */
function adoptionChange({ id }: ComparedOrder, { adoptOrderId }: DeliveryOrderInputs): Change[] {
  if (adoptOrderId === undefined || adoptOrderId === id) return [];
  return [{ key: "adoptOrderId", path: "adoptOrderId", from: `"${id}" (the order held)`, to: "another order" }];
}

type Leaf = string | number | undefined;

const NONE = "(none)";

/** Every value of an input by its path; the items of a list by what they are, with their sum. */
function leavesOf(inputs: DeliveryOrderInputs, key: PurchaseKey): Map<string, Leaf> {
  switch (key) {
    case "edgeSiteId":
      return new Map([[key, inputs.edgeSiteId]]);
    case "servers":
    case "networkDevices":
      return summed((inputs[key] ?? []).map((item) => [`${key}[offeringId=${item.offeringId}].count`, item.count]));
    case "storagePools":
      return summed((inputs[key] ?? []).map((item) => [`${key}[storageType=${item.storageType}].size`, item.size]));
    case "marketOptions": {
      const { chargeMode, prepaidOptions, discounts } = inputs.marketOptions;
      return new Map<string, Leaf>([
        ["marketOptions.chargeMode", chargeMode],
        ["marketOptions.prepaidOptions.periodType", prepaidOptions.periodType],
        ["marketOptions.prepaidOptions.periodNum", prepaidOptions.periodNum],
        ["marketOptions.prepaidOptions.payMode", prepaidOptions.payMode],
        ...summed(
          (discounts ?? []).map(({ id, type }) => [
            `marketOptions.discounts[id=${id ?? NONE}, type=${type ?? NONE}]`,
            1,
          ]),
        ),
      ]);
    }
  }
}

/** Texts are shown only where the program says that they are no secrets: they arrive in clear. */
function shown(
  key: PurchaseKey,
  path: string,
  from: Leaf,
  to: Leaf,
  secretKeys: readonly string[] | undefined,
): Pick<Change, "path" | "from" | "to"> {
  const mayShowText = secretKeys !== undefined && !secretKeys.includes(key);
  const isSecret = secretKeys?.includes(key) === true;
  const text = (value: Leaf): string => {
    if (value === undefined) return NONE;
    if (isSecret) return "[secret]";
    return typeof value === "number" ? String(value) : mayShowText ? JSON.stringify(value) : "(text)";
  };
  return { path: mayShowText ? path : path.replace(/\[[^\]]*\]/gu, "[…]"), from: text(from), to: text(to) };
}

function refusedChange({ id }: ComparedOrder, changes: readonly Change[], state: OrderState): RefusedError {
  const { status, __lastStatus, updatedAt, createdAt } = state;
  const asOf = updatedAt ?? createdAt;
  return new RefusedError(
    [
      `Order ${id} is placed and cannot be changed: the API has no update, and a replacement would be a second purchase.`,
      "Changed inputs:",
      ...changes.map(({ path, from, to }) => `  - ${path}: ${from} => ${to}`),
      `Its status is ${status ?? "unknown"}${isGone(status ?? "") ? ` (before: ${__lastStatus ?? "unknown"})` : ""}` +
        `${asOf === undefined ? "" : ` as of ${asOf}`}; run \`pulumi refresh\` if it has changed.`,
      "Ways on:",
      "  - put these inputs back to what was ordered",
      ...(changes.some(({ key }) => key === "edgeSiteId")
        ? [
            "  - to order for the new site, leave this order as it was and add a second DeliveryOrder with that edgeSiteId",
          ]
        : []),
      ...waysPast(id, status ?? "").map((way) => `  - ${way}`),
      UNCHANGED,
    ].join("\n"),
  );
}

function waysPast(id: string, status: string): string[] {
  if (isGone(status)) {
    return [
      "its record is gone, so nothing can be checked: see in the console whether hardware or billing remain; if not, let go " +
        "of it with `pulumi state delete <urn>` and order anew",
    ];
  }
  const more = `to buy more for the site, leave this order as it was and add a second DeliveryOrder with afterOrderId: "${id}"`;
  if (isDone(status)) return [more];
  return [
    `${more}; it passes once this one is SUCCESS`,
    "while the order is unpaid, cancel it in the billing console, run `pulumi refresh`, then apply the change as a new order",
  ];
}
