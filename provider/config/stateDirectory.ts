import { posix, win32 } from "node:path";

/** What the machine says of itself. */
export interface PlatformFacts {
  /** `process.platform`. */
  readonly platform: string;
  /** Home directory of the user; absent where the system knows none (a container with an arbitrary user id). */
  readonly homeDir?: string;
}

const FOLDER = "pulumi-cloudpond";

/**
 * Where notes about purchases are kept: `$XDG_STATE_HOME/pulumi-cloudpond`, else `~/.local/state/pulumi-cloudpond`; on
 * Windows `%LOCALAPPDATA%\pulumi-cloudpond`, else `~\AppData\Local\pulumi-cloudpond`. Undefined where there is no home.
 */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
  { platform, homeDir }: PlatformFacts,
): string | undefined {
  const [path, given, fallback] =
    platform === "win32"
      ? [win32, env["LOCALAPPDATA"], ["AppData", "Local"]]
      : [posix, env["XDG_STATE_HOME"], [".local", "state"]];
  // A relative path is to be ignored (XDG Base Directory Specification): it would differ from one folder to the next.
  if (given !== undefined && path.isAbsolute(given)) return path.join(given, FOLDER);
  return homeDir === undefined || homeDir === "" ? undefined : path.join(homeDir, ...fallback, FOLDER);
}
