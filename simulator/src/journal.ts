import type { OperationId } from "./operation.js";

/** One request to CloudPond or IAM, without headers and without secrets. */
export interface JournalEntry {
  /** Service time at which the request had arrived. */
  readonly time: string;
  /** Null when no operation has this method and path. */
  readonly operation: OperationId | null;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Status of the answer; null when the connection died before it was sent, or while it is outstanding. */
  readonly status: number | null;
  /** JSON of the request with passwords replaced, its text where it is not JSON, null where there is none. */
  readonly body: unknown;
}

const SECRET_MEMBERS: ReadonlySet<string> = new Set(["password", "passcode", "secret", "secretkey", "token"]);
const REDACTED = "[redacted]";

/** Every request since the start or the last reset, in order of arrival. */
export class Journal {
  private entries: (JournalEntry & { status: number | null })[] = [];

  /** Notes a request; the returned function notes how it was answered. */
  open(entry: Omit<JournalEntry, "status" | "body">, body: Buffer): (status: number) => void {
    const noted = { ...entry, status: null as number | null, body: journalBody(entry.operation, body) };
    this.entries.push(noted);
    return (status) => {
      noted.status = status;
    };
  }

  /** All entries so far. */
  list(): readonly JournalEntry[] {
    return this.entries;
  }

  /** Starts an empty journal. */
  clear(): void {
    this.entries = [];
  }
}

/** What is not JSON is kept as text only for CloudPond's operations, which carry no secrets. */
function journalBody(operation: OperationId | null, body: Buffer): unknown {
  if (body.length === 0) return null;
  const raw = body.toString("utf8");
  try {
    return redact(JSON.parse(raw));
  } catch {
    return operation === null || operation === "CreateToken" ? REDACTED : raw;
  }
}

/** Replaces texts under secret names; objects under them (`password.user`) are looked into. */
function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isSecret = SECRET_MEMBERS.has(key.toLowerCase());
      if (isSecret && (typeof member !== "object" || key === "token")) return [key, REDACTED];
      return [key, redact(member)];
    }),
  );
}
