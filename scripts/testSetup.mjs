// Jest's global set-up for tests that start processes: what they start is built and found, and leads nowhere but to this machine.
import path from "node:path";
import { forgetOwnSettings } from "./ownSettings.mjs";
import { setUp } from "./setup.mjs";

export default async function prepare() {
  // A developer's own credentials and backend must reach no test; nor may a proxy come between a test and the simulator.
  forgetOwnSettings();
  process.env.PULUMI_SKIP_UPDATE_CHECK = "1";
  const { command } = await setUp();
  process.env.PATH = `${path.dirname(command)}${path.delimiter}${process.env.PATH}`;
}
