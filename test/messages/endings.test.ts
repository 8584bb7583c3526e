import type { Told } from "./frame.js";
import { documentOf, FILES, goldenOf } from "./golden.js";
import { played, type Scene } from "./scene.js";
import { SITE } from "./shop.js";

// After a change that is meant: `GOLDEN=write npx jest --selectProjects messages`, and then read them as a tired person would.

test.each(Object.entries(FILES))("the messages of %s are those that were read", async (name, endings) => {
  const written = await documentOf(endings);
  expect(written).toBe(goldenOf(name, written));
});

// What every error ends with: whether money was spent. The service's ledger says whether that is true.

type Truth = (scene: Scene, id: string | undefined) => boolean;

/** Another resource of the same scene says so itself when it buys. */
const isNothingBought: Truth = ({ ownOrders, heldBefore, told }) =>
  ownOrders().every(
    (id) => heldBefore.has(id) || told.some(({ kind, text }) => kind === "info" && text.startsWith(`order ${id} `)),
  );
const isThere: Truth = ({ service }, id) => id === NEVER_REACHED || service.orders().some((order) => order.id === id);

/** The one ending in which the answer names an order that the simulator does not know. */
const NEVER_REACHED = "the-order";

const LAST_SENTENCES: readonly (readonly [RegExp, Truth])[] = [
  [/\nThis run placed no order for "[^"]+"\.(?: Order \S+ exists(?: since \S+)?\.)*$/u, isNothingBought],
  [/\nThe state is unchanged and nothing was bought\.$/u, isNothingBought],
  [/\nNothing was read or bought\.$/u, isNothingBought],
  [/\nNothing was removed, cancelled or bought\.(?: Order \S+ exists(?: since \S+)?\.)?$/u, isNothingBought],
  [/\nOrder (\S+) was placed and is kept in the state\.$/u, isThere],
  [/\nOrder (\S+) is kept in the state\.$/u, isThere],
  [/\nIt is unknown whether an order was placed[:;] [^\n]+\.$/u, () => true],
];

const isOfMoney = ({ kind }: Told): boolean => kind === "error" || kind === "initError";

/** Every error, with the scene that it ends. */
async function errors(): Promise<readonly { readonly title: string; readonly text: string; readonly scene: Scene }[]> {
  const told = [];
  for (const ending of Object.values(FILES).flat()) {
    const scene = await played(ending);
    told.push(...scene.told.filter(isOfMoney).map(({ text }) => ({ title: ending.title, text, scene })));
  }
  return told;
}

test("the last sentence of every error is about the money, and true", async () => {
  const all = await errors();
  const untold = all.filter(
    ({ text, scene }) =>
      !LAST_SENTENCES.some(([says, isTrue]) => {
        const match = says.exec(text);
        return match !== null && isTrue(scene, match[1]);
      }),
  );
  expect(untold.map(({ title, text }) => `${title}: ${text}`)).toEqual([]);
  expect(all.length).toBeGreaterThan(150);
});

test("every error about an answer of the service carries its request id", async () => {
  const answered = (await errors()).filter(({ text }) => /\(HTTP \d{3}, | · HTTP \d{3}, /u.test(text));
  expect(answered.filter(({ text }) => !/request id \S+/u.test(text))).toEqual([]);
  expect(answered.length).toBeGreaterThan(80);
});

test("every error of a purchase names its site", async () => {
  const nameless = (await errors()).filter(
    ({ title, text }) =>
      /^(POST|site|list|note|IAM|hardware|answer|first|expansion|adopt)\b/u.test(title) && !text.includes(SITE),
  );
  expect(nameless.map(({ title }) => title)).toEqual([]);
});

test("no error is too long to be read at night", async () => {
  expect((await errors()).filter(({ text }) => text.length > 2_000).map(({ title }) => title)).toEqual([]);
});
