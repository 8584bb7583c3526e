import { MISTAKES } from "./mistakes.js";
import { Field, patched, SOUND } from "./planting.js";

/** Far more than the rarest mistake needs. */
const MOST_HISTORIES = 600;
/** Without a mistake: the first of each one's own, and as many of everybody's as show nearly all. */
const SOUND_HISTORIES = 450;

// Each test starts a process that plays hundreds of histories; a busy machine may take its time.
jest.setTimeout(120_000);

const field = new Field(process.cwd());
const mistakes = Object.entries(MISTAKES);

describe("a mistake that is planted in the provider", () => {
  beforeAll(() => field.prepare());

  test("leaves nothing to be seen as long as it is not there", async () => {
    expect(await field.hunt(SOUND, [], SOUND_HISTORIES)).toEqual({ histories: SOUND_HISTORIES, before: [] });
  });

  test.each(mistakes.map(([key, { title, caughtBy }]) => ({ key, title, caughtBy })))(
    "$key: $title, is caught as $caughtBy",
    async ({ key, caughtBy }) => {
      const { invariant } = await field.hunt(key, MISTAKES[key]!.patches, MOST_HISTORIES);
      expect(invariant).toBe(caughtBy);
    },
  );
});

describe("a patch", () => {
  test.each(mistakes)("of %s fits the source", (_, { patches }) => {
    expect(() => field.sourcesWith(patches)).not.toThrow();
  });

  test("is refused when its text is nowhere", () => {
    expect(() => patched("const a = 1;", { file: "a.ts", text: "b", instead: "" })).toThrow(/holds it nowhere/u);
  });

  test("is refused when its text is there twice", () => {
    expect(() => patched("a a", { file: "a.ts", text: "a", instead: "" })).toThrow(/holds it 2 times/u);
  });
});
