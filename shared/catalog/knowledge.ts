import type { FactOnFile } from "../schema/catalog-edition.ts";
import type { ModelFacts } from "../schema/model-facts.ts";
import { canonicalModel } from "./identity.ts";
import { BUILT_IN_TABLES, type ModelTables } from "./model-tables.ts";
import facts from "./models/facts.json" with { type: "json" };

/** Every model that is known, by id. What nobody says is null, which policy takes for unknown (P5). */
export const MODEL_FACTS: readonly ModelFacts[] = factsOf(facts);

/** Facts as an edition has them, as policy asks them. */
export function factsOf(onFile: readonly FactOnFile[]): readonly ModelFacts[] {
  return onFile.map(({ released, ...fact }) => ({
    ...fact,
    released: released === null ? null : Date.parse(released),
  }));
}

/** What a catalog lends to `compile`: its spelling of model ids, and what it knows of models. */
interface Knowledge {
  readonly spell: (id: string) => string;
  readonly models: readonly ModelFacts[];
}

/** What an edition lends to `compile`. */
export function knowledgeOf(tables: ModelTables, models: readonly ModelFacts[]): Knowledge {
  return { spell: (id) => canonicalModel(id, tables), models };
}

/** What the built-in catalog lends to `compile`. */
export const KNOWLEDGE: Knowledge = knowledgeOf(BUILT_IN_TABLES, MODEL_FACTS);
