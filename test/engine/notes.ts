import { letNotesExpireIn } from "../leftNotes.js";
import type { Engine } from "./harness.js";

/** As if the time of every note about a purchase had come. */
export const letNotesExpire = ({ env }: Engine): void => letNotesExpireIn(env["XDG_STATE_HOME"]!);
