import { createRequire } from "node:module";
import type { OrderLog } from "../order/order.js";

type Severity = "INFO" | "WARNING";
type Send = (severity: Severity, message: string, urn: string, isEphemeral: boolean) => void;

/**
 * The engine's own log, which shows a line on the row of the resource. The address of the engine is the host's first
 * argument. May fail silently, never loudly: a log must not break a purchase.
 */
export function engineLog(urn: string, address: string | undefined = process.argv[2]): OrderLog {
  const send = senderTo(address);
  return {
    progress: (message) => send("INFO", message, urn, true),
    info: (message) => send("INFO", message, urn, false),
    warn: (message) => send("WARNING", message, urn, false),
  };
}

const senders = new Map<string, Send>();

function senderTo(address: string | undefined): Send {
  if (address === undefined) return () => undefined;
  const send = senders.get(address) ?? connect(address);
  senders.set(address, send);
  return send;
}

function connect(address: string): Send {
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
    return (severity, message, urn, isEphemeral) => {
      const request = new LogRequest();
      request.setSeverity(LogSeverity[severity]);
      request.setMessage(message);
      request.setUrn(urn);
      request.setEphemeral(isEphemeral);
      // One after the other: what is sent at the same time arrives in any order, and the last line is the one that stays.
      const sent = () => new Promise<void>((resolve) => void client.log(request, () => resolve()));
      earlier = earlier.then(sent).catch(() => undefined);
    };
  } catch {
    return () => undefined;
  }
}
