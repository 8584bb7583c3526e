import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { createCertificates, type Certificates } from "./certificates.js";
import { startHttp, startProxy, type LocalServer } from "./localServers.js";

// Node reads NODE_EXTRA_CA_CERTS once, when it starts: only a process of its own can prove that it works.

const root = join(__dirname, "../../..");
let certificates: Certificates;
let folder: string;
let server: LocalServer;
let proxy: LocalServer;

beforeAll(async () => {
  certificates = createCertificates();
  folder = mkdtempSync(join(tmpdir(), "cloudpond-authorities-"));
  compileInto(folder);
  server = await startHttp((_request, response) => void response.end("hello"), certificates);
  proxy = await startProxy(server.port);
});
afterAll(async () => {
  await Promise.all([server.close(), proxy.close()]);
  certificates.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("an authority that only NODE_EXTRA_CA_CERTS names", () => {
  it.each([
    ["is trusted", "named", "direct", "hello"],
    ["is trusted through a proxy", "named", "proxied", "hello"],
    ["is refused when it is not named", "unnamed", "direct", "permanent, unsent"],
    ["is refused through a proxy when it is not named", "unnamed", "proxied", "permanent, unsent"],
  ])("%s, and the process ends by itself with its connection kept", async (_name, authority, way, expected) => {
    const address = way === "direct" ? `https://localhost:${server.port}/` : "https://cloudpond.test/";
    const httpsProxy = way === "direct" ? "" : `http://127.0.0.1:${proxy.port}`;
    const environment = authority === "named" ? { NODE_EXTRA_CA_CERTS: certificates.authorityFile } : {};
    expect(await run(["main.js", address, httpsProxy], environment)).toBe(expected);
  });
});

const program = `
const { createTransport } = require("./http/axiosTransport.js");
const [url, httpsProxy] = process.argv.slice(2);
const retry = { retries: 0, isTransient: () => false };
createTransport({ insecure: false, random: Math.random, httpsProxy })
  .send({ method: "GET", url, headers: {}, timeoutMs: 10000, retry })
  .then(
    (answer) => process.stdout.write(answer.body),
    (error) => process.stdout.write((error.isPermanent ? "permanent, " : "") + (error.isUnsent ? "unsent" : "sent")),
  );
`;

function compileInto(target: string): void {
  mkdirSync(join(target, "http"));
  const source = join(root, "provider/http");
  for (const name of readdirSync(source)) {
    const { outputText } = ts.transpileModule(readFileSync(join(source, name), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    writeFileSync(join(target, "http", name.replace(/\.ts$/u, ".js")), outputText);
  }
  writeFileSync(join(target, "main.js"), program);
}

function run(args: string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const env = { PATH: process.env["PATH"], NODE_PATH: join(root, "node_modules"), ...environment };
  return promisify(execFile)(process.execPath, args, { cwd: folder, env, timeout: 15_000 }).then(
    ({ stdout }) => stdout,
  );
}
