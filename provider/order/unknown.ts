/** A value that is not known before other resources are applied. Stands in for a value of any type, at any depth. */
export const UNKNOWN: unique symbol = Symbol("not known before apply");

/** Whether a value is, or holds at any depth, one that is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
