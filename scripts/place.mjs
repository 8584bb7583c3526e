// Where the project's own scripts find and keep things.
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Whatever the scripts and tests write inside the clone; git ignores it, and it may be deleted at any time. */
export const scratch = path.join(root, ".pulumi-cloudpond");

/** What is dear to get and the same for every clone, so a fresh clone finds it again: XDG Base Directory Specification. */
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "pulumi-cloudpond");
