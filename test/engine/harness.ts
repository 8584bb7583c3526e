import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import { type Simulator, type SimulatorOptions, startSimulator } from "cloudpond-simulator";

// A preview or up takes one to two seconds on a quiet machine, and a test makes several.
jest.setTimeout(240_000);

const ROOT = path.resolve(__dirname, "../..");
// Inside the repository: the provider process looks for pulumi-cloudpond from its working folder, and here finds this package.
const SCRATCH = path.join(ROOT, ".pulumi-cloudpond", "tests");

/** Project of every test stack; URNs carry it. */
export const PROJECT = "pulumi-cloudpond-tests";
/** Name of every test stack. */
export const STACK = "test";

/** What one run of the command line came to. */
export interface Outcome {
  /** Whether it ended with status 0. */
  readonly ok: boolean;
  /** Everything it printed, stdout and stderr as they came, without colours. */
  readonly output: string;
}

/** A resource as `pulumi stack export` shows it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
  readonly pendingReplacement?: boolean;
  readonly delete?: boolean;
}

/** The deployment of `pulumi stack export`. */
export interface State {
  readonly resources: readonly StateResource[];
  readonly pending_operations?: readonly { readonly resource: StateResource; readonly type: string }[];
}

/** A program: what a user writes in index.ts. */
export type Program = automation.PulumiFn;

/** How to start an engine test. */
export interface EngineOptions {
  readonly simulator?: SimulatorOptions;
  /** Added to the environment of command line and provider; `undefined` takes one of the defaults away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Stack configuration, with full keys such as `cloudpond:endpoint`. */
  readonly config?: automation.ConfigMap;
}

/**
 * One stack with the real command line and engine, its own backend and its own simulator. Nothing is shared between two of
 * them, so test files may run side by side.
 */
export class Engine {
  /** Environment of the command line, and with it of the provider process; may be changed between two runs. */
  readonly env: Record<string, string>;

  private constructor(
    /** The cloud that the provider talks to. */
    readonly simulator: Simulator,
    /** The Automation API's stack, for what this class has no method for. */
    readonly stack: automation.Stack,
    /** The project's folder, where `Pulumi.yaml` lies: working folder of the provider process. */
    readonly folder: string,
    private readonly root: string,
  ) {
    this.env = stack.workspace.envVars;
  }

  static async start(options: EngineOptions = {}): Promise<Engine> {
    fs.mkdirSync(SCRATCH, { recursive: true });
    const root = fs.mkdtempSync(path.join(SCRATCH, "engine-"));
    const [folder, state] = [path.join(root, "project"), path.join(root, "state")];
    fs.mkdirSync(folder);
    fs.mkdirSync(state);
    const simulator = await startSimulator(options.simulator);
    try {
      const workspace = await automation.LocalWorkspace.create({
        workDir: folder,
        pulumiHome: path.join(root, "home"),
        projectSettings: { name: PROJECT, runtime: "nodejs", backend: { url: `file://${state}` } },
        envVars: defined({
          CLOUDPOND_ENDPOINT: simulator.url,
          HW_AUTH_URL: simulator.url,
          CLOUDPOND_BILLING_ENDPOINT: simulator.url,
          HW_ACCESS_KEY: simulator.accessKey,
          HW_SECRET_KEY: simulator.secretKey,
          HW_DOMAIN_ID: simulator.account,
          CLOUDPOND_SETTLE_SECONDS: "0",
          XDG_STATE_HOME: path.join(root, "notes"),
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_BACKEND_URL: `file://${state}`,
          ...options.env,
        }),
      });
      const stack = await automation.Stack.create(STACK, workspace);
      if (options.config !== undefined) await stack.setAllConfig(options.config);
      return new Engine(simulator, stack, folder, root);
    } catch (error) {
      await simulator.close();
      throw error;
    }
  }

  /** `pulumi preview`. */
  preview(program: Program, options: automation.PreviewOptions = {}): Promise<Outcome> {
    return outcome((io) => this.stack.preview({ ...options, ...io, program }));
  }

  /** `pulumi up --yes --skip-preview`, as the Automation API does it; {@link preview} first where the preview matters. */
  up(program: Program, options: automation.UpOptions = {}): Promise<Outcome> {
    return outcome((io) => this.stack.up({ ...options, ...io, program }), options.onOutput);
  }

  /** `pulumi refresh --yes --skip-preview`. */
  refresh(options: automation.RefreshOptions = {}): Promise<Outcome> {
    return outcome((io) => this.stack.refresh({ ...options, ...io }));
  }

  /** `pulumi destroy --yes --skip-preview`. */
  destroy(options: automation.DestroyOptions = {}): Promise<Outcome> {
    return outcome((io) => this.stack.destroy({ ...options, ...io }));
  }

  /** Any other command that runs no program: `pulumi("state", "unprotect", "--all", "--yes")`. */
  pulumi(...args: readonly string[]): Promise<Outcome> {
    return this.run(this.folder, args);
  }

  /**
   * `pulumi import --file` with this document, without generated code. Import wants a language that can write code and the
   * command line may have none for TypeScript, so it runs in a folder whose project is the same but written in YAML.
   */
  importFile(document: unknown): Promise<Outcome> {
    const folder = fs.mkdtempSync(path.join(this.root, "import-"));
    const project = { name: PROJECT, runtime: "yaml" };
    // JSON is YAML.
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify(project));
    fs.writeFileSync(path.join(folder, "resources.json"), JSON.stringify(document));
    for (const settings of fs.readdirSync(this.folder).filter((name) => name.startsWith(`Pulumi.${STACK}.`))) {
      fs.copyFileSync(path.join(this.folder, settings), path.join(folder, settings));
    }
    return this.run(folder, ["import", "--file", "resources.json", "--yes", "--generate-code=false"]);
  }

  /** The deployment with secrets in clear, as the Automation API exports it; `pulumi("stack", "export")` encrypts them. */
  async state(): Promise<State> {
    const { deployment } = (await this.stack.exportStack()) as { deployment: Partial<State> | null };
    return { ...deployment, resources: deployment?.resources ?? [] };
  }

  /** The custom resource with this name in the state; undefined where there is none. */
  async resource(name: string): Promise<StateResource | undefined> {
    const { resources } = await this.state();
    return resources.find(({ urn, type }) => urn.endsWith(`::${name}`) && type !== "pulumi:pulumi:Stack");
  }

  /** Puts a deployment back, as `pulumi stack import` does. */
  async restore(state: State): Promise<void> {
    const exported = await this.stack.exportStack();
    await this.stack.importStack({ ...exported, deployment: state });
  }

  /** Orders that the service was asked for, whatever it answered. */
  async posts(): Promise<number> {
    const journal = await this.simulator.journal();
    return journal.filter(({ operation }) => operation === "CreateDeliveryOrder").length;
  }

  /** Ends the simulator and removes everything that the stack wrote. */
  async stop(): Promise<void> {
    await this.simulator.close();
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  private run(folder: string, args: readonly string[]): Promise<Outcome> {
    const env = { ...process.env, ...this.env, PULUMI_HOME: path.join(this.root, "home") };
    return new Promise((resolve) => {
      const all = [...args, "--stack", STACK, "--non-interactive", "--color", "never"];
      const child = execFile(
        "pulumi",
        all,
        { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          resolve({ ok: error === null, output: stdout + stderr });
        },
      );
      child.stdin?.end();
    });
  }
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

interface Listening {
  readonly color: "never";
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
}

/** A failed run is an outcome like any other; only a command line that could not run at all is an error. */
async function outcome(
  run: (io: Listening) => Promise<unknown>,
  onOutput: (text: string) => void = () => undefined,
): Promise<Outcome> {
  let output = "";
  const listen = (text: string) => {
    output += text;
    onOutput(text);
  };
  try {
    await run({ color: "never", onOutput: listen, onError: listen });
    return { ok: true, output };
  } catch (error) {
    if (!(error instanceof automation.CommandError)) throw error;
    return { ok: false, output: output === "" ? error.message : output };
  }
}
