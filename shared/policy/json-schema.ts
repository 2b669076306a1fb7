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

/** The parts of a JSON Schema that say which keys stand where. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly additionalProperties?: SchemaNode | boolean;
}

let whole: SchemaNode | null = null;

/** The keys that stand at a path of a policy file; empty where any key may stand, or none. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  whole ??= policyJsonSchema() as SchemaNode;
  const found = path.reduce<readonly SchemaNode[]>(
    (nodes, step) => nodes.flatMap((node) => below(node, step)),
    [whole],
  );
  const keys = found.flatMap(choicesOf).flatMap(({ properties }) => Object.keys(properties ?? {}));
  return [...new Set(keys)];
}

/** What a value that fits a node has at a key or index. */
function below(node: SchemaNode, step: PropertyKey): readonly SchemaNode[] {
  return choicesOf(node).flatMap(({ properties, items, additionalProperties }) => {
    const named = properties && Object.hasOwn(properties, step) ? properties[String(step)] : undefined;
    const any = typeof additionalProperties === "object" ? additionalProperties : undefined;
    return [named ?? any ?? (typeof step === "number" ? items : undefined)].filter(
      (one) => one !== undefined,
    );
  });
}

/** A node, or all that it lets choose from. */
function choicesOf(node: SchemaNode): readonly SchemaNode[] {
  return node.anyOf ? node.anyOf.flatMap(choicesOf) : [node];
}
