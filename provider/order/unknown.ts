/**
 * Stands in for a value that is not known before apply, in place of any type and at any depth. The engine has a string
 * for it; the adapter translates, so that no text that a user could type is ever taken for it.
 */
export const UNKNOWN: unique symbol = Symbol("not known until apply");

/** Whether a value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
