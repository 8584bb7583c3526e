import { ADOPTED } from "./endings/adopted.js";
import { AFTER } from "./endings/after.js";
import { ANSWERS } from "./endings/answers.js";
import { BEFORE } from "./endings/before.js";
import { DECLARED } from "./endings/declared.js";
import { CHANGE, DELETE, READ } from "./endings/held.js";
import { REFUSED } from "./endings/refused.js";
import { documentOf, goldenOf } from "./golden.js";

const FILES = {
  "purchase-before": BEFORE,
  "purchase-refused": REFUSED,
  "purchase-answers": ANSWERS,
  "purchase-after": AFTER,
  adopt: ADOPTED,
  read: READ,
  change: CHANGE,
  delete: DELETE,
  "inputs-and-settings": DECLARED,
};

test.each(Object.entries(FILES))("the messages of %s are those that were read", async (name, endings) => {
  const written = await documentOf(endings);
  expect(written).toBe(goldenOf(name, written));
});
