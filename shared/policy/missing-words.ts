import type { Clearance } from "../schema/clearance.ts";
import type { Missing } from "../schema/decision.ts";

/** What is missing, in words: the thing itself, such as "A license that covers you". */
export function missingSentence({ kind, value }: Missing, clearance: Clearance): string {
  return WORDS[kind](value, clearance);
}

const WORDS: Readonly<Record<Missing["kind"], (value: string | null, clearance: Clearance) => string>> = {
  us_person: () => "Proof that you are a US person",
  license: (value) => (value === null ? "A license that covers you" : `The license ${value}`),
  grant: (value) => (value === null ? "A grant that covers you" : `The grant ${value}`),
  location: () => "Proof of where you work",
  assurance: (value) => `Proof of your identity at level ${value ?? "2"}`,
  device: (value) =>
    value === "managed" || value === null
      ? "A device that your company manages"
      : `A device proven to have ${value}`,
  purpose: (value, clearance) =>
    value === null ? "Another purpose" : `The purpose ${purposeName(clearance, value)}, declared`,
  region: (value) => (value === null ? "A call that goes to another region" : `A call that goes to ${value}`),
  data_class: (value) =>
    value === null ? "A call without the data that closes it" : `A call with data of the class ${value}`,
  tenant: (value) => (value === null ? "Another account" : `The account ${value}`),
  level: (value) => `${levelName(value ?? "higher")} clearance`,
  compartment: (value) => `The compartment ${levelName(value ?? "")}`,
  account: (value) =>
    value === "personal" ? "An account that is not your company’s" : "Your company account",
  rule: (_, { organization }) => `A rule of ${organization} that opens it to you`,
  model_name: () => "A model named in the call that is open to you",
  readable_body: () => "A call that can be read",
  agent: () => "The Lanyard agent, running again",
  fresh_policy: () => "A policy that is known to be the newest",
  time: () => "Time: it opens by itself",
};

/** What is missing inside a sentence, about one model: "a license for Mythos 5", "US-person status proven". */
export function missingPhrase(missing: Missing, clearance: Clearance, model: string | null): string {
  const { kind, value } = missing;
  const forModel = model === null ? "" : ` for ${model}`;
  if (kind === "us_person") return "US-person status proven";
  if (kind === "license" && value === null) return `a license${forModel}`;
  if (kind === "grant" && value === null) return `a grant${forModel}`;
  if (kind === "level") return missingSentence(missing, clearance);
  if (kind === "time") return "time, since it opens by itself";
  const sentence = missingSentence(missing, clearance);
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

/** The name of a level or compartment as a word of a sentence: `controlled` is "Controlled". */
export function levelName(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** The policy's name for a purpose. */
export function purposeName({ purposes }: Clearance, id: string): string {
  return purposes.find((purpose) => purpose.id === id)?.name ?? id;
}
