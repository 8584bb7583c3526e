import { createRequire } from "node:module";
import type { OrderLog } from "../order/order.js";

/** Progress that stands for less is not told: a fleet's orders would fill the screen with what is over already. */
const PATIENCE_MS = 1_000;

/** Lines about one call of the engine. */
export interface CallLog extends OrderLog {
  /** The call is over: progress that was not told yet is not told any more. */
  end(): void;
}

type Severity = "INFO" | "WARNING";

/** A way to the engine. */
interface Sender {
  send(severity: Severity, message: string, urn: string, isEphemeral: boolean): void;
  /** Resolves when the engine has what was sent so far. */
  delivered(): Promise<void>;
}

/**
 * The engine's own log, which shows a line on the row of the resource. The address of the engine is the host's first
 * argument. May fail silently, never loudly: a log must not break a purchase.
 */
export function engineLog(urn: string, address: string | undefined = process.argv[2]): CallLog {
  const sender = senderTo(address);
  let isShown = false;
  let waiting: NodeJS.Timeout | undefined;
  const show = (message: string): void => {
    isShown = true;
    sender.send("INFO", message, urn, true);
  };
  return {
    progress: (message) => {
      clearTimeout(waiting);
      // What is shown has to be replaced at once.
      if (isShown) show(message);
      else waiting = setTimeout(show, PATIENCE_MS, message).unref();
    },
    info: (message) => sender.send("INFO", message, urn, false),
    warn: (message) => sender.send("WARNING", message, urn, false),
    end: () => clearTimeout(waiting),
  };
}

/**
 * Resolves when the engine has all lines so far, or after a second. A preview is over with its last check, and what comes
 * later than that is never shown.
 */
export async function linesDelivered(address: string | undefined = process.argv[2]): Promise<void> {
  const sender = address === undefined ? undefined : senders.get(address);
  if (sender === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const second = new Promise<void>((resolve) => (timer = setTimeout(resolve, 1_000)));
  await Promise.race([sender.delivered(), second]);
  clearTimeout(timer);
}

const NOBODY: Sender = { send: () => undefined, delivered: () => Promise.resolve() };

const senders = new Map<string, Sender>();

function senderTo(address: string | undefined): Sender {
  if (address === undefined) return NOBODY;
  const sender = senders.get(address) ?? connect(address);
  senders.set(address, sender);
  return sender;
}

function connect(address: string): Sender {
  try {
    // Under pnpm the gRPC library is found only from where the SDK lies.
    const sdk = createRequire(require.resolve("@pulumi/pulumi"));
    const grpc = sdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    const { EngineClient } =
      require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } =
      require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    let earlier = Promise.resolve();
    const send: Sender["send"] = (severity, message, urn, isEphemeral) => {
      const request = new LogRequest();
      request.setSeverity(LogSeverity[severity]);
      request.setMessage(message);
      request.setUrn(urn);
      request.setEphemeral(isEphemeral);
      // One after the other: what is sent at the same time arrives in any order, and the last line is the one that stays.
      const sent = () => new Promise<void>((resolve) => void client.log(request, () => resolve()));
      earlier = earlier.then(sent).catch(() => undefined);
    };
    return { send, delivered: () => earlier };
  } catch {
    return NOBODY;
  }
}
