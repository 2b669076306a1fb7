import type { Clearance } from "../schema/clearance.ts";

/** Words of model ids that people write otherwise than with a capital. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ai: "AI",
  chatgpt: "ChatGPT",
  deepseek: "DeepSeek",
  ernie: "ERNIE",
  glm: "GLM",
  gpt: "GPT",
  minimax: "MiniMax",
  o1: "o1",
  o3: "o3",
  o4: "o4",
  oss: "OSS",
  tts: "TTS",
};

/** Names by id, made once for each clearance: a policy may name 100,000 models, and a sentence is one look-up. */
const namesOf = new WeakMap<Clearance, ReadonlyMap<string, string>>();

/** The name of a model for people: the policy's own, else one made from its id. */
export function modelName(clearance: Clearance, id: string): string {
  const known = namesOf.get(clearance) ?? new Map(clearance.models.map((model) => [model.id, model.name]));
  namesOf.set(clearance, known);
  return known.get(id) ?? spelledName(id);
}

/** A readable name made from an id: `anthropic/claude-opus-4-8` is "Claude Opus 4.8". */
export function spelledName(id: string): string {
  const words = id
    .slice(id.lastIndexOf("/") + 1)
    .split(/[-_ ]+/)
    .filter(Boolean);
  const name = words.reduce((before, word, index) => joined(before, word, words[index - 1]), "");
  return name === "" ? id : name;
}

/** Two short numbers in a row are a version, and GPT keeps its dash. */
function joined(before: string, word: string, previous: string | undefined): string {
  if (previous === undefined) return spelled(word);
  if (/^\d{1,2}$/.test(previous) && /^\d{1,2}$/.test(word)) return `${before}.${word}`;
  const isGptVersion = previous.toLowerCase() === "gpt" && /^\d/.test(word);
  return `${before}${isGptVersion ? "-" : " "}${spelled(word)}`;
}

function spelled(word: string): string {
  const known = Object.hasOwn(SPELLINGS, word) ? SPELLINGS[word] : undefined;
  if (known !== undefined) return known;
  if (/^\d+(\.\d+)?[bkm]$/.test(word)) return word.toUpperCase();
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
