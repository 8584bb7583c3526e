// A stack of one contender with the real engine, in a folder of its own.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { scratch } from "../scripts/place.mjs";

const require = createRequire(import.meta.url);
const automation = require("@pulumi/pulumi/automation");
const { programOf } = require("./contenders.cjs");

export class BenchStack {
  /** @param contender one that `contenders.cjs` names */
  static async create(contender, cloud, sites, env = {}) {
    fs.mkdirSync(scratch, { recursive: true });
    const home = fs.mkdtempSync(path.join(scratch, "bench-"));
    const [folder, state] = ["project", "state"].map((name) => path.join(home, name));
    for (const each of [folder, state]) fs.mkdirSync(each);
    const workspace = await automation.LocalWorkspace.create({
      workDir: folder,
      pulumiHome: path.join(home, "home"),
      projectSettings: { name: "bench", runtime: "nodejs", backend: { url: `file://${state}` } },
      program: programOf(contender, sites),
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "bench",
        PULUMI_BACKEND_URL: `file://${state}`,
        XDG_STATE_HOME: path.join(home, "notes"),
        BENCH_URL: cloud.url,
        BENCH_ACCOUNT: cloud.account,
        BENCH_TOKEN: cloud.token,
        CLOUDPOND_ENDPOINT: cloud.url,
        CLOUDPOND_BILLING_ENDPOINT: cloud.url,
        HW_AUTH_URL: cloud.url,
        HW_AUTH_TOKEN: cloud.token,
        HW_DOMAIN_ID: cloud.account,
        ...env,
      },
    });
    return new BenchStack(home, await automation.Stack.create("bench", workspace));
  }

  constructor(home, stack) {
    this.home = home;
    this.stack = stack;
  }

  preview = (options = {}) => timed(() => this.stack.preview(options));
  up = (options = {}) => timed(() => this.stack.up(options));
  refresh = (options = {}) => timed(() => this.stack.refresh(options));

  /**
   * `up` for what is measured afterwards: the engine writes the state once, at the end. Nobody who buys may do that, because
   * a run that is killed would lose what it has bought.
   */
  async prepared() {
    const { envVars } = this.stack.workspace;
    this.stack.workspace.envVars = { ...envVars, PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
    await this.stack.up({ parallel: 100 });
    this.stack.workspace.envVars = envVars;
  }

  /** The orders as `pulumi stack export` shows them. */
  async orders() {
    const { resources } = (await this.stack.exportStack()).deployment;
    return resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
  }

  end() {
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}

/** Wall time in ms. */
async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
