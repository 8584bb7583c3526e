import type { FastifyInstance, FastifyReply } from "fastify";
import type { Fault } from "./faults.js";
import { OPERATION_IDS, parseJson } from "./operation.js";
import { ledgerEntry } from "./orders.js";
import { Refusal, refuseControl } from "./refusal.js";
import { anything, mapOf, object, oneOf, sentence, text, whole, type Shape } from "./shape.js";
import type { Simulation } from "./simulation.js";

/** Body of `POST clock`; at least one of the two. */
export interface ClockChange {
  /** Milliseconds by which simulated time goes on; adds up. */
  readonly advanceMs?: number;
  /** Milliseconds by which the service's clock stands from the real one; replaces an earlier skew. */
  readonly skewMs?: number;
}

const when = oneOf("before", "after");
const ACTION_SHAPES: Readonly<Record<string, Shape<never>>> = {
  status: object<Record<string, unknown>>(
    { kind: text(), status: whole(200, 599) },
    { body: anything, headers: mapOf(text({ min: 0 })), when },
  ) as Shape<never>,
  dropResponse: object<Record<string, unknown>>({ kind: text() }) as Shape<never>,
  dropRequest: object<Record<string, unknown>>({ kind: text() }) as Shape<never>,
  delay: object<Record<string, unknown>>({ kind: text(), ms: whole(0, 3_600_000) }, { when }) as Shape<never>,
  garbage: object<Record<string, unknown>>({ kind: text(), body: text({ min: 0, max: 12_000_000 }) }) as Shape<never>,
};

const actionShape: Shape<Fault["action"]> = (value, path) => {
  const kinds = Object.keys(ACTION_SHAPES);
  const kind = (value as { kind?: unknown } | null)?.kind;
  const shape = typeof kind === "string" && Object.hasOwn(ACTION_SHAPES, kind) ? ACTION_SHAPES[kind] : undefined;
  return shape === undefined ? oneOf(...kinds)(kind, `${path}.kind`) : shape(value, path);
};

const faultShape: Shape<Fault> = object<Fault>(
  { operation: oneOf("*", ...OPERATION_IDS), action: actionShape },
  { times: whole(1) },
);

const advanceShape = object<{ to: string }>({ to: text() });

const DAYS_10000 = 10_000 * 24 * 60 * 60 * 1000;
const clockShape: Shape<ClockChange> = object<ClockChange>(
  {},
  { advanceMs: whole(0, DAYS_10000), skewMs: whole(-DAYS_10000, DAYS_10000) },
);

/** @throws Refusal 400 naming every problem */
function parse<T>(body: unknown, shape: Shape<T>): T {
  const value = parseJson(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  if (value === undefined) throw refuseControl(400, "the body is not JSON");
  const problems = shape(value, "");
  if (problems.length > 0) throw refuseControl(400, sentence(problems));
  return value as T;
}

/** The calls under `/_simulator/`: JSON, without authentication, not in the journal, untouched by faults. */
export function registerControl(server: FastifyInstance, world: Simulation): void {
  server.get("/_simulator/journal", () => world.journal.list());
  server.get("/_simulator/orders", () => world.ledger.orders.map(ledgerEntry));
  server.post("/_simulator/orders/:id/advance", (request) => {
    const { id } = request.params as { id: string };
    const { to } = parse(request.body, advanceShape);
    const order = world.ledger.order(id);
    if (order === undefined) throw refuseControl(404, `no order ${id} was ever accepted`);
    world.ledger.advance(order, to);
    return ledgerEntry(order);
  });
  server.post("/_simulator/clock", (request) => {
    const { advanceMs, skewMs } = parse(request.body, clockShape);
    if (advanceMs === undefined && skewMs === undefined) throw refuseControl(400, "advanceMs or skewMs is missing");
    if (advanceMs !== undefined) world.clock.advance(advanceMs);
    if (skewMs !== undefined) world.clock.setSkew(skewMs);
    return { ...world.clock.settings(), now: new Date(world.clock.service()).toISOString() };
  });
  server.post("/_simulator/reset", (_request, reply) => {
    world.reset();
    return noContent(reply);
  });
  server.post("/_simulator/faults", (request, reply) => {
    world.faults.add(parse(request.body, faultShape));
    return noContent(reply);
  });
  server.delete("/_simulator/faults", (_request, reply) => {
    world.faults.clear();
    return noContent(reply);
  });
  server.all("/_simulator/*", (request) => {
    throw refuseControl(404, `there is no ${request.method} ${request.url}`);
  });
}

/** Answers an error of a control call; everything else is handed on. */
export function answerControlError(error: unknown, reply: FastifyReply): boolean {
  if (!(error instanceof Refusal)) return false;
  void reply.code(error.status).send(error.body(""));
  return true;
}

function noContent(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}
