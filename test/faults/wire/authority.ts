import type { TlsOptions } from "node:tls";
import { createCertificates } from "../../unit/http/certificates.js";
import { SERVICE } from "./names.js";

/** What is the matter with the certificate that the service shows. */
export type Certificate = "inOrder" | "expired" | "notYetValid" | "ofAnotherName" | "selfSigned" | "ofUnknownAuthority";

/** The certificates that services show, all with keys that only this run knows. */
export interface Authority {
  /** Trusted by the transport. */
  readonly file: string;
  readonly shown: Readonly<Record<Certificate, TlsOptions>>;
  remove(): void;
}

/** Issues them all; each takes openssl some milliseconds, during which nothing else runs. */
export function createAuthority(): Authority {
  const trusted = createCertificates();
  const unknown = createCertificates();
  const issued = (...what: Parameters<typeof trusted.issue>): TlsOptions => ({
    key: trusted.key,
    cert: trusted.issue(...what),
  });
  return {
    file: trusted.authorityFile,
    shown: {
      inOrder: issued(SERVICE),
      expired: issued(SERVICE, [2020, 2021]),
      notYetValid: issued(SERVICE, [2089, 2090]),
      ofAnotherName: issued("elsewhere.test"),
      selfSigned: trusted.selfSigned(SERVICE),
      ofUnknownAuthority: { key: unknown.key, cert: unknown.issue(SERVICE) },
    },
    remove() {
      trusted.remove();
      unknown.remove();
    },
  };
}
