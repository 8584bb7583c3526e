import type { Problem } from "./problems.js";

type Values = Readonly<Record<string, unknown>>;

/** Rules over several inputs, as far as these are known. */
export const ruleProblems = (values: Values): Problem[] => [
  ...somethingToOrder(values),
  ...onePrecondition(values),
  ...usableDiscounts(values),
];

const ITEM_LISTS = ["servers", "networkDevices", "storagePools"] as const;

/** The API calls all three lists optional and says nothing of an order without items. */
function somethingToOrder(values: Values): Problem[] {
  const isEmpty = ITEM_LISTS.every((key) => values[key] === undefined || isEmptyList(values[key]));
  if (!isEmpty) return [];
  return [
    { path: "servers", message: "nothing is ordered: give servers, networkDevices or storagePools at least one item" },
  ];
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function onePrecondition(values: Values): Problem[] {
  const given = ["adoptOrderId", "afterOrderId", "siteRevision"].filter((key) => values[key] !== undefined);
  const [first, second] = given;
  if (first === undefined || second === undefined) return [];
  return [{ path: second, message: `cannot stand beside ${first}: ${REASONS[first]}; leave one of the two out` }];
}

const REASONS: Readonly<Record<string, string>> = {
  adoptOrderId: "adopting takes an order over and buys nothing",
  afterOrderId: "each of them says alone what the site must hold",
};

/** A discount without id and type would be none; the API has no use for an empty object. */
function usableDiscounts({ marketOptions }: Values): Problem[] {
  if (typeof marketOptions !== "object" || marketOptions === null) return [];
  const { discounts } = marketOptions as Values;
  if (!Array.isArray(discounts)) return [];
  return discounts.flatMap((discount: unknown, index) =>
    typeof discount === "object" && discount !== null && Object.keys(discount).length === 0
      ? [{ path: `marketOptions.discounts[${index}]`, message: "is empty: give the id and the type of the discount" }]
      : [],
  );
}
