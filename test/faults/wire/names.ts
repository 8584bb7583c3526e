import dns from "node:dns";

/** The name that the service has. */
export const SERVICE = "service.test";

/** Longer than any deadline. */
export const LATE_MS = 1000;

const HERE = { address: "127.0.0.1", family: 4 };

/** What becomes of a name, by its first label: the one thing that loopback cannot play. */
const REPLIES: Readonly<Record<string, (reply: (error: Error | null, found?: dns.LookupAddress[]) => void) => void>> = {
  missing: (reply) => reply(failure("ENOTFOUND")),
  unanswered: (reply) => reply(failure("EAI_AGAIN")),
  late: (reply) => void setTimeout(() => reply(null, [HERE]), LATE_MS),
  // Nothing on this machine listens at ::1 for these tests, and some machines have no IPv6: refused either way.
  "two-addresses": (reply) => reply(null, [{ address: "::1", family: 6 }, HERE]),
  "same-address-twice": (reply) => reply(null, [HERE, HERE]),
};

/** Stands in for the machine's name service: names under `.test` lie on loopback, unless their first label says else. */
export function standInNames(): void {
  const real = dns.lookup.bind(dns) as (...given: unknown[]) => void;
  const lookup = (host: string, options: { all?: boolean }, done: (...found: unknown[]) => void): void => {
    if (!host.endsWith(".test")) return real(host, options, done);
    const reply = (error: Error | null, found = [HERE]): void => {
      if (options.all === true || error !== null) done(error, found);
      else done(null, found[0]?.address, found[0]?.family);
    };
    setImmediate(() => (REPLIES[host.split(".")[0] ?? ""] ?? ((known) => known(null)))(reply));
  };
  jest.spyOn(dns, "lookup").mockImplementation(lookup as never);
}

function failure(code: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
}
