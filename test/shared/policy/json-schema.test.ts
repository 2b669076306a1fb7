import { describe, expect, test } from "vitest";
import { keysAt, policyJsonSchema } from "../../../shared/policy/json-schema.ts";
import { mendOf } from "../../../shared/policy/mends.ts";
import { parse } from "../../../shared/policy/parse.ts";

interface Node {
  readonly [key: string]: unknown;
}

/** Every key of a JSON Schema with the words beside it, by its path. */
function wordsIn(node: unknown, path = ""): (readonly [string, unknown])[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, at]: [string, unknown]) =>
    key === "properties" ? fieldsIn(at as Node, path) : wordsIn(at, path),
  );
}

function fieldsIn(fields: Node, path: string): (readonly [string, unknown])[] {
  const named = Object.entries(fields).map(([name, field]) => [`${path}.${name}`, field] as const);
  return named
    .map(([at, field]): readonly [string, unknown] => [at, (field as Node)["description"]])
    .concat(named.flatMap(([at, field]) => wordsIn(field, at)));
}

describe("the JSON Schema of a policy file", () => {
  const schema = policyJsonSchema() as Node;

  test("is of draft 2020-12, with a title", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Lanyard policy",
    });
  });

  test("says of every key what it is for", () => {
    const words = wordsIn(schema);
    expect(words.length).toBeGreaterThan(150);
    expect(
      words.filter(([, description]) => typeof description !== "string" || !description.endsWith(".")),
    ).toEqual([]);
  });

  test("offers no permit in directives and guardrails (P6)", () => {
    expect(keysAt(["directives", 0])).not.toContain("permit");
    expect(keysAt(["guardrails", 0])).not.toContain("permit");
    expect(keysAt(["rules", 0])).toContain("permit");
  });

  test("holds an example that is a policy", () => {
    const [example] = schema["examples"] as readonly unknown[];
    expect(parse([{ file: "a.yaml", text: JSON.stringify(example) }])).toHaveProperty("ok");
  });

  test("has a mend for every key", () => {
    const fallback = mendOf("no such key");
    const keys = new Set(wordsIn(schema).map(([path]) => path.split(".").at(-1) ?? ""));
    expect([...keys].filter((key) => mendOf(key) === fallback)).toEqual([]);
  });
});
