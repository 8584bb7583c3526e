import { DELIVERY_ORDER_TYPE } from "../../provider/dynamic/shim.js";

/** A text of a run as it reaches the engine. */
export type Told =
  | { readonly kind: "error" | "warning" | "info"; readonly name: string; readonly text: string }
  /** What keeps a resource although something failed: the reason of a partial failure. */
  | { readonly kind: "initError"; readonly name: string; readonly text: string }
  /** A failure of check. */
  | { readonly kind: "checkFailure"; readonly name: string; readonly text: string }
  /** A line of the stack, as the host prints one for an error of check, diff, read and delete. */
  | { readonly kind: "stackLine" | "stackWarning"; readonly text: string };

const INDENT = "    ";

/**
 * The block under "Diagnostics:" as the command line prints it (tried with 3.259.0, and compared with its real output in
 * test/engine/messages.test.ts).
 */
export function framed(told: readonly Told[]): string {
  const rows = new Map<string, string[]>();
  for (const one of told) {
    const row = "name" in one ? rowOf(one.name) : STACK_ROW;
    rows.set(row, [...(rows.get(row) ?? []), printed(one)]);
  }
  return [...rows].map(([row, texts]) => [`  ${row}:`, ...texts.map(indented)].join("\n")).join("\n\n");
}

/** The row of a resource. */
export const rowOf = (name: string): string => `${DELIVERY_ORDER_TYPE} (${name})`;

const STACK_ROW = "pulumi:pulumi:Stack (shop-dev)";

function printed(told: Told): string {
  switch (told.kind) {
    case "error":
      return `error: ${told.text}`;
    case "initError":
      return `error: 1 error occurred:\n\t* ${told.text}`;
    case "checkFailure":
      return `error: ${DELIVERY_ORDER_TYPE} resource '${told.name}' has a problem: ${told.text}`;
    case "warning":
    case "stackWarning":
      return `warning: ${told.text}`;
    case "info":
    case "stackLine":
      return told.text;
  }
}

const indented = (text: string): string => text.replace(/^(?=.)/gmu, INDENT);
