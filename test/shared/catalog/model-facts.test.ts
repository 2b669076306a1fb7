import * as z from "zod/mini";
import { expect, test } from "vitest";
import { KNOWLEDGE, MODEL_FACTS } from "../../../shared/catalog/knowledge.ts";
import facts from "../../../shared/catalog/models/facts.json" with { type: "json" };
import own from "../../../shared/catalog/models/own-facts.json" with { type: "json" };
import { SERVICES } from "../../../shared/catalog/services.ts";
import { ModelFacts } from "../../../shared/schema/model-facts.ts";
import { modelFacts } from "../../generate/model-facts.ts";
import { productImports } from "../../structure/imports.ts";

test("the file is what the generator gives: npm run generate:models writes it anew", () =>
  expect(facts).toEqual(modelFacts()));

test("every fact fits its schema", () => expect(() => z.array(ModelFacts).parse(MODEL_FACTS)).not.toThrow());

test("every model stands once, in the one spelling that recognition gives", () => {
  const ids = MODEL_FACTS.map(({ id }) => id);
  expect(ids.map((id) => KNOWLEDGE.spell(id))).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test("no two models are called the same", () => {
  const shared = Map.groupBy(MODEL_FACTS, ({ name }) => name.toLowerCase());
  expect([...shared.values()].filter(({ length }) => length > 1)).toEqual([]);
});

test("every model that a service's own words may mean is known", () => {
  const meant = new Set(SERVICES.flatMap(({ aliases }) => Object.values(aliases).flat()));
  const known = new Set(MODEL_FACTS.map(({ id }) => id));
  expect([...meant].filter((id) => !known.has(id))).toEqual([]);
});

test("what we say ourselves has the last word", () => {
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  for (const fact of own.models) expect(known.get(fact.id)).toMatchObject(fact);
});

test("dates are midnights of UTC, and an unknown one is null", () => {
  const released = new Map(MODEL_FACTS.map((fact) => [fact.id, fact.released]));
  expect(released.get("anthropic/mythos-5")).toBe(Date.UTC(2026, 5, 9));
  expect(released.get("openai/gpt-5.6-sol")).toBeNull();
});

/** All that a folder's files bring in, directly and by others. */
function broughtInBy(folder: string): ReadonlySet<string> {
  const byFile = Map.groupBy(productImports(), ({ file }) => file);
  const seen = new Set([...byFile.keys()].filter((file) => file.startsWith(folder)));
  for (const file of seen) for (const { target } of byFile.get(file) ?? []) seen.add(target);
  return seen;
}

test("the extension decides from the clearance alone: the facts are not bundled into it", () => {
  const brought = broughtInBy("extension/");
  expect(brought).toContain("shared/catalog/services.ts");
  expect(brought).not.toContain("shared/catalog/knowledge.ts");
  expect(brought).not.toContain("shared/catalog/models/facts.json");
});
