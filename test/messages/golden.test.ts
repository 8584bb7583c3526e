import { ANSWERS } from "./endings/answers.js";
import { BEFORE } from "./endings/before.js";
import { documentOf, goldenOf } from "./golden.js";

const FILES = { answers: ANSWERS, before: BEFORE };

test.each(Object.entries(FILES))("the messages of %s are those that were read", async (name, endings) => {
  const written = await documentOf(endings);
  expect(written).toBe(goldenOf(name, written));
});
