// Pulumi's dynamic-provider process, called as the engine calls it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { root } from "../scripts/place.mjs";

const require = createRequire(import.meta.url);
const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { CheckRequest, ConfigureRequest } = require("@pulumi/pulumi/proto/provider_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

/** How long the first check of an order takes that exists, in ms, in a process that has just started. */
export async function firstCheck(inputs) {
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  const [port] = await once(createInterface(child.stdout), "line");
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = (verb, request) =>
    new Promise((resolve, reject) =>
      client[verb](request, (error, answer) => (error === null ? resolve(answer) : reject(error))),
    );
  try {
    const configure = new ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript({}));
    await call("configure", configure);
    const request = new CheckRequest();
    request.setOlds(Struct.fromJavaScript(inputs));
    request.setNews(Struct.fromJavaScript(inputs));
    const began = performance.now();
    await call("check", request);
    return performance.now() - began;
  } finally {
    client.close();
    child.kill();
    await once(child, "exit");
  }
}
