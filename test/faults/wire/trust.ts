import { readFileSync } from "node:fs";
import tls, { type SecureContextOptions } from "node:tls";

/** Lets this process trust the authority, as NODE_EXTRA_CA_CERTS would: Node reads that only when it starts. */
export function trust(authorityFile: string): void {
  const authority = readFileSync(authorityFile, "utf8");
  const real = tls.createSecureContext.bind(tls);
  jest
    .spyOn(tls, "createSecureContext")
    .mockImplementation((options?: SecureContextOptions) => real({ ca: authority, ...options }));
}
