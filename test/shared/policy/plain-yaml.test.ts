import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { finder } from "../../../shared/policy/places.ts";
import { readPlain } from "../../../shared/policy/plain-yaml.ts";
import { readWhole } from "../../../shared/policy/whole-yaml.ts";
import { DESIGN_POLICY } from "./story.ts";

const CASES = Number(process.env["LANYARD_CASES"] ?? 2_000);

/** Pieces that YAML is made of, and of which some are made to be misread. */
const PIECES = [
  "a|b|c d|key|lab/one|-|- |-1|12|0x1F|1e3|1.5|007|.inf|~|null|true|Yes|no|2026-06-12|08:00|:|: |a: |b:|? |#| #|# c|,|, ",
  '[|]|{|}|[a, b]|{ a: 1 }|"|\'|"x"|\'y\'|\'\'|"a": |&a|*a|!t|>|%|@|---|...| |  |\t|\\|é|*|"a\\"b"|"\\n\\u00e9\\\\"|"\\x41"',
  "\n|\n|\n|\n  |\n  |\n    |\n- |\n  - |\n |",
].flatMap((pieces) => pieces.split("|"));

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 16 }).map((pieces) => pieces.join(""));

/** Lines that mostly fit together, so that more of them are read. */
const line = fc
  .tuple(
    fc.constantFrom("", "", "  ", "  ", "    ", "   "),
    fc.constantFrom("", "- ", "- - ", "-  "),
    fc.constantFrom("a: ", "b: ", "c:", "'d': ", '"e" : ', "", "a b:  "),
    fc.constantFrom(
      ...PIECES,
      "[a, [b, c ], {d: e}]",
      "{x: [1, 2], y: z}",
      "[a,\n    b]",
      "[\n]",
      "x y #z",
      "x#y",
    ),
    fc.constantFrom("", "", " ", " # c", "#"),
  )
  .map((parts) => parts.join(""));
const lines = fc.array(line, { maxLength: 7 }).map((all) => all.join("\n"));

const scalar = fc.constantFrom(
  "a",
  "b c",
  "lab/*",
  7,
  true,
  null,
  "007",
  "it's",
  "- x",
  "a: b",
  "# no",
  "",
  "é",
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b", "c d", "e-f", "lab/one"), tie("tree"), { maxKeys: 4 }),
  ),
}));

/** Every path of a value. */
function pathsOf(value: unknown, above: readonly PropertyKey[] = []): (readonly PropertyKey[])[] {
  if (typeof value !== "object" || value === null) return [above];
  const entries: [string, unknown][] = Object.entries(value);
  const steps = entries.map(([key, at]) => [Array.isArray(value) ? Number(key) : key, at] as const);
  return [above, ...steps.flatMap(([key, at]) => pathsOf(at, [...above, key]))];
}

/** What is read plainly must be read so by the `yaml` package too, at the same places. */
function agree(text: string): boolean {
  const plain = readPlain(text);
  if (!("value" in plain)) return false;
  const whole = readWhole({ file: "f", text });
  if (!("value" in whole)) throw new Error(`yaml refuses ${JSON.stringify(text)}: ${JSON.stringify(whole)}`);
  expect(plain.value).toEqual(whole.value);
  const find = finder(plain.value, plain.offsets);
  for (const path of pathsOf(plain.value).slice(1)) {
    const offset = find(path);
    const before = text.slice(0, offset).split("\n");
    const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    const there = whole.at(path);
    if (valueAt(plain.value, path) !== null)
      expect({ path, ...position }).toMatchObject({ line: there.line, column: there.column });
  }
  return true;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)[step], value);
}

describe("plain YAML", () => {
  test.each([
    ["any pieces", soup, 20],
    ["lines", lines, 200],
  ])("made of %s is read as the yaml package reads it, or left to it", (_, texts, least) => {
    let read = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (agree(text)) read += 1;
      }),
      { numRuns: CASES * 3 },
    );
    expect(read).toBeGreaterThan(least);
  });

  test("that the yaml package writes is read back", () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b"), tree, { minKeys: 1 }),
        fc.boolean(),
        (value, inFlow) => {
          const text = inFlow ? JSON.stringify(value) : stringify(value, { lineWidth: 0 });
          if (agree(text)) read += 1;
        },
      ),
      { numRuns: CASES },
    );
    expect(read).toBeGreaterThan(CASES / 3);
  });

  test("is what the policy of the design is written in", () => expect(agree(DESIGN_POLICY)).toBe(true));

  test.each([
    ["an anchor", "a: &x [b]\nc: *x\n"],
    ["a text over several lines", "a: b\n  c\n"],
    ["a block text", "a: |\n  b\n"],
    ["a key said twice", "a: 1\na: 2\n"],
    ["__proto__", "__proto__: { a: 1 }\n"],
    ["a tab", "a:\tb\n"],
    ["an escape", 'a: "\\x41"\n'],
    ["a tag", "a: !b c\n"],
    ["a second document", "a: b\n---\nc: d\n"],
    ["nesting without end", "[".repeat(100_000)],
  ])("does not have %s", (_, text) => expect(readPlain(text)).toHaveProperty("strange"));

  test("has no text that is longer than any text of a policy", () => {
    expect(readPlain(`a: "${"x".repeat(10_000_000)}"\n`)).toEqual({ tooLong: 3 });
    expect(readPlain(`a: ${"x".repeat(10_000_000)}\n`)).toEqual({ tooLong: 3 });
  });
});
