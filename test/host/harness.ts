import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import * as engineService from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import * as providerService from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { until } from "../until.js";

// Every test here starts a process and waits for its answers.
jest.setTimeout(60_000);

const ROOT = path.resolve(__dirname, "../..");
const PROVIDER_KEY = "__provider";

/** A provider that prints what it is to check. */
const MARKING = `exports.handler = () => ({
  async check(olds, news) {
    process.stderr.write(news.mark);
    return {};
  },
});`;

/** Property values as the engine sends them. */
export type Values = Readonly<Record<string, unknown>>;

/** A line that the provider sent to the engine's log. */
export interface LogLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  readonly urn: string;
  readonly isEphemeral: boolean;
}

/** How to start a dynamic-provider process. */
export interface HostOptions {
  /** The JavaScript that a resource carries in its state (`__provider`); added to the properties of every call. */
  readonly provider: string;
  /** Working folder of the process: the folder of the program. Default: the root of the repository. */
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Stack configuration with full keys, such as `cloudpond:endpoint`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** An error answer of the process, with the resource that it keeps, if it does (`ErrorResourceInitFailed`). */
export class HostError extends Error {
  override readonly name = "HostError";
  constructor(
    message: string,
    readonly code: number,
    /** Present when the engine would keep the resource in its state. */
    readonly kept?: { readonly id: string; readonly properties: Values; readonly reasons: readonly string[] },
  ) {
    super(message);
  }
}

/**
 * The process in which Pulumi runs dynamic providers, driven as the engine drives it. Stands in for the engine where a test
 * is about one call; what several calls do to a stack belongs into the engine tests.
 */
export class Host {
  /** What the provider sent to the engine's log so far, in order. */
  readonly log: readonly LogLine[];

  private constructor(
    private readonly options: HostOptions,
    private readonly child: ChildProcess,
    private readonly client: providerService.ResourceProviderClient,
    private readonly engineServer: FakeEngine,
    private readonly printed: { text: string },
  ) {
    this.log = engineServer.lines;
  }

  static async start(options: HostOptions): Promise<Host> {
    const engineServer = await FakeEngine.start();
    const script = createRequire(path.join(ROOT, "package.json")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [script, engineServer.address], {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { text: "" };
    child.stderr.on("data", (chunk: Buffer) => (printed.text += chunk.toString()));
    const port = await portOf(child, printed);
    const client = new providerService.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const host = new Host(options, child, client, engineServer, printed);
    await host.configure();
    return host;
  }

  /** What the process printed on stderr up to now; the engine shows it as lines of the stack. */
  async stderr(): Promise<string> {
    // It may come later than the answers of calls, but in order: a line is printed behind it and waited for.
    const mark = `mark ${randomUUID()}\n`;
    const request = new provider.CheckRequest();
    request.setOlds(new Struct());
    request.setNews(Struct.fromJavaScript({ mark, [PROVIDER_KEY]: MARKING }));
    await this.call<provider.CheckResponse>((done) => this.client.check(request, done));
    await until(() => this.printed.text.includes(mark));
    this.printed.text = this.printed.text.replace(mark, "");
    return this.printed.text;
  }

  /** Process id of the host. */
  get pid(): number {
    return this.child.pid ?? -1;
  }

  async check(olds: Values, news: Values) {
    const request = new provider.CheckRequest();
    request.setOlds(this.struct(olds));
    request.setNews(this.struct(news));
    const answer = await this.call<provider.CheckResponse>((done) => this.client.check(request, done));
    return {
      inputs: plain(answer.getInputs()),
      failures: answer.getFailuresList().map((failure) => ({
        property: failure.getProperty(),
        reason: failure.getReason(),
      })),
    };
  }

  async diff(id: string, olds: Values, news: Values) {
    const request = new provider.DiffRequest();
    request.setId(id);
    request.setOlds(this.struct(olds));
    request.setNews(this.struct(news));
    const answer = await this.call<provider.DiffResponse>((done) => this.client.diff(request, done));
    const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
    const changes = answer.getChanges();
    return {
      changes: changes === DIFF_SOME ? true : changes === DIFF_NONE ? false : undefined,
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(properties: Values) {
    const request = new provider.CreateRequest();
    request.setProperties(this.struct(properties));
    const answer = await this.call<provider.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), properties: plain(answer.getProperties()) };
  }

  async read(id: string, properties: Values) {
    const request = new provider.ReadRequest();
    request.setId(id);
    request.setProperties(this.struct(properties));
    const answer = await this.call<provider.ReadResponse>((done) => this.client.read(request, done));
    const inputs = answer.getInputs();
    return {
      id: answer.getId(),
      properties: plain(answer.getProperties()),
      inputs: inputs === undefined ? undefined : plain(inputs),
    };
  }

  async update(id: string, olds: Values, news: Values) {
    const request = new provider.UpdateRequest();
    request.setId(id);
    request.setOlds(this.struct(olds));
    request.setNews(this.struct(news));
    const answer = await this.call<provider.UpdateResponse>((done) => this.client.update(request, done));
    return { properties: plain(answer.getProperties()) };
  }

  async delete(id: string, properties: Values): Promise<void> {
    const request = new provider.DeleteRequest();
    request.setId(id);
    request.setProperties(this.struct(properties));
    await this.call<Empty>((done) => this.client.delete(request, done));
  }

  /** Ends the engine's side of the log, as when the command line is killed: the process itself lives on. */
  loseEngine(): void {
    this.engineServer.stop();
  }

  /** Ends the process and waits until it is gone. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.client.close();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once("exit", resolve));
      this.child.kill(signal);
      await gone;
    }
    this.engineServer.stop();
  }

  private async configure(): Promise<void> {
    const request = new provider.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript({ ...this.options.config }));
    await this.call<provider.ConfigureResponse>((done) => this.client.configure(request, done));
  }

  private struct(values: Values): Struct {
    return Struct.fromJavaScript({
      ...(values as Record<string, JavaScriptValue>),
      [PROVIDER_KEY]: this.options.provider,
    });
  }

  private call<T>(send: (done: (error: grpc.ServiceError | null, answer: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      send((error, answer) => {
        if (error === null) resolve(answer);
        else reject(decodedError(error));
      });
    });
  }
}

/** Values of an answer, without the provider's text, which every answer repeats. */
function plain(struct: Struct | undefined): Values {
  const { [PROVIDER_KEY]: _text, ...values } = struct?.toJavaScript() ?? {};
  return values;
}

/** The host packs a kept resource into the trailer `grpc-status-details-bin`, as `google.rpc.Status` with one detail. */
function decodedError(error: grpc.ServiceError): HostError {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(packed)) return new HostError(error.details, error.code);
  const status = Status.deserializeBinary(packed);
  const detail = status
    .getDetailsList()[0]
    ?.unpack((bytes) => provider.ErrorResourceInitFailed.deserializeBinary(bytes), "pulumirpc.ErrorResourceInitFailed");
  if (!detail) return new HostError(status.getMessage(), error.code);
  return new HostError(status.getMessage(), error.code, {
    id: detail.getId(),
    // With the provider's text: the host does not add it here, so a provider that forgot it has lost its resource.
    properties: detail.getProperties()?.toJavaScript() ?? {},
    reasons: detail.getReasonsList(),
  });
}

/** The port is the first line on stdout; whatever comes before it breaks the start. */
function portOf(child: ChildProcess, printed: { text: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes("\n")) return;
      child.stdout?.off("data", listen).resume();
      if (/^\d+\n/.test(text)) resolve(Number.parseInt(text, 10));
      else reject(new Error(`The dynamic-provider process printed something else than its port: ${text}`));
    };
    child.stdout?.on("data", listen);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The dynamic-provider process ended with ${code}: ${printed.text}`)));
  });
}

/** The part of the engine that a provider talks to: its log. */
class FakeEngine {
  readonly lines: LogLine[] = [];

  private constructor(
    private readonly server: grpc.Server,
    public address: string,
  ) {}

  static async start(): Promise<FakeEngine> {
    const server = new grpc.Server();
    const fake = new FakeEngine(server, "");
    server.addService(engineService.EngineService, {
      log: (call: grpc.ServerUnaryCall<engine.LogRequest, Empty>, done: grpc.sendUnaryData<Empty>) => {
        const { DEBUG, WARNING, ERROR } = engine.LogSeverity;
        const severity = call.request.getSeverity();
        fake.lines.push({
          severity:
            severity === DEBUG ? "debug" : severity === WARNING ? "warning" : severity === ERROR ? "error" : "info",
          message: call.request.getMessage(),
          urn: call.request.getUrn(),
          isEphemeral: call.request.getEphemeral(),
        });
        done(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    fake.address = `127.0.0.1:${port}`;
    return fake;
  }

  stop(): void {
    this.server.forceShutdown();
  }
}
