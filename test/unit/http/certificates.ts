import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate authority that only this test run knows, and a server certificate from it. */
export interface Certificates {
  readonly authorityFile: string;
  readonly key: string;
  readonly cert: string;
  remove(): void;
}

/** Made anew for each test file, so that no private key lies in the repository and none expires. */
export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "cloudpond-certificates-"));
  const file = (name: string): string => join(folder, name);
  const make = (...rest: string[]): void => {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    execFileSync("openssl", ["req", "-x509", ...key, "-days", "2", ...rest], { stdio: "pipe" });
  };
  make("-keyout", file("ca.key"), "-out", file("ca.crt"), "-subj", "/CN=test authority");
  make(
    ...["-keyout", file("server.key"), "-out", file("server.crt"), "-subj", "/CN=localhost"],
    ...["-CA", file("ca.crt"), "-CAkey", file("ca.key")],
    ...["-addext", "subjectAltName=DNS:localhost,DNS:cloudpond.test,IP:127.0.0.1"],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
  );
  return {
    authorityFile: file("ca.crt"),
    key: readFileSync(file("server.key"), "utf8"),
    cert: readFileSync(file("server.crt"), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
