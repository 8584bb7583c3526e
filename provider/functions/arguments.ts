/** What an argument may be: a text, texts, or numbers; lists may be given as one value. */
export type ArgumentKind = "text" | "texts" | "numbers" | "anything";

export type ArgumentKinds<A> = { readonly [K in keyof Required<A>]: ArgumentKind };

/** What is wrong with arguments, for programs without a compiler and for values that come out empty. */
export function argumentsProblem<A extends object>(args: A, kinds: ArgumentKinds<A>): string | undefined {
  const known = kinds as Readonly<Record<string, ArgumentKind>>;
  for (const [key, value] of Object.entries(args)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(known, key)) {
      const names = Object.keys(known);
      return `${key} is not an argument; ${names.length === 0 ? "it takes none" : `it takes ${names.join(", ")}`}.`;
    }
    const problem = PROBLEMS[known[key]!](value);
    if (problem !== undefined) return `${key} ${problem}.`;
  }
  return undefined;
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const PROBLEMS: Readonly<Record<ArgumentKind, (value: unknown) => string | undefined>> = {
  text: (value) => (isText(value) ? undefined : "must be a text that is not empty"),
  texts: (value) => ([value].flat().every(isText) ? undefined : "must be a text that is not empty, or a list of such"),
  numbers: (value) =>
    [value].flat().every(Number.isSafeInteger) ? undefined : "must be a whole number, or a list of such",
  anything: () => undefined,
};
