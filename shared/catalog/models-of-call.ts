import type { Recognizer } from "../schema/recognizer.ts";
import { identify } from "./identity.ts";
import type { ModelTables } from "./model-tables.ts";

/** The models that a call may be for. */
export interface ModelsOfCall {
  /** Exactly one, or null. */
  readonly model: string | null;
  /** Several, or null; null beside a null `model` means that nothing is known. */
  readonly mayBe: readonly string[] | null;
  /** The lab of all of them; null where they are of several labs or unknown. */
  readonly lab: string | null;
}

/** Longest string that is looked up, in characters: far more than the ARN of an inference profile. */
const NAME_LIMIT = 2_048;
/** Most different model strings in one call that are told apart. */
const STRING_LIMIT = 64;
const NOTHING: ModelsOfCall = { model: null, mayBe: null, lab: null };

/**
 * Settles what the model strings of a call mean (P7). Several that mean different models make a set; a string that
 * means no known model stands in that set as `unknown/…`, so that it can neither open what the others close nor
 * be hidden behind them.
 */
export function modelsOf(raws: readonly string[], recognizer: Recognizer, tables: ModelTables): ModelsOfCall {
  if (raws.length === 0) return settled(recognizer.aliases[""] ?? []);
  if (raws.length > STRING_LIMIT) return NOTHING;
  const named = raws.map((raw) => ({ raw, models: modelsNamed(raw, recognizer, tables) }));
  if (named.every(({ models }) => models.length === 0)) return NOTHING;
  return settled(named.flatMap(({ raw, models }) => (models.length === 0 ? [unknown(raw)] : models)));
}

function modelsNamed(raw: string, recognizer: Recognizer, tables: ModelTables): readonly string[] {
  if (raw.length > NAME_LIMIT) return [];
  const { aliases } = recognizer;
  const alias = raw.toLowerCase();
  if (Object.hasOwn(aliases, raw)) return aliases[raw] ?? [];
  if (Object.hasOwn(aliases, alias)) return aliases[alias] ?? [];
  const { model } = identify(raw, { provider: recognizer.provider, resells: recognizer.resells }, tables);
  return model === null ? [] : [model];
}

function settled(models: readonly string[]): ModelsOfCall {
  const distinct = [...new Set(models)];
  const [first] = distinct;
  if (first === undefined) return NOTHING;
  const lab = labOf(first);
  const sameLab = distinct.every((model) => labOf(model) === lab) ? lab : null;
  return distinct.length === 1
    ? { model: first, mayBe: null, lab }
    : { model: null, mayBe: distinct, lab: sameLab };
}

function labOf(model: string): string {
  return model.slice(0, model.indexOf("/"));
}

function unknown(raw: string): string {
  return `unknown/${raw
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9._:@/+~-]/g, "?")
    .slice(0, 200)}`;
}
