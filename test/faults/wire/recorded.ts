import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpResponse } from "../../../provider/http/transport.js";
import type { Family, Reached } from "./faultKind.js";
import type { WireFault } from "./faultKinds.js";

/** What the transport makes of a fault: an answer of the service, or a `TransportError`. */
export type Ending =
  | { readonly answer: HttpResponse }
  | { readonly error: { readonly isUnsent: boolean; readonly isPermanent: boolean; readonly message: string } };

/** What is recorded of a fault. The README of the folder above explains the fields. */
export type Outcome = {
  readonly title: string;
  readonly family: Family;
  readonly reached: Reached;
  readonly tookDeadline: boolean;
} & Ending;

/** Where the outcomes are recorded. */
export const OUTCOMES_FILE = join(__dirname, "../wireOutcomes.json");

/** The recorded outcome of every fault. */
export function readOutcomes(): Record<WireFault, Outcome> {
  return JSON.parse(readFileSync(OUTCOMES_FILE, "utf8")) as Record<WireFault, Outcome>;
}
