import { answerFaults } from "./answerFaults.js";
import { bodyFaults } from "./bodyFaults.js";
import { connectionFaults } from "./connectionFaults.js";
import { proxyFaults } from "./proxyFaults.js";
import { tlsFaults } from "./tlsFaults.js";

/** Everything that goes wrong below the transport, in the order of the way that a request takes. */
export const wireFaults = { ...connectionFaults, ...tlsFaults, ...proxyFaults, ...bodyFaults, ...answerFaults };

/** The name of a fault, also in the recorded file. */
export type WireFault = keyof typeof wireFaults;
