import { setMaxListeners } from "node:events";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { answerControlError, registerControl } from "./control.js";
import { exchange } from "./exchange.js";
import { newRequestId } from "./identifiers.js";
import { OPERATIONS } from "./operations.js";
import { refuse } from "./refusal.js";
import type { Simulation } from "./simulation.js";

/** The gateway's limit for a body (signing guide). */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

/** A server, not yet listening, that answers for CloudPond, IAM and the control API. */
export function buildServer(world: Simulation): FastifyInstance {
  const closing = new AbortController();
  // Each answer that takes its time listens.
  setMaxListeners(0, closing.signal);
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (error, _request, reply) => answerUnserved(error, reply as FastifyReply),
  });
  // A signature covers the bytes that were sent, so nothing may parse the body before it is verified.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  // The Node SDK sends a body of "{}" with some of its GETs, and signs it.
  server.addHttpMethod("GET", { hasBody: true, overrideExisting: true });
  server.addHook("preClose", () => closing.abort());
  for (const operation of OPERATIONS) {
    server.route({
      method: operation.method,
      url: operation.path,
      handler: (request, reply) => exchange(world, operation, request, reply, closing.signal),
    });
  }
  registerControl(server, world);
  server.setNotFoundHandler((request, reply) => exchange(world, undefined, request, reply, closing.signal));
  server.setErrorHandler((error, _request, reply) => {
    if (closing.signal.aborted) return reply.hijack();
    if (!answerControlError(error, reply)) answerUnserved(error, reply);
    return reply;
  });
  return server;
}

/** A request that no operation saw: unreadable, too large, or met by a defect of the simulator itself. */
function answerUnserved(error: unknown, reply: FastifyReply): void {
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode >= 500) process.stderr.write(`cloudpond-simulator: ${(error as Error).stack ?? message}\n`);
  const refusal = refuse(statusCode >= 500 ? "APIGW.0601" : "APIGW.0201", message);
  void reply.code(statusCode).send(refusal.body(newRequestId()));
}
