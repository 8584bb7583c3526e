import { audit } from "./auditor.js";
import { type History, story } from "./history.js";
import { played } from "./play.js";

const indented = (text: string): string => text.replaceAll("\n", "\n        ");

/** Plays a history once more and tells everything that happened: what was sent, what people were told, what is wrong. */
export async function retold(history: History): Promise<string> {
  const evidence = await played(history);
  const requests = evidence.exchanges.map(({ startedAt, process, operation, fault, accepted }) => ({
    at: startedAt,
    line:
      `process ${process.pid} on ${process.machine.host}: ${operation ?? "an unknown call"}` +
      (fault === undefined ? "" : ` meets ${fault.kind.key} (executed: ${fault.effect})`) +
      accepted.map(({ id }) => `; order ${id} is accepted`).join(""),
  }));
  const heard = evidence.heard.map(({ at, severity, verb, urn, text }) => ({
    at,
    line: `${severity} of ${verb}, ${urn.replace(/^urn:pulumi:(.*?)::.*::/u, "$1 ")}:\n        ${indented(text)}`,
  }));
  const { violations } = audit(evidence);
  return [
    story(history),
    "",
    ...[...requests, ...heard].sort((a, b) => a.at - b.at).map(({ at, line }) => `${String(at).padStart(5)} ${line}`),
    "",
    ...(violations.length === 0 ? ["Nothing is broken."] : []),
    ...violations.map(
      ({ invariant, what, openCase }) => `${invariant}${openCase === undefined ? "" : ` (${openCase})`}: ${what}`,
    ),
  ].join("\n");
}
