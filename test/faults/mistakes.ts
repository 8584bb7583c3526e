import { ANSWERS } from "./mistakes/answers.js";
import { KEEPING } from "./mistakes/keeping.js";
import { LOOKS } from "./mistakes/looks.js";
import type { Mistakes } from "./mistakes/mistake.js";
import { NOTES } from "./mistakes/notes.js";

/**
 * Every line of defence of the purchase protocol, breached: the proof that the histories and their auditor see what they are
 * there to see.
 */
export const MISTAKES: Mistakes = { ...ANSWERS, ...LOOKS, ...NOTES, ...KEEPING };
