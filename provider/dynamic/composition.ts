import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createAuthenticator } from "../auth/createAuthenticator.js";
import { createClient } from "../cloudpond/client.js";
import type { Settings } from "../config.js";
import { createTransport } from "../http/axiosTransport.js";
import type { ProcessMemory } from "../order/memory.js";
import { NoteFiles } from "../order/noteFiles.js";
import type { OrderContext } from "../order/order.js";
import { engineLog } from "./engineLog.js";

/** The one place where the layers meet: settings in, everything that a purchase works with out. */
export function createContext(settings: Settings, memory: ProcessMemory): OrderContext {
  const { endpoint, iamEndpoint, credentials, domainId, requestTimeoutMs, settleMs, maxRetries } = settings;
  const clock = { now: () => Date.now(), sleep: (ms: number) => sleep(ms) };
  const transport = createTransport({ insecure: settings.insecure, random: Math.random, ...settings.proxy });
  const authenticator = createAuthenticator({
    credentials,
    iamEndpoint,
    transport,
    clock,
    requestTimeoutMs,
    maxRetries,
    ...(domainId === undefined ? {} : { domainId }),
  });
  const notes = new NoteFiles(
    settings.stateDir === undefined ? undefined : join(settings.stateDir, "notes"),
    clock,
    (reason) =>
      engineLog("").warn(
        `Notes of purchases cannot be written (${reason}); a run that follows a crash of this one will not know of it.`,
      ),
  );
  return {
    service: createClient({ transport, authenticator, endpoint, requestTimeoutMs, maxRetries, clock }),
    clock,
    notes,
    processes: { pid: process.pid, host: hostname(), isRunning },
    memory,
    timing: { requestTimeoutMs, settleMs },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
