/** The member of a JSON text that the names lead to; undefined where the text or the way is not as expected. */
export function jsonMember(json: string, ...names: readonly string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  return names.reduce((outer, name) => memberOf(outer, name), value);
}

/** A member of an object; undefined of anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
