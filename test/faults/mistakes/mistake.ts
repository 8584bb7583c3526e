import type { Invariant } from "../auditor.js";
import type { History } from "../history.js";
import type { Interleaving } from "../interleavings.js";

/** A change of one source file. */
export interface Patch {
  /** Below `provider/`. */
  readonly file: string;
  /** Text that the file holds exactly once. */
  readonly text: string;
  readonly instead: string;
}

/** A mistake that somebody could make in the provider, and that histories must not let pass. */
export interface Mistake {
  /** For people, as a sentence without its end: "a POST that was answered with 5xx is sent again". */
  readonly title: string;
  readonly patches: readonly Patch[];
  /** The invariant that it breaks. */
  readonly caughtBy: Invariant;
  /** Histories that provoke what random ones come to in many thousands only; they are played first. */
  readonly histories?: readonly History[];
  /** The creates that meet, where only these may: what else the mistake breaks is another mistake's concern. */
  readonly among?: (interleaving: Interleaving) => boolean;
}

/** Mistakes by their keys. */
export type Mistakes = Readonly<Record<string, Mistake>>;
