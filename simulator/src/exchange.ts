import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FaultAction } from "./faults.js";
import { serve, type PathParams, type ServedAnswer } from "./gateway.js";
import { newRequestId } from "./identifiers.js";
import type { Operation } from "./operation.js";
import { Query } from "./query.js";
import type { SignedRequest } from "./signature.js";
import type { Simulation } from "./simulation.js";

/** What to send: bytes as they are, or nothing but the end of the connection. */
type Outcome = ServedAnswer | "reset";

/** A request to one of the simulated services, with everything around its operation: journal, faults, gateway. */
export async function exchange(
  world: Simulation,
  operation: Operation | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<void> {
  const requestId = newRequestId();
  const received = receive(request);
  const note = noteInJournal(world, operation, received);
  const { latencyMs } = world.seed.behaviour;
  if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: closing });
  const fault = operation === undefined ? undefined : world.faults.take(operation.id);
  const params = request.params as PathParams;
  const outcome = await withFault(fault, closing, () => serve(world, operation, params, received, requestId));
  if (outcome === "reset") {
    reply.hijack();
    request.raw.socket.resetAndDestroy();
    return;
  }
  if (!request.raw.socket.destroyed) note(outcome.status);
  const date = new Date(world.clock.service()).toUTCString();
  reply.code(outcome.status).headers({ date, "x-request-id": requestId, ...outcome.headers });
  // Bytes instead of a text: fastify would add a charset to the content type.
  await reply.send(outcome.text === "" ? undefined : Buffer.from(outcome.text));
}

function receive(request: FastifyRequest): SignedRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { method: request.method, target: request.raw.url ?? "/", headers, body };
}

function noteInJournal(
  world: Simulation,
  operation: Operation | undefined,
  { method, target, body }: SignedRequest,
): (status: number) => void {
  const [path = "/"] = target.split("?");
  const time = new Date(world.clock.service()).toISOString();
  const query = new Query(target).toJSON();
  return world.journal.open({ time, operation: operation?.id ?? null, method, path, query }, body);
}

/** Plays a fault around the service. A fault "before" replaces everything that follows, authentication included. */
async function withFault(
  fault: FaultAction | undefined,
  closing: AbortSignal,
  answer: () => ServedAnswer,
): Promise<Outcome> {
  if (fault === undefined) return answer();
  switch (fault.kind) {
    case "dropRequest":
      return "reset";
    case "dropResponse":
      answer();
      return "reset";
    case "garbage": {
      return { ...answer(), text: fault.body };
    }
    case "delay": {
      const early = fault.when === "after" ? answer() : undefined;
      await sleep(fault.ms, undefined, { signal: closing });
      return early ?? answer();
    }
    case "status": {
      if (fault.when === "after") answer();
      const text =
        typeof fault.body === "string" ? fault.body : fault.body === undefined ? "" : JSON.stringify(fault.body);
      return { status: fault.status, text, headers: { "content-type": "application/json", ...fault.headers } };
    }
  }
}
