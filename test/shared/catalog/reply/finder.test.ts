import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlaceFinder } from "../../../../shared/catalog/reply/finder.ts";
import { patternOf } from "../../../../shared/catalog/reply/pattern.ts";

/** What stands at a place of a text that comes in these pieces. */
function found(place: string, ...pieces: readonly string[]): string[] {
  const values: string[] = [];
  const finder = new PlaceFinder([patternOf(place, "model")], (_pattern, value) => values.push(value));
  for (const piece of pieces) finder.push(piece);
  return values;
}

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [...ends, text.length].map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}

/** The plain way: parse it all, then walk. */
function walked(value: unknown, steps: readonly string[]): string[] {
  const [step, ...rest] = steps;
  if (step === undefined)
    return typeof value === "number" || (typeof value === "string" && value !== "") ? [String(value)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (!step.startsWith("$deep:")) return step === "*" || step === key ? walked(member, rest) : [];
    return walked(member, steps).concat(step.slice(6) === key ? walked(member, rest) : []);
  });
}

describe("a place in JSON that comes in pieces", () => {
  test.each([
    ["json/model", '{"id":"x","model":"gpt-5"}', ["gpt-5"]],
    ["json/model", '{"a":{"model":"no"},"model" : "yes","model":"twice"}', ["yes", "twice"]],
    ["json/*/model", '[{"model":"a"},{"b":[1,2]},{"model":"c"}]', ["a", "c"]],
    ["json/1/model", '[{"model":"a"},{"model":"c"}]', ["c"]],
    ["json/model", '{"model":"a"}\n{"model":"b"}', ["a", "b"]],
    ["json/model", '{"mod\\u0065l":"gp\\u0074-5"}', ["gpt-5"]],
    ["json/model", '{"text":"\\"model\\":\\"no\\"}","model":"yes"}', ["yes"]],
    ["json/*/2/$json/0", ')]}\'\n\n57\n[["wrb.fr","x","[\\"gpt-\\\\u0035\\"]"]]\n', ["gpt-5"]],
    ["aws/bytes/$base64/message/model", `{"bytes":"${btoa('{"message":{"model":"m-1"}}')}"}`, ["m-1"]],
    ["json/$deep:slug", '{"slug":"a","v":[{"slug":"b","x":{"slug":"c"}}]}', ["a", "b", "c"]],
    ["json/$deep:slug", '{"p":"/message/metadata/slug","o":"replace","v":"d"}', ["d"]],
    ["json/$deep:slug", '{"p":"/message/content/parts/0","o":"append","v":"slug"}', []],
    ["json/n", '{"n":3}', ["3"]],
    ["frame/1/model", '42["message",{"model":"x"}]', ["x"]],
    ["frame/model", '{"model":"a"}\u001e{"model":"b"}\u001e', ["a", "b"]],
  ])("%s in %s", (place, text, values) => {
    expect(found(place, text)).toEqual(values);
    expect(found(place, ...text.split(""))).toEqual(values);
  });

  test.each(['{"a":1}}', '{"a"]', `${"[".repeat(100)}{"model":"deep"}`, '{"x":"model"', ""])(
    "is nothing in what is broken, too deep or cut off: %s",
    (text) => {
      expect(found("json/model", text)).toEqual([]);
    },
  );

  test("is nothing where a name is too long to be one, whole or with escapes", () => {
    expect(found("json/model", `{"model":"${"x".repeat(600)}"}`)).toEqual([]);
    expect(found("json/model", `{"model":"${"\\u0078".repeat(100)}"}`)).toEqual([]);
    expect(found("json/model", `{"${"k".repeat(90)}":1,"model":"m"}`)).toEqual(["m"]);
  });

  test("is found as in the parsed whole, wherever the pieces are cut", () => {
    const key = fc.constantFrom("model", "message", "v", "0", "a b", 'q"uote', "\u00e9\\");
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.nat(99),
        fc.constantFrom(null, true, false),
        fc.array(tie("node"), { maxLength: 4 }),
        fc.dictionary(key, tie("node"), { maxKeys: 5, noNullPrototype: true }),
      ),
    })).node;
    const steps = fc.array(fc.oneof(key, fc.constantFrom("*", "$deep:model")), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(tree, steps, fc.array(fc.nat()), fc.boolean(), (value, path, places, pretty) => {
        fc.pre(path.every((step) => !step.includes("/")) && !isPatched(value));
        const text = JSON.stringify(value, null, pretty ? 2 : undefined);
        const pieces = cut(text, places);
        // What a bare number is, is known when something follows it.
        const values = found(`json/${path.join("/")}`, ...pieces, "\n");
        expect(values.toSorted()).toEqual(walked(value, path).toSorted());
      }),
      { numRuns: 500 },
    );
  });

  test("is never a throw, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (pieces) => {
        found("json/$deep:a/$json/*", ...pieces);
      }),
    );
  });
});

/** The walk above does not know JSON patches. */
function isPatched(value: unknown): boolean {
  return JSON.stringify(value).includes('"p"');
}
