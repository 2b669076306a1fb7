import type { ModelFacts } from "../schema/model-facts.ts";
import { canonicalModel } from "./identity.ts";
import facts from "./models/facts.json" with { type: "json" };

/** Every model that is known, by id. What nobody says is null, which policy takes for unknown (P5). */
export const MODEL_FACTS: readonly ModelFacts[] = facts.map(({ released, ...fact }) =>
  Object.assign(fact, { released: released === null ? null : Date.parse(released) }),
);

/** What the catalog lends to `compile`: its spelling of model ids, and what it knows of models. */
export const KNOWLEDGE: {
  readonly spell: (id: string) => string;
  readonly models: readonly ModelFacts[];
} = { spell: canonicalModel, models: MODEL_FACTS };
