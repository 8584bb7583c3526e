import { refuse } from "./refusal.js";

/** The query of a request: every value of every name, in the order sent. Names that an operation does not know are ignored. */
export class Query {
  private readonly values: ReadonlyMap<string, readonly string[]>;

  constructor(target: string) {
    const values = new Map<string, string[]>();
    for (const [name, value] of new URL(target, "http://simulator").searchParams) {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
    this.values = values;
  }

  /** All values of an array parameter; an array is sent by repeating its name. */
  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** The value of a single parameter. @throws Refusal 400 IES.00001005 when it is repeated */
  one(name: string): string | undefined {
    const [value, ...more] = this.all(name);
    if (more.length > 0) throw refuse("IES.00001005", `invalid parameter: ${name} takes one value`);
    return value;
  }

  /** All values, each of which must be one of `known`. @throws Refusal 400 IES.00001005 */
  among(name: string, known: readonly string[]): readonly string[] {
    const values = this.all(name);
    const wrong = values.find((value) => !known.includes(value));
    if (wrong !== undefined) {
      throw refuse("IES.00001005", `invalid parameter: ${name} must be one of ${known.join(", ")}`);
    }
    return values;
  }

  /** Whole numbers. @throws Refusal 400 IES.00001005 */
  numbers(name: string): readonly number[] {
    return this.all(name).map((value) => {
      if (!/^\d{1,9}$/.test(value)) throw refuse("IES.00001005", `invalid parameter: ${name} must be a whole number`);
      return Number(value);
    });
  }

  /** Everything as plain JSON, for the journal. */
  toJSON(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(this.values);
  }
}

/** A filter on one field; no value means no filter, several values mean any of them. */
export function matches<V>(values: readonly V[], actual: V): boolean {
  return values.length === 0 || values.includes(actual);
}
