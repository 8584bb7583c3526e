import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { SimulatorOptions } from "./index.js";
import { completeSeed, SeedError, type SeedDocument } from "./seed.js";

/** What `--help` prints. */
export const USAGE = `Usage: cloudpond-simulator [options]

A Huawei Cloud CloudPond and its IAM calls on this machine, on the loopback interface only.
When it is ready it prints one line of JSON on stdout: url, account, accessKey, secretKey, userName, password, domainName.

  --port NUMBER                     port to listen on; 0 (the default) takes a free one
  --seed FILE.json                  what exists at the start, instead of the default seed
  --one-order-per-site on|off       whether a site with an open order refuses another one (default: the seed's, on)
  --access-key KEY --secret-key KEY the one access key that signs requests, instead of the seed's
  --account ID                      account id, instead of the seed's
  --help                            this text
`;

/** A command line that cannot be followed; the message says what and why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the command line and the seed file that it names.
 *
 * @returns the options, or "help"
 * @throws UsageError for an unknown or contradicting flag or an unusable seed file
 */
export function readCommandLine(args: readonly string[]): SimulatorOptions | "help" {
  const flags = parseFlags(args);
  if (flags.help === true) return "help";
  const { "access-key": accessKey, "secret-key": secretKey, account } = flags;
  if ((accessKey === undefined) !== (secretKey === undefined)) {
    throw new UsageError("--access-key and --secret-key belong together: give both or neither");
  }
  for (const [name, value] of Object.entries({ "access-key": accessKey, "secret-key": secretKey, account })) {
    if (value === "") throw new UsageError(`--${name} must not be empty`);
  }
  return {
    port: parsePort(flags.port ?? "0"),
    ...(flags.seed === undefined ? {} : { seed: readSeed(flags.seed) }),
    ...parseOneOrderPerSite(flags["one-order-per-site"]),
    ...(accessKey === undefined || secretKey === undefined ? {} : { accessKey, secretKey }),
    ...(account === undefined ? {} : { account }),
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        seed: { type: "string" },
        "one-order-per-site": { type: "string" },
        "access-key": { type: "string" },
        "secret-key": { type: "string" },
        account: { type: "string" },
        help: { type: "boolean" },
      },
      strict: true,
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
    throw new UsageError(`--port must be a number from 0 to 65535, got "${text}"`);
  }
  return Number(text);
}

function parseOneOrderPerSite(text: string | undefined): { oneOrderPerSite?: boolean } {
  if (text === undefined) return {};
  if (text !== "on" && text !== "off") throw new UsageError(`--one-order-per-site must be on or off, got "${text}"`);
  return { oneOrderPerSite: text === "on" };
}

function readSeed(path: string): SeedDocument {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`seed file ${path}: ${(error as Error).message}`, { cause: error });
  }
  try {
    return completeSeed(document);
  } catch (error) {
    if (error instanceof SeedError) throw new UsageError(`seed file ${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
