import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { authenticate, authorize } from "./authentication.js";
import type { FaultAction } from "./faults.js";
import { newRequestId } from "./identifiers.js";
import type { Answer, Call, Operation } from "./operation.js";
import { Query } from "./query.js";
import { refuse, Refusal } from "./refusal.js";
import type { SignedRequest } from "./signature.js";
import type { Simulation } from "./simulation.js";

/** What to send: bytes as they are, or nothing but the end of the connection. */
type Outcome =
  { readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, string>> } | "reset";

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
  const fault = operation === undefined ? undefined : world.faults.take(operation.id);
  const outcome = await withFault(fault, closing, () => serve(world, operation, request, received, requestId));
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
  answer: () => Outcome,
): Promise<Outcome> {
  if (fault === undefined) return answer();
  switch (fault.kind) {
    case "dropRequest":
      return "reset";
    case "dropResponse":
      answer();
      return "reset";
    case "garbage": {
      const outcome = answer();
      return outcome === "reset" ? outcome : { ...outcome, text: fault.body };
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

function serve(
  world: Simulation,
  operation: Operation | undefined,
  request: FastifyRequest,
  received: SignedRequest,
  requestId: string,
): Outcome {
  try {
    if (operation === undefined) {
      throw refuse("APIGW.0101", "The API does not exist or has not been published in the environment");
    }
    const { domain_id: pathAccount = "", id = "" } = request.params as { domain_id?: string; id?: string };
    if (operation.access !== "open") authenticate(received, world);
    if (operation.access === "account") authorize(received, pathAccount, world.seed.account.id);
    const call: Call = {
      world,
      id,
      query: new Query(received.target),
      language: received.headers["x-language"],
      body: received.body,
    };
    return outcomeOf(operation.handle(call));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return outcomeOf({ status: error.status, body: error.body(requestId) });
  }
}

function outcomeOf({ status, body, headers = {} }: Answer): Outcome {
  return body === undefined
    ? { status, text: "", headers }
    : { status, text: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
}
