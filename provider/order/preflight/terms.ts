import type { OfferingSaleCycle, SaleCycle } from "../catalogue.js";
import { few, type Finding } from "./finding.js";
import type { Term } from "./previewedOrder.js";

/** Whether something is sold under a term. */
export const isSoldFor = (cycles: readonly OfferingSaleCycle[], term: Term): boolean =>
  cycles.some(
    ({ payMode, periodType, periodNum }) =>
      payMode === term.payMode && periodType === term.periodType && periodNum === term.periodNum,
  );

/** "3 years paid FULL". */
export const termNamed = ({ payMode, periodType, periodNum }: Term): string =>
  `${periodNum} ${periodType}${periodNum === 1 ? "" : "s"} paid ${payMode}`;

/** What is sold, the most alike first: the same payment, then the nearest length. */
export function termsNearest(cycles: readonly OfferingSaleCycle[], term: Term): string[] {
  const distance = ({ payMode, periodNum }: Term): number =>
    (payMode === term.payMode ? 0 : 1000) + Math.abs(periodNum - term.periodNum);
  return [...new Set([...cycles].sort((a, b) => distance(a) - distance(b)).map(termNamed))];
}

/** ListSaleCycles gives several terms with each payment. */
export const flattened = (cycles: readonly SaleCycle[]): readonly OfferingSaleCycle[] =>
  cycles.flatMap(({ periodNum, ...cycle }) => periodNum.map((one) => ({ ...cycle, periodNum: one })));

/** Whether term and payment are sold in the site's zone. */
export function termFindings(term: Term, zone: string, cycles: readonly SaleCycle[]): Finding[] {
  const sold = flattened(cycles);
  if (sold.length === 0 || isSoldFor(sold, term)) return [];
  return [
    {
      severity: "error",
      path: "marketOptions.prepaidOptions",
      message: `${termNamed(term)} is not sold in ${zone} (ListSaleCycles); sold: ${few(termsNearest(sold, term))}`,
    },
  ];
}
