import { KeptError, sentenceOf, technicalOf } from "../order/orderError.js";
import { type EngineObject, toEngine } from "./engineValues.js";

/** Above about 60 KB an error answer never arrives and the engine waits for ever. */
const LONGEST = 8_000;

/**
 * The one class in which errors leave for the host. The engine shows `message` (of a partial failure: `reasons`), and
 * the host prints `toString()` and `stack` on the row of the stack, so those two make one technical line. It has no
 * `code` and no `details`, which would replace the message, and an `id` only when it is meant: the host takes any
 * error with an id for a partial success.
 */
export class EngineError extends Error {
  declare readonly id?: string;
  declare readonly properties?: EngineObject;
  declare readonly reasons?: readonly string[];

  constructor(
    private readonly verb: string,
    error: unknown,
    /** What the state keeps beside the outputs of a kept order. */
    hidden: EngineObject = {},
  ) {
    super(cut(sentenceOf(error)), { cause: error });
    Object.defineProperty(this, "stack", { value: technicalOf(error) ?? "no further detail" });
    if (error instanceof KeptError) {
      this.id = error.id;
      this.properties = toEngine({ ...hidden, ...error.outputs });
      this.reasons = [this.message];
    }
  }

  override toString(): string {
    return `cloudpond ${this.verb}`;
  }
}

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
