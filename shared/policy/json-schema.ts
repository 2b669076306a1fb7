import * as z from "zod/mini";
import { PolicyPart } from "../schema/policy.ts";
import { WORDS } from "../schema/policy-words.ts";

/** A file that shows most keys, as an editor may offer it. */
const EXAMPLE = {
  lanyard: 1,
  levels: ["open", "standard", "controlled"],
  unidentified: "forbid",
  classify: [{ models: ["openai/*"], level: "standard" }],
  rules: [
    { id: "engineering-chat", permit: ["chat"], models: ["openai/gpt-*"], who: { groups: ["engineering"] } },
  ],
};

/**
 * JSON Schema (draft 2020-12) of one file of a policy folder: what editors complete and underline from. What
 * spans files (names, ids, layers, dates) is for `parse` and `load` to say.
 */
export function policyJsonSchema(): object {
  const schema = z.toJSONSchema(PolicyPart, { metadata: WORDS, target: "draft-2020-12", io: "input" });
  return {
    ...schema,
    title: "Lanyard policy",
    description: "One file of a Lanyard policy folder. Files of a folder add up to one policy.",
    examples: [EXAMPLE],
  };
}
