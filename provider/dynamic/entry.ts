import type * as dynamic from "@pulumi/pulumi/dynamic";
import { readSettings, readStackSwitches } from "../config.js";
import { engineLog, linesDelivered } from "./engineLog.js";
import { DeliveryOrderProvider } from "./provider.js";

/** What the constant provider text in every state loads. What only a purchase needs is loaded by the first one. */
export const provider: dynamic.ResourceProvider = new DeliveryOrderProvider({
  readSettings: (stackConfig) => readSettings(stackConfig),
  readSwitches: (stackConfig) => readStackSwitches(stackConfig),
  createContext: (settings, memory) => {
    const { createContext } = require("./composition.js") as typeof import("./composition.js");
    return createContext(settings, memory);
  },
  log: (urn) => engineLog(urn),
  linesDelivered: () => linesDelivered(),
});
