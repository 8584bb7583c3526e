import type { Act } from "../history.js";

/** Longer than any note lives. */
export const OUTLIVING_NOTES: Act = { act: "wait", ms: 2 * 3_600_000 };
