import { atMost, EXCEPT, listed, texts, type Exceptions, type Rule, type Violation } from "../rule.js";

/** Settings of {@link paymentTerms}. */
export interface PaymentTerms extends Exceptions {
  /** The longest term, in years. */
  readonly maximumYears: number;
  /** Ways of paying that may be used, such as `PAID_BY_YEAR`. */
  readonly payModes: readonly string[];
}

const PREPAID = "marketOptions.prepaidOptions";

/** Orders bind for at most so many years and are paid in listed ways. */
export const paymentTerms: Rule<PaymentTerms> = {
  name: "payment-terms",
  description: "Orders bind for at most so many years and are paid in listed ways.",
  settings: {
    maximumYears: atMost("The longest term, in years."),
    payModes: texts("Ways of paying that may be used, such as PAID_BY_YEAR."),
    ...EXCEPT,
  },
  judge: ({ periodType = "year", periodNum, payMode }, { maximumYears, payModes }) => {
    const violations: Violation[] = [];
    if (maximumYears !== undefined && periodType !== "year") {
      violations.push({
        path: `${PREPAID}.periodType`,
        problem: "is not counted in years, so that the term cannot be compared with the longest allowed",
        remedy: `choose "year" and at most ${maximumYears}`,
      });
    } else if (maximumYears !== undefined && periodNum !== undefined && periodNum > maximumYears) {
      violations.push({
        path: `${PREPAID}.periodNum`,
        problem: `binds for ${periodNum} years, longer than an order may`,
        remedy: `allowed: at most ${maximumYears}`,
      });
    }
    if (payModes !== undefined && payMode !== undefined && !payModes.includes(payMode)) {
      violations.push({
        path: `${PREPAID}.payMode`,
        problem: "is not a way of paying that may be used",
        remedy: `allowed: ${listed(payModes)}`,
      });
    }
    return violations;
  },
};
