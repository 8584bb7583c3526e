import { isRecord } from "./inputCodecs.js";
import { pathTo, type Problem } from "./problems.js";

type Declared = Readonly<Record<string, unknown>>;

/** What no single value shows: how inputs go together. Leaves to the codecs what is wrong in itself. */
export function ruleProblems(declared: Declared): Problem[] {
  return [...emptyOrder(declared), ...conditionsBesideEachOther(declared), ...discountProblems(declared)];
}

const ITEM_LISTS = ["servers", "networkDevices", "storagePools"] as const;

function emptyOrder(declared: Declared): Problem[] {
  const isEmpty = ITEM_LISTS.every((key) => {
    const items = declared[key];
    return items === undefined || (Array.isArray(items) && items.length === 0);
  });
  if (!isEmpty) return [];
  return [
    {
      path: ITEM_LISTS.join(", "),
      message: "must not all be empty, because there would be nothing to order: give at least one of them an entry",
    },
  ];
}

/** Each states something else about the site, and which one counted would be a guess. */
const EXCLUSIVE = [
  {
    keys: ["adoptOrderId", "afterOrderId"],
    because: "it takes over an existing order and buys nothing, while afterOrderId buys more hardware",
  },
  {
    keys: ["adoptOrderId", "siteRevision"],
    because: "it takes over an existing order and buys nothing, while siteRevision allows a purchase",
  },
  {
    keys: ["siteRevision", "afterOrderId"],
    because: "it covers the whole site, its newest order included",
  },
] as const;

function conditionsBesideEachOther(declared: Declared): Problem[] {
  const isGiven = (key: string): boolean => typeof declared[key] === "string";
  return EXCLUSIVE.filter(({ keys }) => keys.every(isGiven)).map(({ keys: [path, other], because }) => ({
    path,
    message: `must not stand beside ${other}, because ${because}: leave one of them out`,
  }));
}

function discountProblems({ marketOptions }: Declared): Problem[] {
  const discounts = isRecord(marketOptions) ? marketOptions["discounts"] : undefined;
  if (!Array.isArray(discounts)) return [];
  const firstWithId = new Map<string, string>();
  return discounts.flatMap((discount: unknown, index): Problem[] => {
    const path = pathTo("marketOptions.discounts", index);
    if (!isRecord(discount)) return [];
    const { id, type } = discount;
    if (id === undefined && type === undefined) {
      return [{ path, message: "must name a discount, because it says nothing: give its id, or leave the entry out" }];
    }
    if (typeof id !== "string") return [];
    const first = firstWithId.get(id);
    if (first === undefined) {
      firstWithId.set(id, pathTo(path, "id"));
      return [];
    }
    return [
      { path: pathTo(path, "id"), message: `repeats ${first}, and a discount counts once: leave one of them out` },
    ];
  });
}
