import { type RelayedRequest, startRelay } from "./relay.js";

/** A service that explains its refusals with everything that it was sent, in every form. */
export interface Echo {
  readonly url: string;
  /** Tokens that IAM has issued, which nobody else knows. */
  readonly issued: ReadonlySet<string>;
  /** From here on requests whose method and path match get this answer in place of the service's. */
  answerWith(path: RegExp | undefined, answer?: EchoedAnswer): void;
  /** From here on the service's own answers to such requests are changed. */
  change(path: RegExp, bodyOf: EchoedBody): void;
  stop(): Promise<void>;
}

/** What an answer does with the words that it repeats. */
export interface EchoedAnswer {
  readonly status: number;
  readonly bodyOf: (words: string) => unknown;
  /** Repeated in its request id, too. */
  readonly isInHeader?: boolean;
}

/** What becomes of the body of a good answer. */
export type EchoedBody = (words: string, body: Record<string, unknown>) => unknown;

export async function startEcho(target: string): Promise<Echo> {
  const relay = await startRelay(target);
  const issued = new Set<string>();
  let answers = 0;
  let changed: readonly [RegExp, EchoedBody] | undefined;
  relay.change = (request, answer) => {
    const token = answer.headers["x-subject-token"];
    if (typeof token === "string") issued.add(token);
    if (changed?.[0].test(`${request.method} ${request.path}`) !== true) return answer;
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    return { ...answer, body: JSON.stringify(changed[1](repeated(request, (answers += 1)), body)) };
  };
  return {
    url: relay.url,
    issued,
    change: (path, bodyOf) => (changed = [path, bodyOf]),
    answerWith(path, answer) {
      relay.instead = (request) => {
        if (path === undefined || answer === undefined || !path.test(`${request.method} ${request.path}`))
          return undefined;
        answers += 1;
        const requestId = answer.isInHeader === true ? secretsOf(request).join(" ") : "0123456789abcdef";
        return {
          status: answer.status,
          headers: { "content-type": "application/json", "x-request-id": requestId },
          body: JSON.stringify(answer.bodyOf(repeated(request, answers))),
        };
      };
    },
    stop: () => relay.stop(),
  };
}

const SECRET_HEADERS = ["x-security-token", "x-auth-token", "authorization"];

const secretsOf = ({ headers }: RelayedRequest): string[] =>
  SECRET_HEADERS.flatMap((name) => (typeof headers[name] === "string" ? [headers[name]] : []));

const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => Buffer.from(secret).toString("base64"),
  encodeURIComponent,
  (secret) => JSON.stringify(secret),
];

/** As a gateway explains a wrong signature: what was signed. A message is cut, so that each begins with another form. */
function repeated(request: RelayedRequest, count: number): string {
  const signed = Object.entries(request.headers).map(([name, value]) => `${name}:${String(value)}`);
  const forms = FORMS.map((_, index) => FORMS[(index + count) % FORMS.length]!);
  const secrets = secretsOf(request).flatMap((secret) => forms.map((form) => form(secret)));
  return [...secrets, request.body, request.method, request.path, ...signed].join("\n");
}
