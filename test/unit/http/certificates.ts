import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate authority that only this test run knows, and a server certificate from it. */
export interface Certificates {
  readonly authorityFile: string;
  readonly key: string;
  readonly cert: string;
  /** A certificate of the same key for another name, or with a validity of its own (years, first and last). */
  issue(name: string, years?: readonly [number, number]): string;
  /** A key and a certificate that vouches for itself. */
  selfSigned(name: string): { readonly key: string; readonly cert: string };
  remove(): void;
}

/** `openssl req` cannot date a certificate back; `openssl ca` can, and wants a configuration for it. */
const ISSUING = (name: string): string => `
[ca]
default_ca = authority
[authority]
database = index.txt
serial = serial
new_certs_dir = .
policy = names
default_md = sha256
unique_subject = no
[names]
commonName = supplied
[server]
subjectAltName = DNS:${name}
`;

/** Made anew for each test file, so that no private key lies in the repository and none expires. */
export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "cloudpond-certificates-"));
  const file = (name: string): string => join(folder, name);
  const openssl = (...words: string[]): void => void execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  const make = (...rest: string[]): void => {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl("req", "-x509", ...key, "-days", "2", ...rest);
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
    issue(name, [first, last] = [2020, 2090]) {
      writeFileSync(file("issuing.cnf"), ISSUING(name));
      writeFileSync(file("index.txt"), "");
      writeFileSync(file("serial"), "01");
      openssl("req", "-new", "-key", file("server.key"), "-subj", `/CN=${name}`, "-out", file("issued.csr"));
      openssl(
        ...["ca", "-batch", "-notext", "-config", file("issuing.cnf"), "-extensions", "server"],
        ...["-cert", file("ca.crt"), "-keyfile", file("ca.key"), "-in", file("issued.csr"), "-out", file("issued.crt")],
        ...["-startdate", `${first}0101000000Z`, "-enddate", `${last}0101000000Z`],
      );
      return readFileSync(file("issued.crt"), "utf8");
    },
    selfSigned(name) {
      make(
        "-keyout",
        file("self.key"),
        "-out",
        file("self.crt"),
        "-subj",
        `/CN=${name}`,
        "-addext",
        `subjectAltName=DNS:${name}`,
      );
      return { key: readFileSync(file("self.key"), "utf8"), cert: readFileSync(file("self.crt"), "utf8") };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
