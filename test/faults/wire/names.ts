import dns from "node:dns";

/** The name that the service has. */
export const SERVICE = "service.test";

/** What becomes of a name, by its first label: the one thing that loopback cannot play. */
const REPLIES: Readonly<Record<string, (done: (error: Error | null, ...found: unknown[]) => void) => void>> = {
  missing: (done) => done(failure("ENOTFOUND")),
  unanswered: (done) => done(failure("EAI_AGAIN")),
  silent: () => undefined,
};

/** Stands in for the machine's name service: names under `.test` lie on loopback, unless their first label says else. */
export function standInNames(): void {
  const real = dns.lookup.bind(dns) as (...given: unknown[]) => void;
  const lookup = (host: string, options: { all?: boolean }, done: (...found: unknown[]) => void): void => {
    if (!host.endsWith(".test")) return real(host, options, done);
    const reply = REPLIES[host.split(".")[0] ?? ""];
    const found = options.all === true ? [[{ address: "127.0.0.1", family: 4 }]] : ["127.0.0.1", 4];
    setImmediate(() => (reply === undefined ? done(null, ...found) : reply(done)));
  };
  jest.spyOn(dns, "lookup").mockImplementation(lookup as never);
}

function failure(code: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
}
