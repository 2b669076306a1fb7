import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PartedText } from "../../../extension/worker/parted-text.ts";

const partsOf = (of: string, texts: readonly string[]) =>
  texts.map((text, n) => ({ of, n, total: texts.length, text }));

test("the parts of a text make the text, in whatever order they come, and not before the last", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string(), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (texts, keys) => {
        const parted = new PartedText();
        const shuffled = partsOf("a", texts)
          .map((part) => ({ part, key: keys.next().value as number }))
          .toSorted((a, b) => a.key - b.key);
        const given = shuffled.map(({ part }) => parted.add(part));
        expect(given.slice(0, -1).every((whole) => whole === null)).toBe(true);
        expect(given.at(-1)).toBe(texts.join(""));
      },
    ),
  );
});

test("a part of another text drops the unfinished one", () => {
  const parted = new PartedText();
  const [first] = partsOf("old", ["x", "y"]);
  if (first !== undefined) parted.add(first);
  expect(partsOf("new", ["1", "2"]).map((part) => parted.add(part))).toEqual([null, "12"]);
});

test.each([0, -1, 65, 1.5, Number.NaN])("a text of %s parts is never whole", (total) => {
  expect(new PartedText().add({ of: "a", n: 0, total, text: "x" })).toBeNull();
});
