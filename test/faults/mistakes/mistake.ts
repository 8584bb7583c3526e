import type { Invariant } from "../auditor.js";
import type { ConsoleAct, Edit, History, PlannedFault, Up } from "../history.js";
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
  /** Histories by hand, where the campaigns hold none that provoke it; they are played first. */
  readonly histories?: readonly History[];
  /** The histories of the campaigns that may show it, where few of them can. */
  readonly where?: (history: History) => boolean;
  /** The creates that meet, where only these may: what else the mistake breaks is another mistake's concern. */
  readonly among?: (interleaving: Interleaving) => boolean;
}

/** Every run of a history. */
const upsOf = ({ acts }: History): Up[] =>
  acts.flatMap((act) => (act.act === "up" ? [act] : act.act === "both" ? [act.first, act.second] : []));

/** Whether a request of a run meets a fault like this. */
export const meets = (history: History, is: (fault: PlannedFault) => boolean): boolean =>
  upsOf(history).some(({ faults }) => faults.some(is));

/** Whether somebody does this in the console. */
export const hasConsole = (history: History, console: ConsoleAct): boolean =>
  history.acts.some((act) => act.act === "console" && act.console === console);

/** Whether a program changes like this. */
export const hasEdit = (history: History, edit: Edit): boolean => upsOf(history).some((up) => up.edit === edit);

/** Mistakes by their keys. */
export type Mistakes = Readonly<Record<string, Mistake>>;
