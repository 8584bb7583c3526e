import { KeptError, sentenceOf, traceOf } from "../order/orderError.js";
import { type EngineObject, toEngine } from "./engineValues.js";

/**
 * Above about 60 KB an error answer never arrives and the engine waits for ever. The message goes out three times, once
 * with three characters for each byte that is not ASCII.
 */
const LONGEST_BYTES = 8_000;
const END_BYTES = 1_000;
const LONGEST_ANSWER_BYTES = 56_000;

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
    {
      hidden,
      redact,
    }: {
      /** What the state of a kept order mirrors beside its outputs: the hidden inputs of now, not of an older state. */
      readonly hidden: EngineObject;
      readonly redact: (text: string) => string;
    },
  ) {
    super(presentable(redact(sentenceOf(error))), { cause: error });
    Object.defineProperty(this, "stack", { value: withoutControls(redact(traceOf(error))) });
    if (error instanceof KeptError) {
      this.id = error.id;
      this.properties = toEngine({ ...error.outputs, ...hidden });
      this.reasons = [this.message];
    }
  }

  /** Whether the answer fits into the headers in which it travels: message and reasons, and all of it in base64. */
  get isDeliverable(): boolean {
    const kept = Buffer.byteLength(JSON.stringify(this.properties ?? {}));
    const text = Buffer.byteLength(this.message);
    return (kept + 2 * text) * (4 / 3) + encodeURIComponent(this.message).length < LONGEST_ANSWER_BYTES;
  }

  override toString(): string {
    return `cloudpond ${this.verb}`;
  }
}

/** A text for a terminal, in any number of lines: bounded, and without terminal escapes and bidi overrides. */
export const presentable = (text: string): string => cut(withoutControls(text));

const withoutControls = (text: string): string => text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, " ");

/** What is too much is left out before the end, because the end says what became of the money. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_BYTES) return text;
  const start = bytes.subarray(0, LONGEST_BYTES - END_BYTES).toString();
  const end = bytes.subarray(-END_BYTES).toString();
  // A letter that was cut through is decoded as U+FFFD: its first bytes together as one, its last ones as one each.
  return `${start.replace(/\uFFFD$/u, "")} … ${end.replace(/^\uFFFD+/u, "")}`;
}
