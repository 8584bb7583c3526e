import { EXCEPT, type Exceptions, type Rule } from "../rule.js";

/** Orders, adopted ones included, carry `protect: true`; the one rule that holds without configuration. */
export const protectRequired: Rule<Exceptions> = {
  name: "protect-required",
  description:
    "Orders carry the option protect, so that no slip in a program can replace or destroy what was paid for.",
  settings: { ...EXCEPT },
  judge: ({ isProtected }) =>
    isProtected
      ? []
      : [
          {
            path: "protect",
            problem:
              "is not set, and without it a slip in the program can replace or destroy the record of what was paid for",
            remedy: "add the resource option { protect: true }",
          },
        ],
};
