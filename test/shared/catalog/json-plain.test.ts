import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTree } from "../../../shared/catalog/codec/decoded.ts";
import { decodeJsonBytes } from "../../../shared/catalog/codec/json.ts";
import { decodePlainJson } from "../../../shared/catalog/codec/json-plain.ts";
import { bytesOf } from "./call-of.ts";

const CASES = Number(process.env["LANYARD_CASES"] ?? 2_000);
const KEYS = ["a", "A", "model", "content", "mod\\u0065l", "__proto__", "1", "", ":", "k\\\\", "é"];
const STEPS = ["a", "model", "content", "1", "", ":", "k\\"];

const plain = (text: string): unknown => decodePlainJson(bytesOf(text));
const space = fc.constantFrom("", "", "", " ", "\n\t");
const string = fc.constantFrom(
  '"gpt-5"',
  '":"',
  '"\\":"',
  '" : \\" :"',
  '"\\\\"',
  '"a,\\"model\\":1"',
  '"é"',
);
const scalar = fc.oneof(
  string,
  fc.constantFrom("0", "1.50", "-7", "true", "null", "12345678901234567890", "[]"),
);

/** JSON as people and programs write it, with keys that come twice. */
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }).map(list),
    members(tie("value")),
  ),
})).value;

function list(elements: readonly string[]): string {
  return `[${elements.join(",")}]`;
}

function members(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc
    .tuple(space, fc.constantFrom(...KEYS), space, value)
    .map(([before, key, after, inner]) => `${before}"${key}"${after}:${before}${inner}`);
  return fc.array(member, { maxLength: 4 }).map((all) => `{${all.join(",")}}`);
}

/** All that any place finds in a value. */
function everything(value: unknown): unknown {
  const leaf = isTree(value) ? value.leaf() : value;
  if (!isTree(leaf)) return leaf;
  const found = ["*", ...STEPS].map((step) => [step, leaf.step(step)?.map(everything)]);
  return { isList: leaf.isList ?? false, found };
}

describe("decodePlainJson", () => {
  test("finds what the scan for every reading finds, or leaves the text to it", () => {
    let read = 0;
    fc.assert(
      fc.property(json, (text) => {
        const found = decodePlainJson(bytesOf(text));
        if (found === null) return;
        read += 1;
        const { root, ...rest } = decodeJsonBytes(bytesOf(text));
        expect({ ...found, root: everything(found.root) }).toEqual({ ...rest, root: everything(root) });
      }),
      { numRuns: CASES },
    );
    expect(read).toBeGreaterThan(CASES / 10);
  });

  test("reads what programs write", () => {
    const content = 'He said: "a", {"model": "x"} \\": [1] \\';
    const text = JSON.stringify({ messages: [{ role: "user", content }], model: "gpt-5", n: 1.5 });
    expect(plain(text)).not.toBeNull();
    expect(plain(JSON.stringify(JSON.parse(text), null, 2))).not.toBeNull();
  });

  test.each([
    ["a key twice", '{"model":"a","model":"b"}'],
    ["a key twice, deep", '[[{"a":{"model":"a","model":"b"}}]]'],
    ["a key twice, once with an escape", '{"model":"a","mod\\u0065l":"b"}'],
    ["a key twice, with space before its colon", '{"model" :"a","model":"b"}'],
    ["a key twice, made up for by a string", '{"model"\n:"a","model":"\\":"}'],
    ["a key that ends with a backslash, twice", '{"a\\\\":1,"a\\\\":2}'],
    ["a key that some readers fold", '{"\\u212Aey":1}'],
    ["a key that some readers cut at its zero", '{"model\\u0000":1}'],
    ["a key that gives members to an object", '{"__proto__":{"model":"a"}}'],
    ["keys that objects put first", '{"b":1,"0":2}'],
    ["a number that a double cannot hold", '{"n":12345678901234567890}'],
    ["a comment", '{"model":"a"/* "model":"b" */}'],
    ["a mark at the start", '\ufeff{"model":"a"}'],
    ["too deep a nesting", `${"[".repeat(101)}${"]".repeat(101)}`],
    [
      "too many members",
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 1]))),
    ],
    ["many empty values", `[${`[${"[],".repeat(9_000)}1],`.repeat(120)}1]`],
    ["what is no JSON", '{"model":'],
  ])("leaves %s to the scan", (_, text) => {
    expect(plain(text)).toBeNull();
  });

  test.each([9_999, 10_000, 10_001])(
    "says of a list of %i elements whether it is cut, as the scan does",
    (length) => {
      const bytes = bytesOf(JSON.stringify({ a: Array.from({ length }, (_, i) => i) }));
      const lists = [decodePlainJson(bytes), decodeJsonBytes(bytes)].map((found) =>
        isTree(found?.root) ? found.root.step("a")?.[0] : null,
      );
      const seen = lists.map((one) => isTree(one) && { isCut: one.isCut, elements: one.step("*")?.length });
      expect(seen[0]).toEqual(seen[1]);
      expect(seen[0]).toEqual({ isCut: length > 10_000, elements: Math.min(length, 10_000) });
    },
  );

  test("leaves bytes that are no UTF-8 to the scan", () => {
    expect(decodePlainJson(Uint8Array.of(34, 0xff, 34))).toBeNull();
  });
});
