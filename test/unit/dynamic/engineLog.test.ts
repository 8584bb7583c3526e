import { setTimeout as sleep } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { engineLog, linesDelivered } from "../../../provider/dynamic/engineLog.js";
import { until } from "../../until.js";

type Line = [severity: number, message: string, urn: string, isEphemeral: boolean];

async function withEngine(
  work: (address: string, lines: Line[]) => Promise<void>,
  answer: (done: () => void) => void = (done) => done(),
): Promise<void> {
  const lines: Line[] = [];
  const server = new grpc.Server();
  server.addService(EngineService, {
    log: ({ request }: grpc.ServerUnaryCall<engine.LogRequest, Empty>, done: grpc.sendUnaryData<Empty>) => {
      lines.push([request.getSeverity(), request.getMessage(), request.getUrn(), request.getEphemeral()]);
      answer(() => done(null, new Empty()));
    },
  });
  const port = await new Promise<number>((resolve) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, bound) => resolve(bound)),
  );
  try {
    await work(`127.0.0.1:${port}`, lines);
  } finally {
    server.forceShutdown();
  }
}

it("puts lines on the row of the resource: progress to be replaced, the rest to stay", async () => {
  await withEngine(async (address, lines) => {
    const log = engineLog("urn:berlin", address);
    log.progress("looking");
    await until(() => lines.length === 1);
    log.info("adopts");
    log.warn("conflict");
    await until(() => lines.length === 3);
    const { INFO, WARNING } = engine.LogSeverity;
    expect(lines).toEqual([
      [INFO, "looking", "urn:berlin", true],
      [INFO, "adopts", "urn:berlin", false],
      [WARNING, "conflict", "urn:berlin", false],
    ]);
  });
});

it("sends a line when the one before it has arrived, so that the last one is the one that stays", async () => {
  let [open, mostOpen] = [0, 0];
  const answerLater = (done: () => void) => {
    mostOpen = Math.max(mostOpen, ++open);
    setTimeout(() => {
      open--;
      done();
    }, 20);
  };
  await withEngine(async (address, lines) => {
    const log = engineLog("urn:berlin", address);
    for (const line of ["one", "two", "three"]) log.warn(line);
    await until(() => lines.length === 3);
    expect(lines.map(([, message]) => message)).toEqual(["one", "two", "three"]);
    expect(mostOpen).toBe(1);
  }, answerLater);
});

describe("progress", () => {
  it("that is over within a second is not told, neither when it is replaced nor when the call ends", async () => {
    await withEngine(async (address, lines) => {
      const log = engineLog("urn:berlin", address);
      log.progress("looking");
      log.progress("ordering");
      log.end();
      await sleep(1_100);
      log.info("placed");
      await until(() => lines.length > 0);
      expect(lines.map(([, message]) => message)).toEqual(["placed"]);
    });
  });

  it("that takes longer is told, and from then on each line replaces the one before it at once", async () => {
    await withEngine(async (address, lines) => {
      const log = engineLog("urn:berlin", address);
      log.progress("looking");
      await until(() => lines.length === 1);
      log.progress("ordering");
      log.progress("placed");
      log.end();
      await until(() => lines.length === 3);
      expect(lines.map(([, message]) => message)).toEqual(["looking", "ordering", "placed"]);
    });
  });
});

it.each([
  ["no engine", undefined],
  ["an engine that is gone", "127.0.0.1:1"],
  ["an address that is none", "::: no address :::"],
])("says nothing and fails in nothing with %s", (_, address) => {
  const log = engineLog("urn:berlin", address);
  expect(() => {
    log.progress("looking");
    log.info("adopts");
    log.warn("conflict");
    log.end();
  }).not.toThrow();
});

it("tells when all lines have arrived, which a check waits for", async () => {
  const answerLater = (done: () => void) => void setTimeout(done, 30);
  await withEngine(async (address, lines) => {
    const log = engineLog("urn:berlin", address);
    for (const line of ["one", "two", "three"]) log.warn(line);
    await linesDelivered(address);
    expect(lines.map(([, message]) => message)).toEqual(["one", "two", "three"]);
  }, answerLater);
});

it.each([
  ["nothing was sent to", "127.0.0.1:2"],
  ["is not there", undefined],
])("waits for no engine that %s", async (_, address) => {
  await expect(linesDelivered(address)).resolves.toBeUndefined();
});

it("waits a second at most for an engine that does not answer", async () => {
  await withEngine(
    async (address) => {
      engineLog("urn:berlin", address).warn("one");
      const beganMs = performance.now();
      await linesDelivered(address);
      expect(performance.now() - beganMs).toBeGreaterThan(900);
    },
    () => undefined,
  );
});
