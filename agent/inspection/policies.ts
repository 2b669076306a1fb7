import * as z from "zod/mini";
import type { PolicyFile } from "../../shared/policy/document.ts";
import { policyDigest } from "../distribution/policy-history.ts";
import { type Finding, findingOfAll } from "../journal/verify/finding.ts";
import type { AppliedState } from "./story/story.ts";

/** Texts of policies by their digests. */
export type PolicyTexts = ReadonlyMap<string, readonly PolicyFile[]>;

/** Names of policy files that may stand in a zip as they are. */
const SAFE_NAME = /^(?:[^/\\\p{C}]+\/)?[^/\\\p{C}]+$/u;

/** What a pack says of each policy that was in force. */
export const PolicyIndex = z.array(
  z.strictObject({
    revision: z.string(),
    /** SHA-256 of its texts; null: the journal does not name it. */
    digest: z.nullable(z.string()),
    /** The record that it came into force. */
    sequence: z.int(),
    time: z.number(),
    /** Its texts below this folder; null: the agent no longer has them. */
    folder: z.nullable(z.string()),
  }),
);
type PolicyIndex = z.infer<typeof PolicyIndex>;

/** The policies that were in force, with where their texts are. */
export function indexOf(states: readonly AppliedState[], texts: PolicyTexts): PolicyIndex {
  return states.map(({ revision, digest, sequence, time }) => ({
    revision,
    digest,
    sequence,
    time,
    folder: digest !== null && texts.has(digest) ? `policy/${digest}` : null,
  }));
}

/** The texts of every digest that is named, as far as `read` has them and a zip can hold their names. */
export function textsFor(
  states: readonly AppliedState[],
  read: (digest: string) => readonly PolicyFile[] | null,
): PolicyTexts {
  const digests = new Set(states.flatMap(({ digest }) => digest ?? []));
  const found = Array.from(digests, (digest) => [digest, read(digest)] as const);
  return new Map(
    found.flatMap(([digest, files]) =>
      files !== null && files.every(({ file }) => isSafe(file)) ? [[digest, files] as const] : [],
    ),
  );
}

function isSafe(name: string): boolean {
  return SAFE_NAME.test(name) && !name.split("/").some((part) => /^\.+$/.test(part));
}

/** The name in a pack of one text. */
export function textName(digest: string, file: string): string {
  return `policy/${digest}/${file}`;
}

/** The texts in a pack by its files' names. */
export function textsIn(files: ReadonlyMap<string, string>): PolicyTexts {
  const texts = new Map<string, PolicyFile[]>();
  for (const [name, text] of files) {
    const [, digest, file] = /^policy\/([0-9a-f]{64})\/(.+)$/su.exec(name) ?? [];
    if (digest === undefined || file === undefined) continue;
    texts.set(digest, [...(texts.get(digest) ?? []), { file, text }]);
  }
  return texts;
}

/** What is wrong with the texts: they must be what their folder, and so the journal, says. */
export function policyFindings(texts: PolicyTexts, states: readonly AppliedState[]): readonly Finding[] {
  return Array.from(texts, ([digest, files]) => {
    const actual = policyDigest(files);
    if (actual !== digest)
      return [
        findingOfAll(
          "other_policy",
          `The texts in policy/${digest} are of another policy: their digest is ${actual}.`,
        ),
      ];
    if (states.some((state) => state.digest === digest)) return [];
    return [
      findingOfAll(
        "other_policy",
        `No event in this pack says that the policy in policy/${digest} was in force.`,
      ),
    ];
  }).flat();
}
