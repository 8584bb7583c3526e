import * as pulumi from "@pulumi/pulumi";
import type { CloudPondClient } from "../cloudpond/client.js";
import type { Settings } from "../config.js";
import type { Inputs } from "./inputs.js";
import { argumentsProblem, type ArgumentKinds } from "./arguments.js";

/** How a function asks the service. */
export interface Question<A extends object, R> {
  /** `getEdgeSites`. */
  readonly name: string;
  /** What its arguments may hold. */
  readonly takes: ArgumentKinds<A>;
  readonly ask: (client: CloudPondClient, args: A, settings: Settings) => Promise<R>;
}

/** One run of one program. */
interface Run {
  connected: { readonly client: CloudPondClient; readonly settings: Settings } | undefined;
  readonly answers: Map<string, Promise<unknown>>;
}

/**
 * Runs by their way to the engine, which each has for itself: the Automation API runs several programs in one process, side
 * by side and one after the other, each with its own configuration.
 */
const runs = new WeakMap<object, Run>();

/** Without an engine there is one run, the process. */
const NO_ENGINE = {};

/**
 * Answers from the service; equal questions of one run are asked once, and again where the answer was a failure.
 * @throws {pulumi.RunError} one sentence: what is wrong with the arguments, the settings or the service.
 */
export async function answerOf<A extends object, R>({ name, takes, ask }: Question<A, R>, args: A): Promise<R> {
  const problem = argumentsProblem(args, takes);
  if (problem !== undefined) throw new pulumi.RunError(`${name}: ${problem}`);
  const monitor = pulumi.runtime.getMonitor() as object | undefined;
  // A test of the program, which answers for the cloud (pulumi.runtime.setMocks).
  if (monitor !== undefined && !("getChannel" in monitor)) {
    return pulumi.runtime.invoke(`cloudpond:index:${name}`, { ...args }) as Promise<R>;
  }
  const run = runOf(monitor ?? NO_ENGINE);
  const key = JSON.stringify([name, args]);
  const known = run.answers.get(key) as Promise<R> | undefined;
  if (known !== undefined) return structuredClone(await known);
  const answer = Promise.resolve()
    .then(() => {
      const { client, settings } = (run.connected ??= connected());
      return ask(client, args, settings);
    })
    .catch((error: unknown) => {
      run.answers.delete(key);
      throw new pulumi.RunError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  run.answers.set(key, answer);
  // Whoever changes its answer changes nobody else's.
  return structuredClone(await answer);
}

/** The same for inputs that other resources may have to be created for first: unknown as long as they are. */
export const outputOf = <A extends object, R>(question: Question<A, R>, args: Inputs<A>): pulumi.Output<R> =>
  pulumi.output<object>(args).apply((resolved) => answerOf(question, resolved as A));

function runOf(monitor: object): Run {
  const run = runs.get(monitor) ?? { connected: undefined, answers: new Map<string, Promise<unknown>>() };
  runs.set(monitor, run);
  return run;
}

/** Loaded by the first question: a program that only declares orders sends nothing. */
function connected(): NonNullable<Run["connected"]> {
  const { connectProgram } = require("./connectProgram.js") as typeof import("./connectProgram.js");
  return connectProgram((key) => pulumi.runtime.getConfig(key));
}
