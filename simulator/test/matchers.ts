/** Jest's asymmetric matchers, typed `unknown` in place of their `any`. */
export const anyText: unknown = expect.any(String);

/** A text with this part. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part);
}

/** A text that this pattern fits. */
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** An object with at least these members. */
export function objectWith(members: Readonly<Record<string, unknown>>): unknown {
  return expect.objectContaining(members);
}
