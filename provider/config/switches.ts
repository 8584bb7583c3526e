import { parseBoolean, parseChoice, parseWholeNumber } from "./parsers.js";
import type { Sources } from "./sources.js";

/** What a stack allows and what its previews look at. Needs no credentials, so that a preview without any has it, too. */
export interface Switches {
  /**
   * Whether orders may be placed: `CLOUDPOND_ALLOW_PURCHASES` / `cloudpond:allowPurchases`, `true`, `false`, `1` or `0`.
   * Default true. Either source that says `false` is enough. Adopting an order is no purchase.
   */
  readonly allowPurchases: boolean;
  /** How a preview compares new orders with the service, see {@link PreflightSettings}. */
  readonly preflight: PreflightSettings;
  /** Whether a preview shows the price of each new order: `CLOUDPOND_QUOTE` / `cloudpond:quote`. Default false. */
  readonly quote: boolean;
}

/** How a preview compares new orders with the service's catalogue and the account. */
export interface PreflightSettings {
  /**
   * What is made of a mistake: `error` fails the preview, `warn` only shows it, `off` asks the service nothing.
   * `CLOUDPOND_PREFLIGHT` / `cloudpond:preflight`. Default `error`.
   */
  readonly mode: "error" | "warn" | "off";
  /**
   * How long the checks of one preview may wait for the service in all: `CLOUDPOND_PREFLIGHT_SECONDS` /
   * `cloudpond:preflightSeconds`, 1 to 300 seconds, default 10; here in milliseconds. What is not known by then is skipped.
   */
  readonly limitMs: number;
}

/** Problems go to `sources`; what is wrong reads as its default. */
export function readSwitches(sources: Sources): Switches {
  return {
    allowPurchases: sources.permitted("allowPurchases", parseBoolean),
    preflight: {
      mode: sources.preferred("preflight", parseChoice("error", "warn", "off")) ?? "error",
      limitMs: (sources.preferred("preflightSeconds", parseWholeNumber(1, 300)) ?? 10) * 1000,
    },
    quote: sources.preferred("quote", parseBoolean) ?? false,
  };
}
