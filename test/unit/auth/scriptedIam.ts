import type { HttpRequest, HttpResponse, Transport } from "../../../provider/http/transport.js";

/** An IAM that answers from a script: one step for each request, the last again and again. */
export interface ScriptedIam extends Transport {
  readonly requests: HttpRequest[];
}

export type Step = HttpResponse | Error;

export function scriptedIam(...steps: readonly Step[]): ScriptedIam {
  const requests: HttpRequest[] = [];
  return {
    requests,
    async send(request) {
      const step = steps[Math.min(requests.length, steps.length - 1)];
      requests.push(request);
      await new Promise((done) => setImmediate(done));
      if (step === undefined || step instanceof Error) throw step ?? new Error("IAM was not expected to be asked");
      return step;
    },
  };
}

export function issued(token: string, lifetimeMs = 24 * 3_600_000): Step {
  const issuedAt = Date.parse("2026-06-12T08:00:00.000000Z");
  const micros = (instant: number): string => new Date(instant).toISOString().replace("Z", "000Z");
  return {
    status: 201,
    headers: { "x-subject-token": token },
    body: JSON.stringify({ token: { issued_at: micros(issuedAt), expires_at: micros(issuedAt + lifetimeMs) } }),
  };
}

export function domains(...found: readonly { id?: unknown; name?: unknown }[]): Step {
  return { status: 200, headers: {}, body: JSON.stringify({ domains: found, links: {} }) };
}

export function refused(status: number, words = "no"): Step {
  return {
    status,
    headers: { "x-request-id": "r1" },
    body: JSON.stringify({ error: { code: status, message: words } }),
  };
}
