import type { Values } from "./engine.js";

/** What a person does who takes a way that a refusal printed. */
export interface Taken {
  /** The preconditions of the resource, in place of those it has. */
  readonly inputs?: Values;
  /** The inputs become what the held order was bought with. */
  readonly isPutBack?: true;
  /** The resource leaves the program. */
  readonly isRemoved?: true;
  /** The resource comes back into the program. */
  readonly isRestored?: true;
  /** `pulumi state delete`. */
  readonly isLetGo?: true;
  /** The inputs become the lines of this order, which is adopted. */
  readonly declares?: string;
  /** What becomes of the orders that the message names and that are not finished. */
  readonly orders?: "CANCELLED" | "SUCCESS";
}

interface Way {
  readonly says: RegExp;
  readonly take: (match: RegExpExecArray) => Taken;
}

/** Every way on that a message of the provider may print, and what it asks a person to do. */
const WAYS: readonly Way[] = [
  { says: /^adoptOrderId: "([^"]+)" takes this order over/u, take: ([, id]) => ({ inputs: { adoptOrderId: id } }) },
  { says: /^afterOrderId: "([^"]+)" buys additional hardware/u, take: ([, id]) => ({ inputs: { afterOrderId: id } }) },
  { says: /^siteRevision: "([^"]+)" buys/u, take: ([, token]) => ({ inputs: { siteRevision: token } }) },
  { says: /^leave out afterOrderId and siteRevision/u, take: () => ({ inputs: {} }) },
  {
    // The newest comes last.
    says: /^wait until orders? (?:.* and )?(\S+) (?:is|are) SUCCESS and order with afterOrderId$/u,
    take: ([, id]) => ({ orders: "SUCCESS", inputs: { afterOrderId: id } }),
  },
  {
    says: /^cancel (?:it|them) in the billing console while (?:it is|they are) unpaid and run again$/u,
    take: () => ({ orders: "CANCELLED" }),
  },
  { says: /^remove this resource$/u, take: () => ({ isRemoved: true }) },
  { says: /^put these inputs back to what was ordered$/u, take: () => ({ isPutBack: true }) },
  { says: /^while the order is unpaid, cancel it in the billing console/u, take: () => ({ orders: "CANCELLED" }) },
  { says: /^its record is gone/u, take: () => ({ isLetGo: true, isRemoved: true }) },
  { says: /^keep it in the program$/u, take: () => ({ isRestored: true }) },
  { says: /^let go of it without touching it/u, take: () => ({ isLetGo: true }) },
  { says: /^while it is unpaid, cancel it in the billing console/u, take: () => ({ orders: "CANCELLED" }) },
];

/** Ways that depend on nothing but the provider: they pass at once. */
const SURE = /^(adoptOrderId|afterOrderId|leave out afterOrderId|remove this|put these|keep it|let go)/u;

/** Whether a way must pass at once; another one may meet the service's own rules, or lead to a refusal with other ways. */
export const isSure = (way: string): boolean => SURE.test(way);

/** Ways on that stand in a sentence of their own. */
const SENTENCES: readonly Way[] = [
  { says: /(?:[Ll]eave out|Remove) adoptOrderId/u, take: () => ({ inputs: {} }) },
  // Whoever has overruled the provider's rules may meet the service's own.
  { says: /was not accepted: [^]*The service says/u, take: () => ({ inputs: {} }) },
  { says: /Run again (?:after|to see)/u, take: () => ({}) },
  { says: /Remove one of the two\./u, take: () => ({ isRemoved: true }) },
  { says: /Refused to adopt order (\S+) [^]*Declare that, then adopt/u, take: ([, id]) => ({ declares: id ?? "" }) },
];

/** The ways on that a message prints and that a person can take. */
export function waysIn(text: string): readonly string[] {
  const [, list = ""] = text.split("Ways on:\n");
  const listed = [...list.matchAll(/^ {2}- (.*)$/gmu)].flatMap(([, line = ""]) => line.split(/; or /u));
  return [
    ...listed.filter((way) => WAYS.some(({ says }) => says.test(way))),
    ...SENTENCES.flatMap(({ says }) => says.exec(text)?.[0] ?? []),
  ];
}

/** What a person does who takes this way. */
export function takenBy(way: string): Taken {
  for (const { says, take } of [...WAYS, ...SENTENCES]) {
    const match = says.exec(way);
    if (match !== null) return take(match);
  }
  throw new Error(`Nobody knows how to take this way: ${way}`);
}
