import type * as t from "io-ts";
import { UNKNOWN } from "./unknown.js";

/** One thing that is wrong with the inputs. */
export interface Problem {
  /** Where: `servers[0].count`. */
  readonly path: string;
  /** What, why and what to do, in one sentence that follows the path. Holds no text of the inputs: it may be secret. */
  readonly message: string;
}

/** A path with one step more: a position in a list, or a key. */
export function pathTo(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  const key = /^[A-Za-z_$][\w$-]{0,60}$/u.test(step) ? step : `[${JSON.stringify(step.slice(0, 60))}]`;
  return path === "" || key.startsWith("[") ? `${path}${key}` : `${path}.${key}`;
}

/** A codec's errors. What is only not known yet is no problem. */
export function problemsOf(errors: t.Errors): Problem[] {
  return errors
    .filter(({ value }) => value !== UNKNOWN)
    .map(({ context, message }) => ({
      path: context
        .slice(1)
        .reduce((path, { key }, index) => pathTo(path, Array.isArray(context[index]?.actual) ? Number(key) : key), ""),
      message: message ?? `must be ${context.at(-1)?.type.name ?? "something else"}`,
    }));
}
