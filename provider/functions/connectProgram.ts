import { setTimeout as sleep } from "node:timers/promises";
import type { CloudPondClient } from "../cloudpond/client.js";
import { readSettings, type Settings } from "../config.js";
import { connect } from "../connection.js";
import { createTransport } from "../http/axiosTransport.js";

/**
 * The service as this run of the program is configured. Idle connections do not hold the process.
 * @throws {ConfigError} naming every setting that is wrong or missing.
 */
export function connectProgram(stackConfig: (key: string) => unknown): {
  readonly client: CloudPondClient;
  readonly settings: Settings;
} {
  const settings = readSettings(stackConfig);
  const { insecure, proxy } = settings;
  const transport = createTransport({ insecure, random: Math.random, ...proxy });
  return { client: connect(settings, { clock: { now: Date.now, sleep }, transport }).client, settings };
}
